/** What the desk says to the driver: shown until it was seen, spoken once, and kept on the device for a valley without signal. */
import type { DriverMessages } from '@noriai/core/contracts/broadcasts.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { speak } from '@noriai/ui/speech/speak.ts';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { computed, effect, signal } from '@preact/signals';
import { driverTexts } from '../texts/driver-texts.ts';
import { api, duty, heardMessages, liveState } from './duty.ts';
import { isMuted } from './prompts.ts';

export type DeskMessage = DriverMessages['messages'][number];

const SEEN = 'noriai.seenMessages';
/** Seen by the driver, told to the service as soon as there is a connection. */
const seen = signal<readonly string[]>(readStored<readonly string[]>(SEEN, []));

/** What the driver has still to see, the newest first. */
export const unseenMessages = computed<readonly DeskMessage[]>(() => {
  const messages = heardMessages.value?.messages ?? [];
  return messages.filter(
    ({ broadcastId, isAcknowledged, untilSec }) =>
      !isAcknowledged && untilSec > nowSec.value && !seen.value.includes(broadcastId),
  );
});

export const messageWords = ({ text }: DeskMessage): string => text[language.value] ?? text.ja;

/** The driver has seen it. */
export function acknowledge({ broadcastId }: DeskMessage): void {
  keepSeen([...seen.value, broadcastId]);
}

/** Speaks what comes and tells the service what was seen; returns how to stop. */
export function followMessages(): () => void {
  const spoken = new Set<string>();
  const stopSpeaking = effect(() => {
    for (const message of unseenMessages.value) {
      if (spoken.has(message.broadcastId)) continue;
      spoken.add(message.broadcastId);
      if (!isMuted.peek()) speak(driverTexts.peek().spokenMessage(messageWords(message)), language.peek());
    }
  });
  const stopTelling = effect(() => {
    if (liveState.value === 'connected') for (const broadcastId of seen.value) void tell(broadcastId);
  });
  return () => {
    stopSpeaking();
    stopTelling();
  };
}

/** Anything but a missing connection ends the attempt: a message that is over needs no acknowledgement. */
async function tell(broadcastId: string): Promise<void> {
  const path = { vehicleId: duty.value?.vehicleId ?? '', broadcastId };
  const result = await api.call('acknowledgeMessage', { path, body: {}, key: newKey(), patienceMs: 0 });
  if (result.ok || result.problem.code !== 'unreachable') keepSeen(seen.value.filter((id) => id !== broadcastId));
}

function keepSeen(ids: readonly string[]): void {
  seen.value = [...new Set(ids)];
  writeStored(SEEN, seen.value.length === 0 ? null : seen.value);
}

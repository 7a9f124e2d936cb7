/** Alarms that are open: sounding until somebody takes them on; a new trouble sounds again. */
import { computed, effect, signal } from '@preact/signals';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import type { Alarm as ServiceAlarm } from '@noriai/core/contracts/fleet.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { board } from '../board/board-data.ts';
import { api, isSignedIn, toldAlarms, whyNot } from '../session/session.ts';
import { alarmsOf, type Alarm } from './alarm-list.ts';
import { soundAlarm } from './sound.ts';

const REPEAT_MS = 5_000;
const STORED_AS = 'noriai.alarmsTaken';

const takenIds = signal<readonly string[]>(readStored<readonly string[]>(STORED_AS, []));

/** What the service itself says needs a person comes first: drivers who call for help. */
export const alarms = computed<readonly (Alarm | ToldAlarm)[]>(() => [
  ...toldAlarms.value.map((alarm): ToldAlarm => ({ id: alarm.alarmId, kind: 'told', alarm })),
  ...(board.value === null ? [] : alarmsOf(board.value)),
]);

export interface ToldAlarm {
  readonly id: string;
  readonly kind: 'told';
  readonly alarm: ServiceAlarm;
}

/** Those that nobody has taken on yet. */
export const newAlarms = computed(() => alarms.value.filter(({ id }) => !takenIds.value.includes(id)));

/** Somebody looks after it: it is shown on, but quiet. */
export function takeOn(id: string): void {
  if (toldAlarms.value.some(({ alarmId }) => alarmId === id)) return void acknowledge(id);
  const present = new Set(alarms.value.map((alarm) => alarm.id));
  takenIds.value = [...takenIds.value.filter((taken) => present.has(taken)), id];
  writeStored(STORED_AS, takenIds.value);
}

async function acknowledge(alarmId: string): Promise<void> {
  const result = await api.call('acknowledgeAlarm', { path: { alarmId }, body: {}, key: newKey() });
  if (result.ok) toldAlarms.value = result.answer.alarms;
  else announce(whyNot(result.problem), true);
}

/** Sounds as long as an alarm is new and the page is open. */
export function watchAlarms(): void {
  const hasNew = computed(() => isSignedIn.value && newAlarms.value.length > 0);
  effect(() => {
    if (!hasNew.value) return;
    soundAlarm();
    const timer = setInterval(soundAlarm, REPEAT_MS);
    return () => clearInterval(timer);
  });
  effect(() => {
    document.documentElement.dataset['alarm'] = hasNew.value ? 'on' : 'off';
  });
}

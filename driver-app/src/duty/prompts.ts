/** Says the next stop aloud when it changes, when people join it and when it is time to go; can be muted, and stays muted. */
import type { Call } from '@noriai/core/contracts/driving.ts';
import { partySize } from '@noriai/core/contracts/trips.ts';
import { speak, stopSpeaking } from '@noriai/ui/speech/speak.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { language, localName } from '@noriai/ui/texts/language.ts';
import { effect, signal } from '@preact/signals';
import { driverTexts } from '../texts/driver-texts.ts';
import { roundM, stepWords } from '../parts/turn-list.tsx';
import { findLeg } from './directions.ts';
import { manifest } from './duty.ts';
import { isWorthSaying } from './is-worth-saying.ts';
import { nextStep } from './next-step.ts';
import { ownPosition } from './own-position.ts';

export const isMuted = signal(readStored('noriai.muted', false));

export function setMuted(muted: boolean): void {
  isMuted.value = muted;
  writeStored('noriai.muted', muted);
  if (muted) stopSpeaking();
}

/** Begins to prompt; returns how to stop. */
export function promptNextStop(): () => void {
  let said: Call | null = null;
  return effect(() => {
    const next = manifest.value?.calls[0] ?? null;
    const isNews = next !== null && isWorthSaying(said, next);
    said = next;
    if (isNews && !isMuted.peek()) speak(promptFor(next), language.peek());
  });
}

const TELL_TURN_WITHIN_M = 160;

/** Says each turn once, shortly before it; returns how to stop. */
export function promptTurns(): () => void {
  let said = '';
  return effect(() => {
    const call = manifest.value?.calls[0];
    const leg = call?.state === 'arrived' ? null : findLeg(call);
    if (!leg || ownPosition.value === null) return;
    const { index, inM } = nextStep(leg, ownPosition.value);
    const step = leg.steps[index];
    const name = `${leg.callId} ${index}`;
    if (!step || inM > TELL_TURN_WITHIN_M || said === name) return;
    said = name;
    if (!isMuted.peek()) speak(driverTexts.peek().spokenTurn(roundM(inM), stepWords(step)), language.peek());
  });
}

function promptFor(call: Call): string {
  const t = driverTexts.peek();
  const people = (action: 'board' | 'leave'): number =>
    call.riders.filter((rider) => rider.action === action).reduce((sum, { party }) => sum + partySize(party), 0);
  // The reading is spoken right where a voice would guess a place name wrong.
  const isEnglish = language.peek() === 'en';
  const name = isEnglish ? localName(call.stopName, 'en').text : (call.stopName.kana ?? call.stopName.ja);
  const board = people('board');
  const leave = people('leave');
  return [
    call.state === 'driving' ? t.spokenGo : '',
    t.spokenNext(name),
    board > 0 ? t.spokenBoard(board) : '',
    leave > 0 ? t.spokenLeave(leave) : '',
  ].join('');
}

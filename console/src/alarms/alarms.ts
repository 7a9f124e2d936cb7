/** Alarms that are open: sounding until somebody takes them on; a new trouble sounds again. */
import { computed, effect, signal } from '@preact/signals';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { board } from '../board/board-data.ts';
import { isSignedIn } from '../session/session.ts';
import { alarmsOf } from './alarm-list.ts';
import { soundAlarm } from './sound.ts';

const REPEAT_MS = 5_000;
const STORED_AS = 'noriai.alarmsTaken';

const takenIds = signal<readonly string[]>(readStored<readonly string[]>(STORED_AS, []));

export const alarms = computed(() => (board.value === null ? [] : alarmsOf(board.value)));
/** Those that nobody has taken on yet. */
export const newAlarms = computed(() => alarms.value.filter(({ id }) => !takenIds.value.includes(id)));

/** Somebody looks after it: it is shown on, but quiet. */
export function takeOn(id: string): void {
  const present = new Set(alarms.value.map((alarm) => alarm.id));
  takenIds.value = [...takenIds.value.filter((taken) => present.has(taken)), id];
  writeStored(STORED_AS, takenIds.value);
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

/** What is wrong with the shifts and breaks of a scenario beyond names that are not there. */
import type { AreaPause, Weekday } from '@noriai/core/contracts/area.ts';
import type { Mistake } from '@noriai/core/contracts/schema.ts';
import { secOfClockTime } from '@noriai/core/rules/calendar.ts';
import type { ScenarioFile } from './scenario-file.ts';

type AreaShift = NonNullable<NonNullable<ScenarioFile['work']>['shifts']>[number];

/** Shifts of one vehicle that overlap, and breaks that cannot be taken within their shift or one after the other. */
export function shiftMistakes({ work }: ScenarioFile): Mistake[] {
  const shifts = work?.shifts ?? [];
  return shifts.flatMap((shift, i) => [
    ...shifts.slice(0, i).flatMap((other, j) => overlap(shift, i, other, j)),
    ...breakMistakes(shift, `work.shifts[${i}]`),
  ]);
}

function overlap(a: AreaShift, i: number, b: AreaShift, j: number): Mistake[] {
  const day = a.days.find((name: Weekday) => b.days.includes(name));
  if (a.vehicleId !== b.vehicleId || day === undefined || a.from >= b.until || b.from >= a.until) return [];
  const got = `shifts of ${a.vehicleId} that overlap on ${day}: ${a.from}–${a.until} and work.shifts[${j}] ${b.from}–${b.until}`;
  return [{ path: `work.shifts[${i}]`, got, expected: 'shifts of a vehicle one after the other' }];
}

function breakMistakes(shift: AreaShift, path: string): Mistake[] {
  let freeSec = secOfClockTime(shift.from);
  return (shift.pauses ?? []).flatMap((pause, k): Mistake[] => {
    const where = `${path}.pauses[${k}]`;
    const beginSec = Math.max(freeSec, secOfClockTime(pause.from));
    if (beginSec > secOfClockTime(pause.until)) {
      const got = `a break between ${pause.from} and ${pause.until}, before its turn`;
      return [{ path: where, got, expected: 'breaks within the shift, one after the other' }];
    }
    freeSec = beginSec + pause.durationSec;
    return freeSec <= secOfClockTime(shift.until) ? [] : [{ path: where, ...tooLong(shift, pause) }];
  });
}

function tooLong(shift: AreaShift, { from, durationSec }: AreaPause) {
  const got = `${Math.round(durationSec / 60)} minutes from ${from} in a shift until ${shift.until}`;
  return { got, expected: 'a break that ends with its shift or before' };
}

/** The phone desk: a few people who answer one call after the other in their hours. Callers wait for the first who is free. */
import type { AreaCalendar } from '@noriai/core/rules/calendar.ts';

export interface Call {
  /** When the caller gets through to a desk that is open, at the earliest. */
  readonly calledSec: number;
  readonly beginSec: number;
  readonly endSec: number;
}

export interface PhoneDesk {
  /** When a caller is answered who calls at `atSec` and speaks for `lengthSec`; calls come in order of time. */
  readonly answer: (atSec: number, lengthSec: number) => Call;
}

const WEEK_SEC = 7 * 86_400;

/** @param hours calendar of the desk's hours; outside of them a caller calls again when the desk opens */
export function phoneDesk(operators: number, hours: AreaCalendar): PhoneDesk {
  const freeSec = Array.from({ length: operators }, () => 0);
  return {
    answer(atSec, lengthSec) {
      const open = hours.windowsBetween(atSec, atSec + WEEK_SEC)[0];
      const calledSec = Math.max(atSec, open?.startSec ?? atSec);
      let first = 0;
      for (let i = 1; i < operators; i++) if (freeSec[i]! < freeSec[first]!) first = i;
      const beginSec = Math.max(calledSec, freeSec[first]!);
      freeSec[first] = beginSec + lengthSec;
      return { calledSec, beginSec, endSec: beginSec + lengthSec };
    },
  };
}

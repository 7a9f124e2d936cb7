/** At what time the demo plays: the real time during service hours, else a stretch of service to come. */
import type { AreaCalendar } from '@noriai/core/rules/calendar.ts';

/** A stretch with less than this left is not begun any more. */
const LEAST_LEFT_SEC = 3600;
/** A shifted day begins a little after the opening, when people are about. */
const AFTER_OPENING_SEC = 1800;
const LOOK_AHEAD_SEC = 21 * 86_400;

/**
 * Never before `lastFactSec`, the newest fact of the demo's ledger, because time does not go back. The earliest possible
 * time when no service is planned within three weeks.
 */
export function demoTimeSec(calendar: AreaCalendar, realNowSec: number, lastFactSec: number): number {
  const earliestSec = Math.max(realNowSec, lastFactSec);
  const windows = calendar.windowsBetween(earliestSec, earliestSec + LOOK_AHEAD_SEC);
  const window = windows.find(({ startSec, endSec }) => endSec - Math.max(startSec, earliestSec) >= LEAST_LEFT_SEC);
  if (!window) return earliestSec;
  return window.startSec <= earliestSec ? earliestSec : window.startSec + AFTER_OPENING_SEC;
}

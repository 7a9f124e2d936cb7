/**
 * Drive times by time of day: which table holds when, in the area's own clock, and the tables of a stretch of time as the
 * optimizer takes them. The same day profile holds every day of the year.
 */
import {
  driveTimesByPeriod,
  leastTimes,
  type DrivePeriods,
  type DriveTimes,
  type SecondsTable,
} from '../optimizer/drive-times.ts';
import type { AreaCalendar } from '../rules/calendar.ts';

/** Drive times that hold from a second of the local day until the next entry's. Entries of one period share `times`. */
export interface DayPart {
  readonly fromSec: number;
  readonly times: DriveTimes;
}
/** Ordered by time, the first from 0. */
export type DriveDay = readonly DayPart[];

const DAY_SEC = 86_400;

/**
 * The tables that hold between two times, switches counted from `originSec`: a plain table where nothing switches.
 * O(switches) but for the first call with a set of tables, which works out their least, O(tables × places²).
 */
export function driveTimesBetween(
  calendar: AreaCalendar,
  day: DriveDay,
  originSec: number,
  fromSec: number,
  untilSec: number,
): DriveTimes {
  const switchSec: number[] = [];
  let place = partAt(day, calendar.secOfDayAt(fromSec));
  const parts = [day[place]!];
  let nowSec = fromSec;
  for (;;) {
    const ofDaySec = calendar.secOfDayAt(nowSec);
    place = partAt(day, ofDaySec);
    const nextSec = nowSec + (day[place + 1]?.fromSec ?? DAY_SEC) - ofDaySec;
    if (nextSec > untilSec) break;
    const next = day[partAt(day, calendar.secOfDayAt(nextSec))]!;
    if (next.times !== parts.at(-1)!.times) {
      parts.push(next);
      switchSec.push(nextSec - originSec);
    }
    nowSec = nextSec;
  }
  if (switchSec.length === 0) return parts[0]!.times;
  const periods: DrivePeriods = { switchSec, tables: parts.map((part) => part.times.sec) };
  return driveTimesByPeriod(leastOf(parts), periods);
}

function partAt(day: DriveDay, ofDaySec: number): number {
  let place = 0;
  while (place + 1 < day.length && day[place + 1]!.fromSec <= ofDaySec) place++;
  return place;
}

const leastByTables = new WeakMap<
  SecondsTable,
  { readonly tables: readonly DriveTimes[]; readonly least: DriveTimes }[]
>();

/** The same few sets of tables come again and again. */
function leastOf(parts: readonly DayPart[]): DriveTimes {
  const tables = [...new Set(parts.map((part) => part.times))];
  const key = tables[0]!.sec;
  const known = leastByTables.get(key) ?? [];
  const before = known.find(
    (entry) => entry.tables.length === tables.length && tables.every((t) => entry.tables.includes(t)),
  );
  if (before) return before.least;
  const least = leastTimes(tables);
  leastByTables.set(key, [...known, { tables, least }]);
  return least;
}

const byUtcDay = new WeakMap<DriveDay, Map<number, DriveTimes>>();

/** The tables around a time, in seconds since 1970: for looking up single drives, most of which begin on the same few days. */
export function driveTimesAround(calendar: AreaCalendar, day: DriveDay, atSec: number): DriveTimes {
  let known = byUtcDay.get(day);
  if (!known) byUtcDay.set(day, (known = new Map()));
  const utcDay = Math.floor(atSec / DAY_SEC);
  let times = known.get(utcDay);
  if (!times) {
    times = driveTimesBetween(calendar, day, 0, utcDay * DAY_SEC, (utcDay + 2) * DAY_SEC);
    if (known.size >= DAYS_KEPT) known.clear();
    known.set(utcDay, times);
  }
  return times;
}
const DAYS_KEPT = 100;

/**
 * Days and hours of the service in the area's own time zone. Everything else counts seconds since 1970 UTC; this is the
 * one place that knows dates. Zone offsets come from the host's `Intl` data and are looked up once an hour of time.
 */
import type { AreaFile, Weekday } from '../contracts/area.ts';
import type { DayType } from '../contracts/booking-rules.ts';
import { weekdays } from '../contracts/area.ts';

const DAY_SEC = 86_400;
const HOUR_SEC = 3_600;

/** One stretch of service on one day: every vehicle's shift lasts as long. */
export interface ServiceWindow {
  /** Local date, `2026-04-01`. */
  readonly date: string;
  /** Position among the area's service hours: tells morning from afternoon where there are two. */
  readonly index: number;
  readonly startSec: number;
  readonly endSec: number;
}

export interface AreaCalendar {
  /** Local date at a point in time. */
  readonly dateAt: (atSec: number) => string;
  /** Weekday of a date, holidays or not. */
  readonly weekdayOf: (date: string) => Weekday;
  /** The point in time of a time of day on a date. */
  readonly atTimeOf: (date: string, clockTime: string) => number;
  /** Whether the service rests on that date. */
  readonly isHoliday: (date: string) => boolean;
  /** Seconds since the last midnight on the area's clocks. */
  readonly secOfDayAt: (atSec: number) => number;
  /** Stretches of service on a date, in order of time; none on holidays and days without service. */
  readonly windowsOn: (date: string) => readonly ServiceWindow[];
  /** Stretches of service that touch the time from `fromSec` to `untilSec`, in order of time. */
  readonly windowsBetween: (fromSec: number, untilSec: number) => readonly ServiceWindow[];
  /** The weekday of a date, or `holiday` on public holidays and days without service. */
  readonly dayTypeOn: (date: string) => DayType;
}

/** @throws RangeError when the host does not know the area's time zone */
export function areaCalendar(
  area: Pick<AreaFile, 'timeZone' | 'serviceHours' | 'holidays' | 'publicHolidays'>,
): AreaCalendar {
  const offsetSecAt = zoneOffsets(area.timeZone);
  const holidays = new Set(area.holidays.map((holiday) => holiday.date));
  const publicHolidays = new Set(area.publicHolidays?.map((holiday) => holiday.date));
  const windowsByDate = new Map<string, readonly ServiceWindow[]>();
  const dateAt = (atSec: number) => dateOfDay(Math.floor((atSec + offsetSecAt(atSec)) / DAY_SEC));

  function windowsOn(date: string): readonly ServiceWindow[] {
    const known = windowsByDate.get(date);
    if (known) return known;
    const windows = holidays.has(date) ? [] : windowsOfDay(area, date, offsetSecAt);
    windowsByDate.set(date, windows);
    return windows;
  }

  function windowsBetween(fromSec: number, untilSec: number): readonly ServiceWindow[] {
    const found: ServiceWindow[] = [];
    const lastDay = dayOfDate(dateAt(untilSec));
    for (let day = dayOfDate(dateAt(fromSec)); day <= lastDay; day++) {
      found.push(
        ...windowsOn(dateOfDay(day)).filter((window) => window.endSec > fromSec && window.startSec <= untilSec),
      );
    }
    return found;
  }

  return {
    dateAt,
    secOfDayAt: (atSec) => (((atSec + offsetSecAt(atSec)) % DAY_SEC) + DAY_SEC) % DAY_SEC,
    windowsOn,
    windowsBetween,
    weekdayOf,
    atTimeOf: (date, time) => secAtTimeOf(date, time, offsetSecAt),
    isHoliday: (date) => holidays.has(date),
    dayTypeOn: (date) => (holidays.has(date) || publicHolidays.has(date) ? 'holiday' : weekdayOf(date)),
  };
}

/** The weekday of a date, whatever holidays say. */
export function weekdayOf(date: string): Weekday {
  // 1970-01-01 was a Thursday.
  return weekdays[(((dayOfDate(date) + 3) % 7) + 7) % 7]!;
}

function secAtTimeOf(date: string, time: string, offsetSecAt: (atSec: number) => number): number {
  const localSec = dayOfDate(date) * DAY_SEC + secOfClockTime(time);
  return localSec - offsetSecAt(localSec - offsetSecAt(localSec));
}

function windowsOfDay(
  area: Pick<AreaFile, 'serviceHours'>,
  date: string,
  offsetSecAt: (atSec: number) => number,
): readonly ServiceWindow[] {
  const weekday = weekdayOf(date);
  const at = (time: string) => secAtTimeOf(date, time, offsetSecAt);
  return area.serviceHours
    .map((hours, index) => ({ hours, index }))
    .filter(({ hours }) => hours.days.includes(weekday))
    .map(({ hours, index }) => ({ date, index, startSec: at(hours.from), endSec: at(hours.until) }))
    .sort((a, b) => a.startSec - b.startSec);
}

/** Days since 1970-01-01 of a date like `2026-04-01`. */
export function dayOfDate(date: string): number {
  let day = dayByDate.get(date);
  if (day === undefined) {
    day = Math.floor(Date.parse(`${date}T00:00:00Z`) / (DAY_SEC * 1000));
    if (dayByDate.size >= DATES_KEPT) dayByDate.clear();
    dayByDate.set(date, day);
  }
  return day;
}

/** The same few dates are asked for by every decision; reading and writing one takes a microsecond. */
const DATES_KEPT = 1000;
const dayByDate = new Map<string, number>();
const dateByDay = new Map<number, string>();

/** The date of a number of days since 1970-01-01. */
export function dateOfDay(day: number): string {
  let date = dateByDay.get(day);
  if (date === undefined) {
    date = new Date(day * DAY_SEC * 1000).toISOString().slice(0, 10);
    if (dateByDay.size >= DATES_KEPT) dateByDay.clear();
    dateByDay.set(day, date);
  }
  return date;
}

/** Seconds after midnight of a time like `09:30`; `24:00` is the end of the day. */
export function secOfClockTime(time: string): number {
  return Number(time.slice(0, 2)) * HOUR_SEC + Number(time.slice(3, 5)) * 60;
}

/** Seconds that local clocks are ahead of UTC at a point in time; offsets change at full hours at the most. */
function zoneOffsets(timeZone: string): (atSec: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const offsetByHour = new Map<number, number>();
  return (atSec) => {
    const hour = Math.floor(atSec / HOUR_SEC);
    let offsetSec = offsetByHour.get(hour);
    if (offsetSec === undefined) {
      const part = Object.fromEntries(
        format.formatToParts(hour * HOUR_SEC * 1000).map(({ type, value }) => [type, Number(value)]),
      );
      const local = Date.UTC(
        part['year']!,
        part['month']! - 1,
        part['day']!,
        part['hour']!,
        part['minute']!,
        part['second']!,
      );
      offsetSec = local / 1000 - hour * HOUR_SEC;
      if (offsetByHour.size > 10_000) offsetByHour.clear();
      offsetByHour.set(hour, offsetSec);
    }
    return offsetSec;
  };
}

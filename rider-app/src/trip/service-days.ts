/** When the service runs, as far as a rider choosing a time must know. */
import type { AreaView } from '@noriai/core/contracts/service.ts';
import { weekdays } from '@noriai/core/contracts/area.ts';
import { dayAfter, pointInZone, zoneTime } from '@noriai/ui/format/zone-time.ts';

export interface Hours {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** The service hours of a day (like `2026-11-22`), in minutes of the day; none on holidays. */
export function hoursOf(area: AreaView, day: string): readonly Hours[] {
  if (area.holidays.some((holiday) => holiday.date === day)) return [];
  // Noon UTC of the day: the weekday of a date does not depend on the zone.
  const weekday = weekdays[(new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7]!;
  return area.serviceHours
    .filter((hours) => hours.days.includes(weekday))
    .map((hours) => ({ fromMinute: minutes(hours.from), untilMinute: minutes(hours.until) }))
    .sort((a, b) => a.fromMinute - b.fromMinute);
}

export function runsAt(area: AreaView, day: string, minuteOfDay: number): boolean {
  return hoursOf(area, day).some((hours) => hours.fromMinute <= minuteOfDay && minuteOfDay <= hours.untilMinute);
}

/** Whether the service runs at a point in time. */
export function runsAtPoint(area: AreaView, atSec: number): boolean {
  const { day, hour, minute } = zoneTime(atSec, area.timeZone);
  return runsAt(area, day, hour * 60 + minute);
}

export interface ChosenTime {
  readonly day: string;
  readonly minuteOfDay: number;
}

/**
 * The first time worth suggesting: `aheadMinutes` from now in whole ten minutes while the service runs, else shortly
 * after it next opens; just the time itself where it never runs within the days that can be booked.
 */
export function suggestedTime(area: AreaView, nowSec: number, aheadMinutes: number): ChosenTime {
  const now = zoneTime(nowSec, area.timeZone);
  const wished = Math.ceil((now.hour * 60 + now.minute + aheadMinutes) / 10) * 10;
  for (let ahead = 0; ahead <= area.promises.advanceDays; ahead++) {
    const day = dayAfter(now.day, ahead);
    const earliest = ahead === 0 ? wished : 0;
    const hours = hoursOf(area, day).find((h) => Math.max(h.fromMinute, earliest) < h.untilMinute);
    if (hours) return { day, minuteOfDay: Math.max(hours.fromMinute, earliest) };
  }
  return { day: now.day, minuteOfDay: Math.min(wished, 1430) };
}

/** The chosen time as a point in time. */
export const pointOf = (time: ChosenTime, timeZone: string): number =>
  pointInZone(time.day, time.minuteOfDay, timeZone);

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}

/**
 * Driving on average over two days and four weeks (改善基準告示, buses): a day is over the first only when it is over with the
 * day before and with the day after, so a long day may be followed by a short one.
 */
import { dayOfDate } from './calendar.ts';
import type { HoursRule } from '../contracts/area.ts';
import type { Duty, HoursFinding } from './hours-of-work.ts';

/** What was driven on one calendar day, counted where the work of that day began. */
export interface DriveDay {
  readonly day: number;
  readonly atSec: number;
  readonly driveSec: number;
}

const FOUR_WEEKS = 28;

/** @param days work days in order of time */
export function driveDays(days: readonly Duty[], dateOf: (atSec: number) => string): readonly DriveDay[] {
  const byDay = new Map<number, DriveDay>();
  for (const { startSec, driveSec = 0 } of days) {
    const day = dayOfDate(dateOf(startSec));
    const before = byDay.get(day) ?? { day, atSec: startSec, driveSec: 0 };
    byDay.set(day, { ...before, driveSec: before.driveSec + driveSec });
  }
  return [...byDay.values()];
}

/** Days beyond the rule. O(days × 28) */
export function driveFindings(rule: HoursRule, days: readonly DriveDay[]): HoursFinding[] {
  const on = drivenOn(days);
  return days.flatMap(({ day, atSec, driveSec }): HoursFinding[] => {
    const findings: HoursFinding[] = [];
    const gotSec = driveSec + Math.min(on(day - 1), on(day + 1));
    const { twoDayDriveSec, fourWeekDriveSec } = rule;
    if (twoDayDriveSec !== null && gotSec > twoDayDriveSec) {
      findings.push({ code: 'two_day_drive_over_max', level: 'refuse', atSec, gotSec, limitSec: twoDayDriveSec });
    }
    const inFourWeeksSec = driveSec + drivenBefore(on, day, FOUR_WEEKS - 1);
    if (fourWeekDriveSec !== null && inFourWeeksSec > fourWeekDriveSec) {
      const found = { gotSec: inFourWeeksSec, limitSec: fourWeekDriveSec };
      findings.push({ code: 'four_week_drive_over_max', level: 'refuse', atSec, ...found });
    }
    return findings;
  });
}

/** How long may be driven on a day in all, after what was driven before it; Infinity where nothing stands against it. */
export function drivingAllowedSec(rule: HoursRule, before: readonly DriveDay[], day: number): number {
  const on = drivenOn(before);
  const { twoDayDriveSec, fourWeekDriveSec } = rule;
  const yesterdaySec = on(day - 1);
  // Yesterday is over with the day before it: then it must not be over with today, too.
  const mayNotExceed = twoDayDriveSec !== null && on(day - 2) + yesterdaySec > twoDayDriveSec;
  return Math.min(
    mayNotExceed ? twoDayDriveSec - yesterdaySec : Infinity,
    fourWeekDriveSec === null ? Infinity : fourWeekDriveSec - drivenBefore(on, day, FOUR_WEEKS - 1),
  );
}

type DrivenOn = (day: number) => number;

function drivenOn(days: readonly DriveDay[]): DrivenOn {
  const byDay = new Map(days.map(({ day, driveSec }) => [day, driveSec]));
  return (day) => byDay.get(day) ?? 0;
}

function drivenBefore(on: DrivenOn, day: number, count: number): number {
  let sec = 0;
  for (let back = 1; back <= count; back++) sec += on(day - back);
  return sec;
}

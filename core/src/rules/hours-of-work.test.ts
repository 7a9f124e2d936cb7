import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { dayOfDate } from './calendar.ts';
import { driveDays, driveFindings, drivingAllowedSec } from './driving-averages.ts';
import { checkDuties, hoursRules, type Duty } from './hours-of-work.ts';

const bus = hoursRules.jp_bus_2024;
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** 2026-04-01, UTC: months are told by UTC here. */
const FIRST = Date.parse('2026-04-01T00:00:00Z') / 1000;
const dateOf = (atSec: number) => new Date(atSec * 1000).toISOString().slice(0, 10);
const duty = (day: number, fromHour: number, hours: number): Duty => ({
  startSec: FIRST + day * DAY + fromHour * HOUR,
  endSec: FIRST + day * DAY + (fromHour + hours) * HOUR,
});
const codes = (...duties: Duty[]) => checkDuties(bus, duties, dateOf).map(({ code, level }) => `${level} ${code}`);

describe('hours of work', () => {
  test('HW1 a day of 13 hours is free, more is warned of, more than 15 is refused', () => {
    expect(codes(duty(0, 6, 13))).toEqual([]);
    expect(codes(duty(0, 6, 13.5))).toEqual(['warn day_over_target']);
    expect(codes(duty(0, 6, 15))).toEqual(['warn day_over_target']);
    expect(codes(duty(0, 6, 15.1))).toEqual(['refuse day_over_max']);
  });

  test('HW1 a day in two parts with a long break counts from its first begin to its last end', () => {
    expect(codes(duty(0, 5, 6), duty(0, 13, 8))).toEqual(['refuse day_over_max']);
  });

  test('HW2 rest of 11 hours is free, less is warned of, less than 9 is refused', () => {
    expect(codes(duty(0, 8, 12), duty(1, 7, 8))).toEqual([]);
    expect(codes(duty(0, 8, 12), duty(1, 6.5, 8))).toEqual(['warn rest_under_target']);
    expect(codes(duty(0, 8, 12), duty(1, 5, 8))).toEqual(['warn rest_under_target']);
    expect(codes(duty(0, 8, 12), duty(1, 4.9, 8))).toEqual(['refuse rest_under_min']);
  });

  test('HW3 a month of 281 hours is free, more is refused; another month begins anew', () => {
    // 23 days of 12 h 10 min are 279 h 50 min; one more of 12 h is too much
    const april = Array.from({ length: 23 }, (_, i) => duty(i, 6, 12 + 1 / 6));
    expect(codes(...april)).toEqual([]);
    expect(codes(...april, duty(24, 6, 12))).toEqual(['refuse month_over_max']);
    expect(codes(...april, duty(31, 6, 12))).toEqual([]);
  });

  test('HW4 more than three days of over 14 hours within a week are warned of', () => {
    const long = [0, 2, 4, 6].map((day) => duty(day, 6, 14.5));
    expect(codes(...long.slice(0, 3)).filter((code) => code.includes('week'))).toEqual([]);
    expect(codes(...long).filter((code) => code.includes('week'))).toEqual(['warn long_days_in_week']);
  });

  test('HW1 nobody drives two vehicles at once', () => {
    expect(codes(duty(0, 8, 4), duty(0, 10, 4))).toContain('refuse overlapping');
  });

  /** Ten hours of work, of which so many at the wheel. */
  const drives = (hoursByDay: readonly number[]) =>
    hoursByDay.map((hours, day) => ({ ...duty(day, 7, 10), driveSec: hours * HOUR }));
  const driveCodes = (hoursByDay: readonly number[]) =>
    checkDuties(bus, drives(hoursByDay), dateOf)
      .filter(({ code }) => code.includes('drive'))
      .map(({ code, atSec, gotSec }) => [code, (atSec - FIRST - 7 * HOUR) / DAY, gotSec / HOUR]);

  test('HW8 driving is over nine hours on average only when a day is over with the day before and with the day after', () => {
    expect(driveCodes([9, 9, 9])).toEqual([]);
    expect(driveCodes([10, 9, 8])).toEqual([]);
    expect(driveCodes([8, 9.5, 9.5])).toEqual([]); // over with the day after alone
    expect(driveCodes([9, 9.5, 9])).toEqual([['two_day_drive_over_max', 1, 18.5]]);
    expect(driveCodes([9.5, 9, 0, 9.5, 9])).toEqual([]);
  });

  test('HW8 what is left for a day is just what breaks nothing: tried on random weeks', () => {
    const random = seededRandom(20_261_122);
    const seen = { free: 0, bound: 0 };
    for (let round = 0; round < 300; round++) {
      const before = [0, 1, 2].map(() => 8 * HOUR + randomIndex(random, 240) * 60);
      const dayBefore = driveDays(drives(before.map((sec) => sec / HOUR)), dateOf);
      if (driveFindings(bus, dayBefore).length > 0) continue; // was not driven under the rule
      const allowedSec = drivingAllowedSec(bus, dayBefore, dayOfDate('2026-04-04'));
      const isFree = allowedSec > 24 * HOUR;
      seen[isFree ? 'free' : 'bound']++;
      for (const trySec of isFree ? [14 * HOUR] : [allowedSec - 60, allowedSec, allowedSec + 60]) {
        const found = driveCodes([...before.map((sec) => sec / HOUR), trySec / HOUR]);
        expect(found.length > 0, `seed 20261122 round ${round}`).toBe(trySec > allowedSec);
      }
    }
    expect(Math.min(seen.free, seen.bound)).toBeGreaterThan(10);
  });

  test('HW9 four weeks of 160 hours of driving are free, more is refused, and an older day counts no more', () => {
    const week = [8, 8, 8, 8, 8, 0, 0];
    const month = [...week, ...week, ...week, ...week];
    expect(driveCodes(month)).toEqual([]);
    expect(driveCodes(month.with(27, 0.5))).toEqual([['four_week_drive_over_max', 27, 160.5]]);
    expect(driveCodes([...month, 8])).toEqual([]);
    const days = driveDays(drives(month), dateOf);
    expect(drivingAllowedSec(bus, days, dayOfDate('2026-04-29'))).toBe(8 * HOUR);
  });

  test('HW5 every rule names its sources', () => {
    for (const rule of Object.values(hoursRules)) {
      expect(rule.sources.length).toBeGreaterThan(1);
      expect(rule.restMinSec).toBeLessThan(rule.restTargetSec);
      expect(rule.dayTargetSec).toBeLessThan(rule.dayMaxSec);
    }
  });
});

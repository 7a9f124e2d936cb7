import { describe, expect, test } from 'vitest';
import { checkDuties, hoursRules, type Duty } from './hours-of-work.ts';

const bus = hoursRules.jp_bus_2024;
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** 2026-04-01, UTC: months are told by UTC here. */
const FIRST = Date.parse('2026-04-01T00:00:00Z') / 1000;
const monthOf = (atSec: number) => new Date(atSec * 1000).toISOString().slice(0, 7);
const duty = (day: number, fromHour: number, hours: number): Duty => ({
  startSec: FIRST + day * DAY + fromHour * HOUR,
  endSec: FIRST + day * DAY + (fromHour + hours) * HOUR,
});
const codes = (...duties: Duty[]) => checkDuties(bus, duties, monthOf).map(({ code, level }) => `${level} ${code}`);

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

  test('HW5 every rule names its sources', () => {
    for (const rule of Object.values(hoursRules)) {
      expect(rule.sources.length).toBeGreaterThan(1);
      expect(rule.restMinSec).toBeLessThan(rule.restTargetSec);
      expect(rule.dayTargetSec).toBeLessThan(rule.dayMaxSec);
    }
  });
});

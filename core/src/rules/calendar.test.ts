import { describe, expect, test } from 'vitest';
import type { AreaFile } from '../contracts/area.ts';
import { areaCalendar, dateOfDay, dayOfDate, secOfClockTime } from './calendar.ts';

const osaka: Pick<AreaFile, 'timeZone' | 'serviceHours' | 'holidays'> = {
  timeZone: 'Asia/Tokyo',
  serviceHours: [
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '13:00', until: '17:00' },
    { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '09:00', until: '12:00' },
  ],
  holidays: [{ date: '2026-01-01', name: { ja: '元日' } }],
};
const at = (iso: string) => Date.parse(iso) / 1000;

describe('areaCalendar', () => {
  test('a weekday has its hours in order of time, in the local zone', () => {
    // 2026-04-01 is a Wednesday
    expect(areaCalendar(osaka).windowsOn('2026-04-01')).toEqual([
      { date: '2026-04-01', index: 1, startSec: at('2026-04-01T09:00+09:00'), endSec: at('2026-04-01T12:00+09:00') },
      { date: '2026-04-01', index: 0, startSec: at('2026-04-01T13:00+09:00'), endSec: at('2026-04-01T17:00+09:00') },
    ]);
  });

  test('Saturday has the morning only, Sunday and holidays nothing', () => {
    const calendar = areaCalendar(osaka);
    expect(calendar.windowsOn('2026-04-04').map((window) => window.index)).toEqual([1]);
    expect(calendar.windowsOn('2026-04-05')).toEqual([]);
    expect(calendar.windowsOn('2026-01-01')).toEqual([]);
  });

  test('the local date turns at local midnight', () => {
    const calendar = areaCalendar(osaka);
    expect(calendar.dateAt(at('2026-04-01T23:59:59+09:00'))).toBe('2026-04-01');
    expect(calendar.dateAt(at('2026-04-02T00:00:00+09:00'))).toBe('2026-04-02');
  });

  test('windows that touch a span, over a weekend', () => {
    const found = areaCalendar(osaka).windowsBetween(at('2026-04-04T11:00+09:00'), at('2026-04-06T09:00+09:00'));
    expect(found.map((window) => `${window.date}.${window.index}`)).toEqual(['2026-04-04.1', '2026-04-06.1']);
  });

  test('where clocks change, a day still begins at its local hour', () => {
    const calendar = areaCalendar({
      timeZone: 'Europe/Andorra',
      serviceHours: [{ days: ['sat', 'sun', 'mon'], from: '09:00', until: '17:00' }],
      holidays: [],
    });
    // clocks go forward in the night to Sunday 2026-03-29
    expect(calendar.windowsOn('2026-03-28')[0]!.startSec).toBe(at('2026-03-28T09:00+01:00'));
    expect(calendar.windowsOn('2026-03-29')[0]!.startSec).toBe(at('2026-03-29T09:00+02:00'));
  });
});

test('days and dates are each other’s inverse', () => {
  for (const date of ['1970-01-01', '2000-02-29', '2026-11-22', '2100-03-01'])
    expect(dateOfDay(dayOfDate(date))).toBe(date);
  expect(secOfClockTime('24:00')).toBe(86_400);
});

import type { AreaView } from '@noriai/core/contracts/service.ts';
import { expect, test } from 'vitest';
import { runsAt, suggestedTime } from './service-days.ts';

/** Open on weekdays 9:00 to 17:00 in Tokyo; 2026-11-23 (a Monday) is a holiday; a week ahead can be booked. */
const area = {
  timeZone: 'Asia/Tokyo',
  serviceHours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', until: '17:00' }],
  holidays: [{ date: '2026-11-23', name: { ja: '勤労感謝の日' } }],
  promises: { advanceDays: 7 },
} as unknown as AreaView;

const tokyo = (day: number, hour: number, minute: number): number => Date.UTC(2026, 10, day, hour - 9, minute) / 1000;

test('the service runs within its hours, on its days, not on holidays', () => {
  expect(runsAt(area, '2026-11-24', 9 * 60)).toBe(true);
  expect(runsAt(area, '2026-11-24', 17 * 60 + 1)).toBe(false);
  expect(runsAt(area, '2026-11-23', 12 * 60)).toBe(false);
  expect(runsAt(area, '2026-11-22', 12 * 60)).toBe(false); // Sunday
});

test('a suggested time is in whole ten minutes, while the service runs, the next day when it is over', () => {
  // 10:03 and 20 minutes: 10:30.
  expect(suggestedTime(area, tokyo(24, 10, 3), 20)).toEqual({ day: '2026-11-24', minuteOfDay: 630 });
  // Before it opens: when it opens.
  expect(suggestedTime(area, tokyo(24, 5, 0), 20)).toEqual({ day: '2026-11-24', minuteOfDay: 540 });
  // Friday evening: Saturday, Sunday and the holiday on Monday are passed over.
  expect(suggestedTime(area, tokyo(20, 18, 0), 20)).toEqual({ day: '2026-11-24', minuteOfDay: 540 });
});

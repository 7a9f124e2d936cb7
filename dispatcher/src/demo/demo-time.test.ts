import { areaCalendar } from '@noriai/core/rules/calendar.ts';
import { expect, test } from 'vitest';
import { demoTimeSec } from './demo-time.ts';

const calendar = areaCalendar({
  timeZone: 'Asia/Tokyo',
  serviceHours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '09:00', until: '17:00' }],
  holidays: [{ date: '2026-04-03', name: { ja: '休み' } }],
});
const at = (time: string) => Date.parse(`${time}:00+09:00`) / 1000;

test('during service hours the demo plays in real time', () => {
  expect(demoTimeSec(calendar, at('2026-04-01T10:00'), 0)).toBe(at('2026-04-01T10:00'));
});

test('at night, and in the last hour, it plays the next service day from half past nine', () => {
  expect(demoTimeSec(calendar, at('2026-04-01T03:00'), 0)).toBe(at('2026-04-01T09:30'));
  expect(demoTimeSec(calendar, at('2026-04-01T16:30'), 0)).toBe(at('2026-04-02T09:30'));
});

test('holidays and days without service are passed over', () => {
  expect(demoTimeSec(calendar, at('2026-04-02T20:00'), 0)).toBe(at('2026-04-04T09:30'));
  expect(demoTimeSec(calendar, at('2026-04-04T20:00'), 0)).toBe(at('2026-04-06T09:30'));
});

test('a day that was begun goes on where it stopped, and time never goes back', () => {
  const stopped = at('2026-04-06T11:20');
  expect(demoTimeSec(calendar, at('2026-04-01T03:00'), stopped)).toBe(stopped);
  expect(demoTimeSec(calendar, at('2026-04-01T10:00'), at('2026-04-06T16:50'))).toBe(at('2026-04-07T09:30'));
});

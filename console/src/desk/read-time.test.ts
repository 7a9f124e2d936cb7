import { expect, test } from 'vitest';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { readTime } from './read-time.ts';

/** Sunday 22 November 2026, 10:00 in Osaka. */
const clock = { nowSec: Date.parse('2026-11-22T10:00:00+09:00') / 1000, timeZone: 'Asia/Tokyo' };

function read(text: string): string {
  const time = readTime(text, clock);
  if (time === null || time.kind === 'now') return time?.kind ?? 'none';
  const { day, hour, minute } = zoneTime('atSec' in time ? time.atSec : 0, 'Asia/Tokyo');
  return `${time.kind} ${day.slice(-2)} ${hour}:${String(minute).padStart(2, '0')}`;
}

test.each([
  ['', 'now'],
  ['いま', 'now'],
  ['1030', 'depart_after 22 10:30'],
  ['１０：３０', 'depart_after 22 10:30'],
  ['10時半', 'depart_after 22 10:30'],
  ['11時5分', 'depart_after 22 11:05'],
  ['午後3時', 'depart_after 22 15:00'],
  ['13', 'depart_after 22 13:00'],
  ['着1130', 'arrive_by 22 11:30'],
  ['11:30まで', 'arrive_by 22 11:30'],
  ['+20', 'depart_after 22 10:20'],
  ['930', 'depart_after 23 9:30'],
  ['明日 9:00', 'depart_after 23 9:00'],
  ['あさって 着 14時', 'arrive_by 24 14:00'],
  ['2575', 'none'],
  ['やくば', 'none'],
])('"%s" at ten in the morning means %s', (text, expected) => {
  expect(read(text)).toBe(expected);
});

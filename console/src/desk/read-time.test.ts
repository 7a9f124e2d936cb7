import { expect, test } from 'vitest';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import type { TripTime } from '@noriai/core/contracts/trips.ts';
import { readReturn, readTime } from './read-time.ts';

/** Sunday 22 November 2026, 10:00 in Osaka. */
const clock = { nowSec: Date.parse('2026-11-22T10:00:00+09:00') / 1000, timeZone: 'Asia/Tokyo' };

const read = (text: string): string => words(readTime(text, clock));

function words(time: TripTime | null): string {
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

test.each([
  ['13時半', 'depart_after 23 13:30'],
  ['着 1400', 'arrive_by 23 14:00'],
  ['午後3時', 'depart_after 23 15:00'],
  ['病院', 'none'],
  ['', 'none'],
])('"%s" as the way back of a trip tomorrow means %s', (text, expected) => {
  expect(words(readReturn(text, readTime('明日 9:00', clock)!, clock))).toBe(expected);
});

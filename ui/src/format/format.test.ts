import { describe, expect, test } from 'vitest';
import { clockTime, dayName, duration, slopeOf, walkMinutes, yen } from './plain-words.ts';
import { dayAfter, pointInZone, zoneTime } from './zone-time.ts';

const plain = (text: string): string => text.replaceAll('\u2060', '');

describe('times in the zone of the area', () => {
  // 2026-11-22 01:20 UTC is 10:20 in Tokyo.
  const atSec = Date.UTC(2026, 10, 22, 1, 20) / 1000;
  test('are what a clock there shows, whatever the device thinks', () => {
    expect(zoneTime(atSec, 'Asia/Tokyo')).toEqual({ day: '2026-11-22', hour: 10, minute: 20, weekday: 0 });
    expect(plain(clockTime(atSec, 'Asia/Tokyo', 'ja'))).toBe('10時20分');
    expect(plain(clockTime(atSec, 'Asia/Tokyo', 'easy'))).toBe('10じ20ふん');
    expect(clockTime(atSec, 'Asia/Tokyo', 'en')).toBe('10:20');
  });
  test('midnight is hour 0 of the new day', () => {
    expect(zoneTime(Date.UTC(2026, 10, 21, 15) / 1000, 'Asia/Tokyo')).toMatchObject({ day: '2026-11-22', hour: 0 });
  });
  test('a day and minutes give the point in time back, also across a change of clocks', () => {
    expect(pointInZone('2026-11-22', 10 * 60 + 20, 'Asia/Tokyo')).toBe(atSec);
    for (const zone of ['Asia/Tokyo', 'Europe/Andorra', 'America/New_York']) {
      for (let minutes = 0; minutes < 24 * 60; minutes += 50) {
        const point = pointInZone('2026-03-30', minutes, zone);
        const { day, hour, minute } = zoneTime(point, zone);
        expect([zone, day, hour * 60 + minute]).toEqual([zone, '2026-03-30', minutes]);
      }
    }
  });
  test('days are counted over the end of a month', () => {
    expect(dayAfter('2026-02-28', 1)).toBe('2026-03-01');
    expect(dayAfter('2026-01-01', -1)).toBe('2025-12-31');
  });
});

test('days, money and what is left of a time are said in plain words', () => {
  expect(dayName('2026-11-22', 'ja')).toBe('11月22日（日曜日）');
  expect(dayName('2026-11-22', 'easy')).toBe('11がつ22にち（にちようび）');
  expect(dayName('2026-11-22', 'en')).toBe('Sunday 22 November');
  expect(yen(1300, 'ja')).toBe('1,300円');
  expect(yen(300, 'en')).toBe('¥300');
  expect(duration(90, 'ja')).toBe('1分30秒');
  expect(duration(-3, 'ja')).toBe('0秒');
});

test('a walk is slow and climbing costs time', () => {
  expect(walkMinutes(280, 0)).toBe(4); // 280 m at 67 m a minute
  expect(walkMinutes(280, 20)).toBe(6); // two minutes more for 20 m
  expect(walkMinutes(5, 0)).toBe(1);
  expect([slopeOf(300, 2), slopeOf(300, 9), slopeOf(300, 30), slopeOf(0, 0)]).toEqual([
    'flat',
    'gentle',
    'steep',
    'flat',
  ]);
});

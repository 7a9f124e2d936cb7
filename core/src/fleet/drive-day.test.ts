/** Periods of the day against looking at the clock for every second of the drive. */
import { expect, test } from 'vitest';
import { OPENING_SEC, lineWorld } from '../testing/line-world.ts';
import { driveSec, latestDepartureSec, planTimes } from './world.ts';
import { driveSecAt } from '../optimizer/drive-times.ts';

/** s0 to s3: 300 s, from 16:00 on 600 s. */
const world = lineWorld({ slowFrom: { hour: 16, times: 2 } });
const FOUR_SEC = OPENING_SEC + 7 * 3600;
const fromS0ToS3 = (departSec: number) => driveSec(world, 0, 0, 3, departSec);

test('RD6 a drive takes the time of its own period, and a drive that runs into the next one uses both', () => {
  expect(fromS0ToS3(FOUR_SEC - 301)).toBe(300);
  expect(fromS0ToS3(FOUR_SEC - 300)).toBe(300);
  expect(fromS0ToS3(FOUR_SEC - 100)).toBe(100 + 400); // a third of the way before, two thirds at half the speed
  expect(fromS0ToS3(FOUR_SEC)).toBe(600);
  expect(fromS0ToS3(FOUR_SEC + 8 * 3600 - 300)).toBe(300 + 150); // at midnight the day begins again
  expect(fromS0ToS3(FOUR_SEC + 24 * 3600 - 100)).toBe(500);
});

test('a plan problem sees the same drives, whatever its seconds count from', () => {
  const nowSec = FOUR_SEC - 1234;
  const times = planTimes(world, 'wagon', nowSec, nowSec, nowSec + 40_000);
  expect(times.periods!.switchSec).toEqual([1234, 1234 + 8 * 3600]);
  for (let sec = 0; sec < 40_000; sec += 7) expect(driveSecAt(times, 0, 3, sec)).toBe(fromS0ToS3(nowSec + sec));
});

test('where no period ends, a plan problem gets the plain table', () => {
  expect(planTimes(world, 'wagon', 0, OPENING_SEC, FOUR_SEC - 1).periods).toBeNull();
  expect(planTimes(world, 'wagon', 0, OPENING_SEC, FOUR_SEC - 1).sec[3]).toBe(300);
  expect(planTimes(world, 'wagon', 0, FOUR_SEC, FOUR_SEC + 3600).sec[3]).toBe(600);
});

test('RD6 who leaves at the latest departure is there in time, and who leaves a second later is not', () => {
  for (let arriveSec = FOUR_SEC - 400; arriveSec < FOUR_SEC + 1000; arriveSec++) {
    const departSec = latestDepartureSec(world, 0, 0, 3, arriveSec);
    expect(departSec + fromS0ToS3(departSec)!).toBeLessThanOrEqual(arriveSec);
    expect(departSec + 1 + fromS0ToS3(departSec + 1)!).toBeGreaterThan(arriveSec);
  }
});

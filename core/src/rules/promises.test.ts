import { expect, test } from 'vitest';
import type { PromiseRules } from '../contracts/area.ts';
import { dwellSec, fareYen, maxRideSec, promiseFor, walkSec } from './promises.ts';
import { roomTaken } from './needs.ts';

const rules: PromiseRules = {
  windowSec: 600,
  maxWaitSec: 1800,
  maxRideFactorPercent: 150,
  maxRideExtraSec: 300,
  offerHoldSec: 120,
  maxOffers: 3,
  advanceDays: 7,
  cancelDeadlineSec: 1800,
  noShowWaitSec: 180,
  maxWalkM: 300,
  maxPartySize: 8,
  dwellSec: 60,
  dwellExtraSec: 20,
  dwellWheelchairSec: 240,
};

test('the longest ride is the direct drive by a factor, and some more', () => {
  expect(maxRideSec(rules, 401)).toBe(601 + 300);
});

test('dwell grows with the party and with wheelchairs', () => {
  expect(dwellSec(rules, { adults: 1, children: 0, reduced: 0, wheelchairs: 0 })).toBe(60);
  expect(dwellSec(rules, { adults: 2, children: 1, reduced: 1, wheelchairs: 1 })).toBe(60 + 3 * 20 + 240);
});

test('a rider who stays in a wheelchair takes no seat, and pays', () => {
  const party = { adults: 2, children: 1, reduced: 1, wheelchairs: 1 };
  expect(roomTaken(party).slice(0, 2)).toEqual([3, 1]);
  expect(fareYen({ adultYen: 300, childYen: 150, reducedYen: 100 }, party)).toBe(850);
});

test('100 m on the flat take 111 s, 10 m of climb as much again', () => {
  expect(walkSec(100, 0)).toBe(111);
  expect(walkSec(100, 10)).toBe(221);
});

test('a window opens at the full minute and never before the rider can be there', () => {
  const planned = { beginSec: 1_000_019, earliestSec: 999_000, dwellSec: 60, maxRideSec: 900 };
  // 1,000,019 is 59 s after the full minute 999,960; the drop-off is due 600 + 60 + 900 s later, at the next full minute
  expect(promiseFor(rules, planned, null)).toEqual({
    pickupFromSec: 999_960,
    pickupUntilSec: 1_000_560,
    dropoffBySec: 1_001_520,
  });
  expect(promiseFor(rules, { ...planned, earliestSec: 1_000_010 }, 1_001_000)).toMatchObject({
    pickupFromSec: 1_000_010,
    dropoffBySec: 1_001_000,
  });
});

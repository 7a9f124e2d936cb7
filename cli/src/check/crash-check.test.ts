import { expect, test } from 'vitest';
import { crashCheck, isSound } from './crash-check.ts';

test('LP1 LP5 LP7 killed five times among 120 bookings, the server loses none, doubles none and comes back the same', async () => {
  const report = await crashCheck({ kills: 5, bookings: 120, riders: 8, seed: 3 });
  expect(report, JSON.stringify(report)).toMatchObject({
    lost: 0,
    doubled: 0,
    unseen: 0,
    untold: 0,
    changedAnswers: 0,
    statesDifferent: 0,
  });
  expect(report.acknowledged).toBeGreaterThanOrEqual(120);
  expect(report.statesCompared).toBe(11);
  expect(isSound(report)).toBe(true);
});

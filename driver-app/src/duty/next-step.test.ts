import type { DirectionsLeg } from '@noriai/core/contracts/driving.ts';
import { expect, test } from 'vitest';
import { nextStep } from './next-step.ts';

/** One thousandth of a degree north is 111.2 m: 222 m north in two pieces, a right turn, 91 m east. */
const leg: DirectionsLeg = {
  callId: 'c',
  stopId: 's',
  lengthM: 313,
  driveSec: 60,
  course: [
    [349_000_000, 1_354_000_000],
    [349_010_000, 1_354_000_000],
    [349_020_000, 1_354_000_000],
    [349_020_000, 1_354_010_000],
  ],
  steps: [
    { turn: 'start', streetName: '', lengthM: 222, at: [349_000_000, 1_354_000_000] },
    { turn: 'right', streetName: '駅前通り', lengthM: 91, at: [349_020_000, 1_354_000_000] },
  ],
};

test('the next turn follows the vehicle along the course', () => {
  expect(nextStep(leg, null)).toEqual({ index: 1, inM: 222 });
  expect(nextStep(leg, { lat: 34.901, lon: 135.4 })).toEqual({ index: 1, inM: 111 });
  // At the corner the turn is being taken: only the stop is left.
  expect(nextStep(leg, { lat: 34.902, lon: 135.4 })).toEqual({ index: 2, inM: 91 });
  expect(nextStep(leg, { lat: 34.95, lon: 135.4 }), 'far off the course').toEqual({ index: 1, inM: 222 });
});

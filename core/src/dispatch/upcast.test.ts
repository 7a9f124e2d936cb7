import { expect, test } from 'vitest';
import { upcast, type FactFormat } from './upcast.ts';

/** Two changes of one kind and a new name for another, as they might come over the years. */
const format: FactFormat = {
  current: 3,
  steps: [
    { from: 1, kind: 'ride_cancelled', change: (fact) => ({ ...fact, by: 'rider' }) },
    { from: 2, kind: 'ride_cancelled', change: ({ why, ...fact }) => ({ ...fact, reason: why }) },
    { from: 1, kind: 'ride_noshow', change: (fact) => ({ ...fact, kind: 'ride_no_show' }) },
    { from: 2, kind: 'ride_no_show', change: (fact) => ({ ...fact, leftSec: 0 }) },
  ],
};

test('FA6 a fact goes through every step from the format that it was written in, and no other', () => {
  const first = { kind: 'ride_cancelled', bookingId: 'b', why: 'other' };
  expect(upcast(format, 1, first)).toEqual({ kind: 'ride_cancelled', bookingId: 'b', by: 'rider', reason: 'other' });
  expect(upcast(format, 2, { ...first, by: 'service' })).toEqual({
    kind: 'ride_cancelled',
    bookingId: 'b',
    by: 'service',
    reason: 'other',
  });
  expect(upcast(format, 3, first)).toBe(first);
});

test('FA6 a step may rename a kind, and the next step finds it under the new name', () => {
  expect(upcast(format, 1, { kind: 'ride_noshow', bookingId: 'b' })).toEqual({
    kind: 'ride_no_show',
    bookingId: 'b',
    leftSec: 0,
  });
});

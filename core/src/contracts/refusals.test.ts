import { expect, test } from 'vitest';
import { accessibilityTypes } from './needs.ts';
import { refusals } from './refusals.ts';
import { refusalReasons } from './trips.ts';

/** Rejection reasons of the transactional data specification (TCRP 210). */
const rejectionReasons = [
  'NOT_IN_SERVICE_AREA',
  'INVALID_SERVICE_HOURS',
  'INVALID_USER',
  'INVALID_PICKUP_ADDRESS',
  'INVALID_DROPOFF_ADDRESS',
  'NO_VEHICLES_AVAILABLE',
  'UNABLE_TO_SERVICE_TRIP',
  'BAD_WEATHER',
  'WRONG_SERVICE_LEVEL',
];

test('every reason against a trip has a code of the specification and plain text in all three languages', () => {
  for (const reason of refusalReasons) {
    const { ja, easy, en, tcrp } = refusals[reason];
    expect(rejectionReasons, reason).toContain(tcrp);
    for (const words of [ja, easy, en]) expect(words.length, reason).toBeGreaterThan(5);
    expect(easy, `${reason}: easy Japanese has no kanji`).not.toMatch(/\p{Script=Han}/u);
  }
});

test('the accessibility types are the 22 of the demand-bus interface', () => {
  expect(new Set(accessibilityTypes).size).toBe(22);
});

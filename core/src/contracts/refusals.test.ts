import { expect, test } from 'vitest';
import { accessibilityTypes } from './needs.ts';
import { refusals } from './refusals.ts';
import { tcrpReasons } from './tcrp.ts';
import { refusalReasons } from './trips.ts';

test('every reason against a trip has a code of the specification and plain text in all three languages', () => {
  for (const reason of refusalReasons) {
    const { ja, easy, en, tcrp } = refusals[reason];
    expect(tcrpReasons, reason).toContain(tcrp);
    for (const words of [ja, easy, en]) expect(words.length, reason).toBeGreaterThan(5);
    expect(easy, `${reason}: easy Japanese has no kanji`).not.toMatch(/\p{Script=Han}/u);
  }
});

test('the accessibility types are the 22 of the demand-bus interface', () => {
  expect(new Set(accessibilityTypes).size).toBe(22);
});

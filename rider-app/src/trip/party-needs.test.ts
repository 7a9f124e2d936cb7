import { party as partySchema, type Party } from '@noriai/core/contracts/trips.ts';
import { accessibilityTypes } from '@noriai/core/contracts/needs.ts';
import { decode } from '@noriai/core/contracts/schema.ts';
import { expect, test } from 'vitest';
import { fitting, hasNeed, otherNeeds, toggleNeed, usualNeeds } from './party-needs.ts';

const one: Party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };

test('every need of the contract but the counted wheelchair can be chosen, each once', () => {
  expect(['wheelchair', ...usualNeeds, ...otherNeeds].sort()).toEqual([...accessibilityTypes].sort());
});

test('a need is taken in and left out again', () => {
  const withWalker = toggleNeed(one, 'walker');
  expect(withWalker).toEqual({ ...one, needs: [{ type: 'walker', count: 1 }] });
  expect(hasNeed(withWalker, 'walker')).toBe(true);
  expect(toggleNeed(withWalker, 'walker')).toEqual(one);
});

test('whatever is pressed, the service accepts the party', () => {
  // One rider in a wheelchair who also presses every other device: devices go first, what fits nowhere is left out.
  let party: Party = { ...one, wheelchairs: 1 };
  for (const type of [...usualNeeds, ...otherNeeds]) party = toggleNeed(party, type);
  expect(decode(partySchema, party)).toMatchObject({ ok: true });
  expect(party.wheelchairs).toBe(0);
  const fewer = fitting({ ...party, adults: 0, reduced: 1 });
  expect(decode(partySchema, fewer)).toMatchObject({ ok: true });
});

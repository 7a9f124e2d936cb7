import { expect, test } from 'vitest';
import type { Need } from './needs.ts';
import { decode } from './schema.ts';
import { party } from './trips.ts';

const mistakesOf = (adults: number, wheelchairs: number, needs?: readonly Need[]) => {
  const decoded = decode(party, { adults, children: 0, reduced: 0, wheelchairs, ...(needs && { needs }) });
  return decoded.ok ? [] : decoded.mistakes;
};

test('TR13 a wheelchair that is named twice is told as what was sent, and what to do', () => {
  const twice = mistakesOf(1, 1, [{ type: 'wheelchair', count: 1 }]);
  const types = 'wheelchair, powered_wheelchair, oversized_wheelchair, scooter, oversized_scooter, stretcher';
  expect(twice).toEqual([
    {
      path: 'wheelchairs',
      got: `1 in wheelchairs and 1 among needs (${types})`,
      expected: 'at most 1 together, as many as there are riders: name each wheelchair once',
    },
  ]);
  expect(mistakesOf(1, 0, [{ type: 'scooter', count: 2 }])).toMatchObject([
    { path: 'needs', got: `0 in wheelchairs and 2 among needs (${types})` },
  ]);
  expect(mistakesOf(1, 2)).toMatchObject([{ path: 'wheelchairs' }]);
});

test('TR13 as many riders as there are may stay in a wheelchair, counted in either way', () => {
  expect(mistakesOf(2, 1, [{ type: 'powered_wheelchair', count: 1 }])).toEqual([]);
  expect(mistakesOf(1, 1, [{ type: 'folding_wheelchair', count: 1 }])).toEqual([]);
});

import type { Call } from '@noriai/core/contracts/driving.ts';
import { expect, test } from 'vitest';
import { goalsOnTheWay } from './walk-on-goals.ts';

const stops = ['a', 'b', 'c'].map((id) => ({ id }));
const call = (stopId: string, state: Call['state'] = 'planned') => ({ stopId, state });

test('WO1 each stop that is driven to is offered once, not the one where the vehicle stands', () => {
  const calls = [call('b', 'arrived'), call('c', 'driving'), call('a'), call('b'), call('c'), call('gone')];
  expect(goalsOnTheWay(calls, stops).map(({ id }) => id)).toEqual(['c', 'a']);
  expect(goalsOnTheWay([], stops)).toEqual([]);
});

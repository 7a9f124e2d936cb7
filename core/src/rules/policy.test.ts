import { expect, test } from 'vitest';
import { defaultPolicy, planningPolicy } from '../contracts/policy.ts';
import { decode } from '../contracts/schema.ts';
import { lineWorld } from '../testing/line-world.ts';
import { policyOf } from './policy.ts';

test('what an area does not say is the default', () => {
  const { area } = lineWorld();
  expect(policyOf(area)).toEqual(defaultPolicy);
  expect(policyOf({ ...area, policy: { reserveSec: 0 } })).toEqual({ ...defaultPolicy, reserveSec: 0 });
});

test('waiting outside is never cheaper than riding', () => {
  expect(decode(planningPolicy, { waitWeight: 3, rideExcessWeight: 3 }).ok).toBe(true);
  expect(decode(planningPolicy, { rideExcessWeight: 2 })).toMatchObject({
    ok: false,
    mistakes: [{ path: 'rideExcessWeight' }],
  });
});

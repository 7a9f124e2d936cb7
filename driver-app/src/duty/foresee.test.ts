import type { Call, Manifest, RiderAtCall } from '@noriai/core/contracts/driving.ts';
import { describe, expect, test } from 'vitest';
import { foresee } from './foresee.ts';
import { isWorthSaying } from './is-worth-saying.ts';

function rider(bookingId: string, action: 'board' | 'leave', adults = 1): RiderAtCall {
  return {
    bookingId,
    number: 1,
    action,
    party: { adults, children: 0, reduced: 0, wheelchairs: 0 },
    fareYen: 300,
    promisedFromSec: 1000,
    promisedUntilSec: 1600,
    noShowFromSec: null,
    otherStopName: { ja: '駅' },
  };
}
function call(callId: string, state: Call['state'], ...riders: RiderAtCall[]): Call {
  return {
    callId,
    stopId: callId,
    stopName: { ja: callId },
    position: { lat: 0, lon: 0 },
    state,
    departSec: 0,
    arriveSec: 0,
    riders,
  };
}
/** Halt A: ann (2 people) and bob board. Halt B: ann leaves. Halt C: bob leaves. */
const plan: Manifest = {
  vehicleId: 'v1',
  sequence: 7,
  signedOn: true,
  driverName: '山田',
  onBoard: 0,
  seats: 8,
  route: [],
  calls: [
    call('A', 'driving', rider('ann', 'board', 2), rider('bob', 'board')),
    call('B', 'planned', rider('ann', 'leave', 2)),
    call('C', 'planned', rider('bob', 'leave')),
  ],
};
/** Halts left with their state and who is still to be served, people on board after a slash. */
function shown(manifest: Manifest): string {
  const calls = manifest.calls.map(
    ({ callId, state, riders }) => `${callId}:${state}:${riders.map((r) => r.bookingId).join('+')}`,
  );
  return `${calls.join(' ')} /${manifest.onBoard}`;
}
const see = (...actions: Parameters<typeof foresee>[1]): string => shown(foresee(plan, actions, 180));

describe('what the driver sees before the service has heard of it', () => {
  test('arriving marks the halt and says from when a no-show may be recorded', () => {
    const seen = foresee(plan, [{ kind: 'arrived', callId: 'A', atSec: 900 }], 180);
    expect(shown(seen)).toBe('A:arrived:ann+bob B:planned:ann C:planned:bob /0');
    // 180 s after the promised start at 1000, or after arriving when that is later.
    expect(seen.calls[0]?.riders[0]?.noShowFromSec).toBe(1180);
    const late = foresee(plan, [{ kind: 'arrived', callId: 'A', atSec: 1500 }], 180);
    expect(late.calls[0]?.riders[0]?.noShowFromSec).toBe(1680);
  });

  test('boarding counts the party; the next halt begins when everybody is served', () => {
    const arrived = { kind: 'arrived', callId: 'A', atSec: 900 } as const;
    const ann = { kind: 'boarded', bookingId: 'ann', atSec: 950 } as const;
    const bob = { kind: 'boarded', bookingId: 'bob', atSec: 960 } as const;
    expect(see(arrived, ann)).toBe('A:arrived:bob B:planned:ann C:planned:bob /2');
    expect(see(arrived, ann, bob)).toBe('B:planned:ann C:planned:bob /3');
    expect(see(arrived, ann, bob, { kind: 'dropped_off', bookingId: 'ann', atSec: 990 })).toBe('C:planned:bob /1');
  });

  test('who did not come is not dropped off anywhere', () => {
    expect(see({ kind: 'no_show', bookingId: 'bob', atSec: 1200 })).toBe('A:driving:ann B:planned:ann /0');
  });

  test('an action delivered meanwhile changes nothing a second time', () => {
    const ann = { kind: 'boarded', bookingId: 'ann', atSec: 950 } as const;
    expect(see(ann, ann)).toBe(see(ann));
  });
});

test('a prompt is worth saying for a new stop, a new rider and the moment to go, not when somebody was served', () => {
  const [before] = plan.calls as [Call, ...Call[]];
  const served = { ...before, callId: 'bob_pickup', riders: before.riders.slice(1) };
  expect(isWorthSaying(null, before)).toBe(true);
  expect(isWorthSaying(before, served)).toBe(false);
  expect(isWorthSaying(served, before)).toBe(true);
  expect(isWorthSaying({ ...before, state: 'planned' }, before)).toBe(true);
  expect(isWorthSaying(before, plan.calls[1]!)).toBe(true);
});

/** Whose legs count: offers give the stops and the walk of the rider who asks (rule RD9). */
import { expect, test } from 'vitest';
import type { TripRequest } from '../contracts/trips.ts';
import type { ServiceWorld, Walker, WalkToStop } from '../fleet/world.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { oneAdult, playDispatch, tripBetween } from '../testing/play-dispatch.ts';

const near: Readonly<Record<Walker['rider'], readonly WalkToStop[]>> = {
  adult: [{ stopIndex: 1, walkM: 90, climbM: 9, walkSec: 100, flatEquivalentM: 130, stairs: 40 }],
  older: [
    { stopIndex: 1, walkM: 90, climbM: 9, walkSec: 600, flatEquivalentM: 270, stairs: 40 },
    { stopIndex: 2, walkM: 280, climbM: 0, walkSec: 600, flatEquivalentM: 288, stairs: 0 },
  ],
  walker: [{ stopIndex: 2, walkM: 280, climbM: 0, walkSec: 400, flatEquivalentM: 290, stairs: 0 }],
  wheelchair: [],
};

function ask(more: Partial<TripRequest>) {
  const asked: Walker[] = [];
  const world: ServiceWorld = {
    ...lineWorld(),
    walksFrom(_, walker) {
      asked.push(walker!);
      return near[walker!.rider];
    },
  };
  const play = playDispatch(world, OPENING_SEC + 3600);
  const driver = { vehicleId: 'v0', driverName: '運転 花子', tokenHash: 'v0', isVirtual: false };
  play.facts({ kind: 'service' }, { kind: 'sign_on', ...driver });
  const position = world.area.stops[1]!.position;
  const [offer] = play.offers('r1', { ...tripBetween(0, 5), from: { kind: 'point', position }, ...more });
  return { asked, offer };
}

test('RD9 the walk of the kind of rider that the request names, else of an older rider', () => {
  const adult = ask({ walking: 'adult' });
  expect(adult.asked[0]).toEqual({ rider: 'adult', direction: 'to_stop' });
  expect(adult.offer!.pickup).toMatchObject({ stopId: 's1', walkSec: 100, flatEquivalentM: 130, stairs: 40 });
  const older = ask({});
  expect(older.asked[0]!.rider).toBe('older');
  expect(adult.offer!.pickupFromSec).toBeLessThan(OPENING_SEC + 3600 + 600);
  expect(older.offer!.pickupFromSec).toBeGreaterThanOrEqual(OPENING_SEC + 3600 + 600); // cannot be at a stop sooner
});

test('RD9 a walker or wheelchair that the party brings counts; helped up a slope, never over stairs', () => {
  const needs = [{ type: 'walker', count: 1 } as const];
  expect(ask({ party: { ...oneAdult, needs } }).offer!.pickup.stopId).toBe('s2');
  const wheelchair = ask({ party: { ...oneAdult, wheelchairs: 1 } });
  expect(wheelchair.asked.slice(0, 2).map(({ rider }) => rider)).toEqual(['wheelchair', 'older']);
  expect(wheelchair.offer!.pickup.stopId).toBe('s2');
  expect(ask({ walking: 'wheelchair' }).offer).toBeUndefined(); // said so: nothing beyond these limits
});

test('RD9 from the stop to the goal the way counts the other way round', () => {
  const position = { lat: 34.9, lon: 135.45 };
  const { asked } = ask({ ...tripBetween(0, 5), to: { kind: 'point', position } });
  expect(asked[0]).toEqual({ rider: 'older', direction: 'from_stop' });
});

/** Whose legs count: offers give the stops and the walk of the rider who asks (rule RD9). */
import { expect, test } from 'vitest';
import { accessibilityTypes, seatedInDevice } from '../contracts/needs.ts';
import { walkingRiderOf, type Party, type TripRequest } from '../contracts/trips.ts';
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
  const { asked, play } = serviceOfWalks();
  const { position } = play.world.area.stops[1]!;
  const [offer] = play.offers('r1', { ...tripBetween(0, 5), from: { kind: 'point', position }, ...more });
  return { asked, offer };
}

/** One vehicle that can carry whatever anybody sits in. */
function serviceOfWalks() {
  const asked: Walker[] = [];
  const world: ServiceWorld = {
    ...lineWorld({ wheelchairPlaces: 2, equipped: [{ equipment: ['oversized_place', 'stretcher'] }] }),
    walksFrom(_, walker) {
      asked.push(walker!);
      return near[walker!.rider];
    },
  };
  const play = playDispatch(world, OPENING_SEC + 3600);
  const driver = { vehicleId: 'v0', driverName: '運転 花子', tokenHash: 'v0', isVirtual: false };
  play.facts({ kind: 'service' }, { kind: 'sign_on', ...driver });
  return { asked, play };
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

const wheeled = [...seatedInDevice, 'folding_wheelchair'] as const;

test('TR17 RD9 whoever comes in a wheelchair, scooter or stretcher is never sent over stairs', () => {
  for (const type of wheeled) {
    const { asked, offer } = ask({ party: { ...oneAdult, needs: [{ type, count: 1 }] } });
    expect(asked[0]!.rider, type).toBe('wheelchair');
    expect(offer!.pickup, type).toMatchObject({ stopId: 's2', stairs: 0 });
  }
  const walkerAsWell = [
    { type: 'walker', count: 1 },
    { type: 'scooter', count: 1 },
  ] as const;
  expect(ask({ party: { ...oneAdult, adults: 2, needs: [...walkerAsWell] } }).asked[0]!.rider).toBe('wheelchair');
  for (const type of accessibilityTypes) {
    const isWheeled = wheeled.some((one) => one === type);
    const needs = [{ type, count: 1 }];
    expect(walkingRiderOf({ wheelchairs: 0, needs }) === 'wheelchair', type).toBe(isWheeled);
  }
});

test('TR17 the stop that takes the place of a closed one is no way over stairs, either', () => {
  for (const [party, walking, stopId] of [
    [oneAdult, undefined, 's1'],
    [{ ...oneAdult, needs: [{ type: 'powered_wheelchair', count: 1 }] }, undefined, 's2'],
    [oneAdult, 'walker', 's2'],
  ] as const) {
    const { play } = serviceOfWalks();
    const when = { kind: 'depart_after', atSec: play.nowSec + 3600 } as const;
    const request: TripRequest = { ...tripBetween(3, 6, when), party: party as Party, ...(walking && { walking }) };
    const { offerId } = play.book('r1', request);
    const order = { stopId: 's3', from: '2026-04-01', until: '2026-04-01', reason: { ja: '工事' } };
    play.facts({ kind: 'operator', operatorId: 'op' }, { kind: 'close_stop', closureId: 'c', order });
    expect(play.state.rides.get(offerId)!.pickup.stopId).toBe(stopId);
  }
});

test('TR10 TR11 TR17 the way back asks for the same legs, paired and left open', () => {
  const { asked, play } = serviceOfWalks();
  const { position } = play.world.area.stops[1]!;
  const there: TripRequest = { ...tripBetween(0, 5), from: { kind: 'point', position }, walking: 'walker' };
  const paired = play.book('r1', { ...there, returnTrip: { kind: 'stay', staySec: 1800 } });
  expect(new Set(asked.map(({ rider }) => rider))).toEqual(new Set(['walker']));
  expect(play.state.rides.get(`${paired.offerId}r`)!.dropoff).toMatchObject({ stopId: 's2', stairs: 0 });
  expect(play.state.requests.get('q1r')!.request.walking).toBe('walker');

  const open = play.book('r2', { ...there, returnTrip: { kind: 'open' } });
  play.serveNextCall('v0');
  play.serveNextCall('v0');
  expect(play.state.openReturns.get(open.offerId)!.request).toMatchObject({ walking: 'walker', to: there.from });
  asked.length = 0;
  const call = { kind: 'call_return', requestId: 'call', bookingId: open.offerId } as const;
  const [made] = play.facts({ kind: 'rider', riderId: 'r2' }, call);
  expect(asked.map(({ rider, direction }) => `${rider} ${direction}`)).toContain('walker from_stop');
  const stops = made!.kind === 'offers_made' ? made!.offers.map(({ dropoff }) => dropoff.stopId) : [];
  expect(new Set(stops)).toEqual(new Set(['s2']));
});

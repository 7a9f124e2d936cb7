/** Improvements of the running plan: wishes that are judged against the present, never blindly applied. */
import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom, type Random } from '../containers/random.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { oneAdult, playDispatch, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import type { Decision } from './commands.ts';
import { improvedPlan, improvementOrder, type PlanWish } from './improve-plan.ts';
import type { DispatchEvent } from './events.ts';
import { previewMove } from './move-trip.ts';
import { keepsPromises } from './promise-check.ts';
import { expectedCalls } from './timeline.ts';

const TEN = OPENING_SEC + 3600;

/** Vehicles with drivers and rides booked for the next two hours, one after the other as people call. */
function busyService(random: Random, riders: number, vehicles = 3): PlayedService {
  const promises = { maxOffers: 1, windowSec: 1800, maxRideFactorPercent: 300, maxWaitSec: 3600 };
  const service = playDispatch(lineWorld({ stops: 20, vehicles, seats: 6, promises }), TEN);
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const driver = { driverName: 'Test', tokenHash: `t-${vehicleId}`, isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', vehicleId, ...driver });
  }
  for (let rider = 0; rider < riders; rider++) bookAny(service, random, `r${rider}`);
  return service;
}

function bookAny(service: PlayedService, random: Random, riderId: string): void {
  const from = randomIndex(random, 20);
  const to = (from + 1 + randomIndex(random, 19)) % 20;
  const when = { kind: 'depart_after', atSec: service.nowSec + 1200 + randomIndex(random, 5000) } as const;
  const [offer] = service.offers(riderId, { ...tripBetween(from, to), when });
  if (offer) service.facts({ kind: 'rider', riderId }, { kind: 'book_offer', offerId: offer.offerId });
}

/** A long trip on one vehicle, and on another a short one on its way, now that those who filled the first have cancelled. */
function twoSideBySide(from: number, legSec: number): PlayedService {
  const promises = { maxOffers: 1, windowSec: 300 };
  const service = playDispatch(lineWorld({ vehicles: 2, seats: 4, legSec, promises }), TEN);
  const book = (riderId: string, trip: readonly [number, number], adults: number) => {
    const when = { kind: 'depart_after', atSec: service.nowSec + 3600 + trip[0] * legSec } as const;
    return service.book(riderId, tripBetween(...trip, when, { ...oneAdult, adults })).offerId;
  };
  book('long', [0, 8], 1);
  const bookingId = book('many', [0, 8], 3);
  book('short', [from, from + 1], 1);
  service.facts({ kind: 'rider', riderId: 'many' }, { kind: 'cancel_booking', bookingId, order: {} });
  return service;
}

/** The desk gives two trips to other vehicles, where they can go; their ids. */
function moveByHand(service: PlayedService, random: Random): string[] {
  const vehicles = service.world.area.vehicles.map(({ id }) => id);
  return [...service.state.rides.keys()].slice(0, 2).filter((bookingId) => {
    const order = { vehicleId: vehicles[randomIndex(random, vehicles.length)]! };
    const before = service.state.rides.get(bookingId)!.shiftId;
    const preview = previewMove(momentOf(service), bookingId, order);
    if (!preview || before.startsWith(order.vehicleId)) return false;
    const confirmation = { order, version: preview.version, acceptsBroken: [] };
    return service.send({ kind: 'operator', operatorId: 'o1' }, { kind: 'move_trip', bookingId, confirmation }).ok;
  });
}

const movedId = (event: DispatchEvent) => (event.kind === 'ride_moved' ? [event.bookingId] : []);

/** Every tenth booking is taken back. */
function cancelSome(service: PlayedService): void {
  const booked = [...service.state.rides.values()].filter((ride) => ride.status === 'booked');
  for (const { rideId: bookingId, riderId } of booked.filter((_, i) => i % 10 === 0)) {
    service.facts({ kind: 'rider', riderId }, { kind: 'cancel_booking', bookingId, order: {} });
  }
}

const momentOf = ({ world, state, nowSec }: PlayedService) => ({ world, state, nowSec });

function wishFor(service: PlayedService, seed: number): PlanWish | null {
  const order = improvementOrder(momentOf(service), seed, 300);
  return order && improvedPlan(order);
}

function propose(service: PlayedService, wish: PlanWish): Decision {
  return service.send({ kind: 'service' }, { kind: 'propose_plan', wish });
}

const promisesOf = ({ state }: PlayedService) =>
  [...state.rides.values()].map(({ rideId, pickup, dropoff, pickupFromSec, pickupUntilSec, dropoffBySec, status }) => {
    return { rideId, pickup, dropoff, pickupFromSec, pickupUntilSec, dropoffBySec, status };
  });

const routesOf = ({ state }: PlayedService) =>
  [...state.shifts.values()].map(({ shiftId, visits }) => ({ shiftId, visits }));

function allKept(service: PlayedService, label: string): void {
  for (const shift of service.state.shifts.values()) expect(keepsPromises(momentOf(service), shift), label).toBe(true);
}

describe('improving the running plan', () => {
  test('IM1 a better plan is taken over as facts, and no promise is another than before', () => {
    let improved = 0;
    let moved = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const service = busyService(seededRandom(seed), 16);
      const before = promisesOf(service);
      const wish = wishFor(service, seed);
      if (!wish) continue;
      const decision = propose(service, wish);
      expect(decision.ok, `seed ${seed}`).toBe(true);
      if (!decision.ok) continue;
      improved++;
      moved += decision.events.filter(({ kind }) => kind === 'ride_moved').length;
      expect(promisesOf(service), `seed ${seed}`).toEqual(before);
      allKept(service, `seed ${seed}`);
    }
    expect(improved).toBeGreaterThan(5);
    expect(moved).toBeGreaterThan(5);
  });

  test('IM2 the same snapshot, seed and steps give the same proposal, also as a copy for another thread', () => {
    const service = busyService(seededRandom(2), 16);
    const order = improvementOrder(momentOf(service), 2, 300)!;
    const copy = structuredClone(order);
    expect(improvedPlan(order)).not.toBeNull();
    expect(improvedPlan(copy)).toEqual(improvedPlan(order));
  });

  test('IM3 a proposal made on an old state is judged against the present, part by part', () => {
    const seen = { whole: 0, refused: 0 };
    for (let seed = 1; seed <= 15; seed++) {
      const random = seededRandom(seed);
      const service = busyService(random, 20, 6);
      const wish = wishFor(service, seed);
      if (!wish) continue;
      if (seed % 3 > 0) bookAny(service, random, 'late');
      if (seed % 3 === 0) cancelSome(service);
      if (seed % 2 === 0) service.waitUntil(service.nowSec + 600);
      const before = promisesOf(service);
      const decision = propose(service, wish);
      if (!decision.ok) seen.refused++;
      else seen.whole++;
      expect(promisesOf(service), `seed ${seed}`).toEqual(before);
      allKept(service, `seed ${seed}`);
    }
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.whole).toBeGreaterThan(0);
  });

  test('IM3 routes that fit are taken over although another one of the proposal does not', () => {
    let inPart = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const service = busyService(seededRandom(seed), 16, 6);
      const wish = wishFor(service, seed);
      const inWish = new Set(wish?.routes.map(({ shiftId }) => shiftId));
      const other = [...service.state.shifts.values()].find(
        ({ shiftId, visits }) => visits.length > 1 && !inWish.has(shiftId),
      );
      if (!wish || !other) continue;
      const stale = { shiftId: other.shiftId, visits: other.visits.slice(1), pauses: [] };
      const decision = propose(service, { ...wish, routes: [...wish.routes, stale] });
      expect(decision.ok, `seed ${seed}`).toBe(true);
      expect(service.state.shifts.get(other.shiftId)!.visits).toBe(other.visits);
      allKept(service, `seed ${seed}`);
      inPart++;
    }
    expect(inPart).toBeGreaterThan(2);
  });

  test('IM3 IM4 a bad proposal is refused with its reason and changes nothing', () => {
    let tried = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const service = busyService(seededRandom(seed), 16);
      const wish = wishFor(service, seed);
      if (!wish) continue;
      const before = routesOf(service);
      const [first, ...others] = wish.routes;
      const broken: PlanWish[] = [
        { ...wish, routes: [{ ...first!, visits: first!.visits.slice(2) }] }, // somebody fell off
        { ...wish, routes: [{ ...first!, visits: [...first!.visits, ...first!.visits] }, ...others] }, // twice
        { ...wish, routes: wish.routes.map((route) => ({ ...route, visits: route.visits.toReversed() })) },
        { ...wish, routes: [{ ...first!, shiftId: 'v9@2026-04-01.0' }] },
        { ...wish, routes: before.map(({ shiftId, visits }) => ({ shiftId, visits, pauses: [] })) }, // no better than now
      ];
      for (const bad of broken) {
        const decision = propose(service, bad);
        expect(decision, `seed ${seed}`).toMatchObject({ ok: false, refusal: 'wrong_order' });
        expect(routesOf(service), `seed ${seed}`).toEqual(before);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(20);
  });

  test('IM5 what a vehicle is bound for, stands at or leaves for soon stays as it is, and held offers stay', () => {
    let checked = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed);
      const service = busyService(random, 14);
      service.waitUntil(TEN + 1500);
      service.offers('held', { ...tripBetween(3, 9), when: { kind: 'depart_after', atSec: service.nowSec + 1800 } });
      const { world, state, nowSec } = service;
      const bound = [...state.shifts.values()].map((shift) => {
        const calls = expectedCalls(world, state, shift, nowSec).filter((call) => call.departSec < nowSec + 30);
        return { shift, visits: calls.flatMap((call) => call.visits) };
      });
      const heldShifts = new Map(
        [...state.rides.values()].filter((r) => r.status === 'held').map((r) => [r, r.shiftId]),
      );
      const wish = wishFor(service, seed);
      if (!wish || !propose(service, wish).ok) continue;
      for (const { shift, visits } of bound) {
        expect(shift.visits.slice(0, visits.length), `seed ${seed}`).toEqual(visits);
        checked += visits.length;
      }
      for (const [ride, shiftId] of heldShifts) expect(ride.shiftId).toBe(shiftId);
    }
    expect(checked).toBeGreaterThan(5);
  });

  test('IM6 nobody is moved twice for a better plan, nor after the desk has moved them', () => {
    let moves = 0;
    let byHand = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed);
      const service = busyService(random, 16);
      const settled = new Set(moveByHand(service, random));
      byHand += settled.size;
      for (let round = 0; round < 4; round++) {
        const wish = wishFor(service, 10 * seed + round);
        const decision = wish && propose(service, wish);
        const moved = decision?.ok ? decision.events.flatMap((event) => movedId(event)) : [];
        for (const bookingId of moved) {
          expect(settled.has(bookingId), `seed ${seed}, round ${round}, ${bookingId}`).toBe(false);
          settled.add(bookingId);
        }
        moves += moved.length;
        cancelSome(service);
        for (let i = 0; i < 3; i++) bookAny(service, random, `later${round}-${i}`);
      }
    }
    expect(moves).toBeGreaterThan(8);
    expect(byHand).toBeGreaterThan(8);
  });

  test.each([
    {
      from: 0,
      legSec: 120,
      saved: 'four minutes',
      outcome: { ok: false, detail: expect.stringMatching(/less than 720 for 1 moved/) },
    },
    { from: 5, legSec: 300, saved: 'an hour', outcome: { ok: true } },
  ])('IM6 a rider is told of another vehicle only where much driving is saved: $saved', ({ from, legSec, outcome }) => {
    const service = twoSideBySide(from, legSec);
    const [long, short] = [...service.state.rides.values()].filter(({ status }) => status === 'booked');
    const visits = [
      { rideId: long!.rideId, kind: 'pickup' },
      { rideId: short!.rideId, kind: 'pickup' },
      { rideId: short!.rideId, kind: 'dropoff' },
      { rideId: long!.rideId, kind: 'dropoff' },
    ] as const;
    const routes = [
      { shiftId: long!.shiftId, visits, pauses: [] },
      { shiftId: short!.shiftId, visits: [], pauses: [] },
    ];
    expect(propose(service, { basedOn: service.state.sequence, routes })).toMatchObject(outcome);
  });

  test('IM4 nobody but the service itself proposes plans', () => {
    const service = busyService(seededRandom(1), 4);
    const command = { kind: 'propose_plan', wish: { basedOn: 0, routes: [] } } as const;
    const decision = service.send({ kind: 'operator', operatorId: 'o1' }, command);
    expect(decision).toMatchObject({ ok: false, refusal: 'not_yours' });
  });
});

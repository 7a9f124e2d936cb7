/** Everything goes wrong at any time, by seed: vehicles, stops, weather, wrong buttons, the desk. No rule may break by it. */
import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { roomOf, roomTaken } from '../rules/needs.ts';
import { keepsExpectedTimes } from '../testing/kept-times.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { playDispatch, replayed, type PlayedService } from '../testing/play-dispatch.ts';
import { driveAtRandom, signOn, wildDeskDeed } from '../testing/wild-desk.ts';
import { canonicalState } from './canonical.ts';
import type { DispatchEvent, Visit } from './events.ts';
import type { DispatchState, Ride, Shift } from './state.ts';
import { firstCallLength } from './timeline.ts';

const SEEDS = [1, 3, 9, 21, 22, 24, 137, 159];
const STOPS = 12;

describe.each(SEEDS)('seed %i', (seed) => {
  test('PR1 BD3 BD7 whatever goes wrong, nobody loses a promise without a fact, and no seat is given twice', () => {
    const { service, events } = playDay(seed);
    expect(canonicalState(replayed(service.world, service.ledger)), `seed ${seed}`).toBe(canonicalState(service.state));
    const kinds = new Set(events.map((event) => event.kind));
    for (const kind of ['vehicle_taken_out', 'ride_moved', 'promise_broken', 'service_suspended'] as const) {
      expect(kinds.has(kind), `seed ${seed} without ${kind}`).toBe(true);
    }
  });
});

function playDay(seed: number) {
  const random = seededRandom(seed);
  const work = { pauses: [{ kind: 'break' as const, from: '10:00', until: '10:40', durationSec: 900 }] };
  const promises = { offerHoldSec: 60, maxOffers: 2, maxWalkM: 1200 };
  const service = playDispatch(lineWorld({ stops: STOPS, vehicles: 3, seats: 3, promises, work }), OPENING_SEC);
  const events: DispatchEvent[] = [];
  const promised = new Map<string, string>();
  for (const { id } of service.world.area.vehicles) signOn(service, id);
  while (service.nowSec < OPENING_SEC + 2.5 * 3600) {
    const before = service.ledger.length;
    service.nowSec += randomIndex(random, 40);
    service.facts({ kind: 'service' }, { kind: 'tick' });
    wildDeskDeed(service, random);
    for (const { id } of service.world.area.vehicles) driveAtRandom(service, random, id);
    const fresh = service.ledger.slice(before).map((entry) => entry.event);
    events.push(...fresh);
    checkRules(service, fresh, promised, `seed ${seed}, second ${service.nowSec - OPENING_SEC}`);
  }
  return { service, events };
}

/** Everybody who counts on a vehicle stands in its route; places at every moment; no promise changed without its fact. */
function checkRules(
  service: PlayedService,
  fresh: readonly DispatchEvent[],
  promised: Map<string, string>,
  where: string,
): void {
  const { world, state } = service;
  must(keepsExpectedTimes(service), where, 'kept expected times are not those of now');
  for (const event of fresh) {
    const mayChange = event.kind === 'promise_broken' || (event.kind === 'ride_moved' && event.fetched);
    if (mayChange && 'bookingId' in event) promised.delete(event.bookingId);
  }
  const planned = new Map<string, number>();
  for (const shift of state.shifts.values()) {
    const room = roomOf(world.area.vehicles[shift.vehicleIndex]!);
    const taken = room.map(() => 0);
    const load = (ride: Ride, sign: 1 | -1) => {
      roomTaken(ride.party).forEach((places, d) => (taken[d] = taken[d]! + sign * places));
      must(
        taken.every((places, d) => places <= room[d]!),
        where,
        `${taken.join()} on ${shift.shiftId}`,
      );
    };
    for (const ride of state.rides.values()) {
      if (ride.shiftId === shift.shiftId && ride.status === 'on_board') load(ride, 1);
    }
    for (const { rideId, kind } of leaversFirst(world, state, shift)) {
      const ride = state.rides.get(rideId);
      must(ride !== undefined && ride.shiftId === shift.shiftId, where, `${rideId} is not of ${shift.shiftId}`);
      planned.set(rideId, (planned.get(rideId) ?? 0) + 1);
      load(ride!, kind === 'pickup' ? 1 : -1);
    }
    must(
      taken.every((places) => places === 0),
      where,
      `everybody gets off ${shift.shiftId}`,
    );
    checkPauses(shift, where);
  }
  const visitsLeft = { held: 2, booked: 2, on_board: 1, completed: 0, cancelled: 0, no_show: 0 };
  for (const ride of state.rides.values()) {
    const visits = planned.get(ride.rideId) ?? 0;
    must(visits === visitsLeft[ride.status], where, `${ride.rideId} is ${ride.status} with ${visits} visits`);
    must(ride.pickup.stopId !== ride.dropoff.stopId, where, `${ride.rideId} has both ends at ${ride.pickup.stopId}`);
    const promise = `${ride.pickupFromSec} ${ride.pickupUntilSec} ${ride.dropoffBySec} ${ride.pickup.stopId}`;
    must((promised.get(ride.rideId) ?? promise) === promise, where, `the promise of ${ride.rideId} changed`);
    promised.set(ride.rideId, promise);
  }
}

/** Within a call the driver lets people out before others in, whatever the plan's order was. */
function leaversFirst(world: ServiceWorld, state: DispatchState, shift: Shift): readonly Visit[] {
  const call = shift.visits.slice(0, firstCallLength(world, state, shift.visits, shift.pauses));
  const isLeaver = ({ rideId, kind }: Visit) => kind === 'dropoff' && state.rides.get(rideId)?.status === 'on_board';
  return [...call.filter(isLeaver), ...call.filter((visit) => !isLeaver(visit)), ...shift.visits.slice(call.length)];
}

function checkPauses(
  shift: { visits: readonly { rideId: string; kind: string }[]; pauses: readonly { at: number }[] },
  where: string,
) {
  for (const { at } of shift.pauses) {
    const later = shift.visits.slice(at);
    const isAcross = later.some(
      ({ rideId, kind }) =>
        kind === 'dropoff' && !later.some((visit) => visit.rideId === rideId && visit.kind === 'pickup'),
    );
    must(!isAcross, where, 'somebody is on board during a pause');
  }
}

function must(isTrue: boolean, where: string, what: string): void {
  if (!isTrue) throw new Error(`${where}: ${what}`);
}

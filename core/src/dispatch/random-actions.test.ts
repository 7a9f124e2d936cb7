/** Riders and drivers who do anything at any time, by seed: whatever they do, no rule of the service is broken. */
import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom, type Random } from '../containers/random.ts';
import type { Party } from '../contracts/trips.ts';
import { equipmentNeeded, equipmentOf, roomOf, roomTaken } from '../rules/needs.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { keepsExpectedTimes } from '../testing/kept-times.ts';
import { playDispatch, replayed, type PlayedService } from '../testing/play-dispatch.ts';
import { wildDeed } from '../testing/wild-riders.ts';
import { canonicalState } from './canonical.ts';
import { decide } from './decide.ts';
import { tick } from './decide-tick.ts';
import { nextDueSec } from './due.ts';
import type { DispatchEvent } from './events.ts';
import { defaultPolicy } from '../contracts/policy.ts';
import type { DispatchState } from './state.ts';
import { expectedCalls } from './timeline.ts';
import { findManifest } from './views.ts';

const SEEDS = Array.from({ length: 4 }, (_, i) => i + 1);

describe.each(SEEDS)('seed %i', (seed) => {
  test('PR2 PR5 drivers who do as they are told keep every promise, and the reserve of it', () => {
    const { service, events } = playDay(seed, 'punctual');
    expect(events.filter((event) => event.kind === 'promise_at_risk')).toEqual([]);
    const late = events.filter((event) => 'lateSec' in event && event.lateSec > 0);
    expect(late).toEqual([]);
    const figures = service.state.figures.get('2026-04-01')!;
    expect(figures.completed).toBeGreaterThan(5);
    expect(figures.refused).toBeGreaterThan(0);
  });

  test('PR1 TR3 TR10 TR13 AR2 whatever anybody does, seats and promises hold, and the facts alone tell the state', () => {
    const { service } = playDay(seed, 'wild');
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('FA4 the same day again gives the same facts', () => {
    const once = playDay(seed, 'wild').service.ledger;
    expect(JSON.stringify(playDay(seed, 'wild').service.ledger)).toBe(JSON.stringify(once));
  });
});

/** Kinds of facts that the days above had in them. */
const seen = new Set<string>();

test('the random days had all of it: pairs, open returns, orders, waitlist, links, and what is refused', () => {
  const expected = ['open_return_noted', 'open_return_ended', 'relation_set', 'relation_ended', 'rider_rules_set'];
  expected.push('standing_order_placed', 'standing_order_changed', 'standing_order_ended', 'standing_order_day');
  expected.push(
    'waitlist_joined',
    'waitlist_tried',
    'waitlist_ended',
    'trip_refused',
    'offers_made return',
    'offers_made instead',
  );
  expect([...seen]).toEqual(expect.arrayContaining(expected));
});

function playDay(seed: number, manner: 'punctual' | 'wild') {
  const random = seededRandom(seed);
  const world = lineWorld({
    stops: 12,
    vehicles: 2,
    seats: 3,
    promises: { offerHoldSec: 60, maxOffers: 2 },
    equipped: [{ childSeats: { baby: 1, young: 1 } }, { equipment: ['lift', 'low_entry'] }],
    rules: {
      fairUse: { withinDays: 30, strikes: 4, suspendDays: 1 },
      limits: [{ activeBookings: 12 }],
      doorToDoor: { maxSpurSec: 30 },
      bookingRules: { waitlistHoldSec: 120, standingAheadDays: 2, standingOrdersPerRider: 2 },
    },
  });
  const service = playDispatch(world, OPENING_SEC);
  const events: DispatchEvent[] = [];
  for (const { id: vehicleId } of world.area.vehicles) {
    service.facts(
      { kind: 'anybody' },
      { kind: 'sign_on', vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false },
    );
  }
  const promised = new Map<string, string>();
  while (service.nowSec < OPENING_SEC + 5400) {
    const pauseSec = manner === 'punctual' ? 1 : 1 + randomIndex(random, 20);
    events.push(...service.waitUntil(service.nowSec + pauseSec));
    if (manner === 'wild') checkDue(service);
    if (random() < pauseSec / 40) wildDeed(service, random);
    for (const { id } of world.area.vehicles) {
      events.push(...(manner === 'punctual' ? driveAsTold(service, id) : driveWildly(service, random, id)));
    }
    if (manner === 'punctual' && service.nowSec % 5 > 0) continue;
    if (manner === 'punctual') checkReserve(service);
    checkRules(service, promised, `seed ${seed}, second ${service.nowSec}`);
  }
  for (const { event } of service.ledger) {
    seen.add(event.kind);
    if (event.kind === 'offers_made' && event.returnOf !== undefined) seen.add('offers_made return');
    if (event.kind === 'offers_made' && event.insteadOf) seen.add('offers_made instead');
  }
  return { service, events };
}

/** Does what the manifest says when it says it: arrives as expected, boards when the window opens, dwells as planned. */
function driveAsTold(service: PlayedService, vehicleId: string): readonly DispatchEvent[] {
  const [call] = findManifest(service.world, service.state, vehicleId, service.nowSec)!.calls;
  if (!call || call.state === 'planned' || service.nowSec < call.arriveSec) return [];
  const actions: DispatchEvent[] = [];
  const act = (decision: ReturnType<PlayedService['drive']>) => {
    if (!decision.ok) throw new Error(`${vehicleId} was refused: ${decision.refusal}, ${decision.detail}`);
    actions.push(...decision.events);
  };
  if (call.state === 'driving')
    act(service.drive(vehicleId, { kind: 'arrived', callId: call.callId, atSec: service.nowSec }));
  for (const rider of call.riders) {
    if (rider.action === 'board' && service.nowSec < rider.promisedFromSec) break;
    const kind = rider.action === 'board' ? 'boarded' : 'dropped_off';
    act(service.drive(vehicleId, { kind, bookingId: rider.bookingId, atSec: service.nowSec }));
  }
  return actions;
}

/** Presses any button for any rider at any time. */
function driveWildly(service: PlayedService, random: Random, vehicleId: string): readonly DispatchEvent[] {
  const { calls } = findManifest(service.world, service.state, vehicleId, service.nowSec)!;
  if (calls.length === 0 || random() < 0.5) return [];
  const call = calls[random() < 0.8 ? 0 : randomIndex(random, calls.length)]!;
  const atSec = service.nowSec - randomIndex(random, 300);
  const { bookingId } = call.riders[randomIndex(random, call.riders.length)]!;
  const kind = (['arrived', 'boarded', 'dropped_off', 'dropped_off', 'no_show'] as const)[randomIndex(random, 5)]!;
  const decision = service.drive(
    vehicleId,
    kind === 'arrived' ? { kind, callId: call.callId, atSec } : { kind, bookingId, atSec },
  );
  return decision.ok ? decision.events : [];
}

/** Seats at every moment of every route, each visit once and in order, and no promise that changed. */
function checkRules(service: PlayedService, promised: Map<string, string>, where: string): void {
  const { world, state } = service;
  must(keepsExpectedTimes(service), where, 'kept expected times are not those of now');
  for (const shift of state.shifts.values()) {
    const vehicle = world.area.vehicles[shift.vehicleIndex]!;
    const seen = new Set<string>();
    const taken = roomOf(vehicle).map(() => 0);
    const load = (party: Party, sign: number) => {
      roomTaken(party).forEach((places, d) => (taken[d] = taken[d]! + sign * places));
      const equipment = equipmentNeeded(party);
      must((equipmentOf(vehicle) & equipment) === equipment, where, `${shift.shiftId} lacks equipment`);
    };
    for (const ride of state.rides.values())
      if (ride.shiftId === shift.shiftId && ride.status === 'on_board') load(ride.party, 1);
    for (const visit of shift.visits) {
      const ride = state.rides.get(visit.rideId)!;
      must(!seen.has(`${visit.rideId} ${visit.kind}`), where, 'each visit once');
      seen.add(`${visit.rideId} ${visit.kind}`);
      if (visit.kind === 'dropoff')
        expect(ride.status === 'on_board' || seen.has(`${visit.rideId} pickup`), where).toBe(true);
      load(ride.party, visit.kind === 'pickup' ? 1 : -1);
      const isRoom = roomOf(vehicle).every((places, d) => taken[d]! <= places);
      must(isRoom, where, `${taken} in room for ${roomOf(vehicle)} of ${shift.shiftId}`);
    }
    must(
      taken.every((places) => places === 0),
      where,
      'everybody gets off',
    );
  }
  checkPairs(state, where);
  for (const { rideId, pickupFromSec, pickupUntilSec, dropoffBySec } of state.rides.values()) {
    const promise = `${pickupFromSec} ${pickupUntilSec} ${dropoffBySec}`;
    must((promised.get(rideId) ?? promise) === promise, where, `the promise of ${rideId} changed`);
    promised.set(rideId, promise);
  }
}

/** Both ways of a pair are held, or none; and nobody waits for a booking that there is. */
function checkPairs(state: DispatchState, where: string): void {
  for (const ride of state.rides.values()) {
    if (ride.status !== 'held' || ride.pairedWith === undefined) continue;
    must(state.rides.get(ride.pairedWith)?.status === 'held', where, `the other way of ${ride.rideId} is not held`);
  }
  for (const { waitId, offeredRequestId } of state.waitlist.values()) {
    const isHeld = offeredRequestId === null || state.heldByRequest.has(offeredRequestId);
    must(isHeld, where, `${waitId} was offered what is not held`);
  }
}

function checkReserve({ world, state, nowSec }: PlayedService): void {
  for (const shift of state.shifts.values()) {
    for (const call of expectedCalls(world, state, shift, nowSec)) {
      for (const [i, { rideId, kind }] of call.visits.entries()) {
        const ride = state.rides.get(rideId)!;
        const promisedSec = kind === 'pickup' ? ride.pickupUntilSec : ride.dropoffBySec;
        must(
          call.beginSec[i]! + defaultPolicy.reserveSec <= promisedSec,
          `second ${nowSec}`,
          `${kind} of ${rideId} without reserve`,
        );
      }
    }
  }
}

/** No fact may come before it is said to be due, and looking only at shifts that are due gives the same facts. */
function checkDue({ world, state, nowSec }: PlayedService): void {
  const dueSec = nextDueSec(world, state, Math.min(state.atSec, nowSec)) ?? Infinity;
  const tickSec = nowSec + 30;
  const ofAllShifts = tick({ world, state, nowSec: tickSec });
  must(ofAllShifts.length === 0 || dueSec <= tickSec, `second ${tickSec}`, `a fact before it was due at ${dueSec}`);
  const envelope = { actor: { kind: 'service' }, key: null, contentHash: '', command: { kind: 'tick' } } as const;
  const decision = decide(world, state, envelope, tickSec);
  const ofDueShifts = decision.ok ? decision.events : [];
  must(
    JSON.stringify(ofDueShifts) === JSON.stringify(ofAllShifts),
    `second ${tickSec}`,
    'a shift that was due was left out',
  );
}

function must(isTrue: boolean, where: string, what: string): void {
  if (!isTrue) throw new Error(`${where}: ${what}`);
}

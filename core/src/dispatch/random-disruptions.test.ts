/** Everything goes wrong at any time, by seed: vehicles, stops, weather, wrong buttons, the desk. No rule may break by it. */
import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom, type Random } from '../containers/random.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { roomOf, roomTaken } from '../rules/needs.ts';
import { keepsExpectedTimes } from '../testing/kept-times.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { oneAdult, playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { openAlarms } from './alarms.ts';
import { canonicalState } from './canonical.ts';
import type { Actor, Command } from './commands.ts';
import { previewWalkOn } from './decide-walk-on.ts';
import type { DispatchEvent, Visit } from './events.ts';
import { previewMove } from './move-trip.ts';
import type { DispatchState, Ride, Shift } from './state.ts';
import { firstCallLength } from './timeline.ts';
import { findManifest } from './views.ts';

const SEEDS = [1, 3, 9, 21, 22];
const STOPS = 12;
const desk: Actor = { kind: 'operator', operatorId: 'op1' };

describe.each(SEEDS)('seed %i', (seed) => {
  test('PR1 BD3 whatever goes wrong, nobody loses a promise without a fact, and no seat is given twice', () => {
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
    act(service, random);
    for (const { id } of service.world.area.vehicles) drive(service, random, id);
    const fresh = service.ledger.slice(before).map((entry) => entry.event);
    events.push(...fresh);
    checkRules(service, fresh, promised, `seed ${seed}, second ${service.nowSec - OPENING_SEC}`);
  }
  return { service, events };
}

function signOn(service: PlayedService, vehicleId: string): void {
  const driver = { vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false };
  service.send({ kind: 'anybody' }, { kind: 'sign_on', ...driver });
}

/** One of the things that riders and the desk do. */
function act(service: PlayedService, random: Random): void {
  const { nowSec } = service;
  const vehicleId = `v${randomIndex(random, 3)}`;
  const riderId = `r${randomIndex(random, 8)}`;
  const atSec = nowSec + randomIndex(random, 3600);
  const dice = randomIndex(random, 40);
  if (dice < 16) return ask(service, random, riderId);
  const command = deskCommand(service, random, vehicleId, atSec, dice);
  if (command) service.send(desk, command);
  if (dice === 39) signOn(service, vehicleId);
}

function deskCommand(
  service: PlayedService,
  random: Random,
  vehicleId: string,
  atSec: number,
  dice: number,
): Command | null {
  const { nowSec, state } = service;
  const ride = [...state.rides.values()].filter((one) => one.status !== 'held')[randomIndex(random, 12)];
  const bookingId = ride?.rideId ?? 'none';
  const stopId = `s${randomIndex(random, STOPS)}`;
  switch (dice) {
    case 16:
    case 17:
      return { kind: 'take_vehicle_out', vehicleId, order: { reason: 'breakdown', untilSec: nowSec + 900 } };
    case 18:
      return { kind: 'return_vehicle', vehicleId };
    case 19:
      return { kind: 'sign_off_early', vehicleId, reason: 'driver_left' };
    case 20:
      return randomIndex(random, 2) === 0
        ? { kind: 'resume_service', suspensionId: 'storm' }
        : {
            kind: 'suspend_service',
            suspensionId: 'storm',
            order: { fromSec: atSec, untilSec: atSec + 600, reason: 'typhoon' },
          };
    case 21: {
      const order = { stopId, from: '2026-04-01', until: '2026-04-01', reason: { ja: '工事' } };
      return { kind: 'close_stop', closureId: `c${nowSec}`, order };
    }
    case 22:
      return { kind: 'reopen_stop', closureId: [...state.stopClosures.keys()][0] ?? 'none' };
    case 23:
    case 24:
    case 25:
      return moveByHand(service, random, bookingId, vehicleId);
    case 26:
      return { kind: 'extend_wait', bookingId, untilSec: nowSec + randomIndex(random, 600) };
    case 27:
    case 28:
      return { kind: 'undo_action', vehicleId };
    case 29:
      return { kind: 'cancel_booking', bookingId, order: { reason: 'changed_my_mind' } };
    case 30:
    case 31:
      return { kind: 'restore_booking', bookingId };
    case 32:
      return { kind: 'accept_change', bookingId };
    case 33:
    case 34: {
      const order = { toStopId: stopId, party: { ...oneAdult, adults: 1 + randomIndex(random, 2) }, atSec: nowSec };
      const { fits } = previewWalkOn(service, vehicleId, order);
      const decision = service.send(desk, { kind: 'walk_on', vehicleId, bookingId: `w${nowSec}`, order });
      expect(decision.ok, 'a walk-on is taken exactly when it was said to fit').toBe(
        fits && state.drivers.has(vehicleId),
      );
      return null;
    }
    case 35: {
      const shift = { startSec: OPENING_SEC + 1800 * randomIndex(random, 3), endSec: OPENING_SEC + 6 * 3600 };
      const shifts = [{ ...shift, driverId: null, pauses: [] }];
      return { kind: 'plan_day', vehicleId, date: '2026-04-01', shifts };
    }
    case 36:
      return { kind: 'raise_sos', vehicleId, position: null };
    case 37:
    case 38:
      return { kind: 'acknowledge_alarm', alarmId: openAlarms(state)[0]?.alarmId ?? 'none', note: null };
    default:
      return null;
  }
}

function moveByHand(service: PlayedService, random: Random, bookingId: string, vehicleId: string): Command | null {
  const byHand =
    randomIndex(random, 2) === 0 ? { pickupAt: randomIndex(random, 4), dropoffAt: randomIndex(random, 6) } : {};
  const order = { vehicleId, ...byHand };
  const preview = previewMove(service, bookingId, order);
  if (!preview) return null;
  const acceptsBroken = preview.effects.filter((effect) => effect.breaksPromise).map((effect) => effect.bookingId);
  return { kind: 'move_trip', bookingId, confirmation: { order, version: preview.version, acceptsBroken } };
}

function ask(service: PlayedService, random: Random, riderId: string): void {
  const wheelchairs = randomIndex(random, 8) === 0 ? 1 : 0;
  const party = { ...oneAdult, adults: 1 + randomIndex(random, 2), wheelchairs };
  const atSec = service.nowSec + 60 * randomIndex(random, 60);
  const when = randomIndex(random, 2) === 0 ? ({ kind: 'now' } as const) : ({ kind: 'depart_after', atSec } as const);
  const offers = service.offers(
    riderId,
    tripBetween(randomIndex(random, STOPS), randomIndex(random, STOPS), when, party),
  );
  const offer = offers[randomIndex(random, 3)];
  if (offer) service.send({ kind: 'rider', riderId }, { kind: 'book_offer', offerId: offer.offerId });
}

/** Does the next thing on the list, or any other, or takes a break. */
function drive(service: PlayedService, random: Random, vehicleId: string): void {
  const { nowSec } = service;
  if (randomIndex(random, 30) === 0)
    service.drive(vehicleId, { kind: 'break_started', atSec: nowSec, durationSec: 600 });
  if (randomIndex(random, 30) === 0) service.drive(vehicleId, { kind: 'break_ended', atSec: nowSec });
  const [call] = findManifest(service.world, service.state, vehicleId, nowSec)!.calls;
  if (!call || nowSec < call.arriveSec) return;
  service.drive(vehicleId, { kind: 'arrived', callId: call.callId, atSec: nowSec });
  const rider = call.riders[randomIndex(random, call.riders.length)]!;
  const kind = rider.action === 'leave' ? 'dropped_off' : randomIndex(random, 6) === 0 ? 'no_show' : 'boarded';
  service.drive(vehicleId, { kind, bookingId: rider.bookingId, atSec: nowSec });
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

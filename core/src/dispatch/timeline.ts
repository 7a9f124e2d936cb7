/**
 * When things are expected to happen on a shift as matters stand: calls (halts) with arrival, begin and departure.
 * Unlike a plan's schedule it never fails: a vehicle that is late is shown late. O(visits).
 */
import { driveSec, type ServiceWorld } from '../fleet/world.ts';
import { dwellSec } from '../rules/promises.ts';
import type { Visit } from './events.ts';
import type { DispatchState, Ride, Shift } from './state.ts';

/** A vehicle aims to stand at a pickup this long before the promised window opens. */
export const EARLY_ARRIVAL_SEC = 120;

/** One halt: visits that follow each other at the same place. */
export interface CallPlan {
  readonly place: number;
  readonly visits: readonly Visit[];
  readonly departSec: number;
  readonly arriveSec: number;
  /** Begin of service of each visit. */
  readonly beginSec: readonly number[];
  /** When the vehicle is free to go on. */
  readonly readySec: number;
}

/** The place of a visit. */
export function placeOf(world: ServiceWorld, state: DispatchState, visit: Visit): number {
  const ride = state.rides.get(visit.rideId)!;
  return world.stopIndexById.get(visit.kind === 'pickup' ? ride.pickup.stopId : ride.dropoff.stopId)!;
}

/** How many of the first visits make up the next call: same place, and no pickup promised only long after the others. */
export function firstCallLength(world: ServiceWorld, state: DispatchState, visits: readonly Visit[]): number {
  if (visits.length === 0) return 0;
  const place = placeOf(world, state, visits[0]!);
  let lastSec = latestSec(state.rides.get(visits[0]!.rideId)!, visits[0]!);
  let length = 1;
  for (; length < visits.length; length++) {
    const visit = visits[length]!;
    const ride = state.rides.get(visit.rideId)!;
    if (placeOf(world, state, visit) !== place || (visit.kind === 'pickup' && ride.pickupFromSec > lastSec)) break;
    lastSec = Math.max(lastSec, latestSec(ride, visit));
  }
  return length;
}

function latestSec(ride: Ride, visit: Visit): number {
  return visit.kind === 'pickup' ? ride.pickupUntilSec : ride.dropoffBySec;
}

/** The remaining calls of a shift with expected times, in order. */
export function expectedCalls(
  world: ServiceWorld,
  state: DispatchState,
  shift: Shift,
  nowSec: number,
): readonly CallPlan[] {
  const calls: CallPlan[] = [];
  let rest = shift.visits;
  let place = shift.place;
  let readySec = Math.max(shift.readySec, nowSec);
  while (rest.length > 0) {
    const visits = rest.slice(0, firstCallLength(world, state, rest));
    const call = expectedCall(world, state, shift, {
      visits,
      fromPlace: place,
      readySec,
      isNext: calls.length === 0,
      nowSec,
    });
    calls.push(call);
    rest = rest.slice(visits.length);
    place = call.place;
    readySec = call.readySec;
  }
  return calls;
}

interface CallStart {
  readonly visits: readonly Visit[];
  readonly fromPlace: number;
  readonly readySec: number;
  readonly isNext: boolean;
  readonly nowSec: number;
}

function expectedCall(world: ServiceWorld, state: DispatchState, shift: Shift, start: CallStart): CallPlan {
  const place = placeOf(world, state, start.visits[0]!);
  let departSec: number;
  let arriveSec: number;
  if (start.isNext && shift.arrivedSec !== null) {
    departSec = shift.arrivedSec;
    arriveSec = shift.arrivedSec;
  } else if (start.isNext && shift.sent?.place === place) {
    departSec = shift.sent.departSec;
    arriveSec = Math.max(shift.sent.arriveSec, start.nowSec);
  } else {
    const travelSec = driveSecOrDay(world, shift.vehicleIndex, start.fromPlace, place);
    departSec = Math.max(start.readySec, wantedArrivalSec(state, start.visits) - travelSec);
    arriveSec = departSec + travelSec;
  }
  const { beginSec, readySec } = serveVisits(
    world,
    state,
    start.visits,
    Math.max(arriveSec, start.isNext ? start.nowSec : 0),
  );
  return { place, visits: start.visits, departSec, arriveSec, beginSec, readySec };
}

/** Service one after the other; nobody is taken before the promised window opens. */
function serveVisits(world: ServiceWorld, state: DispatchState, visits: readonly Visit[], fromSec: number) {
  const beginSec: number[] = [];
  let readySec = fromSec;
  for (const visit of visits) {
    const ride = state.rides.get(visit.rideId)!;
    const begin = visit.kind === 'pickup' ? Math.max(readySec, ride.pickupFromSec) : readySec;
    beginSec.push(begin);
    readySec = begin + dwellSec(world.area.promises, ride.party);
  }
  return { beginSec, readySec };
}

/** When a vehicle should stand at a call: at once for a drop-off, a little before the window opens for a pickup. */
function wantedArrivalSec(state: DispatchState, visits: readonly Visit[]): number {
  let wantedSec = Infinity;
  for (const visit of visits) {
    if (visit.kind === 'dropoff') return 0;
    wantedSec = Math.min(wantedSec, state.rides.get(visit.rideId)!.pickupFromSec - EARLY_ARRIVAL_SEC);
  }
  return wantedSec;
}

/** Drive time for showing; a place that became unreachable counts as a day away, so that it is seen and never NaN. */
function driveSecOrDay(world: ServiceWorld, vehicleIndex: number, fromPlace: number, toPlace: number): number {
  return driveSec(world, vehicleIndex, fromPlace, toPlace) ?? 86_400;
}

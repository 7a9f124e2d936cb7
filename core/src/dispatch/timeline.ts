/**
 * When things are expected to happen on a shift as matters stand: calls (halts) with arrival, begin and departure, and the
 * pauses between them. Unlike a plan's schedule it never fails: a vehicle that is late is shown late. O(visits).
 */
import { driveSec, latestDepartureSec, type ServiceWorld } from '../fleet/world.ts';
import { spurSec } from '../rules/doors.ts';
import { dwellSec } from '../rules/promises.ts';
import type { Visit } from './events.ts';
import type { DispatchState, Ride, Shift, ShiftPause } from './state.ts';

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

/** A pause to come: when the vehicle leaves for it, begins and ends it. */
export interface PausePlan {
  readonly pause: ShiftPause;
  readonly place: number;
  readonly departSec: number;
  readonly beginSec: number;
  readonly endSec: number;
}

export interface ShiftTimes {
  readonly calls: readonly CallPlan[];
  readonly pauses: readonly PausePlan[];
}

/** The place of a visit. */
export function placeOf(world: ServiceWorld, state: DispatchState, visit: Visit): number {
  return stopOf(world, state, visit).place;
}

/**
 * How many of the first visits make up the next call: same place, no pause between, and no pickup promised only long
 * after the others.
 */
export function firstCallLength(
  world: ServiceWorld,
  state: DispatchState,
  visits: readonly Visit[],
  pauses: readonly ShiftPause[] = [],
): number {
  const limit = nextPauseAt(pauses, 0);
  const stops: VisitStop[] = [];
  for (const visit of visits) {
    if (stops.length === limit) break;
    stops.push(stopOf(world, state, visit));
    if (callLength(stops, 0, stops.length) < stops.length) return stops.length - 1;
  }
  return stops.length;
}

/** The vehicle of a ride stands where the rider gets on or off next, or is on its way there: too late to send it elsewhere. */
export function isUnderWayTo(world: ServiceWorld, state: DispatchState, { rideId, shiftId }: Ride): boolean {
  const { sent, arrivedSec, visits, pauses } = state.shifts.get(shiftId)!;
  if (sent === null && arrivedSec === null) return false;
  const call = visits.slice(0, firstCallLength(world, state, visits, pauses));
  return call.some((visit) => visit.rideId === rideId);
}

/** The first place in the route, after `from` visits, where a pause stands. */
function nextPauseAt(pauses: readonly ShiftPause[], from: number): number {
  let next = Infinity;
  for (const { at } of pauses) if (at > from && at < next) next = at;
  return next;
}

/** A visit with its ride and place looked up once. */
interface VisitStop {
  readonly visit: Visit;
  readonly ride: Ride;
  readonly place: number;
}

function stopOf(world: ServiceWorld, state: DispatchState, visit: Visit): VisitStop {
  const ride = state.rides.get(visit.rideId)!;
  const { stopId } = visit.kind === 'pickup' ? ride.pickup : ride.dropoff;
  return { visit, ride, place: world.stopIndexById.get(stopId)! };
}

function callLength(stops: readonly VisitStop[], from: number, limit: number): number {
  if (from >= stops.length) return 0;
  const { place } = stops[from]!;
  let lastSec = latestSec(stops[from]!);
  let next = from + 1;
  for (; next < stops.length && next < limit; next++) {
    const stop = stops[next]!;
    if (stop.place !== place || (stop.visit.kind === 'pickup' && stop.ride.pickupFromSec > lastSec)) break;
    lastSec = Math.max(lastSec, latestSec(stop));
  }
  return next - from;
}

function latestSec({ visit, ride }: VisitStop): number {
  return visit.kind === 'pickup' ? ride.pickupUntilSec : ride.dropoffBySec;
}

/** The remaining calls of a shift with expected times, in order. */
export function expectedCalls(
  world: ServiceWorld,
  state: DispatchState,
  shift: Shift,
  nowSec: number,
): readonly CallPlan[] {
  return expectedTimes(world, state, shift, nowSec).calls;
}

/**
 * The remaining calls and pauses of a shift with expected times, each in order.
 *
 * What was worked out last is kept with the shift until a fact touches it or the streets change: as time goes by, all that
 * comes after the first wait for a promised window stays as it was.
 */
export function expectedTimes(world: ServiceWorld, state: DispatchState, shift: Shift, nowSec: number): ShiftTimes {
  const known = lately.get(shift);
  const { rides } = state;
  const { changes } = shift;
  const isSame = known !== undefined && known.world === world && known.rides === rides && known.changes === changes;
  if (isSame && known.nowSec === nowSec) return known.times;
  const times = timesFrom(world, state, shift, nowSec, isSame ? known.times : null);
  lately.set(shift, { world, rides, changes, nowSec, times });
  return times;
}

interface KnownTimes {
  readonly world: ServiceWorld;
  /** Another map where somebody asks what would be if a ride were another. */
  readonly rides: DispatchState['rides'];
  readonly changes: number;
  readonly nowSec: number;
  readonly times: ShiftTimes;
}
const lately = new WeakMap<Shift, KnownTimes>();

/** @param before times of the same shift as of another time; they are taken over from where the vehicle is as free as then */
function timesFrom(
  world: ServiceWorld,
  state: DispatchState,
  shift: Shift,
  nowSec: number,
  before: ShiftTimes | null,
): ShiftTimes {
  const calls: CallPlan[] = [];
  const pauses: PausePlan[] = [];
  const stops = before ? null : shift.visits.map((visit) => stopOf(world, state, visit));
  const visitCount = shift.visits.length;
  let place = shift.place;
  let readySec = Math.max(shift.readySec, nowSec);
  for (let from = 0; from <= visitCount;) {
    const known = before?.calls[calls.length - 1];
    if (before && known?.readySec === readySec) {
      return {
        calls: [...calls, ...before.calls.slice(calls.length)],
        pauses: [...pauses, ...before.pauses.slice(pauses.length)],
      };
    }
    for (const pause of shift.pauses) {
      if (pause.at !== from && !(from === visitCount && pause.at > from)) continue;
      const planned = expectedPause(world, shift, pause, place, readySec);
      pauses.push(planned);
      place = planned.place;
      readySec = planned.endSec;
    }
    if (from === visitCount) break;
    const called = stops
      ? stops.slice(from, from + callLength(stops, from, nextPauseAt(shift.pauses, from)))
      : before!.calls[calls.length]!.visits.map((visit) => stopOf(world, state, visit));
    const start = { stops: called, fromPlace: place, readySec, isNext: from === 0, nowSec };
    const call = expectedCall(world, shift, start);
    calls.push(call);
    from += called.length;
    place = call.place;
    readySec = call.readySec;
  }
  return { calls, pauses };
}

/** A pause begins as soon as the vehicle is free and its time has come, late or not. */
function expectedPause(
  world: ServiceWorld,
  shift: Shift,
  pause: ShiftPause,
  fromPlace: number,
  readySec: number,
): PausePlan {
  const place = pause.place ?? fromPlace;
  const { departSec, arriveSec } = expectedDrive(world, shift, fromPlace, place, readySec, pause.beginFromSec);
  const beginSec = Math.max(arriveSec, pause.beginFromSec);
  return { pause, place, departSec, beginSec, endSec: beginSec + pause.durationSec };
}

interface CallStart {
  readonly stops: readonly VisitStop[];
  readonly fromPlace: number;
  readonly readySec: number;
  readonly isNext: boolean;
  readonly nowSec: number;
}

function expectedCall(world: ServiceWorld, shift: Shift, start: CallStart): CallPlan {
  const { stops, isNext, nowSec } = start;
  const { place } = stops[0]!;
  let departSec: number;
  let arriveSec: number;
  if (isNext && shift.arrivedSec !== null) {
    departSec = shift.arrivedSec;
    arriveSec = shift.arrivedSec;
  } else if (isNext && shift.sent?.place === place) {
    departSec = shift.sent.departSec;
    arriveSec = Math.max(shift.sent.arriveSec, nowSec);
  } else {
    const wantedSec = wantedArrivalSec(stops);
    ({ departSec, arriveSec } = expectedDrive(world, shift, start.fromPlace, place, start.readySec, wantedSec));
  }
  const { beginSec, readySec } = serveStops(world, stops, Math.max(arriveSec, isNext ? nowSec : 0));
  return { place, visits: stops.map((stop) => stop.visit), departSec, arriveSec, beginSec, readySec };
}

/** Service one after the other; nobody is taken before the promised window opens. */
function serveStops(world: ServiceWorld, stops: readonly VisitStop[], fromSec: number) {
  const beginSec: number[] = [];
  let readySec = fromSec;
  for (const { visit, ride } of stops) {
    const toDoorSec = spurSec(visit.kind === 'pickup' ? ride.pickup : ride.dropoff);
    const notBeforeSec = visit.kind === 'pickup' ? Math.max(ride.pickupFromSec, ride.waitUntilSec ?? 0) : 0;
    const begin = Math.max(readySec, notBeforeSec) + toDoorSec;
    beginSec.push(begin);
    readySec = begin + dwellSec(world.area.promises, ride.party) + toDoorSec;
  }
  return { beginSec, readySec };
}

/** When a vehicle should stand at a call: at once for a drop-off, a little before the window opens for a pickup. */
function wantedArrivalSec(stops: readonly VisitStop[]): number {
  let wantedSec = Infinity;
  for (const { visit, ride } of stops) {
    if (visit.kind === 'dropoff') return 0;
    wantedSec = Math.min(wantedSec, ride.pickupFromSec - EARLY_ARRIVAL_SEC);
  }
  return wantedSec;
}

/**
 * Leaves as late as is early enough for `wantedSec`, at `readySec` at the earliest. A place that became unreachable counts
 * as a day away, so that it is seen and never NaN.
 */
function expectedDrive(
  world: ServiceWorld,
  { vehicleIndex }: Shift,
  fromPlace: number,
  toPlace: number,
  readySec: number,
  wantedSec: number,
) {
  const secFrom = (departSec: number) => driveSec(world, vehicleIndex, fromPlace, toPlace, departSec) ?? 86_400;
  const earliestSec = readySec + secFrom(readySec);
  if (earliestSec >= wantedSec) return { departSec: readySec, arriveSec: earliestSec };
  const departSec = Math.max(readySec, latestDepartureSec(world, vehicleIndex, fromPlace, toPlace, wantedSec));
  return { departSec, arriveSec: departSec + secFrom(departSec) };
}

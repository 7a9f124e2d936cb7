/**
 * Finds other vehicles for riders whose own cannot take them: within what was promised where that is possible, else as
 * soon as possible after it. One rider after the other, each planned with those before already placed; the rest of the
 * plan keeps its promises. Every route passes the plan checker.
 */
import { driveSec, type ServiceWorld } from '../fleet/world.ts';
import { bestInsertions, type Insertion } from '../optimizer/insertion.ts';
import { addRide, NONE, removeRide, replaceRide, type RideInput } from '../optimizer/plan-problem.ts';
import { chooseStopPair, routeVisits, setRoute } from '../optimizer/plan.ts';
import { misfit } from '../optimizer/route-draft.ts';
import { spurSec } from '../rules/doors.ts';
import { equipmentNeeded, roomTaken } from '../rules/needs.ts';
import { dwellSec, maxRideSec, promiseFor } from '../rules/promises.ts';
import type { Moment } from './decide.ts';
import type { BreakReason, DispatchEvent, Replacement } from './events.ts';
import type { StopOfTrip } from '../contracts/trips.ts';
import { releasedOffers } from './other-ways.ts';
import { changedRoutes, openBench, passesCheck, ridesOf, type PlanBench } from './plan-bench.ts';
import { isAtRest, shiftsBetween } from './shifts.ts';
import type { Ride, Shift } from './state.ts';

/** A rider to be placed, and where from and to when that is another place than was promised. */
export interface Displaced {
  readonly ride: Ride;
  readonly pickup: StopOfTrip;
  readonly dropoff: StopOfTrip;
  /** Not before this, when it is later than the promise. */
  readonly notBeforeSec?: number;
}

export interface ReplanOptions {
  readonly reason: BreakReason;
  readonly by: string;
  /** Which shifts may take the riders; default all that can be driven. */
  readonly mayUse?: (shift: Shift) => boolean;
  /** Offers that end with this decision: their visits are gone from every route. */
  readonly released?: readonly DispatchEvent[];
  /** Only within the promise: riders for whom that is not possible are left out of the facts. */
  readonly keepOnly?: boolean;
  /** Offers that nobody has taken yet give way where a promise would break otherwise (rule BD1). */
  readonly overtakesOffers?: boolean;
}

export interface ReplanResult {
  /** Moves, broken promises, cancellations and routes, in the order in which they must be applied. */
  readonly events: readonly DispatchEvent[];
  readonly keptIds: readonly string[];
  readonly brokenIds: readonly string[];
  /** For whom nothing was found. */
  readonly lostIds: readonly string[];
}

/** Whatever is promised to anybody, they are off the vehicle so long after they could board. */
const LONGEST_TRIP_SEC = 3 * 3_600;

/** How much later than promised a replacement may pick up at the most, and how many times the longest ride it may take. */
interface Patience {
  readonly delaySec: number;
  readonly rides: number;
}
const comfort: Patience = { delaySec: 3 * 3_600, rides: 1 };

/** Nobody is left at the roadside whom a vehicle could still bring home on that day. */
function rescueAt({ world: { calendar }, nowSec }: Moment): Patience {
  const endOfDaySec = calendar.atTimeOf(calendar.dateAt(nowSec), '24:00');
  return { delaySec: Math.max(comfort.delaySec, endOfDaySec - nowSec), rides: 3 };
}
/** A late replacement is chosen for the rider's sake: waiting weighs more than driving. */
const weights = { drive: 1, wait: 4, rideExcess: 1 };

/** Places the riders in the order given; O(riders × candidate vehicles), twice that where offers give way. */
export function replan(moment: Moment, displaced: readonly Displaced[], options: ReplanOptions): ReplanResult {
  const beside = placeAll(moment, displaced, options);
  if (options.overtakesOffers !== true || beside.brokenIds.length + beside.lostIds.length === 0) return beside;
  const held = [...moment.state.heldByRequest.values()].flat().map((id) => moment.state.rides.get(id)!);
  if (held.length === 0) return beside;
  const { released = [] } = options;
  const free = placeAll(moment, displaced, {
    ...options,
    released: [...released, ...releasedOffers(moment.state, held, 'overtaken')],
  });
  return isBetter(free, beside) ? withOvertaken(moment, free, released) : beside;
}

function isBetter(one: ReplanResult, other: ReplanResult): boolean {
  const [lost, otherLost] = [one.lostIds.length, other.lostIds.length];
  return lost < otherLost || (lost === otherLost && one.brokenIds.length < other.brokenIds.length);
}

/** Only offers on the routes that are new end; those on others stay as they are. */
function withOvertaken({ state }: Moment, result: ReplanResult, released: readonly DispatchEvent[]): ReplanResult {
  const ended = new Set(offersIn(released));
  const changedIds = new Set(result.events.flatMap((event) => (event.kind === 'route_planned' ? event.shiftId : [])));
  const held = [...state.heldByRequest.values()].flat().map((id) => state.rides.get(id)!);
  const overtaken = held.filter(({ rideId, shiftId }) => changedIds.has(shiftId) && !ended.has(rideId));
  return { ...result, events: [...releasedOffers(state, overtaken, 'overtaken'), ...result.events] };
}

function placeAll(moment: Moment, displaced: readonly Displaced[], options: ReplanOptions): ReplanResult {
  const bench = benchFor(moment, displaced, options);
  const facts: DispatchEvent[] = [];
  const result = { keptIds: [] as string[], brokenIds: [] as string[], lostIds: [] as string[] };
  for (const one of displaced) {
    const { rideId } = one.ride;
    const kept = place(bench, one, withinPromise(moment, one));
    if (kept) {
      facts.push(...(isElsewhere(one) ? broken(one, kept, options) : [moved(moment, one, kept.shiftId, options)]));
      result.keptIds.push(rideId);
      continue;
    }
    const later = options.keepOnly === true ? null : placeLater(moment, bench, one);
    if (later) result.brokenIds.push(rideId);
    else result.lostIds.push(rideId);
    if (options.keepOnly !== true) facts.push(...broken(one, later, options));
  }
  if (options.keepOnly === true && result.lostIds.length > 0)
    return keepTheRest(moment, displaced, options, result.lostIds);
  return { events: [...facts, ...changedRoutes(bench)], ...result };
}

/** After the promise; whoever has been on board is fetched even when that takes far longer than anybody is promised. */
function placeLater(moment: Moment, bench: PlanBench, one: Displaced): Replacement | null {
  const soon = place(bench, one, afterPromise(moment, one, comfort));
  return soon ?? (isBegun(one.ride) ? place(bench, one, afterPromise(moment, one, rescueAt(moment))) : null);
}

/** Who finds no other place keeps the old one: the others are placed anew around them. */
function keepTheRest(
  moment: Moment,
  displaced: readonly Displaced[],
  options: ReplanOptions,
  lostIds: readonly string[],
): ReplanResult {
  const rest = displaced.filter(({ ride }) => !lostIds.includes(ride.rideId));
  if (rest.length === 0) return { events: [], keptIds: [], brokenIds: [], lostIds };
  const result = placeAll(moment, rest, options);
  return { ...result, lostIds: [...lostIds, ...result.lostIds] };
}

/** Another stop than promised is another promise, however near. Who is on board has the pickup behind. */
function isElsewhere({ ride, pickup, dropoff }: Displaced): boolean {
  if (dropoff.stopId !== ride.dropoff.stopId) return true;
  const isAboard = isBegun(ride);
  return !isAboard && pickup.stopId !== ride.pickup.stopId;
}

function benchFor(moment: Moment, displaced: readonly Displaced[], options: ReplanOptions): PlanBench {
  const { world, state, nowSec } = moment;
  const spans = displaced.map(({ ride, notBeforeSec }) => Math.max(ride.pickupUntilSec, notBeforeSec ?? nowSec));
  const { delaySec } = displaced.some(({ ride }) => isBegun(ride)) ? rescueAt(moment) : comfort;
  const untilSec = Math.max(nowSec, ...spans) + delaySec;
  const fromSec = Math.max(nowSec, Math.min(...displaced.map(({ ride }) => ride.pickupFromSec)));
  const shifts = shiftsBetween(world, state, fromSec, untilSec, nowSec).filter(options.mayUse ?? (() => true));
  const without = new Set([...offersIn(options.released ?? []), ...displaced.map(({ ride }) => ride.rideId)]);
  return openBench(moment, shifts, without, {
    weights,
    spareRides: displaced.length,
    holdSec: 0,
    untilSec: untilSec + LONGEST_TRIP_SEC,
  });
}

function offersIn(released: readonly DispatchEvent[]): readonly string[] {
  return released.flatMap((event) => (event.kind === 'offers_released' ? event.offerIds : []));
}

/** What a rider asks of a vehicle, and what may be promised for it. */
interface Terms {
  readonly input: RideInput;
  /** The promise for a planned begin of boarding; null keeps the one there is. */
  readonly promise:
    ((beginSec: number) => Pick<Replacement, 'pickupFromSec' | 'pickupUntilSec' | 'dropoffBySec'>) | null;
}

/** The windows as promised; who was on board has only the drop-off left of the promise. */
function withinPromise(moment: Moment, one: Displaced): Terms {
  const { ride } = one;
  const { nowSec } = moment;
  const isAboard = isBegun(ride);
  const waitSec = isAboard ? 0 : (ride.waitUntilSec ?? 0); // the rider is later than promised, and said so
  const fromSec = Math.max(isAboard ? nowSec : ride.pickupFromSec, one.notBeforeSec ?? 0, waitSec);
  const untilSec = isAboard ? ride.dropoffBySec : Math.max(ride.pickupUntilSec, waitSec);
  const window = [fromSec - nowSec, untilSec - nowSec] as const;
  const dropoff = [fromSec - nowSec, ride.dropoffBySec - nowSec] as const;
  const maxRide = isAboard ? {} : { maxRideSec: longestRideSec(moment.world, one, fromSec) };
  const input = { ...commonTerms(moment, one), pickupWindowSec: window, dropoffWindowSec: dropoff, ...maxRide };
  return { input, promise: null };
}

/** From the promised time on, within the longest delay; the new promise follows from the plan. */
function afterPromise(moment: Moment, one: Displaced, { delaySec, rides }: Patience): Terms {
  const { ride } = one;
  const { nowSec, world } = moment;
  const rules = world.area.promises;
  const isAboard = isBegun(ride);
  const fromSec = Math.max(nowSec, isAboard ? nowSec : ride.pickupFromSec, one.notBeforeSec ?? 0);
  const latestSec = Math.max(fromSec, ride.pickupUntilSec) + delaySec;
  const longestSec = longestRideSec(world, one, fromSec);
  const rideSec = Math.max(longestSec, Math.min(LONGEST_TRIP_SEC, rides * longestSec));
  const input: RideInput = {
    ...commonTerms(moment, one),
    pickupWindowSec: [fromSec - nowSec, latestSec - nowSec],
    requestedSec: Math.min(fromSec, ride.pickupFromSec) - nowSec,
    maxRideSec: rideSec,
  };
  const dwell = dwellSec(rules, ride.party);
  return {
    input,
    promise: (beginSec) =>
      promiseFor(rules, { beginSec, earliestSec: fromSec, dwellSec: dwell, maxRideSec: rideSec }, null),
  };
}

function commonTerms({ world }: Moment, { ride, pickup, dropoff }: Displaced) {
  const dwell = dwellSec(world.area.promises, ride.party);
  const at = (stop: StopOfTrip) => world.stopIndexById.get(stop.stopId)!;
  return {
    stopPairs: [{ pickup: at(pickup), dropoff: at(dropoff) }],
    load: roomTaken(ride.party),
    needs: equipmentNeeded(ride.party),
    pickupDwellSec: dwell + 2 * spurSec(pickup),
    dropoffDwellSec: dwell + 2 * spurSec(dropoff),
  };
}

/** By the slowest class, so that no vehicle is ruled out that could have served the first promise. */
function longestRideSec(world: ServiceWorld, { pickup, dropoff }: Displaced, departSec: number): number {
  const from = world.stopIndexById.get(pickup.stopId)!;
  const to = world.stopIndexById.get(dropoff.stopId)!;
  const direct = world.area.vehicles.map((_, vehicle) => driveSec(world, vehicle, from, to, departSec) ?? 0);
  return maxRideSec(world.area.promises, Math.max(0, ...direct));
}

/** Puts the rider into the best route that the checker agrees to; null when there is none. */
function place(bench: PlanBench, one: Displaced, terms: Terms): Replacement | null {
  const { problem, plan, moment } = bench;
  const [earliest, latest] = terms.input.pickupWindowSec!;
  if (latest < 0 || latest < earliest) return null;
  const apartIds = moment.state.riders.get(one.ride.riderId)?.apartIds ?? [];
  const index = addRide(problem, { ...terms.input, mustNotShareWith: ridesOf(bench, new Set(apartIds)) });
  for (const found of bestInsertions(problem, plan, index, CANDIDATES)) {
    if (!isBegun(one.ride) && isAtRest(moment.state, moment.nowSec + found.pickupSec)) continue;
    const promise = terms.promise?.(moment.nowSec + found.pickupSec) ?? promiseOf(one.ride);
    if (terms.promise) replaceRide(problem, index, promised(moment, terms.input, promise));
    if (!putIn(bench, found)) continue;
    bench.ids.set(index, one.ride.rideId);
    bench.changed.add(found.vehicle);
    const { shiftId } = bench.shifts[found.vehicle]!.shift;
    return { shiftId, pickup: one.pickup, dropoff: one.dropoff, ...promise };
  }
  removeRide(problem, index);
  return null;
}

/** On board, or waiting to be fetched from where the vehicle stood: brought to the end whatever rests. */
function isBegun(ride: Ride): boolean {
  return ride.status === 'on_board' || ride.isStranded === true;
}

/** How many vehicles are tried when the checker does not agree to the best. */
const CANDIDATES = 3;

function promiseOf({ pickupFromSec, pickupUntilSec, dropoffBySec }: Ride) {
  return { pickupFromSec, pickupUntilSec, dropoffBySec };
}

function promised(
  { nowSec }: Moment,
  input: RideInput,
  { pickupFromSec, pickupUntilSec, dropoffBySec }: ReturnType<typeof promiseOf>,
): RideInput {
  return {
    ...input,
    pickupWindowSec: [pickupFromSec - nowSec, pickupUntilSec - nowSec],
    dropoffWindowSec: [pickupFromSec - nowSec, dropoffBySec - nowSec],
  };
}

function putIn(bench: PlanBench, found: Insertion): boolean {
  const { problem, plan } = bench;
  const before = routeVisits(plan, found.vehicle);
  const route = [...before.slice(0, found.dropoffAt), 2 * found.ride + 1, ...before.slice(found.dropoffAt)];
  route.splice(found.pickupAt, 0, 2 * found.ride);
  chooseStopPair(problem, plan, found.ride, found.stopPair);
  if (setRoute(problem, plan, found.vehicle, route) === misfit.none && passesCheck(bench, found.vehicle, route)) {
    return true;
  }
  setRoute(problem, plan, found.vehicle, before);
  plan.vehicleOf[found.ride] = NONE;
  return false;
}

function moved(
  { nowSec }: Moment,
  { ride, pickup }: Displaced,
  shiftId: string,
  { reason, by }: ReplanOptions,
): DispatchEvent {
  const isAboard = isBegun(ride);
  const fetched = { pickup, fromSec: nowSec, untilSec: ride.dropoffBySec };
  return {
    kind: 'ride_moved',
    bookingId: ride.rideId,
    shiftId,
    reason,
    by,
    ...(isAboard && { fetched }),
  };
}

function broken({ ride }: Displaced, replacement: Replacement | null, { reason, by }: ReplanOptions): DispatchEvent[] {
  const bookingId = ride.rideId;
  const fact: DispatchEvent = { kind: 'promise_broken', bookingId, reason, replacement, by };
  if (replacement) return [fact];
  return [fact, { kind: 'ride_cancelled', bookingId, by: 'service', reason, isLate: true }];
}

/** On board first, then by promised time, wheelchairs first among equals. */
export function byPriority(a: Ride, b: Ride): number {
  const aboard = (ride: Ride) => (ride.status === 'on_board' || ride.isStranded === true ? 0 : 1);
  return (
    aboard(a) - aboard(b) ||
    a.pickupUntilSec - b.pickupUntilSec ||
    b.party.wheelchairs - a.party.wheelchairs ||
    (a.rideId < b.rideId ? -1 : 1)
  );
}

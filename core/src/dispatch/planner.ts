/**
 * The plan around one trip request: the shifts that could serve it as a plan problem of the optimizer, insertion of the
 * ride, and the checker's word on the result. Opened for one decision and thrown away.
 *
 * Cost: O(visits of the candidate shifts) to open, then one exact insertion an offer.
 */
import type { ClassObstacle } from '../contracts/obstacles.ts';
import type { RefusalReason } from '../contracts/trips.ts';
import { planTimes, type ServiceWorld } from '../fleet/world.ts';
import { driveSec as driveSecOf } from '../optimizer/drive-times.ts';
import { bestInsertions, unassignRide, type Insertion } from '../optimizer/insertion.ts';
import { addRide, removeRide, replaceRide, type RideInput } from '../optimizer/plan-problem.ts';
import { chooseStopPair, routeVisits, setRoute } from '../optimizer/plan.ts';
import { misfit } from '../optimizer/route-draft.ts';
import { spurSec } from '../rules/doors.ts';
import { equipmentNeeded, roomTaken } from '../rules/needs.ts';
import { dwellSec, maxRideSec, promiseFor } from '../rules/promises.ts';
import { policyOf } from '../rules/policy.ts';
import { zoneFareYen } from '../rules/zones.ts';
import type { Moment } from './decide.ts';
import type { DispatchEvent, HeldOffer } from './events.ts';
import { changedRoutes, COMPANY_GROUP, openBench, passesCheck, ridesOf, type PlanBench } from './plan-bench.ts';
import { obstaclesTo } from './obstacles.ts';
import { isAtRest, shiftsBetween } from './shifts.ts';
import { mayGoBetween, type StopChoice, type Wish } from './wish.ts';

/** Whoever calls an open return has nobody's word for a time yet: their waiting weighs so many times more. */
const URGENT_WAIT_FACTOR = 4;

export interface Planner {
  /**
   * The best offer for the wish that picks up at `notBeforeSec` or later, planned and held; null when there is none.
   * Offers made before stay held.
   */
  readonly offer: (wish: Wish, notBeforeSec: number, offerId: string) => HeldOffer | null;
  /** Takes an offer that was made here out of the plan again. */
  readonly withdraw: (offerId: string) => void;
  /** Whether all of these rides are in the plan at hand. */
  readonly holdsAll: (rideIds: ReadonlySet<string> | undefined) => boolean;
  /** Routes that the offers changed. */
  readonly changedRoutes: () => readonly DispatchEvent[];
  /** Why there is no offer, when there is none. */
  readonly reasonForNone: () => RefusalReason;
  /** Which limit keeps the wish out, by vehicle class, when there is no offer. */
  readonly obstacles: (wish: Wish) => readonly ClassObstacle[];
}

/** The bench with the offers made on it. */
interface Workbench extends PlanBench {
  /** Vehicle index and ride index of each offer, in the order in which they were made. */
  readonly made: Map<string, { readonly vehicle: number; readonly ride: number }>;
}

/**
 * Sets up the shifts that run during the wish; rides in `withoutRideIds` are as if they were not there.
 *
 * @param untilSec offers may be asked for that begin until then; default the wish's own latest pickup
 */
export function openPlanner(
  moment: Moment,
  wish: Wish,
  withoutRideIds: ReadonlySet<string>,
  untilSec: number = wish.latestPickupSec,
): Planner {
  const bench: Workbench = { ...benchFor(moment, wish, withoutRideIds, untilSec), made: new Map() };
  return {
    offer: (w, notBeforeSec, offerId) => makeOffer(bench, w, notBeforeSec, offerId),
    withdraw: (offerId) => withdraw(bench, offerId),
    holdsAll: (rideIds) => {
      const present = new Set(bench.ids.values());
      return [...(rideIds ?? [])].every((rideId) => present.has(rideId));
    },
    changedRoutes: () => changedRoutes(bench),
    reasonForNone: () => reasonForNone(bench, wish),
    obstacles: (w) => obstaclesTo(bench, rideInput(bench, w, w.leaveSec)),
  };
}

function withdraw(bench: Workbench, offerId: string): void {
  const { vehicle, ride } = bench.made.get(offerId)!;
  unassignRide(bench.problem, bench.plan, ride);
  removeRide(bench.problem, ride);
  bench.ids.delete(ride);
  bench.made.delete(offerId);
  if (![...bench.made.values()].some((other) => other.vehicle === vehicle)) bench.changed.delete(vehicle);
}

/** The shifts that run during the wish, with the weights that it is planned by. */
export function benchFor(
  moment: Moment,
  wish: Wish,
  withoutRideIds: ReadonlySet<string>,
  untilSec: number = wish.latestPickupSec,
): PlanBench {
  const { world, state, nowSec } = moment;
  const { driveWeight: drive, waitWeight, rideExcessWeight: rideExcess } = policyOf(world.area);
  const weights = { drive, wait: wish.isUrgent ? URGENT_WAIT_FACTOR * waitWeight : waitWeight, rideExcess };
  const fromSec = Math.max(wish.leaveSec, nowSec);
  const shifts = shiftsBetween(world, state, fromSec, untilSec, nowSec);
  const { maxOffers, offerHoldSec: holdSec } = world.area.promises;
  const together = wish.company ?? new Set<string>();
  return openBench(moment, shifts, withoutRideIds, {
    weights,
    spareRides: 2 * maxOffers + 2,
    holdSec,
    untilSec:
      Math.max(untilSec, fromSec) +
      2 * maxOffers * OFFER_SPAN_SEC +
      maxRideSec(world.area.promises, LONGEST_DIRECT_SEC),
    together,
  });
}

function makeOffer(bench: Workbench, wish: Wish, notBeforeSec: number, offerId: string): HeldOffer | null {
  for (const earliestSec of earliestTries(bench, wish, notBeforeSec)) {
    const input = rideInput(bench, wish, earliestSec);
    const ride = addRide(bench.problem, input);
    const [best] = bestInsertions(bench.problem, bench.plan, ride, 1);
    // A shift with work after hours at rest lasts beyond them: nothing new begins within.
    const isOpen = best && !isAtRest(bench.moment.state, bench.moment.nowSec + best.pickupSec);
    const offer = isOpen && holdInsertion(bench, wish, input, best, offerId);
    if (offer) return offer;
    removeRide(bench.problem, ride);
  }
  return null;
}

/** Riders of the plan who may not be aboard with the wish's, and those who must be. */
function sharingRules(bench: PlanBench, wish: Wish): Pick<RideInput, 'group' | 'mustNotShareWith'> {
  const avoided = wish.avoidedRiderIds;
  return {
    ...(wish.company && { group: COMPANY_GROUP }),
    ...(avoided && { mustNotShareWith: ridesOf(bench, avoided) }),
  };
}

/** A wish to leave looks forward from its time; a wish to arrive begins as late as it can and goes back in steps. */
export function earliestTries({ moment }: PlanBench, wish: Wish, notBeforeSec: number): readonly number[] {
  if (wish.arriveBySec === null) return [notBeforeSec];
  if (notBeforeSec > wish.leaveSec) return [];
  const direct = shortestDirectSec(moment.world, wish, wish.arriveBySec);
  const rules = moment.world.area.promises;
  const latestSec =
    wish.arriveBySec - maxRideSec(rules, direct) - rules.windowSec - 2 * dwellSec(rules, wish.request.party);
  const tries: number[] = [];
  for (let trySec = latestSec; trySec > wish.leaveSec; trySec -= ARRIVE_STEP_SEC) tries.push(trySec);
  return [...tries, wish.leaveSec];
}
const ARRIVE_STEP_SEC = 600;
/** No direct drive within an area is longer. */
const LONGEST_DIRECT_SEC = 3_600;
/** How long after its own earliest time a further offer may pick up. */
const OFFER_SPAN_SEC = 1_200;

/** The wish in the optimizer's terms, from `earliestSec` on. */
export function rideInput(bench: PlanBench, wish: Wish, earliestSec: number): RideInput {
  const { world, nowSec } = bench.moment;
  const rules = world.area.promises;
  const { party } = wish.request;
  const { reserveSec, walkWeight } = policyOf(world.area);
  // A door is served from one stop only, so that its spur is the same for every pair of stops.
  const fromDoorSec = spurSec(wish.dropoffs[0]!.stop);
  const stopPairs = wish.pickups.flatMap((pickup) =>
    wish.dropoffs
      .filter((dropoff) => mayGoBetween(world, wish, pickup, dropoff))
      .map((dropoff) => ({
        pickup: pickup.stopIndex,
        dropoff: dropoff.stopIndex,
        walkCost: walkWeight * (pickup.walkSec + dropoff.walkSec),
        boardWalkSec: pickup.walkSec,
        alightWalkSec: dropoff.walkSec,
      })),
  );
  const latestSec = wish.arriveBySec ?? Math.max(wish.latestPickupSec, earliestSec + OFFER_SPAN_SEC);
  return {
    stopPairs,
    pickupWindowSec: [earliestSec - nowSec, latestSec - nowSec],
    ...(wish.arriveBySec === null
      ? {}
      : { dropoffWindowSec: [0, wish.arriveBySec - reserveSec - fromDoorSec - nowSec] as const }),
    maxRideSec: maxRideSec(rules, shortestDirectSec(world, wish, earliestSec)),
    load: roomTaken(party),
    needs: equipmentNeeded(party),
    pickupDwellSec: dwellSec(rules, party) + 2 * spurSec(wish.pickups[0]!.stop),
    dropoffDwellSec: dwellSec(rules, party) + 2 * fromDoorSec,
    ...sharingRules(bench, wish),
  };
}

/** Turns an insertion into a promise and holds it in the plan; null when the plan checker does not agree. */
function holdInsertion(
  bench: Workbench,
  wish: Wish,
  input: RideInput,
  found: Insertion,
  offerId: string,
): HeldOffer | null {
  const { moment, problem, plan } = bench;
  const { world, nowSec } = moment;
  const pair = input.stopPairs[found.stopPair]!;
  const pickup = wish.pickups.find((choice) => choice.stopIndex === pair.pickup)!;
  const dropoff = wish.dropoffs.find((choice) => choice.stopIndex === pair.dropoff)!;
  const [toDoorSec, fromDoorSec] = [spurSec(pickup.stop), spurSec(dropoff.stop)];
  const promise = promiseFor(
    world.area.promises,
    {
      beginSec: nowSec + found.pickupSec,
      earliestSec: nowSec + input.pickupWindowSec![0] + pickup.walkSec,
      dwellSec: input.pickupDwellSec! - 2 * toDoorSec,
      maxRideSec: input.maxRideSec! + toDoorSec + fromDoorSec,
    },
    wish.arriveBySec === null ? null : wish.arriveBySec - dropoff.walkSec,
  );
  const before = routeVisits(plan, found.vehicle);
  const route = [...before.slice(0, found.dropoffAt), 2 * found.ride + 1, ...before.slice(found.dropoffAt)];
  route.splice(found.pickupAt, 0, 2 * found.ride);
  // What is promised is promised at the stops: the walks there and from there are in it already.
  const atStops = { ...pair, boardWalkSec: 0, alightWalkSec: 0 };
  replaceRide(problem, found.ride, {
    ...input,
    stopPairs: [atStops],
    ...promisedWindows(promise, nowSec, toDoorSec, fromDoorSec),
  });
  chooseStopPair(problem, plan, found.ride, 0);
  if (setRoute(problem, plan, found.vehicle, route) !== misfit.none || !passesCheck(bench, found.vehicle, route)) {
    setRoute(problem, plan, found.vehicle, before);
    return null;
  }
  bench.ids.set(found.ride, offerId);
  bench.changed.add(found.vehicle);
  bench.made.set(offerId, { vehicle: found.vehicle, ride: found.ride });
  return {
    offerId,
    shiftId: bench.shifts[found.vehicle]!.shift.shiftId,
    pickup: pickup.stop,
    dropoff: dropoff.stop,
    ...promise,
    fareYen: zoneFareYen(world.area, zoneOf(world, pickup), zoneOf(world, dropoff), wish.request.party),
    isShared: isShared(bench, route, found.ride),
  };
}

function zoneOf(world: ServiceWorld, choice: StopChoice): string {
  return world.zoneOfStop[choice.stopIndex]!;
}

function promisedWindows(
  promise: { pickupFromSec: number; pickupUntilSec: number; dropoffBySec: number },
  nowSec: number,
  toDoorSec: number,
  fromDoorSec: number,
) {
  return {
    pickupWindowSec: [promise.pickupFromSec - nowSec, promise.pickupUntilSec - toDoorSec - nowSec] as const,
    dropoffWindowSec: [promise.pickupFromSec - nowSec, promise.dropoffBySec - fromDoorSec - nowSec] as const,
  };
}

/** Is somebody else who has booked on board at some time between the ride's two visits? */
function isShared(bench: PlanBench, route: readonly number[], ride: number): boolean {
  const expected = route.filter((visit) => visit >> 1 === ride || isExpected(bench, visit >> 1));
  let aboard = expected.filter((visit) => visit % 2 === 1 && !expected.includes(visit - 1)).length;
  let isAboard = false;
  for (const visit of expected) {
    if (visit === 2 * ride + 1) break; // what happens after the rider has left is no sharing
    if (visit === 2 * ride) isAboard = true;
    else aboard += visit % 2 === 0 ? 1 : -1;
    if (isAboard && aboard > 0) return true;
  }
  return false;
}

/** Whether it is a ride that somebody counts on: offers that are only held may come to nothing, and pauses are no rides. */
function isExpected({ ids, moment }: PlanBench, ride: number): boolean {
  const status = moment.state.rides.get(ids.get(ride)!)?.status;
  return status === 'booked' || status === 'on_board';
}

/** Direct drive at a time between the nearest pair of stops in the fastest class, 0 where no street leads. */
export function shortestDirectSec(world: ServiceWorld, wish: Wish, departSec: number): number {
  let best = Infinity;
  for (const vehicleClass of world.driveTimes.keys()) {
    const times = planTimes(world, vehicleClass, 0, departSec, departSec);
    for (const { stopIndex: from } of wish.pickups) {
      for (const { stopIndex: to } of wish.dropoffs) {
        const sec = driveSecOf(times, from, to);
        if (from !== to && sec !== times.unreachable) best = Math.min(best, sec);
      }
    }
  }
  return best === Infinity ? 0 : best;
}

function reasonForNone({ moment, shifts }: PlanBench, wish: Wish): RefusalReason {
  if (shifts.length === 0) return 'outside_service_hours';
  if (shortestDirectSec(moment.world, wish, wish.leaveSec) === 0) return 'no_road_between';
  return isOutsideHours(moment, wish) ? 'outside_service_hours' : 'no_vehicle_available';
}

/**
 * Whether it is the hours that keep the rider from being there in time: no vehicle could do it with nothing else to do. Hours
 * at rest and vehicles that are out have reasons of their own, so the shifts are those that were planned, not what is left.
 */
export function isOutsideHours({ world, state, nowSec }: Moment, wish: Wish): boolean {
  const { leaveSec } = wish;
  const rideSec = maxRideSec(world.area.promises, shortestDirectSec(world, wish, leaveSec));
  const arriveSec = wish.arriveBySec ?? wish.latestPickupSec + rideSec;
  const whole = { ...state, suspensions: new Map(), outages: new Map() };
  const shifts = shiftsBetween(world, whole, leaveSec, arriveSec, nowSec);
  if (shifts.some(({ startSec, endSec }) => startSec <= leaveSec && endSec >= arriveSec)) return false;
  const everybody = new Set(state.rides.keys());
  const { company: _company, ...alone } = wish;
  const bench: Workbench = { ...benchFor({ world, state: whole, nowSec }, alone, everybody), made: new Map() };
  return makeOffer(bench, alone, leaveSec, 'alone') === null;
}

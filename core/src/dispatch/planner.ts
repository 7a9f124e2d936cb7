/**
 * The plan around one trip request: the shifts that could serve it as a plan problem of the optimizer, insertion of the
 * ride, and the checker's word on the result. Opened for one decision and thrown away.
 *
 * Cost: O(visits of the candidate shifts) to open, then one exact insertion an offer.
 */
import type { RefusalReason } from '../contracts/trips.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { checkPlan } from '../optimizer/check-plan.ts';
import { bestInsertions, type Insertion } from '../optimizer/insertion.ts';
import {
  addRide,
  addVehicle,
  planProblem,
  removeRide,
  replaceRide,
  reserveProblem,
  type PlanProblem,
  type RideInput,
} from '../optimizer/plan-problem.ts';
import { chooseStopPair, emptyPlan, routeVisits, setRoute, type Plan } from '../optimizer/plan.ts';
import { misfit } from '../optimizer/route-draft.ts';
import { dwellSec, fareYen, maxRideSec, promiseFor, seatsTaken } from '../rules/promises.ts';
import { policyOf } from '../rules/policy.ts';
import type { Moment } from './decide.ts';
import type { HeldOffer, Visit } from './events.ts';
import { presentRide, presentVehicle, type PresentShift } from './present-plan.ts';
import { shiftOf } from './shifts.ts';
import type { Shift } from './state.ts';
import { expectedCalls } from './timeline.ts';
import type { Wish } from './wish.ts';

export interface Planner {
  /**
   * The best offer for the wish that picks up at `notBeforeSec` or later, planned and held; null when there is none.
   * Offers made before stay held.
   */
  readonly offer: (wish: Wish, notBeforeSec: number, offerId: string) => HeldOffer | null;
  /** Routes that the offers changed. */
  readonly changedRoutes: () => readonly { readonly shiftId: string; readonly visits: readonly Visit[] }[];
  /** Why there is no offer, when there is none. */
  readonly reasonForNone: () => RefusalReason;
}

interface Workbench {
  readonly moment: Moment;
  readonly problem: PlanProblem;
  readonly plan: Plan;
  /** By vehicle index of the problem. */
  readonly shifts: readonly PresentShift[];
  /** Ride id by ride index of the problem. */
  readonly rideIds: Map<number, string>;
  readonly changed: Set<number>;
}

/** Sets up the shifts that run during the wish; rides in `withoutRideIds` are as if they were not there. */
export function openPlanner(moment: Moment, wish: Wish, withoutRideIds: ReadonlySet<string>): Planner {
  const bench = openWorkbench(moment, wish, withoutRideIds);
  return {
    offer: (w, notBeforeSec, offerId) => makeOffer(bench, w, notBeforeSec, offerId),
    changedRoutes: () =>
      [...bench.changed].map((vehicle) => ({
        shiftId: bench.shifts[vehicle]!.shift.shiftId,
        visits: visitsOf(bench, vehicle),
      })),
    reasonForNone: () => reasonForNone(bench, wish),
  };
}

function openWorkbench(moment: Moment, wish: Wish, withoutRideIds: ReadonlySet<string>): Workbench {
  const { world } = moment;
  const classes = [...world.driveTimes.keys()];
  const { driveWeight: drive, waitWeight: wait, rideExcessWeight: rideExcess } = policyOf(world.area);
  const weights = { drive, wait, rideExcess };
  const problem = planProblem({ driveTimes: [...world.driveTimes.values()], dimensionCount: 2, weights });
  const shifts: PresentShift[] = [];
  const rideIds = new Map<number, string>();
  const routes: number[][] = [];
  const candidates = candidateShifts(moment, wish);
  reserveProblem(problem, candidates.length, roomFor(candidates, world));
  for (const shift of candidates) {
    const visits = shift.visits.filter((visit) => !withoutRideIds.has(visit.rideId));
    const calls = expectedCalls(world, moment.state, { ...shift, visits }, moment.nowSec);
    const present = { shift, visits, calls };
    const vehicle = addVehicle(problem, presentVehicle(moment, present, classes));
    shifts.push(present);
    routes.push(addPresentRides(moment, problem, present, vehicle, rideIds));
  }
  const plan = emptyPlan(problem);
  routes.forEach((route, vehicle) => setRoute(problem, plan, vehicle, route));
  return { moment, problem, plan, shifts, rideIds, changed: new Set() };
}

/** Rides of the shifts at the most, and the offers to come. */
function roomFor(shifts: readonly Shift[], { area }: ServiceWorld): number {
  return shifts.reduce((visits, shift) => visits + shift.visits.length, area.promises.maxOffers + 1);
}

/** Every vehicle's shift on every stretch of service that the wish touches. */
function candidateShifts({ world, state, nowSec }: Moment, wish: Wish) {
  const windows = world.calendar.windowsBetween(Math.max(wish.leaveSec, nowSec), wish.latestPickupSec);
  return windows.flatMap((window) =>
    world.area.vehicles.map((_, vehicleIndex) => shiftOf(world, state, vehicleIndex, window)),
  );
}

/** Adds the rides of a shift and returns its route as visits of the problem. */
function addPresentRides(
  moment: Moment,
  problem: PlanProblem,
  present: PresentShift,
  vehicle: number,
  rideIds: Map<number, string>,
): number[] {
  const indexById = new Map<string, number>();
  return present.visits.map((visit) => {
    let index = indexById.get(visit.rideId);
    if (index === undefined) {
      index = addRide(problem, presentRide(moment, present, visit.rideId, vehicle));
      indexById.set(visit.rideId, index);
      rideIds.set(index, visit.rideId);
    }
    return 2 * index + (visit.kind === 'pickup' ? 0 : 1);
  });
}

function makeOffer(bench: Workbench, wish: Wish, notBeforeSec: number, offerId: string): HeldOffer | null {
  for (const earliestSec of earliestTries(bench, wish, notBeforeSec)) {
    const input = rideInput(bench.moment, wish, earliestSec);
    const ride = addRide(bench.problem, input);
    const [best] = bestInsertions(bench.problem, bench.plan, ride, 1);
    const offer = best && holdInsertion(bench, wish, input, best, offerId);
    if (offer) return offer;
    removeRide(bench.problem, ride);
  }
  return null;
}

/** A wish to leave looks forward from its time; a wish to arrive begins as late as it can and goes back in steps. */
function earliestTries({ moment }: Workbench, wish: Wish, notBeforeSec: number): readonly number[] {
  if (wish.arriveBySec === null) return [notBeforeSec];
  if (notBeforeSec > wish.leaveSec) return [];
  const direct = shortestDirectSec(moment.world, wish);
  const rules = moment.world.area.promises;
  const latestSec =
    wish.arriveBySec - maxRideSec(rules, direct) - rules.windowSec - 2 * dwellSec(rules, wish.request.party);
  const tries: number[] = [];
  for (let trySec = latestSec; trySec > wish.leaveSec; trySec -= ARRIVE_STEP_SEC) tries.push(trySec);
  return [...tries, wish.leaveSec];
}
const ARRIVE_STEP_SEC = 600;
/** How long after its own earliest time a further offer may pick up. */
const OFFER_SPAN_SEC = 1_200;

function rideInput({ world, nowSec }: Moment, wish: Wish, earliestSec: number): RideInput {
  const rules = world.area.promises;
  const { party } = wish.request;
  const { reserveSec, walkWeight } = policyOf(world.area);
  const stopPairs = wish.pickups.flatMap((pickup) =>
    wish.dropoffs
      .filter((dropoff) => dropoff.stopIndex !== pickup.stopIndex)
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
    ...(wish.arriveBySec === null ? {} : { dropoffWindowSec: [0, wish.arriveBySec - reserveSec - nowSec] as const }),
    maxRideSec: maxRideSec(rules, shortestDirectSec(world, wish)),
    load: [seatsTaken(party), party.wheelchairs],
    pickupDwellSec: dwellSec(rules, party),
    dropoffDwellSec: dwellSec(rules, party),
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
  const promise = promiseFor(
    world.area.promises,
    {
      beginSec: nowSec + found.pickupSec,
      earliestSec: nowSec + input.pickupWindowSec![0] + pickup.walkSec,
      dwellSec: input.pickupDwellSec!,
      maxRideSec: input.maxRideSec!,
    },
    wish.arriveBySec === null ? null : wish.arriveBySec - dropoff.walkSec,
  );
  const before = routeVisits(plan, found.vehicle);
  const route = [...before.slice(0, found.dropoffAt), 2 * found.ride + 1, ...before.slice(found.dropoffAt)];
  route.splice(found.pickupAt, 0, 2 * found.ride);
  replaceRide(problem, found.ride, { ...input, stopPairs: [pair], ...promisedWindows(promise, nowSec) });
  chooseStopPair(problem, plan, found.ride, 0);
  if (setRoute(problem, plan, found.vehicle, route) !== misfit.none || !passesCheck(bench, found.vehicle, route)) {
    setRoute(problem, plan, found.vehicle, before);
    return null;
  }
  bench.rideIds.set(found.ride, offerId);
  bench.changed.add(found.vehicle);
  return {
    offerId,
    shiftId: bench.shifts[found.vehicle]!.shift.shiftId,
    pickup: pickup.stop,
    dropoff: dropoff.stop,
    ...promise,
    fareYen: fareYen(world.area.fares, wish.request.party),
    isShared: isShared(route, found.ride),
  };
}

function promisedWindows(
  promise: { pickupFromSec: number; pickupUntilSec: number; dropoffBySec: number },
  nowSec: number,
) {
  return {
    pickupWindowSec: [promise.pickupFromSec - nowSec, promise.pickupUntilSec - nowSec] as const,
    dropoffWindowSec: [promise.pickupFromSec - nowSec, promise.dropoffBySec - nowSec] as const,
  };
}

/** The independent checker's word: every promise of the route is kept, and nobody has fallen off it. */
function passesCheck({ problem, plan }: Workbench, vehicle: number, route: readonly number[]): boolean {
  const mustServe = [...new Set(route.map((visit) => visit >> 1))];
  return (
    checkPlan(
      problem,
      { routes: [{ vehicle, visits: route, serviceSec: null }], stopPair: plan.stopPair },
      { mustServe, isPart: true },
    ).length === 0
  );
}

/** Is somebody else on board at some time between the ride's two visits? */
function isShared(route: readonly number[], ride: number): boolean {
  let aboard = route.filter((visit) => visit % 2 === 1 && !route.includes(visit - 1)).length;
  let isAboard = false;
  for (const visit of route) {
    if (visit === 2 * ride + 1) break; // what happens after the rider has left is no sharing
    if (visit === 2 * ride) isAboard = true;
    else aboard += visit % 2 === 0 ? 1 : -1;
    if (isAboard && aboard > 0) return true;
  }
  return false;
}

function visitsOf(bench: Workbench, vehicle: number): readonly Visit[] {
  return routeVisits(bench.plan, vehicle).map((visit) => ({
    rideId: bench.rideIds.get(visit >> 1)!,
    kind: visit % 2 === 0 ? 'pickup' : 'dropoff',
  }));
}

/** Direct drive between the nearest pair of stops in the fastest class, 0 where no street leads. */
function shortestDirectSec(world: ServiceWorld, wish: Wish): number {
  let best = Infinity;
  for (const times of world.driveTimes.values()) {
    for (const { stopIndex: from } of wish.pickups) {
      for (const { stopIndex: to } of wish.dropoffs) {
        const sec = times.sec[from * times.locationCount + to]!;
        if (from !== to && sec !== times.unreachable) best = Math.min(best, sec);
      }
    }
  }
  return best === Infinity ? 0 : best;
}

function reasonForNone({ moment, shifts }: Workbench, wish: Wish): RefusalReason {
  if (shifts.length === 0) return 'outside_service_hours';
  return shortestDirectSec(moment.world, wish) === 0 ? 'no_road_between' : 'no_vehicle_available';
}

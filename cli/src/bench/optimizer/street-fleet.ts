/**
 * A fleet on real streets for benchmarks: vehicles follow their routes second by second, requests are inserted when they
 * come, and between batches the plan is improved. Smaller than the planner's simulator on purpose: the rules are those of
 * the peers' figures (stop 30 s, nobody cancels, streets as believed), and only the optimizer is measured.
 */
import { checkPlan } from '@noriai/core/optimizer/check-plan.ts';
import { applyInsertion, bestInsertions, type Insertion } from '@noriai/core/optimizer/insertion.ts';
import {
  addRide,
  addVehicle,
  FOREVER,
  planProblem,
  removeRide,
  replaceRide,
  setVehicle,
  type CostWeights,
  type PlanProblem,
  type RideInput,
} from '@noriai/core/optimizer/plan-problem.ts';
import {
  delayStart,
  emptyPlan,
  planProposal,
  refreshRoute,
  routeVisits,
  setRoute,
  type Plan,
} from '@noriai/core/optimizer/plan.ts';
import { improve, improvement } from '@noriai/core/optimizer/search/improve.ts';
import { nextNode, type Streets, type TripRequest } from './manhattan.ts';

export const STOP_SEC = 30;
const SEATS = 4;

/** What a rider is told and what is kept. */
export interface ServiceRules {
  /** Waiting up to here is as wished; more is refused (hard) or costs (soft). */
  readonly maxWaitSec: number;
  /** From the request (soft rules) or from boarding (hard rules), as a function of the direct drive. */
  readonly maxTripSec: (directSec: number) => number;
  readonly hard: boolean;
  readonly weights: Partial<CostWeights>;
}

export interface Trip {
  readonly request: TripRequest;
  readonly directSec: number;
  served: boolean;
  boardingSec: number;
  alightingSec: number;
  /** Latest times that were promised when the request was accepted. */
  promisedPickupSec: number;
  promisedDropoffSec: number;
  vehicle: number;
}

export interface StreetFleet {
  readonly streets: Streets;
  readonly rules: ServiceRules;
  readonly problem: PlanProblem;
  readonly plan: Plan;
  /** Trip of each ride slot. */
  readonly tripOf: (Trip | null)[];
  readonly trips: Trip[];
  /** Where each vehicle is (or next will be), and when. */
  readonly node: Int32Array;
  readonly readySec: Int32Array;
  /** Each vehicle's visits so far, as indices of trips × 2 (+ 1: drop-off): for the all-knowing plan. */
  readonly driven: number[][];
  /** How long each answer took. */
  readonly answerUs: number[];
  driveSec: number;
  brokenPromises: number;
}

export function streetFleet(streets: Streets, startNodes: readonly number[], rules: ServiceRules): StreetFleet {
  const problem = planProblem({
    driveTimes: [streets.times],
    stopPairLimit: 1,
    configurationLimit: 1,
    weights: rules.weights,
  });
  for (const node of startNodes) addVehicle(problem, { startLocation: node, startSec: 0, configurations: [[SEATS]] });
  return {
    streets,
    rules,
    problem,
    plan: emptyPlan(problem),
    tripOf: [],
    trips: [],
    node: Int32Array.from(startNodes),
    readySec: new Int32Array(startNodes.length),
    driven: startNodes.map(() => []),
    answerUs: [],
    driveSec: 0,
    brokenPromises: 0,
  };
}

/** Lets all vehicles drive and serve until `nowSec`, and puts their state into the problem. */
export function advance(fleet: StreetFleet, nowSec: number): void {
  const { problem, plan } = fleet;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    const route = routeVisits(plan, vehicle);
    let served = 0;
    for (const visit of route) {
      if (!serveUntil(fleet, vehicle, visit, nowSec)) break;
      served++;
    }
    fleet.readySec[vehicle] = Math.max(fleet.readySec[vehicle]!, nowSec);
    if (route.length === 0 && problem.startLocation[vehicle] === fleet.node[vehicle]) {
      delayStart(problem, plan, vehicle, fleet.readySec[vehicle]!);
      continue;
    }
    setVehicle(problem, vehicle, {
      startLocation: fleet.node[vehicle]!,
      startSec: fleet.readySec[vehicle]!,
      configurations: [[SEATS]],
    });
    if (served > 0) setRoute(problem, plan, vehicle, route.slice(served));
    else refreshRoute(problem, plan, vehicle);
    for (const visit of route.slice(0, served)) if ((visit & 1) === 1) freeRide(fleet, visit >> 1);
  }
}

/** Drives towards a visit until `nowSec`; true if its service has begun by then, which is recorded. */
function serveUntil(fleet: StreetFleet, vehicle: number, visit: number, nowSec: number): boolean {
  const { problem, plan, streets } = fleet;
  const target = plan.visitLocation[visit]!;
  while (fleet.node[vehicle] !== target) {
    if (fleet.readySec[vehicle]! >= nowSec) return false;
    const step = nextNode(streets, fleet.node[vehicle]!, target);
    fleet.node[vehicle] = step.node;
    fleet.readySec[vehicle] = fleet.readySec[vehicle]! + step.sec;
    fleet.driveSec += step.sec;
  }
  const begin = Math.max(fleet.readySec[vehicle]!, plan.visitEarliestSec[visit]!);
  if (begin > nowSec) return false;
  fleet.readySec[vehicle] = begin + STOP_SEC;
  const ride = visit >> 1;
  const trip = fleet.tripOf[ride]!;
  fleet.driven[vehicle]!.push(2 * fleet.trips.indexOf(trip) + (visit & 1));
  if ((visit & 1) === 1) {
    trip.alightingSec = begin;
    if (begin > trip.promisedDropoffSec) fleet.brokenPromises++;
  } else {
    trip.boardingSec = begin;
    if (begin > trip.promisedPickupSec) fleet.brokenPromises++;
    replaceRide(problem, ride, { ...rideInput(fleet, trip), vehicle, boardedSec: begin + STOP_SEC });
  }
  return true;
}

function freeRide(fleet: StreetFleet, ride: number): void {
  removeRide(fleet.problem, ride);
  fleet.tripOf[ride] = null;
}

/** A ride with the windows that were promised (before a promise: as wide as the rules allow). */
function rideInput({ rules }: StreetFleet, trip: Trip): RideInput {
  const { request, directSec } = trip;
  const wishedPickupSec = request.timeSec + rules.maxWaitSec;
  const wishedDropoffSec = request.timeSec + rules.maxTripSec(directSec);
  return {
    stopPairs: [{ pickup: request.origin, dropoff: request.destination }],
    pickupWindowSec: [request.timeSec, trip.promisedPickupSec],
    dropoffWindowSec: [request.timeSec, trip.promisedDropoffSec],
    ...(rules.hard
      ? { maxRideSec: rules.maxTripSec(directSec) }
      : { softPickupSec: wishedPickupSec, softDropoffSec: wishedDropoffSec }),
    load: [1],
    pickupDwellSec: STOP_SEC,
    dropoffDwellSec: STOP_SEC,
  };
}

/** Answers a request: inserts it where it is cheapest and promises the wished times, or the planned ones if later. */
export function answer(fleet: StreetFleet, request: TripRequest): Insertion | null {
  const { problem, plan, rules, streets } = fleet;
  const { sec, locationCount } = streets.times;
  const trip: Trip = {
    request,
    directSec: sec[request.origin * locationCount + request.destination]!,
    served: false,
    boardingSec: NaN,
    alightingSec: NaN,
    promisedPickupSec: rules.hard ? request.timeSec + rules.maxWaitSec : FOREVER,
    promisedDropoffSec: FOREVER,
    vehicle: -1,
  };
  fleet.trips.push(trip);
  const ride = addRide(problem, rideInput(fleet, trip));
  fleet.tripOf[ride] = trip;
  const best = bestInsertions(problem, plan, ride, 1)[0];
  if (best === undefined) {
    freeRide(fleet, ride);
    return null;
  }
  applyInsertion(problem, plan, best);
  trip.served = true;
  trip.promisedPickupSec = Math.max(request.timeSec + rules.maxWaitSec, best.pickupSec);
  if (!rules.hard)
    trip.promisedDropoffSec = Math.max(request.timeSec + rules.maxTripSec(trip.directSec), best.dropoffSec);
  replaceRide(problem, ride, rideInput(fleet, trip));
  refreshRoute(problem, plan, best.vehicle);
  return best;
}

/** Improves the plan with every promise kept; a proposal that the plan checker refuses is dropped. */
export function reoptimize(fleet: StreetFleet, seed: number, steps: number): boolean {
  const { problem, plan } = fleet;
  const before = planProposal(problem, plan);
  const search = improvement(problem, {
    seed,
    routes: before.routes.map((route) => route.visits),
    unservedCost: 1e7,
    averageRemoved: 8,
    longestString: 5,
    regretShare: 0.03,
    startTemperature: 20,
    endTemperature: 1,
  });
  const first = search.best.cost;
  improve(search, steps, 0, 1);
  if (search.best.unserved > 0 || search.best.cost >= first) return false;
  const routes = search.best.routes.map((visits, vehicle) => ({ vehicle, visits, serviceSec: null }));
  if (checkPlan(problem, { routes, stopPair: plan.stopPair }, { before }).length > 0) return false;
  const changed = routes.filter(({ vehicle, visits }) => String(visits) !== String(before.routes[vehicle]!.visits));
  for (const { vehicle } of changed) setRoute(problem, plan, vehicle, []);
  for (const { vehicle, visits } of changed) setRoute(problem, plan, vehicle, visits);
  return true;
}

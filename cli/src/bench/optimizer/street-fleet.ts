/**
 * A fleet on real streets for benchmarks: vehicles follow their routes second by second, requests are inserted when they
 * come, and between batches the plan is improved. Smaller than the planner's simulator on purpose: the rules are those of
 * the peers' figures (stop 30 s, nobody cancels, streets as believed), and only the optimizer is measured.
 */
import { checkPlan, type PlanProposal } from '@noriai/core/optimizer/check-plan.ts';
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
  type VehicleInput,
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
import { countRequest, demandPull, settlePull, type DemandPull } from './demand-pull.ts';
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
  /** How much of the drive to the next request counts where a route ends; see demand-pull.ts. */
  readonly pullShare: number;
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
  readonly pull: DemandPull;
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
  /** Requests that fitted only after the plan was changed. */
  roomMade: number;
}

export function streetFleet(streets: Streets, startNodes: readonly number[], rules: ServiceRules): StreetFleet {
  const pull = demandPull(streets.times, rules.pullShare, startNodes);
  const problem = planProblem({
    driveTimes: [pull.times],
    stopPairLimit: 1,
    configurationLimit: 1,
    weights: rules.weights,
  });
  for (const node of startNodes) addVehicle(problem, vehicleAt(pull, node, 0));
  return {
    streets,
    rules,
    pull,
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
    roomMade: 0,
  };
}

function vehicleAt(pull: DemandPull, startLocation: number, startSec: number): VehicleInput {
  return { startLocation, startSec, endLocation: pull.end, configurations: [[SEATS]] };
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
    setVehicle(problem, vehicle, vehicleAt(fleet.pull, fleet.node[vehicle]!, fleet.readySec[vehicle]!));
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

/** Steps of a search with its seed. */
export interface SearchBudget {
  readonly seed: number;
  readonly steps: number;
}

/**
 * Answers a request: inserts it where it is cheapest and promises the wished times, or the planned ones if later. Where it
 * fits nowhere, a plan is searched that has room for it, before it is refused.
 */
export function answer(fleet: StreetFleet, request: TripRequest, room: SearchBudget): boolean {
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
  countRequest(fleet.pull, request.origin);
  const ride = addRide(problem, rideInput(fleet, trip));
  fleet.tripOf[ride] = trip;
  const best = bestInsertions(problem, plan, ride, 1)[0];
  if (best !== undefined) {
    applyInsertion(problem, plan, best);
    promise(fleet, ride, best);
    return true;
  }
  if (room.steps === 0 || !makeRoom(fleet, room)) {
    freeRide(fleet, ride);
    return false;
  }
  trip.served = true;
  fleet.roomMade++;
  return true;
}

/** Promises an inserted ride the times that were wished, or the planned ones where those are later. */
function promise(fleet: StreetFleet, ride: number, planned: Insertion): void {
  const { problem, plan, rules } = fleet;
  const trip = fleet.tripOf[ride]!;
  const { timeSec } = trip.request;
  trip.served = true;
  trip.promisedPickupSec = Math.max(timeSec + rules.maxWaitSec, planned.pickupSec);
  if (!rules.hard) trip.promisedDropoffSec = Math.max(timeSec + rules.maxTripSec(trip.directSec), planned.dropoffSec);
  replaceRide(problem, ride, rideInput(fleet, trip));
  refreshRoute(problem, plan, planned.vehicle);
}

/** Prices the ends of all routes by the requests so far. */
export function refreshPull({ problem, plan, pull }: StreetFleet): void {
  settlePull(pull);
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) refreshRoute(problem, plan, vehicle);
}

/** Improves the plan with every promise kept; a proposal that the plan checker refuses is dropped. */
export function reoptimize(fleet: StreetFleet, { seed, steps }: SearchBudget): boolean {
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
  return adopt(fleet, before, search.best.routes);
}

/** Looks for a plan that also serves the one ride that fits nowhere, every promise kept. */
function makeRoom(fleet: StreetFleet, { seed, steps }: SearchBudget): boolean {
  const { problem, plan } = fleet;
  const before = planProposal(problem, plan);
  const search = improvement(problem, {
    seed,
    routes: before.routes.map((route) => route.visits),
    unservedCost: 30_000,
    unservedShare: 0.7,
    startTemperature: 200,
    endTemperature: 20,
  });
  for (let done = 0; done < steps && search.best.unserved > 0; done += ROOM_STRIDE) {
    improve(search, ROOM_STRIDE, done / steps, (done + ROOM_STRIDE) / steps);
  }
  return search.best.unserved === 0 && adopt(fleet, before, search.best.routes);
}
/** How often a search for room looks whether it has found some. */
const ROOM_STRIDE = 50;

/** Takes over what a search has found if the plan checker agrees. */
function adopt({ problem, plan }: StreetFleet, before: PlanProposal, found: readonly (readonly number[])[]): boolean {
  const routes = found.map((visits, vehicle) => ({ vehicle, visits, serviceSec: null }));
  if (checkPlan(problem, { routes, stopPair: plan.stopPair }, { before }).length > 0) return false;
  const changed = routes.filter(({ vehicle, visits }) => String(visits) !== String(before.routes[vehicle]!.visits));
  for (const { vehicle } of changed) setRoute(problem, plan, vehicle, []);
  for (const { vehicle, visits } of changed) setRoute(problem, plan, vehicle, visits);
  return true;
}

/**
 * A plan under improvement: the plan itself, what is not served yet, a way back, and a memory of insertion prices.
 *
 * The price of a ride in a route depends on nothing but the two, and a route's content has a version number that comes
 * back when a step is undone. So a price is looked up once per (ride, route content) and remembered: in a step that ruins
 * three routes of ten, seven tenths of all prices are known already.
 */
import { seededRandom, type Random } from '../../containers/random.ts';
import { insertVisits, loadScan, mayServe, scanVehicle } from '../insertion.ts';
import { insertionScan, type InsertionScan } from '../insertion-scan.ts';
import { NONE, rideKind, type PlanProblem } from '../plan-problem.ts';
import { emptyPlan, refreshRoute, setRoute, type Plan } from '../plan.ts';
import { nearestVisits } from './neighbours.ts';
import { reachableVehicles, type Reachable } from './reachable.ts';

export interface SearchState {
  readonly problem: PlanProblem;
  readonly plan: Plan;
  readonly random: Random;
  /** Rides that the search may move: waiting ones; others stay where they are. */
  readonly rides: readonly number[];
  /** Cost of each ride that is not served. */
  unservedCost: number;
  readonly unserved: number[];
  /** Position of each ride in `unserved`, or −1. */
  readonly unservedAt: Int32Array;
  /** 1 for vehicles that may be used. */
  readonly usable: Uint8Array;
  /** Visits related to each visit, nearest first, `neighbourCount` a visit. */
  readonly neighbours: Int32Array;
  readonly neighbourCount: number;
  /** Vehicles that come into question for each ride. */
  readonly reachable: Reachable;
  /** Vehicles that are alike have the same number: of several empty ones only the first is tried. */
  readonly likeness: Int32Array;
  /** Remembered best insertion of [ride * vehicles + vehicle]: for which route content, at what price, where. */
  readonly knownVersion: Int32Array;
  readonly knownPrice: Float64Array;
  /** 0 where the price is only known to be not below `knownPrice`. */
  readonly knownExactly: Uint8Array;
  readonly knownPickupAt: Int16Array;
  readonly knownDropoffAt: Int16Array;
  readonly scan: InsertionScan;
  /** Scratch of recreate.ts. */
  readonly candidates: Int32Array;
  regret: number;
  /** Sum of route costs (without unserved rides). */
  routeCost: number;
  readonly journal: Journal;
}

/** Copies of the routes that the step in hand has changed. */
interface Journal {
  /** Step number in which each vehicle was copied last. */
  readonly copiedIn: Int32Array;
  step: number;
  count: number;
  readonly vehicles: Int32Array;
  readonly routes: SavedRoute[];
  readonly unserved: number[];
  routeCost: number;
}

interface SavedRoute {
  length: number;
  cost: number;
  version: number;
  limited: number;
  blur: number;
  slots: Int32Array;
  times: Float64Array;
  loads: Int32Array;
}

/** Starts from given routes, or from empty ones. Rides that are in no route are unserved. */
export function searchState(
  problem: PlanProblem,
  seed: number,
  unservedCost: number,
  routes?: readonly (readonly number[])[],
): SearchState {
  const plan = emptyPlan(problem);
  for (const [vehicle, visits] of (routes ?? []).entries()) setRoute(problem, plan, vehicle, visits);
  const rides = waitingRides(problem);
  const entries = problem.rideCount * problem.vehicleCount;
  const neighbourCount = Math.min(2 * rides.length, 120);
  const state: SearchState = {
    problem,
    plan,
    random: seededRandom(seed),
    rides,
    unservedCost,
    unserved: [],
    unservedAt: new Int32Array(problem.rideCount).fill(-1),
    usable: problem.vehicleActive.slice(0, problem.vehicleCount),
    neighbours: nearestVisits(problem, plan, rides, neighbourCount),
    neighbourCount,
    reachable: reachableVehicles(problem, plan, rides),
    likeness: likenessOf(problem),
    knownVersion: new Int32Array(entries).fill(-1),
    knownPrice: new Float64Array(entries),
    knownExactly: new Uint8Array(entries),
    knownPickupAt: new Int16Array(entries),
    knownDropoffAt: new Int16Array(entries),
    scan: insertionScan(),
    candidates: new Int32Array(problem.vehicleCount),
    regret: 0,
    routeCost: 0,
    journal: journalFor(problem.vehicleCount),
  };
  for (const ride of rides) if (plan.vehicleOf[ride] === NONE) addUnserved(state, ride);
  state.routeCost = sumOfRoutes(state);
  return state;
}

/** Cost with unserved rides, the quantity that the search lowers. */
export function searchCost(state: SearchState): number {
  return state.routeCost + state.unservedCost * state.unserved.length;
}

/** Replaces the whole plan. */
export function loadRoutes(state: SearchState, routes: readonly (readonly number[])[]): void {
  const { problem, plan } = state;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) setRoute(problem, plan, vehicle, []);
  for (const [vehicle, visits] of routes.entries()) setRoute(problem, plan, vehicle, visits);
  while (state.unserved.length > 0) removeUnserved(state, state.unserved[0]!);
  for (const ride of state.rides) if (plan.vehicleOf[ride] === NONE) addUnserved(state, ride);
  state.routeCost = sumOfRoutes(state);
}

/** Visits of every vehicle's route. */
export function allRoutes(state: SearchState): number[][] {
  const { plan } = state;
  return Array.from({ length: state.problem.vehicleCount }, (_, vehicle) => {
    const first = vehicle * plan.stride + 1;
    return [...plan.slotVisit.subarray(first, first + plan.length[vehicle]!)];
  });
}

/** Opens a step: whatever is changed from here on can be taken back by `undoStep`. */
export function beginStep(state: SearchState): void {
  const { journal } = state;
  journal.step++;
  journal.count = 0;
  journal.routeCost = state.routeCost;
  journal.unserved.length = 0;
  for (const ride of state.unserved) journal.unserved.push(ride);
}

/** Takes the step back: routes, versions, unserved rides and cost are as before it. */
export function undoStep(state: SearchState): void {
  const { journal, plan } = state;
  for (let index = 0; index < journal.count; index++) markRides(plan, journal.vehicles[index]!, NONE);
  for (let index = 0; index < journal.count; index++)
    restoreRoute(state, journal.vehicles[index]!, journal.routes[index]!);
  for (const ride of state.unserved) state.unservedAt[ride] = -1;
  state.unserved.length = 0;
  for (const ride of journal.unserved) {
    state.unservedAt[ride] = state.unserved.length;
    state.unserved.push(ride);
  }
  state.routeCost = journal.routeCost;
}

/** Removes the marked rides (`marks[ride] === mark`) of one route; they become unserved. */
export function removeMarked(state: SearchState, vehicle: number, marks: Int32Array, mark: number): void {
  saveRoute(state, vehicle);
  const { plan, problem } = state;
  const { slotVisit } = plan;
  const first = vehicle * plan.stride + 1;
  const end = first + plan.length[vehicle]!;
  let kept = first;
  for (let slot = first; slot < end; slot++) {
    const visit = slotVisit[slot]!;
    if (marks[visit >> 1] !== mark) {
      slotVisit[kept++] = visit;
    } else if ((visit & 1) === 0) {
      plan.vehicleOf[visit >> 1] = NONE;
      addUnserved(state, visit >> 1);
    }
  }
  plan.length[vehicle] = kept - first;
  const before = plan.routeCost[vehicle]!;
  refreshRoute(problem, plan, vehicle);
  state.routeCost += plan.routeCost[vehicle]! - before;
}

/**
 * Price of the best insertion of an unserved ride into a route if it is below `bound`; else some number that is not.
 * Remembered, also that it is not below the bound. The positions are in `knownPickupAt` and `knownDropoffAt`.
 */
export function insertionPrice(state: SearchState, ride: number, vehicle: number, bound: number): number {
  const { plan, scan } = state;
  const at = ride * state.problem.vehicleCount + vehicle;
  const version = plan.routeVersion[vehicle]!;
  const alone = state.problem.group[ride] === 0; // a group's price depends on the other routes too
  if (alone && state.knownVersion[at] === version) {
    const known = state.knownPrice[at]!;
    if (state.knownExactly[at] === 1 || known >= bound) return known;
  }
  if (scan.ride !== ride) loadScan(state.problem, plan, scan, ride);
  scan.bound = bound;
  const found = mayServe(state.problem, plan, vehicle, ride) && scanVehicle(state.problem, plan, scan, vehicle);
  state.knownVersion[at] = version;
  state.knownPrice[at] = scan.bound;
  state.knownExactly[at] = found ? 1 : 0;
  state.knownPickupAt[at] = scan.pickupAt;
  state.knownDropoffAt[at] = scan.dropoffAt;
  return scan.bound;
}

/** The price if it is remembered exactly, else Infinity. */
export function rememberedPrice(state: SearchState, ride: number, vehicle: number): number {
  const at = ride * state.problem.vehicleCount + vehicle;
  const isKnown =
    state.problem.group[ride] === 0 &&
    state.knownVersion[at] === state.plan.routeVersion[vehicle] &&
    state.knownExactly[at] === 1;
  return isKnown ? state.knownPrice[at]! : Infinity;
}

/** Puts an unserved ride at the positions that `insertionPrice` found for this route. */
export function insertKnown(state: SearchState, ride: number, vehicle: number): void {
  const { plan, problem } = state;
  saveRoute(state, vehicle);
  const at = ride * problem.vehicleCount + vehicle;
  const before = plan.routeCost[vehicle]!;
  insertVisits(problem, plan, ride, vehicle, state.knownPickupAt[at]!, state.knownDropoffAt[at]!);
  removeUnserved(state, ride);
  state.routeCost += plan.routeCost[vehicle]! - before;
}

/** Replaces one route inside a step; its rides must have been unserved or its own. */
export function replaceRoute(state: SearchState, vehicle: number, visits: readonly number[]): void {
  saveRoute(state, vehicle);
  const { plan, problem } = state;
  const before = plan.routeCost[vehicle]!;
  setRoute(problem, plan, vehicle, visits);
  state.routeCost += plan.routeCost[vehicle]! - before;
}

/** Works out a saved route's times and cost after its visits were written. @returns whether it can be driven */
export function refreshInStep(state: SearchState, vehicle: number): boolean {
  const { plan, problem } = state;
  const before = plan.routeCost[vehicle]!;
  const reason = refreshRoute(problem, plan, vehicle);
  state.routeCost += plan.routeCost[vehicle]! - before;
  return reason === 0;
}

/** Keeps a copy of a route, once a step, before it changes. */
export function saveRoute(state: SearchState, vehicle: number): void {
  const { journal, plan } = state;
  if (journal.copiedIn[vehicle] === journal.step) return;
  journal.copiedIn[vehicle] = journal.step;
  const saved = journal.routes[journal.count]!;
  journal.vehicles[journal.count++] = vehicle;
  const used = plan.length[vehicle]! + 2;
  const dimensions = state.problem.dimensionCount;
  if (saved.slots.length < 3 * used) saved.slots = new Int32Array(6 * used);
  if (saved.times.length < 4 * used) saved.times = new Float64Array(8 * used);
  if (saved.loads.length < dimensions * used) saved.loads = new Int32Array(2 * dimensions * used);
  saved.length = plan.length[vehicle]!;
  saved.cost = plan.routeCost[vehicle]!;
  saved.version = plan.routeVersion[vehicle]!;
  saved.limited = plan.routeLimited[vehicle]!;
  saved.blur = plan.routeBlur[vehicle]!;
  const { slots, times, loads } = saved;
  const { slotVisit, slotLocation, slotLegSec, slotServiceSec, slotReadySec, slotLatestSec, slotLimitFrom, slotLoad } =
    plan;
  const base = vehicle * plan.stride;
  for (let k = 0; k < used; k++) {
    slots[3 * k] = slotVisit[base + k]!;
    slots[3 * k + 1] = slotLocation[base + k]!;
    slots[3 * k + 2] = slotLimitFrom[base + k]!;
    times[4 * k] = slotLegSec[base + k]!;
    times[4 * k + 1] = slotServiceSec[base + k]!;
    times[4 * k + 2] = slotReadySec[base + k]!;
    times[4 * k + 3] = slotLatestSec[base + k]!;
  }
  for (let k = 0; k < used * dimensions; k++) loads[k] = slotLoad[base * dimensions + k]!;
}

function restoreRoute(state: SearchState, vehicle: number, saved: SavedRoute): void {
  const { plan } = state;
  const dimensions = state.problem.dimensionCount;
  const { slots, times, loads } = saved;
  const { slotVisit, slotLocation, slotLegSec, slotServiceSec, slotReadySec, slotLatestSec, slotLimitFrom, slotLoad } =
    plan;
  const base = vehicle * plan.stride;
  const used = saved.length + 2;
  for (let k = 0; k < used; k++) {
    slotVisit[base + k] = slots[3 * k]!;
    slotLocation[base + k] = slots[3 * k + 1]!;
    slotLimitFrom[base + k] = slots[3 * k + 2]!;
    slotLegSec[base + k] = times[4 * k]!;
    slotServiceSec[base + k] = times[4 * k + 1]!;
    slotReadySec[base + k] = times[4 * k + 2]!;
    slotLatestSec[base + k] = times[4 * k + 3]!;
  }
  for (let k = 0; k < used * dimensions; k++) slotLoad[base * dimensions + k] = loads[k]!;
  plan.length[vehicle] = saved.length;
  plan.routeCost[vehicle] = saved.cost;
  plan.routeVersion[vehicle] = saved.version;
  plan.routeLimited[vehicle] = saved.limited;
  plan.routeBlur[vehicle] = saved.blur;
  markRides(plan, vehicle, vehicle);
}

function markRides(plan: Plan, vehicle: number, as: number): void {
  const first = vehicle * plan.stride + 1;
  for (let slot = first, end = first + plan.length[vehicle]!; slot < end; slot++) {
    plan.vehicleOf[plan.slotVisit[slot]! >> 1] = as;
  }
}

export function addUnserved(state: SearchState, ride: number): void {
  state.unservedAt[ride] = state.unserved.length;
  state.unserved.push(ride);
}

export function removeUnserved(state: SearchState, ride: number): void {
  const at = state.unservedAt[ride]!;
  const last = state.unserved.pop()!;
  state.unservedAt[ride] = -1;
  if (last === ride) return;
  state.unserved[at] = last;
  state.unservedAt[last] = at;
}

function waitingRides(problem: PlanProblem): number[] {
  const rides: number[] = [];
  for (let ride = 0; ride < problem.rideCount; ride++)
    if (problem.rideKind[ride] === rideKind.waiting) rides.push(ride);
  return rides;
}

function sumOfRoutes({ problem, plan }: SearchState): number {
  let cost = 0;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) cost += plan.routeCost[vehicle]!;
  return cost;
}

/** A number for each vehicle, the same for vehicles that are alike in everything. */
export function likenessOf(problem: PlanProblem): Int32Array {
  const seen = new Map<string, number>();
  const { dimensionCount, configurationLimit } = problem;
  return Int32Array.from({ length: problem.vehicleCount }, (_, vehicle) => {
    const at = vehicle * configurationLimit * dimensionCount;
    const traits = [
      problem.startLocation,
      problem.startSec,
      problem.endLocation,
      problem.endSec,
      problem.maxDurationSec,
      problem.maxDriveSec,
      problem.maxDriveBetweenBreaksSec,
      problem.drivenSec,
      problem.drivenSinceBreakSec,
      problem.breakNeededSec,
      problem.brokenSec,
      problem.driveClass,
      problem.skills,
      problem.configurationCount,
    ].map((array) => array[vehicle]);
    const room = problem.capacity.subarray(at, at + problem.configurationCount[vehicle]! * dimensionCount);
    const key = `${traits.join(' ')} ${room.join(' ')}`;
    if (!seen.has(key)) seen.set(key, seen.size);
    return seen.get(key)!;
  });
}

function journalFor(vehicleCount: number): Journal {
  return {
    copiedIn: new Int32Array(vehicleCount),
    step: 0,
    count: 0,
    vehicles: new Int32Array(vehicleCount),
    routes: Array.from({ length: vehicleCount }, () => ({
      length: 0,
      cost: 0,
      version: 0,
      limited: 0,
      blur: 0,
      slots: new Int32Array(0),
      times: new Float64Array(0),
      loads: new Int32Array(0),
    })),
    unserved: [],
    routeCost: 0,
  };
}

/**
 * Routes for all vehicles of a problem, with the times that make insertion fast.
 *
 *     const plan = emptyPlan(problem);                    // breaks stand in the routes, rides do not
 *     setRoute(problem, plan, vehicle, visits);           // whenever a route is decided elsewhere (replay, proposal, driver)
 *     refreshRoute(problem, plan, vehicle);               // after setVehicle or replaceRide: same visits, new times
 *     routeVisits(plan, vehicle); vehicleOfRide(plan, ride);
 *
 * A route lies in `length + 2` slots from `vehicle * stride`: the start, the visits, the end. Of each slot the plan knows
 * the earliest feasible schedule (`slotServiceSec`, see route-draft.ts), when the vehicle is ready to leave it
 * (`slotReadySec`), how late it may begin (`slotLatestSec`), the drive to it (`slotLegSec`) and the load when it leaves.
 * Where drive times have periods, the slots' times are lower bounds; `planProposal` has the real ones.
 * The chosen stop pair of each ride is kept here too (`stopPair`), with the windows that follow from it.
 * A route that is not feasible (the world was slower than believed) is kept and marked in `routeMisfit`; nothing is
 * inserted into it until it is mended.
 */
import { driveSec, type DriveTimes } from './drive-times.ts';
import { insertionScan, type InsertionScan } from './insertion-scan.ts';
import { ANYWHERE, FOREVER, NONE, grown, rideKind, type PlanProblem, type TimeArray } from './plan-problem.ts';
import {
  driveOn,
  LOST_LEG_SEC,
  misfit,
  reserveDraft,
  routeDraft,
  settleDraft,
  settleLatest,
  type Misfit,
  type RouteDraft,
} from './route-draft.ts';
import { checkWholeRoute } from './route-rules.ts';
import type { PlanProposal } from './check-plan.ts';
import { partCount, priceDraft } from './cost.ts';

export interface Plan {
  /** Slots per vehicle; grows when a route needs more. */
  stride: number;
  /** Visits of each route. */
  length: Int32Array;
  /** The visit of each slot; −1 at the start and the end. */
  slotVisit: Int32Array;
  slotLocation: Int32Array;
  slotLegSec: TimeArray;
  slotServiceSec: TimeArray;
  slotReadySec: TimeArray;
  slotLatestSec: TimeArray;
  /** Position (0 = start) of the visit that this slot's riding time or the route's duration counts from, or −1. */
  slotLimitFrom: Int32Array;
  /** slotLoad[slot * dimensionCount + dimension], when the vehicle leaves the slot. */
  slotLoad: Int32Array;
  /**
   * Where and when each vehicle can first do something new (its start, or the last frozen visit), side by side so that a
   * sieve over all vehicles reads memory in a line; −FOREVER where that may change. Made when first asked for.
   */
  openLocation: Int32Array;
  openReadySec: TimeArray;
  /** One of `openKinds`: what the sieve may conclude from them. */
  openKind: Uint8Array;
  /** The `routeVersion` that these were made from. */
  openVersion: Int32Array;
  /** See delay-slopes.ts; made when first asked for. */
  slotDelaySlope: Float64Array;
  slotDelayRate: Float64Array;
  /** The `routeVersion` that the slopes were made from. */
  slopeVersion: Int32Array;
  /** Cost of each route by the problem's weights. */
  routeCost: Float64Array;
  /** 1 where an insertion must be settled exactly: some ride time, duration or driving limit may bind. */
  routeLimited: Uint8Array;
  /** 1 where legs may change with what stands before them: a break that is taken wherever the vehicle is. */
  routeFloating: Uint8Array;
  /** 1 where the route holds a break, which nobody may be carried across. */
  routeHasBreak: Uint8Array;
  routeMisfit: Uint8Array;
  /** By how much the present riders' part of a route may become cheaper by an insertion: 0 unless drive times have periods. */
  routeBlur: Float64Array;
  /** A number that no other content of any route of this plan has had. */
  routeVersion: Int32Array;
  lastVersion: number;
  /** Vehicle that serves each ride, or NONE. */
  vehicleOf: Int32Array;
  /** Chosen stop pair of each ride, an index into its own list. */
  stopPair: Int32Array;
  /** The problem's `rideRevision` that the arrays below were made from. */
  knownRevision: Int32Array;
  /** Place and window of each visit with the chosen stop pair, tightened by the ride's own limits. */
  visitLocation: Int32Array;
  visitEarliestSec: TimeArray;
  visitLatestSec: TimeArray;
  /** Direct drive between the chosen stops, in the fastest drive class. */
  directSec: TimeArray;
  readonly draft: RouteDraft;
  readonly scan: InsertionScan;
  /** Position of each ride's pickup in the draft: valid only for rides of the draft. */
  pickupPosition: Int32Array;
  /** Cost parts of the last priced draft, see cost.ts. */
  readonly parts: Float64Array;
  /** Two rows of dimensionCount: what is aboard, and nothing. */
  readonly loadScratch: Int32Array;
}

/** A plan in which every vehicle's route holds its breaks, in order of their windows, and nothing else. */
export function emptyPlan(problem: PlanProblem): Plan {
  return planOf(problem, (vehicle) => breaksOf(problem, vehicle));
}

/** A plan of given routes, with the breaks in them; whether they can be driven is not asked. */
export function planOf(problem: PlanProblem, routeOf: (vehicle: number) => readonly number[]): Plan {
  const time = (length: number) => (problem.fractional ? new Float64Array(length) : new Int32Array(length));
  const plan: Plan = {
    stride: 16,
    length: new Int32Array(0),
    slotVisit: new Int32Array(0),
    slotLocation: new Int32Array(0),
    slotLegSec: time(0),
    slotServiceSec: time(0),
    slotReadySec: time(0),
    slotLatestSec: time(0),
    slotLimitFrom: new Int32Array(0),
    slotLoad: new Int32Array(0),
    openLocation: new Int32Array(0),
    openReadySec: time(0),
    openKind: new Uint8Array(0),
    openVersion: new Int32Array(0),
    slotDelaySlope: new Float64Array(0),
    slotDelayRate: new Float64Array(0),
    slopeVersion: new Int32Array(0),
    routeCost: new Float64Array(0),
    routeLimited: new Uint8Array(0),
    routeFloating: new Uint8Array(0),
    routeHasBreak: new Uint8Array(0),
    routeMisfit: new Uint8Array(0),
    routeBlur: new Float64Array(0),
    routeVersion: new Int32Array(0),
    lastVersion: 0,
    vehicleOf: new Int32Array(0),
    stopPair: new Int32Array(0),
    knownRevision: new Int32Array(0),
    visitLocation: new Int32Array(0),
    visitEarliestSec: time(0),
    visitLatestSec: time(0),
    directSec: time(0),
    draft: routeDraft(problem.fractional, problem.toleranceSec),
    scan: insertionScan(),
    pickupPosition: new Int32Array(0),
    parts: new Float64Array(partCount),
    loadScratch: new Int32Array(2 * problem.dimensionCount),
  };
  growVehicles(problem, plan);
  growRides(problem, plan);
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    setRoute(problem, plan, vehicle, routeOf(vehicle));
  }
  return plan;
}

/** A copy that shares nothing with the original. */
export function copyPlan(problem: PlanProblem, plan: Plan): Plan {
  const copy = { ...plan, draft: routeDraft(problem.fractional, problem.toleranceSec), scan: insertionScan() };
  for (const [name, value] of Object.entries(plan)) {
    if (ArrayBuffer.isView(value)) Object.assign(copy, { [name]: (value as Int32Array).slice() });
  }
  return copy;
}

/** Makes room for vehicles and rides that were added to the problem since. Every public function here does it itself. */
export function fitPlan(problem: PlanProblem, plan: Plan): void {
  const known = plan.length.length;
  if (known < problem.vehicleCount) {
    growVehicles(problem, plan);
    for (let vehicle = known; vehicle < problem.vehicleCount; vehicle++) refreshRoute(problem, plan, vehicle);
  }
  if (plan.vehicleOf.length < problem.rideKind.length) growRides(problem, plan);
}

/** Visits of a vehicle's route, in order (a copy). */
export function routeVisits(plan: Plan, vehicle: number): number[] {
  const first = vehicle * plan.stride + 1;
  return [...plan.slotVisit.subarray(first, first + plan.length[vehicle]!)];
}

/** Sum of all routes' costs. */
export function planCost(problem: PlanProblem, plan: Plan): number {
  let cost = 0;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) cost += plan.routeCost[vehicle]!;
  return cost;
}

/**
 * Replaces a vehicle's route. Rides that stood in the old one and not in the new one become unassigned.
 *
 * @returns `misfit.none`, or the first reason why the route can't be driven (it is set all the same)
 * @throws RangeError when a drop-off has no pickup before it, or a ride stands in another route
 */
export function setRoute(problem: PlanProblem, plan: Plan, vehicle: number, visits: readonly number[]): Misfit {
  fitPlan(problem, plan);
  const old = plan.length[vehicle]!;
  for (let slot = vehicle * plan.stride + 1, end = slot + old; slot < end; slot++) {
    plan.vehicleOf[plan.slotVisit[slot]! >> 1] = NONE;
  }
  checkStructure(problem, plan, vehicle, visits);
  reserveStride(problem, plan, visits.length + 2);
  const first = vehicle * plan.stride + 1;
  for (const [index, visit] of visits.entries()) plan.slotVisit[first + index] = visit;
  plan.length[vehicle] = visits.length;
  for (const visit of visits) plan.vehicleOf[visit >> 1] = vehicle;
  return refreshRoute(problem, plan, vehicle);
}

/** Works out the times and the cost of a route anew: after its visits, its vehicle or one of its rides changed. O(visits). */
export function refreshRoute(problem: PlanProblem, plan: Plan, vehicle: number): Misfit {
  fitPlan(problem, plan);
  const first = vehicle * plan.stride;
  const length = plan.length[vehicle]!;
  for (let slot = first + 1; slot <= first + length; slot++) freshenRide(problem, plan, plan.slotVisit[slot]! >> 1);
  let reason = fillDraft(problem, plan, vehicle, plan.slotVisit, first + 1, length);
  if (reason === misfit.none) reason = settleDraft(plan.draft);
  if (reason === misfit.none) reason = checkWholeRoute(problem, plan, vehicle);
  if (reason !== misfit.none) driveOn(plan.draft);
  plan.routeMisfit[vehicle] = reason;
  plan.routeCost[vehicle] = priceDraft(problem, plan, vehicle);
  settleLatest(plan.draft);
  plan.routeVersion[vehicle] = ++plan.lastVersion;
  keepSlots(problem, plan, vehicle);
  return reason;
}

/** Chooses among a ride's stop pairs and derives place and window of its two visits. */
export function chooseStopPair(problem: PlanProblem, plan: Plan, ride: number, pair: number): void {
  const at = ride * problem.stopPairLimit + pair;
  const pickup = 2 * ride;
  const dropoff = pickup + 1;
  const from = problem.pairPickup[at]!;
  const to = problem.pairDropoff[at]!;
  plan.stopPair[ride] = pair;
  plan.knownRevision[ride] = problem.rideRevision[ride]!;
  plan.visitLocation[pickup] = from;
  plan.visitLocation[dropoff] = to;
  plan.directSec[ride] = fastestDriveSec(problem, from, to);
  const limit = problem.maxRideSec[ride]!;
  let pickupLatest = problem.visitLatestSec[pickup]!;
  let dropoffLatest = problem.visitLatestSec[dropoff]! - problem.pairAlightWalkSec[at]!;
  let pickupEarliest = problem.visitEarliestSec[pickup]! + problem.pairBoardWalkSec[at]!;
  if (problem.rideKind[ride] === rideKind.waiting) {
    const dwell = problem.visitDwellSec[pickup]!;
    pickupEarliest = Math.max(pickupEarliest, problem.visitEarliestSec[dropoff]! - limit - dwell);
    dropoffLatest = Math.min(dropoffLatest, pickupLatest + dwell + limit);
    if (problem.fractional) pickupLatest = Math.min(pickupLatest, dropoffLatest - dwell - plan.directSec[ride]!);
  } else if (problem.rideKind[ride] === rideKind.aboard) {
    dropoffLatest = Math.min(dropoffLatest, problem.boardedSec[ride]! + limit);
  }
  plan.visitEarliestSec[pickup] = pickupEarliest;
  plan.visitLatestSec[pickup] = pickupLatest;
  plan.visitEarliestSec[dropoff] = problem.visitEarliestSec[dropoff]!;
  plan.visitLatestSec[dropoff] = dropoffLatest;
}

/** Brings a ride's derived arrays up to date if the problem's ride changed since. */
export function freshenRide(problem: PlanProblem, plan: Plan, ride: number): void {
  if (plan.knownRevision[ride] === problem.rideRevision[ride]) return;
  const pair = plan.stopPair[ride]! < problem.stopPairCount[ride]! ? plan.stopPair[ride]! : 0;
  chooseStopPair(problem, plan, ride, pair);
}

/** Puts a vehicle's start, `length` visits and end into the plan's draft. Times are not settled yet. */
export function fillDraft(
  problem: PlanProblem,
  plan: Plan,
  vehicle: number,
  visits: ArrayLike<number>,
  first: number,
  length: number,
): Misfit {
  const draft = plan.draft;
  reserveDraft(draft, length + 2);
  draft.count = length + 2;
  startDraft(problem, draft, vehicle);
  for (let index = 0; index < length; index++) putVisit(problem, plan, draft, index + 1, visits[first + index]!);
  return endDraft(problem, draft, vehicle);
}

/** Position 0 of a draft: the vehicle at its start location. */
export function startDraft(problem: PlanProblem, draft: RouteDraft, vehicle: number): void {
  draft.visit[0] = NONE;
  draft.location[0] = problem.startLocation[vehicle]!;
  draft.earliest[0] = problem.startSec[vehicle]!;
  draft.latest[0] = problem.endSec[vehicle]!;
  draft.dwell[0] = 0;
  draft.leg[0] = 0;
  draft.limitFrom[0] = -1;
}

/** One visit at a position of the draft, without its leg. */
export function putVisit(problem: PlanProblem, plan: Plan, draft: RouteDraft, position: number, visit: number): void {
  const ride = visit >> 1;
  const location = plan.visitLocation[visit]!;
  draft.visit[position] = visit;
  draft.location[position] = location === ANYWHERE ? draft.location[position - 1]! : location;
  draft.earliest[position] = plan.visitEarliestSec[visit]!;
  draft.latest[position] = plan.visitLatestSec[visit]!;
  draft.dwell[position] = problem.visitDwellSec[visit]!;
  draft.limitFrom[position] = -1;
  if ((visit & 1) === 0) plan.pickupPosition[ride] = position;
  else if (problem.rideKind[ride] === rideKind.waiting && problem.maxRideSec[ride]! < FOREVER) {
    draft.limitFrom[position] = plan.pickupPosition[ride]!;
    draft.limit[position] = problem.maxRideSec[ride]!;
  }
}

/** The last position, and all legs. */
export function endDraft(problem: PlanProblem, draft: RouteDraft, vehicle: number): Misfit {
  const end = draft.count - 1;
  const endLocation = problem.endLocation[vehicle]!;
  draft.visit[end] = NONE;
  draft.location[end] = endLocation === ANYWHERE ? draft.location[end - 1]! : endLocation;
  draft.earliest[end] = -FOREVER;
  draft.latest[end] = problem.endSec[vehicle]!;
  draft.dwell[end] = 0;
  const limited = problem.maxDurationSec[vehicle]! < FOREVER;
  draft.limitFrom[end] = limited ? 0 : -1;
  draft.limit[end] = problem.maxDurationSec[vehicle]!;
  const times = problem.driveTimes[problem.driveClass[vehicle]!]!;
  const { sec, locationCount, unreachable } = times;
  chooseLegs(draft, times);
  const { location, leastLeg } = draft;
  const legCount = endLocation === ANYWHERE ? end : end + 1;
  draft.legCount = legCount;
  leastLeg[end] = 0;
  let reason: Misfit = misfit.none;
  for (let position = 1; position < legCount; position++) {
    const seconds = sec[location[position - 1]! * locationCount + location[position]!]!;
    leastLeg[position] = seconds;
    if (seconds !== unreachable) continue;
    leastLeg[position] = LOST_LEG_SEC;
    reason = misfit.unreachable;
    draft.failedAt = position;
  }
  return reason;
}

/** Lets a vehicle with an empty route leave its start no sooner than `startSec`: all that time does to one that waits. */
export function delayStart(problem: PlanProblem, plan: Plan, vehicle: number, startSec: number): void {
  const slot = vehicle * plan.stride;
  problem.startSec[vehicle] = startSec;
  plan.slotServiceSec[slot] = startSec;
  plan.slotReadySec[slot] = startSec;
  plan.routeVersion[vehicle] = ++plan.lastVersion;
}

/**
 * What is known of a route before it is looked at: its cost grows with the arrival at a new stop (`plain`), it stands
 * empty with nowhere to return to (`empty`), nothing for sure (`blurred`), or it can't be driven as it is (`misfit`).
 */
export const openKinds = { plain: 0, empty: 1, blurred: 2, misfit: 3 } as const;

/** Brings `openLocation`, `openReadySec` and `openKind` of a vehicle up to date. */
export function freshenOpenSlot(problem: PlanProblem, plan: Plan, vehicle: number): void {
  const slot = vehicle * plan.stride + problem.frozenVisits[vehicle]!;
  plan.openVersion[vehicle] = plan.routeVersion[vehicle]!;
  plan.openLocation[vehicle] = plan.slotLocation[slot]!;
  plan.openReadySec[vehicle] = plan.routeFloating[vehicle] === 1 ? -FOREVER : plan.slotReadySec[slot]!;
  plan.openKind[vehicle] = openKindOf(problem, plan, vehicle);
}

function openKindOf(problem: PlanProblem, plan: Plan, vehicle: number): number {
  if (plan.routeMisfit[vehicle] !== misfit.none) return openKinds.misfit;
  if (plan.routeFloating[vehicle] === 1 || plan.routeBlur[vehicle] !== 0) return openKinds.blurred;
  return plan.length[vehicle] === 0 && problem.endLocation[vehicle] === ANYWHERE ? openKinds.empty : openKinds.plain;
}

/** Legs that depend on the time of day are settled with the times; what is known before is the least they take. */
function chooseLegs(draft: RouteDraft, times: DriveTimes): void {
  draft.periodTimes = times.periods === null ? null : times;
  if (times.periods === null) draft.leastLeg = draft.leg;
  else if (draft.leastLeg === draft.leg) draft.leastLeg = draft.leg.slice();
}

/** Copies a settled draft into the slots of a vehicle. */
function keepSlots(problem: PlanProblem, plan: Plan, vehicle: number): void {
  const { draft, slotVisit, slotLocation, slotLegSec, slotServiceSec, slotReadySec, slotLatestSec } = plan;
  const base = vehicle * plan.stride;
  let limited = problem.maxDurationSec[vehicle]! < FOREVER || problem.maxDriveSec[vehicle]! < FOREVER ? 1 : 0;
  if (problem.maxDriveBetweenBreaksSec[vehicle]! < FOREVER) limited = 1;
  let floating = 0;
  let hasBreak = 0;
  for (let position = 0; position < draft.count; position++) {
    const slot = base + position;
    const visit = draft.visit[position]!;
    slotVisit[slot] = visit;
    slotLocation[slot] = draft.location[position]!;
    slotLegSec[slot] = draft.leastLeg[position]!;
    slotServiceSec[slot] = draft.service[position]!;
    slotReadySec[slot] = draft.service[position]! + draft.dwell[position]!;
    slotLatestSec[slot] = draft.latestService[position]!;
    plan.slotLimitFrom[slot] = draft.limitFrom[position]!;
    if (draft.limitFrom[position]! >= 0) limited = 1;
    if (visit < 0 || problem.rideKind[visit >> 1] !== rideKind.break) continue;
    hasBreak = 1;
    if (plan.visitLocation[visit] === ANYWHERE) floating = 1;
  }
  plan.routeLimited[vehicle] = limited;
  plan.routeFloating[vehicle] = floating;
  plan.routeHasBreak[vehicle] = hasBreak;
  plan.routeBlur[vehicle] = draft.periodTimes === null ? 0 : keepLeastTimes(problem, plan, vehicle);
  keepLoads(problem, plan, vehicle);
}

/**
 * Where drives depend on when they begin, the slots hold the earliest times with every leg as quick as it ever is: bounds,
 * because a later part of the route may be quicker after an insertion than it is now.
 *
 * @returns by how much the rest of the route may become cheaper when something is inserted
 */
function keepLeastTimes(problem: PlanProblem, plan: Plan, vehicle: number): number {
  const { draft, slotServiceSec, slotReadySec } = plan;
  const { drive, wait, rideExcess, lateness, risk } = problem.weights;
  const base = vehicle * plan.stride;
  let ready = problem.startSec[vehicle]!;
  let blur = 0;
  slotServiceSec[base] = ready;
  slotReadySec[base] = ready;
  for (let position = 1; position < draft.count; position++) {
    const visit = draft.visit[position]!;
    const arrival = ready + draft.leastLeg[position]!;
    const floor = visit < 0 ? -FOREVER : plan.visitEarliestSec[visit]!;
    const begin = arrival > floor ? arrival : floor;
    blur += drive * (draft.leg[position]! - draft.leastLeg[position]!);
    blur += (wait + rideExcess + lateness + risk) * (draft.service[position]! - begin);
    ready = begin + draft.dwell[position]!;
    slotServiceSec[base + position] = begin;
    slotReadySec[base + position] = ready;
  }
  return blur;
}

function keepLoads(problem: PlanProblem, plan: Plan, vehicle: number): void {
  const { dimensionCount: dimensions, load } = problem;
  const { slotLoad, slotVisit } = plan;
  const base = vehicle * plan.stride;
  const last = base + plan.length[vehicle]! + 1;
  for (let d = 0; d < dimensions; d++) {
    let aboard = 0;
    for (let slot = base + 1; slot < last; slot++) {
      const visit = slotVisit[slot]!;
      if ((visit & 1) === 1 && problem.rideKind[visit >> 1] === rideKind.aboard)
        aboard += load[(visit >> 1) * dimensions + d]!;
    }
    slotLoad[base * dimensions + d] = aboard;
    for (let slot = base + 1; slot < last; slot++) {
      const visit = slotVisit[slot]!;
      const change = load[(visit >> 1) * dimensions + d]!;
      aboard += (visit & 1) === 0 ? change : -change;
      slotLoad[slot * dimensions + d] = aboard;
    }
    slotLoad[last * dimensions + d] = aboard;
  }
}

function checkStructure(problem: PlanProblem, plan: Plan, vehicle: number, visits: readonly number[]): void {
  const boarded = new Set<number>();
  for (const visit of visits) {
    const ride = visit >> 1;
    const kind = problem.rideKind[ride];
    const known = visit >= 0 && ride < problem.rideCount && kind !== rideKind.free;
    if (!known) throw new RangeError(`route of vehicle ${vehicle}: visit ${visit} is of no ride`);
    if (plan.vehicleOf[ride] !== NONE)
      throw new RangeError(`route of vehicle ${vehicle}: ride ${ride} is in route ${plan.vehicleOf[ride]}`);
    if ((visit & 1) === 0) boarded.add(ride);
    else if (kind === rideKind.waiting && !boarded.has(ride)) {
      throw new RangeError(`route of vehicle ${vehicle}: ride ${ride} is dropped off without a pickup before`);
    }
  }
}

function breaksOf(problem: PlanProblem, vehicle: number): number[] {
  const breaks: number[] = [];
  for (let ride = 0; ride < problem.rideCount; ride++) {
    if (problem.rideKind[ride] === rideKind.break && problem.fixedVehicle[ride] === vehicle) breaks.push(2 * ride);
  }
  return breaks.sort((a, b) => problem.visitEarliestSec[a]! - problem.visitEarliestSec[b]! || a - b);
}

function fastestDriveSec(problem: PlanProblem, from: number, to: number): number {
  if (from === ANYWHERE || to === ANYWHERE) return 0;
  let best = FOREVER;
  for (const times of problem.driveTimes) {
    const seconds = driveSec(times, from, to);
    if (seconds !== times.unreachable && seconds < best) best = seconds;
  }
  return best;
}

/** Gives every vehicle at least `slots` slots. */
export function reserveStride(problem: PlanProblem, plan: Plan, slots: number): void {
  if (slots <= plan.stride) return;
  const oldStride = plan.stride;
  plan.stride = Math.max(slots, oldStride * 2);
  const vehicles = plan.length.length;
  const spread = <Numbers extends Int32Array | Float64Array>(old: Numbers, width: number): Numbers => {
    const wide = grown(old, vehicles * plan.stride * width).fill(0);
    for (let vehicle = 0; vehicle < vehicles; vehicle++) {
      const from = vehicle * oldStride * width;
      wide.set(old.subarray(from, from + oldStride * width), vehicle * plan.stride * width);
    }
    return wide as Numbers;
  };
  plan.slotVisit = spread(plan.slotVisit, 1);
  plan.slotLocation = spread(plan.slotLocation, 1);
  plan.slotLegSec = spread(plan.slotLegSec, 1);
  plan.slotServiceSec = spread(plan.slotServiceSec, 1);
  plan.slotReadySec = spread(plan.slotReadySec, 1);
  plan.slotLatestSec = spread(plan.slotLatestSec, 1);
  plan.slotLimitFrom = spread(plan.slotLimitFrom, 1);
  plan.slotLoad = spread(plan.slotLoad, problem.dimensionCount);
  plan.slotDelaySlope = spread(plan.slotDelaySlope, 1);
  plan.slotDelayRate = spread(plan.slotDelayRate, 1);
}

/** Room only: the new routes have no times yet. */
function growVehicles(problem: PlanProblem, plan: Plan): void {
  const count = problem.vehicleActive.length;
  const slots = count * plan.stride;
  plan.length = grown(plan.length, count);
  plan.slotVisit = grown(plan.slotVisit, slots);
  plan.slotLocation = grown(plan.slotLocation, slots);
  plan.slotLegSec = grown(plan.slotLegSec, slots);
  plan.slotServiceSec = grown(plan.slotServiceSec, slots);
  plan.slotReadySec = grown(plan.slotReadySec, slots);
  plan.slotLatestSec = grown(plan.slotLatestSec, slots);
  plan.slotLimitFrom = grown(plan.slotLimitFrom, slots);
  plan.slotLoad = grown(plan.slotLoad, slots * problem.dimensionCount);
  plan.openLocation = grown(plan.openLocation, count);
  plan.openReadySec = grown(plan.openReadySec, count);
  plan.openKind = grown(plan.openKind, count);
  plan.openVersion = grown(plan.openVersion, count);
  plan.slotDelaySlope = grown(plan.slotDelaySlope, slots);
  plan.slotDelayRate = grown(plan.slotDelayRate, slots);
  plan.slopeVersion = grown(plan.slopeVersion, count);
  plan.routeCost = grown(plan.routeCost, count);
  plan.routeLimited = grown(plan.routeLimited, count);
  plan.routeFloating = grown(plan.routeFloating, count);
  plan.routeHasBreak = grown(plan.routeHasBreak, count);
  plan.routeMisfit = grown(plan.routeMisfit, count);
  plan.routeBlur = grown(plan.routeBlur, count);
  plan.routeVersion = grown(plan.routeVersion, count);
}

function growRides(problem: PlanProblem, plan: Plan): void {
  const known = plan.vehicleOf.length;
  const count = problem.rideKind.length;
  plan.vehicleOf = grown(plan.vehicleOf, count).fill(NONE, known);
  plan.stopPair = grown(plan.stopPair, count);
  plan.knownRevision = grown(plan.knownRevision, count);
  plan.visitLocation = grown(plan.visitLocation, 2 * count);
  plan.visitEarliestSec = grown(plan.visitEarliestSec, 2 * count);
  plan.visitLatestSec = grown(plan.visitLatestSec, 2 * count);
  plan.directSec = grown(plan.directSec, count);
  plan.pickupPosition = grown(plan.pickupPosition, count);
}

/** All routes with their times, as plain data: for the plan checker, messages and the ledger. */
export function planProposal(problem: PlanProblem, plan: Plan): PlanProposal {
  const routes = Array.from({ length: problem.vehicleCount }, (_, vehicle) => {
    const first = vehicle * plan.stride + 1;
    const visits = routeVisits(plan, vehicle);
    const hasPeriods = problem.driveTimes[problem.driveClass[vehicle]!]?.periods != null;
    if (hasPeriods) return { vehicle, visits, serviceSec: settledTimes(problem, plan, vehicle) };
    return { vehicle, visits, serviceSec: visits.map((_visit, index) => plan.slotServiceSec[first + index]!) };
  });
  return { routes, stopPair: plan.stopPair.slice() };
}

function settledTimes(problem: PlanProblem, plan: Plan, vehicle: number): number[] {
  const { draft } = plan;
  const length = plan.length[vehicle]!;
  fillDraft(problem, plan, vehicle, plan.slotVisit, vehicle * plan.stride + 1, length);
  if (settleDraft(draft) !== misfit.none) driveOn(draft);
  return Array.from({ length }, (_, index) => draft.service[index + 1]!);
}

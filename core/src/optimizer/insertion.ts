/**
 * Where a ride fits best into the plan as it stands: the answer to a request, in microseconds.
 *
 *     const best = bestInsertions(problem, plan, ride, 3);   // cheapest first; [] = refuse (see refusal.ts for why)
 *     applyInsertion(problem, plan, best[0]!);
 *     unassignRide(problem, plan, ride);                     // the way back
 *
 * Exact over all vehicles, all stop pairs and all pairs of positions. Vehicles are sieved by one look-up each over arrays
 * that lie side by side; positions by what two look-ups can tell (earliest arrival, latest begin, room) and by a lower bound
 * of the price that counts what the delay costs the riders behind (delay-slopes.ts); what survives is priced exactly.
 * Cost: vehicles + reachable slots × 2 look-ups, plus O(visits) for each candidate that may be better than the best so far
 * (four of 1,500 on average in a fleet of 1,000). Nothing is allocated but the answer.
 *
 * Ties: lower price, then lower stop pair, vehicle, pickup position, drop-off position; so a replay decides alike.
 */
import { costParts, priceDraft, partCount, type CostParts } from './cost.ts';
import { freshenSlopes } from './delay-slopes.ts';
import { ANYWHERE, FOREVER, grown, NONE, rideKind, type PlanProblem } from './plan-problem.ts';
import {
  chooseStopPair,
  endDraft,
  fillDraft,
  fitPlan,
  freshenOpenSlot,
  freshenRide,
  openKinds,
  putVisit,
  refreshRoute,
  reserveStride,
  startDraft,
  type Plan,
} from './plan.ts';
import { misfit, reserveDraft, settleDraft, type Misfit } from './route-draft.ts';
import type { InsertionCounts, InsertionScan } from './insertion-scan.ts';
import { quickFit } from './quick-fit.ts';
import { checkRareRules, fits } from './route-rules.ts';

export interface Insertion {
  readonly ride: number;
  readonly vehicle: number;
  readonly stopPair: number;
  /** The pickup is put before this visit of the present route (its length: at the end). */
  readonly pickupAt: number;
  /** The drop-off is put before this visit of the present route; equal to `pickupAt`: right after the pickup. */
  readonly dropoffAt: number;
  /** Change of the plan's cost, by parts. */
  readonly cost: CostParts;
  /** Begin of boarding and of alighting in the earliest schedule. */
  readonly pickupSec: number;
  readonly dropoffSec: number;
}

interface Candidate {
  price: number;
  vehicle: number;
  stopPair: number;
  pickupAt: number;
  dropoffAt: number;
}

/**
 * The cheapest feasible insertion of an unassigned ride for each of the best `count` combinations of vehicle and stop
 * pair, cheapest first; empty if there is none.
 *
 * @param counts if given, is filled with how much was looked at
 */
export function bestInsertions(
  problem: PlanProblem,
  plan: Plan,
  ride: number,
  count: number,
  counts?: InsertionCounts,
): Insertion[] {
  fitPlan(problem, plan);
  const { scan } = plan;
  scan.counts = counts ?? { vehicles: 0, slots: 0, settled: 0 };
  const top: Candidate[] = [];
  const pairCount = problem.stopPairCount[ride]!;
  for (let pair = 0; pair < pairCount; pair++) {
    chooseStopPair(problem, plan, ride, pair);
    loadScan(problem, plan, scan, ride);
    warmRows(problem, scan);
    const reachable = sieveVehicles(problem, plan, scan);
    const ceiling = count === 1 && top.length === 0 ? seedBound(problem, plan, scan, reachable) : Infinity;
    for (let k = 0; k < reachable; k++) {
      scan.bound = top.length < count ? ceiling : top[count - 1]!.price;
      if (scan.leastCost[k]! >= scan.bound) continue;
      const vehicle = scan.vehicles[k]!;
      if (isDearer(problem, plan, scan, k)) continue;
      if (!mayServe(problem, plan, vehicle, ride) || !scanVehicle(problem, plan, scan, vehicle)) continue;
      keepBest(top, count, scan, pair, vehicle);
    }
  }
  return top.map((candidate) => describe(problem, plan, ride, candidate));
}

/**
 * Reads the four rows of the tables that the search will look into, one number a cache line: memory hands over lines in a
 * row several times faster than the same lines at random, and from then on look-ups are cache hits.
 */
function warmRows(problem: PlanProblem, scan: InsertionScan): void {
  let sum = 0;
  for (const { sec, transposedSec, locationCount } of problem.driveTimes) {
    if (locationCount < LEAST_COLD_ROW) continue;
    const step = 64 / sec.BYTES_PER_ELEMENT;
    const pickup = scan.pickupLocation * locationCount;
    const dropoff = scan.dropoffLocation * locationCount;
    for (let k = 0; k < locationCount; k += step) sum += transposedSec[pickup + k]! + transposedSec[dropoff + k]!;
    for (let k = 0; k < locationCount; k += step) sum += sec[pickup + k]! + sec[dropoff + k]!;
  }
  scan.warmth = sum;
}
/** A table with shorter rows than this stays in the cache anyway. */
const LEAST_COLD_ROW = 1000;

/**
 * The vehicles that can be at the pickup in time, in `scan.vehicles`, and what serving the ride costs them at least, in
 * `scan.leastCost`: one look-up a vehicle, because nobody is at the pickup sooner than from the first place it can leave.
 */
function sieveVehicles(problem: PlanProblem, plan: Plan, scan: InsertionScan): number {
  const { vehicleCount, driveClass, driveTimes } = problem;
  const { openVersion, openReadySec, openLocation, routeVersion } = plan;
  if (scan.vehicles.length < vehicleCount) {
    scan.vehicles = new Int32Array(vehicleCount);
    scan.arrival = new Float64Array(vehicleCount);
    scan.leastCost = new Float64Array(vehicleCount);
  }
  const { vehicles, arrival, pickupLatest } = scan;
  let known = -1;
  let row = 0;
  let toPickupSec = driveTimes[0]!.transposedSec;
  let isMetric = true;
  let count = 0;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    if (openVersion[vehicle] !== routeVersion[vehicle]) freshenOpenSlot(problem, plan, vehicle);
    if (driveClass[vehicle] !== known) {
      known = driveClass[vehicle]!;
      const times = driveTimes[known]!;
      toPickupSec = times.transposedSec;
      row = scan.pickupLocation * times.locationCount;
      isMetric = times.triangleExcessSec === 0;
    }
    const arriving = openReadySec[vehicle]! + toPickupSec[row + openLocation[vehicle]!]!;
    if (arriving > pickupLatest && isMetric) continue;
    vehicles[count] = vehicle;
    arrival[count++] = arriving;
  }
  return boundVehicles(problem, plan, scan, count);
}

/** Second look at the first `sieved` of `scan.vehicles`: drops those out of service and bounds the others' prices. */
function boundVehicles(problem: PlanProblem, plan: Plan, scan: InsertionScan, sieved: number): number {
  const { vehicleActive, driveClass, weights } = problem;
  const { openKind, openReadySec } = plan;
  const { vehicles, arrival, leastCost, pickupEarliest, pickupDwell, fixedCost } = scan;
  const { requested, softPickup, softDropoff } = scan;
  const { wait, lateness } = weights;
  let known = -1;
  let isPlain = false;
  let directSec = 0;
  let count = 0;
  for (let k = 0; k < sieved; k++) {
    const vehicle = vehicles[k]!;
    const kind = openKind[vehicle];
    if (vehicleActive[vehicle] === 0 || kind === openKinds.misfit) continue;
    if (driveClass[vehicle] !== known) {
      known = driveClass[vehicle]!;
      const times = problem.driveTimes[known]!;
      isPlain = times.triangleExcessSec === 0;
      directSec = times.sec[scan.pickupLocation * times.locationCount + scan.dropoffLocation]!;
    }
    let least = -Infinity;
    if (!isPlain) {
      if (!mayArrive(problem, plan, scan, vehicle)) continue;
    } else if (kind !== openKinds.blurred) {
      const boarding = arrival[k]! > pickupEarliest ? arrival[k]! : pickupEarliest;
      const alighting = boarding + pickupDwell + directSec;
      least = fixedCost;
      if (boarding > requested) least += wait * (boarding - requested);
      if (boarding > softPickup) least += lateness * (boarding - softPickup);
      if (alighting > softDropoff) least += lateness * (alighting - softDropoff);
      // Nobody takes an empty vehicle where there is no way: that far is dearer than any other.
      if (kind === openKinds.empty) least += weights.drive * (arrival[k]! - openReadySec[vehicle]! + directSec);
    }
    vehicles[count] = vehicle;
    leastCost[count++] = least;
  }
  return count;
}

/**
 * A closer look at a route that the first ones left over, before it is gone through: does boarding before its next visit
 * (the detour, and what the delay costs those behind) cost more than the best so far, and boarding any later as well?
 */
function isDearer(problem: PlanProblem, plan: Plan, scan: InsertionScan, k: number): boolean {
  const vehicle = scan.vehicles[k]!;
  const times = problem.driveTimes[problem.driveClass[vehicle]!]!;
  const isBounded = scan.isPriced && times.triangleExcessSec === 0 && times.periods === null;
  if (!isBounded || plan.openKind[vehicle] !== openKinds.plain) return false;
  freshenSlopes(problem, plan, vehicle);
  const { sec, transposedSec, locationCount } = times;
  const { drive } = problem.weights;
  const row = scan.pickupLocation * locationCount;
  const frozen = problem.frozenVisits[vehicle]!;
  const next = vehicle * plan.stride + frozen + 1;
  const nextLocation = plan.slotLocation[next]!;
  const bound = problem.fractional ? scan.bound + 1e-6 : scan.bound;
  const toPickup = scan.arrival[k]! - plan.openReadySec[vehicle]!;
  const isLast = plan.length[vehicle] === frozen;
  if (isLast && problem.endLocation[vehicle] === ANYWHERE) {
    return scan.leastCost[k]! + drive * (toPickup + sec[row + scan.dropoffLocation]!) >= bound;
  }
  const onward = sec[row + nextLocation]!;
  const boarding = scan.arrival[k]! > scan.pickupEarliest ? scan.arrival[k]! : scan.pickupEarliest;
  const delay = boarding + scan.pickupDwell + onward - plan.slotServiceSec[next]!;
  let now = scan.leastCost[k]! + drive * (toPickup + onward - plan.slotLegSec[next]!);
  if (delay > 0) now += delay * plan.slotDelayRate[next]!;
  if (now < bound) return false;
  if (isLast) return true;
  scan.counts.slots++;
  const later = plan.slotReadySec[next]! + transposedSec[row + nextLocation]!;
  return later > scan.pickupLatest || scan.fixedCost + pickupTimeCost(problem, scan, later) >= bound;
}

/** Where tables break the triangle inequality: can the vehicle be at the pickup in time, perhaps by a way round? */
function mayArrive(problem: PlanProblem, plan: Plan, scan: InsertionScan, vehicle: number): boolean {
  const times = problem.driveTimes[problem.driveClass[vehicle]!]!;
  const toPickup = times.transposedSec[scan.pickupLocation * times.locationCount + plan.openLocation[vehicle]!]!;
  if (plan.length[vehicle] === 0 && toPickup === times.unreachable) return false;
  const blur = times.triangleExcessSec * (plan.length[vehicle]! + 1);
  return plan.openReadySec[vehicle]! + Math.max(0, toPickup - blur) - blur <= scan.pickupLatest;
}

/** A ceiling that the best price does not exceed: just above what the most promising vehicle can do. */
function seedBound(problem: PlanProblem, plan: Plan, scan: InsertionScan, reachable: number): number {
  let chosen = 0;
  for (let k = 1; k < reachable; k++) if (scan.leastCost[k]! < scan.leastCost[chosen]!) chosen = k;
  if (reachable === 0 || !mayServe(problem, plan, scan.vehicles[chosen]!, scan.ride)) return Infinity;
  scan.bound = Infinity;
  if (!scanVehicle(problem, plan, scan, scan.vehicles[chosen]!)) return Infinity;
  return problem.fractional ? scan.bound + 1e-6 : scan.bound + 1; // an equal price of a lower index may still win
}

/** Puts the ride into its route. The price that was quoted is the change of `plan.routeCost`. */
export function applyInsertion(problem: PlanProblem, plan: Plan, insertion: Insertion): void {
  chooseStopPair(problem, plan, insertion.ride, insertion.stopPair);
  insertVisits(problem, plan, insertion.ride, insertion.vehicle, insertion.pickupAt, insertion.dropoffAt);
}

/** Puts the visits of a ride, with the stop pair chosen in the plan, at the given positions. O(visits). */
export function insertVisits(
  problem: PlanProblem,
  plan: Plan,
  ride: number,
  vehicle: number,
  pickupAt: number,
  dropoffAt: number,
): Misfit {
  const length = plan.length[vehicle]!;
  reserveStride(problem, plan, length + 4);
  const { slotVisit } = plan;
  const first = vehicle * plan.stride + 1;
  for (let index = length - 1; index >= dropoffAt; index--) slotVisit[first + index + 2] = slotVisit[first + index]!;
  slotVisit[first + dropoffAt + 1] = 2 * ride + 1;
  for (let index = dropoffAt - 1; index >= pickupAt; index--) slotVisit[first + index + 1] = slotVisit[first + index]!;
  slotVisit[first + pickupAt] = 2 * ride;
  plan.length[vehicle] = length + 2;
  plan.vehicleOf[ride] = vehicle;
  return refreshRoute(problem, plan, vehicle);
}

/** Takes a ride out of its route, if it is in one. Riders on board and frozen visits are the caller's care. */
export function unassignRide(problem: PlanProblem, plan: Plan, ride: number): void {
  const vehicle = plan.vehicleOf[ride]!;
  if (vehicle === NONE) return;
  const { slotVisit } = plan;
  const first = vehicle * plan.stride + 1;
  const end = first + plan.length[vehicle]!;
  let kept = first;
  for (let slot = first; slot < end; slot++) {
    const visit = slotVisit[slot]!;
    if (visit >> 1 !== ride) slotVisit[kept++] = visit;
  }
  plan.length[vehicle] = kept - first;
  plan.vehicleOf[ride] = NONE;
  refreshRoute(problem, plan, vehicle);
}

/** Whether a vehicle may serve a ride at all: in service, skilled, not reserved, the group's vehicle. */
export function mayServe(problem: PlanProblem, plan: Plan, vehicle: number, ride: number): boolean {
  if (problem.vehicleActive[vehicle] === 0 || plan.routeMisfit[vehicle] !== misfit.none) return false;
  const needs = problem.needs[ride]!;
  if ((problem.skills[vehicle]! & needs) !== needs) return false;
  const fixed = problem.fixedVehicle[ride]!;
  if (fixed !== NONE && fixed !== vehicle) return false;
  return problem.group[ride] === 0 || groupAllows(problem, plan, vehicle, ride);
}

function groupAllows(problem: PlanProblem, plan: Plan, vehicle: number, ride: number): boolean {
  for (let other = 0; other < problem.rideCount; other++) {
    if (problem.group[other] !== problem.group[ride] || other === ride) continue;
    const used = plan.vehicleOf[other]!;
    if (used !== NONE && used !== vehicle) return false;
  }
  return true;
}

/** Spreads a ride with its chosen stop pair out for `scanVehicle`. */
export function loadScan(problem: PlanProblem, plan: Plan, scan: InsertionScan, ride: number): void {
  freshenRide(problem, plan, ride);
  const pickup = 2 * ride;
  const dropoff = pickup + 1;
  scan.ride = ride;
  scan.pickupLocation = plan.visitLocation[pickup]!;
  scan.dropoffLocation = plan.visitLocation[dropoff]!;
  scan.pickupEarliest = plan.visitEarliestSec[pickup]!;
  scan.pickupLatest = plan.visitLatestSec[pickup]! + problem.toleranceSec;
  scan.dropoffEarliest = plan.visitEarliestSec[dropoff]!;
  scan.dropoffLatest = plan.visitLatestSec[dropoff]! + problem.toleranceSec;
  scan.pickupDwell = problem.visitDwellSec[pickup]!;
  scan.dropoffDwell = problem.visitDwellSec[dropoff]!;
  scan.maxRide = problem.maxRideSec[ride]! + problem.toleranceSec;
  scan.requested = problem.requestedSec[ride]!;
  scan.softPickup = problem.visitSoftSec[pickup]!;
  scan.softDropoff = problem.visitSoftSec[dropoff]!;
  const { wait, rideExcess, lateness, risk } = problem.weights;
  scan.isPriced = wait + rideExcess + lateness + risk > 0;
  scan.fixedCost = problem.pairWalkCost[ride * problem.stopPairLimit + plan.stopPair[ride]!]!;
}

/**
 * Finds the cheapest feasible pair of positions in one vehicle's route that is cheaper than `scan.bound`; leaves the
 * positions in `scan` and the price in `scan.bound`. Among equal prices the earliest pickup, then drop-off position wins.
 *
 * @returns whether there is one
 */
export function scanVehicle(problem: PlanProblem, plan: Plan, scan: InsertionScan, vehicle: number): boolean {
  const times = problem.driveTimes[problem.driveClass[vehicle]!]!;
  const { sec, transposedSec, locationCount, triangleExcessSec, unreachable } = times;
  const { slotLocation, slotLegSec, slotServiceSec, slotReadySec, slotLatestSec, slotLoad } = plan;
  const { pickupLatest, pickupEarliest, pickupDwell, dropoffLatest, dropoffEarliest, dropoffDwell, maxRide } = scan;
  const { dimensionCount, load, weights } = problem;
  const rideLoadAt = scan.ride * dimensionCount;
  const simpleRoom = dimensionCount === 1 && problem.configurationCount[vehicle] === 1;
  const room = simpleRoom ? problem.capacity[vehicle * problem.configurationLimit]! - load[rideLoadAt]! : 0;
  const toPickupRow = scan.pickupLocation * locationCount;
  const toDropoffRow = scan.dropoffLocation * locationCount;
  const directSec = sec[toPickupRow + scan.dropoffLocation]!;
  if (triangleExcessSec === 0 && (directSec > maxRide || directSec === unreachable)) return false;
  const length = plan.length[vehicle]!;
  const base = vehicle * plan.stride;
  const endAnywhere = problem.endLocation[vehicle] === ANYWHERE;
  const floating = plan.routeFloating[vehicle] === 1;
  const noWayOn = floating ? NONE : unreachable; // where the next visit will be is not known yet
  const hasBreak = plan.routeHasBreak[vehicle] === 1;
  // Bounds taken from the present route may be off by this much once two visits are put between (rounded tables).
  const blur = floating ? Infinity : 2 * triangleExcessSec + problem.toleranceSec;
  const driveWeight = weights.drive;
  const timeWeight = weights.wait + weights.rideExcess + weights.lateness + weights.risk;
  const costBlur = floating
    ? Infinity
    : triangleExcessSec * (2 * driveWeight + 4 * (length + 1) * timeWeight) +
      (problem.fractional ? 1e-6 : 0) +
      plan.routeBlur[vehicle]!;
  const leastDirectSec = directSec - triangleExcessSec * (length + 1);
  const quick =
    weights.risk === 0 &&
    triangleExcessSec === 0 &&
    times.periods === null &&
    !floating &&
    weights.vehicleUse === 0 &&
    problem.groupRideCount === 0 &&
    problem.mustNotShare.size === 0 &&
    problem.maxDriveSec[vehicle] === FOREVER &&
    problem.maxDriveBetweenBreaksSec[vehicle] === FOREVER;
  const settleAll = !quick || timeWeight > 0 || plan.routeLimited[vehicle] === 1;
  const leastLeaving = pickupEarliest + pickupDwell;
  scan.openCount = 0;
  const isPriced = timeWeight > 0 && !floating && times.periods === null;
  if (isPriced) freshenSlopes(problem, plan, vehicle);
  const { slotDelaySlope, slotDelayRate } = plan;
  const directRideSec = plan.directSec[scan.ride]!;
  let found = false;
  let slotsSeen = 0;

  for (let before = problem.frozenVisits[vehicle]!; before <= length; before++) {
    const slot = base + before;
    const ready = slotReadySec[slot]! - blur;
    if (ready > pickupLatest) break; // later slots are left later still
    slotsSeen++;
    if (slotLatestSec[slot + 1]! + blur < leastLeaving) continue; // the next visit can't wait until after the pickup
    const toPickup = transposedSec[toPickupRow + slotLocation[slot]!]!;
    const arrival = ready + toPickup;
    if (arrival > pickupLatest || toPickup === unreachable) continue;
    if (
      simpleRoom ? slotLoad[slot]! > room : !fits(problem, vehicle, slotLoad, slot * dimensionCount, load, rideLoadAt)
    )
      continue;
    const boarding = arrival > pickupEarliest ? arrival : pickupEarliest;
    const leaving = boarding + pickupDwell;
    const boardingCost = timeWeight > 0 ? pickupTimeCost(problem, scan, boarding) : 0;
    const leastCost = scan.fixedCost + boardingCost + latenessCost(problem, scan, leaving + leastDirectSec);
    if (leastCost - costBlur >= scan.bound) continue;
    const atEnd = before === length;
    const nextLocation = slotLocation[slot + 1]!;
    const oldLeg = slotLegSec[slot + 1]!;

    // Drop-off right after the pickup.
    const alighting = leaving + directSec > dropoffEarliest ? leaving + directSec : dropoffEarliest;
    if (alighting <= dropoffLatest && directSec <= maxRide && directSec !== unreachable) {
      const onward = atEnd && endAnywhere ? 0 : sec[toDropoffRow + nextLocation]!;
      const driveAndWalk = driveWeight * (toPickup + directSec + onward - oldLeg) + scan.fixedCost;
      const reachedNext = alighting + dropoffDwell + onward;
      let least = driveAndWalk + boardingCost + latenessCost(problem, scan, alighting);
      if (isPriced) {
        const delay = reachedNext - slotServiceSec[slot + 1]!;
        if (delay > 0) least += delay * slotDelayRate[slot + 1]!;
      }
      const tooLate = reachedNext > slotLatestSec[slot + 1]! + blur;
      if (least - costBlur < scan.bound && !tooLate && onward !== noWayOn) {
        const settled = settleAll || alighting - leaving > maxRide;
        if (
          settled
            ? settlePrice(problem, plan, scan, vehicle, before, before, quick, driveAndWalk)
            : keep(scan, driveAndWalk, before, before)
        )
          found = true;
      }
    }
    if (atEnd) break;

    // Drop-off after a later visit.
    const fromPickup = sec[toPickupRow + nextLocation]!;
    if (fromPickup === noWayOn) continue;
    const pickupDetour = driveWeight * (toPickup + fromPickup - oldLeg) + scan.fixedCost;
    let reached = leaving + fromPickup; // at the visit in hand, with the new rider aboard
    let delayCost = 0; // of the visits passed since the pickup
    const delay = isPriced ? reached - slotServiceSec[slot + 1]! : 0;
    const passedOn = delay > 0 ? delay * slotDelayRate[slot + 1]! : 0;
    if (pickupDetour + passedOn + leastCost - scan.fixedCost - costBlur >= scan.bound) continue;
    let ridden = fromPickup; // driving and dwelling since the pickup, without any waiting
    for (let after = before + 1; after <= length; after++) {
      const at = base + after;
      if (reached > slotLatestSec[at]! + blur) break;
      if (simpleRoom ? slotLoad[at]! > room : !fits(problem, vehicle, slotLoad, at * dimensionCount, load, rideLoadAt))
        break;
      if (hasBreak && problem.rideKind[plan.slotVisit[at]! >> 1] === rideKind.break) break;
      const service = slotServiceSec[at]!;
      const known = service - blur;
      const begin = reached > known ? reached : known;
      const dwell = slotReadySec[at]! - service;
      ridden += dwell;
      if (ridden > maxRide || begin + dwell > dropoffLatest) break;
      if (isPriced) {
        if (begin > service) delayCost += (begin - service) * slotDelaySlope[at]!;
        if (pickupDetour + boardingCost + delayCost - costBlur >= scan.bound) break; // it only grows from here on
      }
      const toDropoff = transposedSec[toDropoffRow + slotLocation[at]!]!;
      const lastLeg = slotLegSec[at + 1]!;
      const dropping = begin + dwell + toDropoff;
      if (dropping <= dropoffLatest && ridden + toDropoff <= maxRide && toDropoff !== unreachable) {
        const dropBegin = dropping > dropoffEarliest ? dropping : dropoffEarliest;
        const onward = after === length && endAnywhere ? 0 : sec[toDropoffRow + slotLocation[at + 1]!]!;
        const driveAndWalk = pickupDetour + driveWeight * (toDropoff + onward - lastLeg);
        const reachedNext = dropBegin + dropoffDwell + onward;
        let least = driveAndWalk + boardingCost + latenessCost(problem, scan, dropBegin);
        if (isPriced) {
          const delay = reachedNext - slotServiceSec[at + 1]!;
          const excess = dropBegin - leaving - directRideSec;
          least += delayCost;
          if (excess > 0) least += weights.rideExcess * excess;
          if (delay > 0) least += delay * slotDelayRate[at + 1]!;
        }
        if (least - costBlur < scan.bound && reachedNext <= slotLatestSec[at + 1]! + blur && onward !== noWayOn) {
          const settled = settleAll || dropBegin - leaving > maxRide;
          if (
            settled
              ? settlePrice(problem, plan, scan, vehicle, before, after, quick, driveAndWalk)
              : keep(scan, driveAndWalk, before, after)
          )
            found = true;
        }
      }
      reached = begin + dwell + lastLeg;
      ridden += lastLeg;
    }
  }
  scan.counts.vehicles++;
  scan.counts.slots += slotsSeen;
  return scan.openCount === 0 ? found : settleOpen(problem, plan, scan, vehicle, found);
}

/** What the ride's own waiting costs. */
function pickupTimeCost({ weights }: PlanProblem, scan: InsertionScan, boarding: number): number {
  let cost = 0;
  if (boarding > scan.requested) cost += weights.wait * (boarding - scan.requested);
  if (boarding > scan.softPickup) cost += weights.lateness * (boarding - scan.softPickup);
  return cost;
}

/** What the ride's own late arrival costs. */
function latenessCost({ weights }: PlanProblem, scan: InsertionScan, alighting: number): number {
  return alighting > scan.softDropoff ? weights.lateness * (alighting - scan.softDropoff) : 0;
}

function keep(scan: InsertionScan, price: number, before: number, after: number): boolean {
  scan.bound = price;
  scan.pickupAt = before;
  scan.dropoffAt = after;
  return true;
}

/**
 * Judges one pair of positions exactly and keeps it if it is feasible and cheaper than the bound.
 *
 * @param quick feasibility is a matter of time alone
 * @param driveAndWalk the part of the price that times do not change
 */
function settlePrice(
  problem: PlanProblem,
  plan: Plan,
  scan: InsertionScan,
  vehicle: number,
  before: number,
  after: number,
  quick: boolean,
  driveAndWalk: number,
): boolean {
  if (quick) {
    const verdict = quickFit(problem, plan, scan, scan.quick, vehicle, before, after);
    if (verdict < 0) return false;
    if (verdict > 0) {
      const price = driveAndWalk + scan.quick.timeCost;
      return price < scan.bound && keep(scan, price, before, after);
    }
    if (isTimeFree(problem)) {
      leaveOpen(scan, driveAndWalk, before, after); // the price is known already: settle the cheapest first, later
      return false;
    }
  }
  scan.counts.settled++;
  if (settleWith(problem, plan, scan.ride, vehicle, before, after) !== misfit.none) return false;
  const price = priceDraft(problem, plan, vehicle) - plan.routeCost[vehicle]!;
  return price < scan.bound && keep(scan, price, before, after);
}

function isTimeFree({ weights }: PlanProblem): boolean {
  return weights.wait + weights.rideExcess + weights.lateness + weights.risk === 0;
}

function leaveOpen(scan: InsertionScan, detour: number, before: number, after: number): void {
  if (scan.openCount === scan.openDetour.length) {
    scan.openDetour = grown(scan.openDetour, 2 * scan.openCount);
    scan.openBefore = grown(scan.openBefore, 2 * scan.openCount);
    scan.openAfter = grown(scan.openAfter, 2 * scan.openCount);
  }
  scan.openDetour[scan.openCount] = detour;
  scan.openBefore[scan.openCount] = before;
  scan.openAfter[scan.openCount++] = after;
}

/** Settles the candidates that were left open, cheapest first, until one is feasible or none is cheaper than the best. */
function settleOpen(problem: PlanProblem, plan: Plan, scan: InsertionScan, vehicle: number, found: boolean): boolean {
  const { openDetour, openBefore, openAfter } = scan;
  for (;;) {
    let least = scan.bound;
    let chosen = -1;
    for (let k = 0; k < scan.openCount; k++) {
      const isEarlier =
        chosen < 0 && found && openDetour[k] === least && comesFirst(scan, openBefore[k]!, openAfter[k]!);
      if (!(openDetour[k]! < least || isEarlier)) continue;
      least = openDetour[k]!;
      chosen = k;
    }
    if (chosen < 0) return found;
    scan.counts.settled++;
    const before = openBefore[chosen]!;
    const after = openAfter[chosen]!;
    openDetour[chosen] = Infinity;
    if (settleWith(problem, plan, scan.ride, vehicle, before, after) === misfit.none)
      return keep(scan, least, before, after);
  }
}

/** Would this pair of positions win a tie against the best so far? */
function comesFirst(scan: InsertionScan, before: number, after: number): boolean {
  return before < scan.pickupAt || (before === scan.pickupAt && after < scan.dropoffAt);
}

/** Settles a vehicle's route with a ride put at two positions. */
export function settleWith(
  problem: PlanProblem,
  plan: Plan,
  ride: number,
  vehicle: number,
  before: number,
  after: number,
): Misfit {
  const { draft, slotVisit } = plan;
  const length = plan.length[vehicle]!;
  const first = vehicle * plan.stride + 1;
  reserveDraft(draft, length + 4);
  draft.count = length + 4;
  startDraft(problem, draft, vehicle);
  let position = 1;
  for (let index = 0; index < before; index++) putVisit(problem, plan, draft, position++, slotVisit[first + index]!);
  putVisit(problem, plan, draft, position++, 2 * ride);
  for (let index = before; index < after; index++)
    putVisit(problem, plan, draft, position++, slotVisit[first + index]!);
  putVisit(problem, plan, draft, position++, 2 * ride + 1);
  for (let index = after; index < length; index++)
    putVisit(problem, plan, draft, position++, slotVisit[first + index]!);
  let reason = endDraft(problem, draft, vehicle);
  if (reason === misfit.none) reason = settleDraft(draft);
  return reason === misfit.none ? checkRareRules(problem, plan, vehicle) : reason;
}

/** Puts the scan's best into the sorted list of at most `count`. */
function keepBest(top: Candidate[], count: number, scan: InsertionScan, stopPair: number, vehicle: number): void {
  const candidate = { price: scan.bound, vehicle, stopPair, pickupAt: scan.pickupAt, dropoffAt: scan.dropoffAt };
  let at = top.length;
  while (at > 0 && top[at - 1]!.price > candidate.price) at--;
  top.splice(at, 0, candidate);
  if (top.length > count) top.pop();
}

function describe(problem: PlanProblem, plan: Plan, ride: number, candidate: Candidate): Insertion {
  const { vehicle, stopPair, pickupAt, dropoffAt } = candidate;
  fillDraft(problem, plan, vehicle, plan.slotVisit, vehicle * plan.stride + 1, plan.length[vehicle]!);
  settleDraft(plan.draft);
  priceDraft(problem, plan, vehicle);
  const before = plan.parts.slice(0, partCount);
  chooseStopPair(problem, plan, ride, stopPair);
  settleWith(problem, plan, ride, vehicle, pickupAt, dropoffAt);
  priceDraft(problem, plan, vehicle);
  return {
    ride,
    vehicle,
    stopPair,
    pickupAt,
    dropoffAt,
    cost: costParts(plan.parts, before),
    pickupSec: plan.draft.service[pickupAt + 1]!,
    dropoffSec: plan.draft.service[dropoffAt + 2]!,
  };
}

/** Whether a ride slot is a ride that may be inserted: waiting, not in a route. */
export function isInsertable(problem: PlanProblem, plan: Plan, ride: number): boolean {
  return problem.rideKind[ride] === rideKind.waiting && (plan.vehicleOf[ride] ?? NONE) === NONE;
}

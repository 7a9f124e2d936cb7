/**
 * A fast exact look at one insertion: pushes the route's known earliest times forward from the pickup on, and stops where
 * the push is absorbed. Needs a table that keeps the triangle inequality. Most candidates are decided here; what is left
 * open (a rider would ride too long, but there is waiting that could be shifted) is settled as a whole route.
 */
import { ANYWHERE, rideKind, type PlanProblem } from './plan-problem.ts';
import type { InsertionScan } from './insertion-scan.ts';
import type { Plan } from './plan.ts';

export interface QuickFitScratch {
  /** New begin of service by position; valid behind the pickup. */
  begin: Float64Array;
  /** New arrival by position. */
  arrival: Float64Array;
  /** After FITS: what the new times cost, the inserted rider's own and the others', beyond driving and walking. */
  timeCost: number;
}

export function quickFitScratch(): QuickFitScratch {
  return { begin: new Float64Array(256), arrival: new Float64Array(256), timeCost: 0 };
}

const FITS = 1;
const OPEN = 0;
const MISFITS = -1;

/** 1: feasible, −1: infeasible, 0: settle it. Room on board, compatibility and sharing are not looked at. */
export function quickFit(
  problem: PlanProblem,
  plan: Plan,
  scan: InsertionScan,
  scratch: QuickFitScratch,
  vehicle: number,
  before: number,
  after: number,
): number {
  const { slotVisit, slotLocation, slotLegSec, slotServiceSec, slotReadySec, slotLatestSec, slotLimitFrom } = plan;
  const { sec, locationCount } = problem.driveTimes[problem.driveClass[vehicle]!]!;
  const { toleranceSec } = problem;
  const base = vehicle * plan.stride;
  const end = plan.length[vehicle]! + 1;
  if (scratch.begin.length <= end) {
    scratch.begin = new Float64Array(2 * end);
    scratch.arrival = new Float64Array(2 * end);
  }
  const { begin, arrival } = scratch;
  const toPickup = sec[slotLocation[base + before]! * locationCount + scan.pickupLocation]!;
  const arriving = slotReadySec[base + before]! + toPickup;
  const boarding = arriving > scan.pickupEarliest ? arriving : scan.pickupEarliest;
  if (boarding > scan.pickupLatest) return MISFITS;
  const boarded = boarding + scan.pickupDwell;
  let ready = boarded;
  const { weights } = problem;
  const isTimed = weights.wait + weights.rideExcess + weights.lateness > 0;
  let timeCost = 0;
  if (isTimed) {
    if (boarding > scan.requested) timeCost += weights.wait * (boarding - scan.requested);
    if (boarding > scan.softPickup) timeCost += weights.lateness * (boarding - scan.softPickup);
  }
  let dropoffWait = 0;
  let waited = 0; // since the pickup: by so much could boarding be delayed without arriving later
  let here = scan.pickupLocation;
  let position = before;
  for (;;) {
    if (position === after) {
      const arrivingAtDropoff = ready + sec[here * locationCount + scan.dropoffLocation]!;
      const alighting = arrivingAtDropoff > scan.dropoffEarliest ? arrivingAtDropoff : scan.dropoffEarliest;
      if (alighting > scan.dropoffLatest) return MISFITS;
      dropoffWait = alighting - arrivingAtDropoff;
      waited += dropoffWait;
      const excess = alighting - boarded - scan.maxRide; // maxRide includes the tolerance
      if (excess > 0) return excess > waited + toleranceSec ? MISFITS : OPEN;
      if (isTimed) {
        const ridden = alighting - boarded - plan.directSec[scan.ride]!;
        if (ridden > 0) timeCost += weights.rideExcess * ridden;
        if (alighting > scan.softDropoff) timeCost += weights.lateness * (alighting - scan.softDropoff);
      }
      ready = alighting + scan.dropoffDwell;
      here = scan.dropoffLocation;
    }
    position++;
    const slot = base + position;
    const leg =
      position > after + 1 || (position > before + 1 && position <= after)
        ? slotLegSec[slot]!
        : position === end && problem.endLocation[vehicle] === ANYWHERE
          ? 0
          : sec[here * locationCount + slotLocation[slot]!]!;
    const reached = ready + leg;
    const known = slotServiceSec[slot]!;
    const starts = reached > known ? reached : known;
    if (starts > slotLatestSec[slot]! + toleranceSec) return MISFITS;
    arrival[position] = reached;
    begin[position] = starts;
    waited += starts - reached;
    const from = slotLimitFrom[slot]!;
    if (from >= 0) {
      const limit = position === end ? problem.maxDurationSec[vehicle]! : problem.maxRideSec[slotVisit[slot]! >> 1]!;
      const dwell = slotReadySec[base + from]! - slotServiceSec[base + from]!;
      const fromBegin = from <= before ? slotServiceSec[base + from]! : begin[from]!;
      const excess = starts - fromBegin - dwell - limit;
      if (excess > toleranceSec) {
        let movable = toleranceSec;
        if (from <= before) movable += boarding - arriving;
        if (from <= after && position > after) movable += dropoffWait;
        for (let k = Math.max(from, before) + 1; k <= position; k++) movable += begin[k]! - arrival[k]!;
        for (let k = from + 1; k <= before; k++) {
          movable += slotServiceSec[base + k]! - slotReadySec[base + k - 1]! - slotLegSec[base + k]!;
        }
        return excess > movable ? MISFITS : OPEN;
      }
    }
    if (isTimed && position < end) timeCost += delayCost(problem, plan, scratch, base, before, position);
    if (position === end || (position > after && starts <= known && !isTimed)) {
      scratch.timeCost = timeCost;
      return FITS; // the push is absorbed: the rest is as before
    }
    ready = starts + slotReadySec[slot]! - known;
    here = slotLocation[slot]!;
  }
}

/** What the later begin of service at one position costs its rider, more than before (less, if boarding is later). */
function delayCost(
  problem: PlanProblem,
  plan: Plan,
  scratch: QuickFitScratch,
  base: number,
  before: number,
  position: number,
): number {
  const visit = plan.slotVisit[base + position]!;
  const ride = visit >> 1;
  const kind = problem.rideKind[ride]!;
  if (kind === rideKind.break) return 0;
  const { weights, visitSoftSec, requestedSec } = problem;
  const known = plan.slotServiceSec[base + position]!;
  const starts = scratch.begin[position]!;
  const soft = visitSoftSec[visit]!;
  let cost = weights.lateness * (Math.max(0, starts - soft) - Math.max(0, known - soft));
  if ((visit & 1) === 0) {
    const requested = requestedSec[ride]!;
    return cost + weights.wait * (Math.max(0, starts - requested) - Math.max(0, known - requested));
  }
  let wasBoarded = problem.boardedSec[ride]!;
  let isBoarded = wasBoarded;
  if (kind === rideKind.waiting) {
    let from = position - 1;
    while (plan.slotVisit[base + from] !== visit - 1) from--;
    wasBoarded = plan.slotReadySec[base + from]!;
    isBoarded = from <= before ? wasBoarded : wasBoarded + scratch.begin[from]! - plan.slotServiceSec[base + from]!;
  }
  const direct = plan.directSec[ride]!;
  cost += weights.rideExcess * (Math.max(0, starts - isBoarded - direct) - Math.max(0, known - wasBoarded - direct));
  return cost;
}

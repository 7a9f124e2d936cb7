/**
 * A fast exact look at one insertion: pushes the route's known earliest times forward from the pickup on, and stops where
 * the push is absorbed. Needs a table that keeps the triangle inequality. Most candidates are decided here; what is left
 * open (a rider would ride too long, but there is waiting that could be shifted) is settled as a whole route.
 */
import { ANYWHERE, type PlanProblem } from './plan-problem.ts';
import type { InsertionScan } from './insertion-scan.ts';
import type { Plan } from './plan.ts';

export interface QuickFitScratch {
  /** New begin of service by position; valid behind the pickup. */
  begin: Float64Array;
  /** New arrival by position. */
  arrival: Float64Array;
}

export function quickFitScratch(): QuickFitScratch {
  return { begin: new Float64Array(256), arrival: new Float64Array(256) };
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
    if (position === end) return FITS;
    if (position > after && starts <= known) return FITS; // the push is absorbed: the rest is as before
    ready = starts + slotReadySec[slot]! - known;
    here = slotLocation[slot]!;
  }
}

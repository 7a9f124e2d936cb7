/**
 * What it costs at least when a route runs late: the sieve of insertions where riders' time has a price.
 *
 * Each visit's cost grows at least by `slotDelaySlope` for a second of delay (waiting, riding, lateness are convex in its
 * begin). A delay passes on whole until a visit at which the vehicle waits anyway, so all visits from a slot up to there
 * grow at least by `slotDelayRate`, their sum, a second. With it a pair of positions is priced from below in O(1).
 * A later boarding shortens the rider's own ride: its slope is wait − rideExcess, which `planProblem` keeps from being negative.
 */
import { rideKind, type PlanProblem } from './plan-problem.ts';
import type { Plan } from './plan.ts';

/** Brings the slopes of one route up to date if its content has changed since. O(visits). */
export function freshenSlopes(problem: PlanProblem, plan: Plan, vehicle: number): void {
  if (plan.slopeVersion[vehicle] === plan.routeVersion[vehicle]) return;
  plan.slopeVersion[vehicle] = plan.routeVersion[vehicle]!;
  const { slotVisit, slotDelaySlope, slotDelayRate, slotServiceSec, slotReadySec, slotLegSec, pickupPosition } = plan;
  const base = vehicle * plan.stride;
  const end = base + plan.length[vehicle]! + 1;
  slotDelaySlope[base] = 0;
  for (let slot = base + 1; slot < end; slot++) {
    const visit = slotVisit[slot]!;
    if ((visit & 1) === 0) pickupPosition[visit >> 1] = slot - base;
    slotDelaySlope[slot] = slopeAt(problem, plan, base, slot);
  }
  slotDelaySlope[end] = 0;
  slotDelayRate[end] = 0;
  let rate = 0;
  for (let slot = end - 1; slot > base; slot--) {
    const waitsAfter = slotServiceSec[slot + 1]! > slotReadySec[slot]! + slotLegSec[slot + 1]!;
    rate = slotDelaySlope[slot]! + (waitsAfter ? 0 : rate);
    slotDelayRate[slot] = rate;
  }
}

function slopeAt(problem: PlanProblem, plan: Plan, base: number, slot: number): number {
  const { weights, rideKind: kinds, visitSoftSec, boardedSec } = problem;
  const visit = plan.slotVisit[slot]!;
  const ride = visit >> 1;
  if (kinds[ride] === rideKind.break) return 0;
  const begin = plan.slotServiceSec[slot]!;
  const lateness = begin >= visitSoftSec[visit]! ? weights.lateness : 0;
  if ((visit & 1) === 0) return weights.wait - weights.rideExcess + lateness;
  const isAboard = kinds[ride] === rideKind.aboard;
  const boarded = isAboard ? boardedSec[ride]! : plan.slotReadySec[base + plan.pickupPosition[ride]!]!;
  return lateness + (begin - boarded >= plan.directSec[ride]! ? weights.rideExcess : 0);
}

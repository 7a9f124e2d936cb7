/**
 * What a route costs, as whole numbers with named parts (weights in `PlanProblem.weights`).
 *
 * Every price in this folder comes from `priceDraft`, so the price of a move and the change of the full price agree.
 */
import { ANYWHERE, FOREVER, rideKind, type PlanProblem } from './plan-problem.ts';
import type { Plan } from './plan.ts';

/** The parts of a cost, in cost units (weight × seconds); `total` is their sum. */
export interface CostParts {
  readonly drive: number;
  readonly wait: number;
  readonly rideExcess: number;
  readonly walk: number;
  readonly lateness: number;
  readonly risk: number;
  readonly vehicleUse: number;
  readonly total: number;
}

export const partNames = ['drive', 'wait', 'rideExcess', 'walk', 'lateness', 'risk', 'vehicleUse'] as const;
export const partCount = partNames.length;

/** The parts of the draft that was priced last, less `before` if given. */
export function costParts(parts: ArrayLike<number>, before?: ArrayLike<number>): CostParts {
  const value = (index: number) => parts[index]! - (before?.[index] ?? 0);
  let total = 0;
  for (let index = 0; index < partCount; index++) total += value(index);
  return {
    drive: value(0),
    wait: value(1),
    rideExcess: value(2),
    walk: value(3),
    lateness: value(4),
    risk: value(5),
    vehicleUse: value(6),
    total,
  };
}

/** Cost of the settled draft in `plan.draft`; its parts are left in `plan.parts`. O(visits). */
export function priceDraft(problem: PlanProblem, plan: Plan, vehicle: number): number {
  const { count, leg, visit, service } = plan.draft;
  const { drive, vehicleUse, wait, rideExcess, lateness, risk } = problem.weights;
  const legCount = problem.endLocation[vehicle] === ANYWHERE ? count - 1 : count;
  let driven = 0;
  for (let position = 1; position < legCount; position++) driven += leg[position]!;
  const { parts } = plan;
  parts.fill(0);
  parts[0] = drive * driven;
  let rides = 0;
  let walkCost = 0;
  for (let position = 1; position < count - 1; position++) {
    const at = visit[position]!;
    const ride = at >> 1;
    if (problem.rideKind[ride] === rideKind.break) continue;
    rides++;
    if ((at & 1) === 1) walkCost += problem.pairWalkCost[ride * problem.stopPairLimit + plan.stopPair[ride]!]!;
  }
  parts[3] = walkCost;
  if (rides > 0) parts[6] = vehicleUse;
  if (wait + rideExcess + lateness + risk > 0) priceTimes(problem, plan, service);
  return parts[0]! + parts[1]! + parts[2]! + parts[3]! + parts[4]! + parts[5]! + parts[6]!;
}

function priceTimes(problem: PlanProblem, plan: Plan, service: ArrayLike<number>): void {
  const { count, visit } = plan.draft;
  const { weights, visitSoftSec, visitLatestSec, requestedSec, visitDwellSec } = problem;
  let waitSec = 0;
  let excessSec = 0;
  let lateSec = 0;
  let riskSec = 0;
  for (let position = 1; position < count - 1; position++) {
    const at = visit[position]!;
    const ride = at >> 1;
    if (problem.rideKind[ride] === rideKind.break) continue;
    const begin = service[position]!;
    if (begin > visitSoftSec[at]!) lateSec += begin - visitSoftSec[at]!;
    const left = visitLatestSec[at]! - begin;
    if (left < weights.riskBufferSec && visitLatestSec[at]! < FOREVER) riskSec += weights.riskBufferSec - left;
    if ((at & 1) === 0) {
      if (begin > requestedSec[ride]!) waitSec += begin - requestedSec[ride]!;
      continue;
    }
    const isAboard = problem.rideKind[ride] === rideKind.aboard;
    const boarded = isAboard
      ? problem.boardedSec[ride]!
      : service[plan.pickupPosition[ride]!]! + visitDwellSec[at - 1]!;
    const excess = begin - boarded - plan.directSec[ride]!;
    if (excess > 0) excessSec += excess;
  }
  const { parts } = plan;
  parts[1] = weights.wait * waitSec;
  parts[2] = weights.rideExcess * excessSec;
  parts[4] = weights.lateness * lateSec;
  parts[5] = weights.risk * riskSec;
}

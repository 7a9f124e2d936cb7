/**
 * What a route asks of people, in the units they think in: the same things that `priceDraft` puts prices on, before the
 * prices. `weights × measure` is the price, part by part, which the test asserts.
 */
import { ANYWHERE, FOREVER, rideKind, type PlanProblem } from './plan-problem.ts';
import { fillDraft, type Plan } from './plan.ts';
import { driveOn, misfit, settleDraft } from './route-draft.ts';

/** What riders bear, summed over them; the walk in cost units, as it is given. */
export interface RiderMeasure {
  readonly waitSec: number;
  readonly rideExcessSec: number;
  readonly walkCost: number;
  /** After the soft latest times. */
  readonly lateSec: number;
  /** By how much less than the buffer is left before hard latest times. */
  readonly riskSec: number;
}

export interface CostMeasure {
  readonly driveSec: number;
  /** Vehicles that have a ride at all. */
  readonly vehicles: number;
  /** Of the ride that was asked about, and of everybody else. */
  readonly own: RiderMeasure;
  readonly others: RiderMeasure;
}

export const riderMeasureNames = ['waitSec', 'rideExcessSec', 'walkCost', 'lateSec', 'riskSec'] as const;

type Numbers = { -readonly [Name in keyof RiderMeasure]: number };
const nothing = (): Numbers => ({ waitSec: 0, rideExcessSec: 0, walkCost: 0, lateSec: 0, riskSec: 0 });

/** A vehicle's route as it stands, measured; `own` is what its visits of `ride` bear. O(visits). */
export function measureRoute(problem: PlanProblem, plan: Plan, vehicle: number, ride: number): CostMeasure {
  const { draft } = plan;
  const length = plan.length[vehicle]!;
  fillDraft(problem, plan, vehicle, plan.slotVisit, vehicle * plan.stride + 1, length);
  if (plan.routeMisfit[vehicle] === misfit.none) settleDraft(draft);
  else driveOn(draft);
  const measure = { driveSec: 0, vehicles: 0, own: nothing(), others: nothing() };
  const legCount = problem.endLocation[vehicle] === ANYWHERE ? draft.count - 1 : draft.count;
  for (let position = 1; position < legCount; position++) measure.driveSec += draft.leg[position]!;
  for (let position = 1; position < draft.count - 1; position++) {
    const visit = draft.visit[position]!;
    if (problem.rideKind[visit >> 1] === rideKind.break) continue;
    measure.vehicles = 1;
    addVisit(problem, plan, visit, draft.service[position]!, visit >> 1 === ride ? measure.own : measure.others);
  }
  return measure;
}

function addVisit(problem: PlanProblem, plan: Plan, visit: number, beginSec: number, sum: Numbers): void {
  const ride = visit >> 1;
  const latestSec = problem.visitLatestSec[visit]!;
  sum.lateSec += Math.max(0, beginSec - problem.visitSoftSec[visit]!);
  if (latestSec < FOREVER) sum.riskSec += Math.max(0, problem.weights.riskBufferSec - (latestSec - beginSec));
  if ((visit & 1) === 0) {
    sum.waitSec += Math.max(0, beginSec - problem.requestedSec[ride]!);
    return;
  }
  sum.walkCost += problem.pairWalkCost[ride * problem.stopPairLimit + plan.stopPair[ride]!]!;
  sum.rideExcessSec += Math.max(0, beginSec - boardedSec(problem, plan, ride) - plan.directSec[ride]!);
}

/** End of boarding. */
function boardedSec(problem: PlanProblem, plan: Plan, ride: number): number {
  if (problem.rideKind[ride] === rideKind.aboard) return problem.boardedSec[ride]!;
  return plan.draft.service[plan.pickupPosition[ride]!]! + problem.visitDwellSec[2 * ride]!;
}

/** The sum of what is added less the sum of what is taken away, number by number. */
export function balance(added: readonly CostMeasure[], taken: readonly CostMeasure[]): CostMeasure {
  const sumOf = (of: (measure: CostMeasure) => number): number =>
    added.reduce((sum, measure) => sum + of(measure), 0) - taken.reduce((sum, measure) => sum + of(measure), 0);
  const riders = (who: 'own' | 'others'): RiderMeasure => {
    const sum = nothing();
    for (const name of riderMeasureNames) sum[name] = sumOf((measure) => measure[who][name]);
    return sum;
  };
  return {
    driveSec: sumOf((measure) => measure.driveSec),
    vehicles: sumOf((measure) => measure.vehicles),
    own: riders('own'),
    others: riders('others'),
  };
}

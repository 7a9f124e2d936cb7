/**
 * The obvious way to insert a ride: every vehicle, stop pair and pair of positions, each judged by the independent checker
 * and priced from its schedule. Slow; the oracle of the fast ways, for tests.
 */
import { checkPlan } from './check-plan.ts';
import { rideKind, type PlanProblem } from './plan-problem.ts';
import { chooseStopPair, planProposal, routeVisits, type Plan } from './plan.ts';
import { scheduleRoute } from './schedule.ts';

export interface SlowInsertion {
  /** Change of the plan's price. */
  readonly price: number;
  /** Stop pair, vehicle, pickup and drop-off position. */
  readonly key: readonly number[];
}

/** All feasible insertions of an unassigned ride, cheapest first in the promised order of ties. O(vehicles × visits⁴). */
export function everyInsertion(problem: PlanProblem, plan: Plan, ride: number): SlowInsertion[] {
  const found: SlowInsertion[] = [];
  for (let pair = 0; pair < problem.stopPairCount[ride]!; pair++) {
    chooseStopPair(problem, plan, ride, pair);
    for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
      if (plan.routeMisfit[vehicle] !== 0) continue; // nothing is added to a route that is broken already
      const old = routeVisits(plan, vehicle);
      const oldPrice = slowPrice(problem, plan, vehicle, old);
      for (let i = problem.frozenVisits[vehicle]!; i <= old.length; i++) {
        for (let j = i; j <= old.length; j++) {
          const visits = [...old.slice(0, i), 2 * ride, ...old.slice(i, j), 2 * ride + 1, ...old.slice(j)];
          if (!isFeasible(problem, plan, vehicle, visits)) continue;
          found.push({ price: slowPrice(problem, plan, vehicle, visits) - oldPrice, key: [pair, vehicle, i, j] });
        }
      }
    }
  }
  const compareKeys = (a: SlowInsertion, b: SlowInsertion) =>
    a.key.map((value, k) => value - b.key[k]!).find((d) => d !== 0) ?? 0;
  return found.sort((a, b) => a.price - b.price || compareKeys(a, b));
}

function isFeasible(problem: PlanProblem, plan: Plan, vehicle: number, visits: number[]): boolean {
  const others = planProposal(problem, plan).routes.filter((route) => route.vehicle !== vehicle);
  const routes = [...others, { vehicle, visits, serviceSec: null }];
  return checkPlan(problem, { routes, stopPair: plan.stopPair }).every(
    (violation) => violation.vehicle !== vehicle && violation.rule !== 'group',
  );
}

/** The price of a route written out from its schedule, part by part. */
export function slowPrice(problem: PlanProblem, plan: Plan, vehicle: number, visits: readonly number[]): number {
  const { weights } = problem;
  const schedule = scheduleRoute(problem, plan, vehicle, visits);
  let price = weights.drive * schedule.driveSec;
  const rides = schedule.stops.filter((stop) => problem.rideKind[stop.visit >> 1] !== rideKind.break);
  if (rides.length > 0) price += weights.vehicleUse;
  for (const { visit, serviceSec } of rides) {
    const ride = visit >> 1;
    const latest = problem.visitLatestSec[visit]!;
    price += weights.lateness * Math.max(0, serviceSec - problem.visitSoftSec[visit]!);
    if (latest < 1e6) price += weights.risk * Math.max(0, weights.riskBufferSec - (latest - serviceSec));
    if (visit % 2 === 0) {
      price += weights.wait * Math.max(0, serviceSec - problem.requestedSec[ride]!);
      continue;
    }
    const boarded = schedule.stops.find((stop) => stop.visit === visit - 1)!.departureSec;
    price += weights.rideExcess * Math.max(0, serviceSec - boarded - plan.directSec[ride]!);
    price += problem.pairWalkCost[ride * problem.stopPairLimit + plan.stopPair[ride]!]!;
  }
  return price;
}

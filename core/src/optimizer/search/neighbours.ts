/** Which visits belong together: near in the streets and in time. */
import type { PlanProblem } from '../plan-problem.ts';
import { freshenRide, type Plan } from '../plan.ts';

/**
 * For each visit of the given rides the `count` most related other visits, nearest first, at [visit * count + k]; −1 behind
 * the last. Related: drive time plus unavoidable waiting and lateness (as in Vidal et al. 2013), the better direction.
 * O(visits² log visits) once a search.
 */
export function nearestVisits(problem: PlanProblem, plan: Plan, rides: readonly number[], count: number): Int32Array {
  for (const ride of rides) freshenRide(problem, plan, ride);
  const visits = rides.flatMap((ride) => [2 * ride, 2 * ride + 1]);
  const nearest = new Int32Array(2 * problem.rideCount * count).fill(-1);
  const apart = new Float64Array(visits.length);
  for (const visit of visits) {
    for (const [index, other] of visits.entries()) {
      apart[index] = Math.min(distance(problem, plan, visit, other), distance(problem, plan, other, visit));
    }
    const order = visits.map((_, index) => index).sort((a, b) => apart[a]! - apart[b]! || a - b);
    const others = order.map((index) => visits[index]!).filter((other) => other !== visit);
    nearest.set(others.slice(0, count), visit * count);
  }
  return nearest;
}

const WAITING_WEIGHT = 0.05;
const LATENESS_WEIGHT = 0.2;

function distance(problem: PlanProblem, plan: Plan, from: number, to: number): number {
  const times = problem.driveTimes[0]!;
  const drive = times.sec[plan.visitLocation[from]! * times.locationCount + plan.visitLocation[to]!]!;
  const dwell = problem.visitDwellSec[from]!;
  const wait = plan.visitEarliestSec[to]! - dwell - drive - plan.visitLatestSec[from]!;
  const late = plan.visitEarliestSec[from]! + dwell + drive - plan.visitLatestSec[to]!;
  return drive + WAITING_WEIGHT * Math.max(wait, 0) + LATENESS_WEIGHT * Math.max(late, 0);
}

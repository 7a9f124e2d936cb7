/** Which vehicles can serve a ride at all, whatever their routes: the others need not be looked at in any step. */
import type { PlanProblem } from '../plan-problem.ts';
import { freshenRide, type Plan } from '../plan.ts';

/** The vehicles of ride `r` are `vehicles[k]`, `first[r] <= k < first[r + 1]`, ascending. Memory: 4 bytes a pair. */
export interface Reachable {
  readonly first: Int32Array;
  readonly vehicles: Int32Array;
}

/**
 * The vehicles with the skills for each ride that could be at its pickup in time if they left their start for it at once.
 * With an empty plan over a whole day that is all of them; an hour into the day one of five. O(rides × vehicles).
 */
export function reachableVehicles(problem: PlanProblem, plan: Plan, rides: readonly number[]): Reachable {
  const first = new Int32Array(problem.rideCount + 1);
  const found: number[] = [];
  const waiting = new Set(rides);
  for (let ride = 0; ride < problem.rideCount; ride++) {
    if (waiting.has(ride)) {
      freshenRide(problem, plan, ride);
      for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
        if (canServe(problem, plan, ride, vehicle)) found.push(vehicle);
      }
    }
    first[ride + 1] = found.length;
  }
  return { first, vehicles: Int32Array.from(found) };
}

function canServe(problem: PlanProblem, plan: Plan, ride: number, vehicle: number): boolean {
  const needs = problem.needs[ride]!;
  if ((problem.skills[vehicle]! & needs) !== needs) return false;
  const fixed = problem.fixedVehicle[ride]!;
  if (fixed >= 0 && fixed !== vehicle) return false;
  const { sec, locationCount, triangleExcessSec } = problem.driveTimes[problem.driveClass[vehicle]!]!;
  const drive = sec[problem.startLocation[vehicle]! * locationCount + plan.visitLocation[2 * ride]!]!;
  // A way over other stops may be quicker by the table's excess at each of them.
  const blur = triangleExcessSec === 0 ? 0 : triangleExcessSec * 2 * problem.rideCount;
  return problem.startSec[vehicle]! + drive - blur <= plan.visitLatestSec[2 * ride]! + problem.toleranceSec;
}

/** Takes every move that lowers the cost until none is left: the polish after ruin and recreate. */
import { NONE, rideKind, type PlanProblem } from '../plan-problem.ts';
import { routeVisits, type Plan } from '../plan.ts';
import { exchange } from './exchange.ts';
import { apply, evaluate, type Move } from './move.ts';
import { relocate } from './relocate.ts';
import { emptyPlaces, swapTails } from './tails.ts';
import { zeroSplit } from './zero-split.ts';

/**
 * Applies improving moves in a fixed order, first improvement, until a whole round finds none or `moveLimit` are applied.
 *
 * @returns how often each kind of move was applied
 */
export function descend(problem: PlanProblem, plan: Plan, moveLimit = Infinity): Record<string, number> {
  const applied: Record<string, number> = {};
  let left = moveLimit;
  for (let improved = true; improved && left > 0;) {
    improved = false;
    for (const move of everyMove(problem, plan)) {
      if (move === null || !(evaluate(problem, plan, move) < -1e-9)) continue;
      apply(problem, plan, move);
      applied[move.name] = (applied[move.name] ?? 0) + 1;
      improved = true;
      if (--left <= 0) break;
    }
  }
  return applied;
}

/** Every move of the plan as it stands when it is asked for. */
function* everyMove(problem: PlanProblem, plan: Plan): Generator<Move | null> {
  const vehicles = Array.from({ length: problem.vehicleCount }, (_, vehicle) => vehicle);
  const isMovable = (ride: number) => problem.rideKind[ride] === rideKind.waiting && plan.vehicleOf[ride] !== NONE;
  for (let ride = 0; ride < problem.rideCount; ride++) {
    if (!isMovable(ride)) continue;
    for (const vehicle of vehicles) yield relocate(problem, plan, ride, vehicle);
    for (let other = ride + 1; other < problem.rideCount; other++) {
      if (isMovable(other)) yield exchange(problem, plan, ride, other);
    }
  }
  for (const first of vehicles) {
    for (const second of vehicles) if (first !== second) yield* betweenRoutes(problem, plan, first, second);
  }
}

function* betweenRoutes(problem: PlanProblem, plan: Plan, first: number, second: number): Generator<Move | null> {
  const places = (vehicle: number) => emptyPlaces(problem, routeVisits(plan, vehicle));
  for (const a of places(first)) {
    for (const b of places(second)) {
      if (first < second) yield swapTails(problem, plan, first, a, second, b);
      for (const end of places(first)) if (end > a) yield zeroSplit(problem, plan, first, a, end, second, b);
    }
  }
}

/** Exchange: two rides of two vehicles change places, each taking over the other's positions. */
import type { PlanProblem } from '../plan-problem.ts';
import { routeVisits, type Plan } from '../plan.ts';
import type { Move } from './move.ts';

/** The move that swaps two rides position by position, or null if they are not in two routes. */
export function exchange(_problem: PlanProblem, plan: Plan, first: number, second: number): Move | null {
  const [a, b] = [plan.vehicleOf[first]!, plan.vehicleOf[second]!];
  if (a < 0 || b < 0 || a === b) return null;
  const swapped = (visit: number) => {
    const ride = visit >> 1;
    return ride === first ? 2 * second + (visit & 1) : ride === second ? 2 * first + (visit & 1) : visit;
  };
  return {
    name: 'exchange',
    routes: [
      { vehicle: a, visits: routeVisits(plan, a).map(swapped) },
      { vehicle: b, visits: routeVisits(plan, b).map(swapped) },
    ],
  };
}

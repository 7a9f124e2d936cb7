/** Zero split: a stretch between two places where nobody is aboard moves to such a place of another route (Parragh et al. 2010). */
import type { PlanProblem } from '../plan-problem.ts';
import { routeVisits, type Plan } from '../plan.ts';
import type { Move } from './move.ts';
import { emptyPlaces } from './tails.ts';

/** The move that takes visits `begin` … `end − 1` of one route to `place` of another; null unless all three are empty places. */
export function zeroSplit(
  problem: PlanProblem,
  plan: Plan,
  from: number,
  begin: number,
  end: number,
  to: number,
  place: number,
): Move | null {
  if (from === to || begin >= end) return null;
  const source = routeVisits(plan, from);
  const target = routeVisits(plan, to);
  const places = emptyPlaces(problem, source);
  if (!places.includes(begin) || !places.includes(end) || !emptyPlaces(problem, target).includes(place)) return null;
  return {
    name: 'zeroSplit',
    routes: [
      { vehicle: from, visits: [...source.slice(0, begin), ...source.slice(end)] },
      { vehicle: to, visits: [...target.slice(0, place), ...source.slice(begin, end), ...target.slice(place)] },
    ],
  };
}

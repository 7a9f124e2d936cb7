/** Tails (2-opt*): two vehicles change what is left of their routes behind places where nobody is aboard. */
import type { PlanProblem } from '../plan-problem.ts';
import { rideKind } from '../plan-problem.ts';
import { routeVisits, type Plan } from '../plan.ts';
import type { Move } from './move.ts';

/** Numbers of visits after which nobody is aboard: 0 (if nobody is at the start) to the route's length. */
export function emptyPlaces(problem: PlanProblem, visits: readonly number[]): number[] {
  let aboard = visits.filter((visit) => problem.rideKind[visit >> 1] === rideKind.aboard).length;
  const places = aboard === 0 ? [0] : [];
  for (const [index, visit] of visits.entries()) {
    if (problem.rideKind[visit >> 1] !== rideKind.break) aboard += (visit & 1) === 0 ? 1 : -1;
    if (aboard === 0) places.push(index + 1);
  }
  return places;
}

/** The move that swaps the visits from `firstPlace` and `secondPlace` on, both places where nobody is aboard; else null. */
export function swapTails(
  problem: PlanProblem,
  plan: Plan,
  first: number,
  firstPlace: number,
  second: number,
  secondPlace: number,
): Move | null {
  if (first === second) return null;
  const a = routeVisits(plan, first);
  const b = routeVisits(plan, second);
  if (!emptyPlaces(problem, a).includes(firstPlace) || !emptyPlaces(problem, b).includes(secondPlace)) return null;
  return {
    name: 'tails',
    routes: [
      { vehicle: first, visits: [...a.slice(0, firstPlace), ...b.slice(secondPlace)] },
      { vehicle: second, visits: [...b.slice(0, secondPlace), ...a.slice(firstPlace)] },
    ],
  };
}

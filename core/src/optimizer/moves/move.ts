/**
 * Moves: small changes of a plan with a price. Each move is one file with `evaluate` (what it would change the plan's cost
 * by, Infinity if it can't be done) and `apply` (do it); tests hold the applied change against the quoted price.
 *
 * All moves replace whole routes, so one judge (`priceRoute`) knows every rule: windows, ride times, room, breaks, hours.
 */
import { priceDraft } from '../cost.ts';
import type { PlanProblem } from '../plan-problem.ts';
import { fillDraft, routeVisits, setRoute, type Plan } from '../plan.ts';
import { misfit, settleDraft } from '../route-draft.ts';
import { checkWholeRoute } from '../route-rules.ts';

/** New visits for some vehicles. */
export interface Move {
  readonly name: string;
  readonly routes: readonly { readonly vehicle: number; readonly visits: readonly number[] }[];
}

/** Change of the plan's cost if the move were applied; Infinity if a route would break a rule. O(visits). */
export function evaluate(problem: PlanProblem, plan: Plan, move: Move): number {
  let change = 0;
  for (const { vehicle, visits } of move.routes) {
    change += priceRoute(problem, plan, vehicle, visits) - plan.routeCost[vehicle]!;
    if (change === Infinity) return Infinity;
  }
  return change;
}

/** Replaces the routes. The plan's cost changes by what `evaluate` said. */
export function apply(problem: PlanProblem, plan: Plan, move: Move): void {
  for (const { vehicle } of move.routes) setRoute(problem, plan, vehicle, []);
  for (const { vehicle, visits } of move.routes) setRoute(problem, plan, vehicle, visits);
}

function priceRoute(problem: PlanProblem, plan: Plan, vehicle: number, visits: readonly number[]): number {
  if (!mayDrive(problem, plan, vehicle, visits)) return Infinity;
  let reason = fillDraft(problem, plan, vehicle, visits, 0, visits.length);
  if (reason === misfit.none) reason = settleDraft(plan.draft);
  if (reason === misfit.none) reason = checkWholeRoute(problem, plan, vehicle);
  return reason === misfit.none ? priceDraft(problem, plan, vehicle) : Infinity;
}

/** Skills, reserved vehicles, frozen visits, and groups that must not be split. */
function mayDrive(problem: PlanProblem, plan: Plan, vehicle: number, visits: readonly number[]): boolean {
  if (problem.vehicleActive[vehicle] === 0) return visits.length === 0;
  const old = routeVisits(plan, vehicle);
  for (let k = 0; k < problem.frozenVisits[vehicle]!; k++) if (visits[k] !== old[k]) return false;
  return visits.every((visit) => {
    const ride = visit >> 1;
    const needs = problem.needs[ride]!;
    const isOwn = plan.vehicleOf[ride] === vehicle;
    const fixed = problem.fixedVehicle[ride]!;
    if (!isOwn && problem.group[ride] !== 0) return false; // a group moves as a whole, by ruin and recreate
    return (problem.skills[vehicle]! & needs) === needs && (fixed < 0 || fixed === vehicle);
  });
}

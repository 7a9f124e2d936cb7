/**
 * When each stop of a route happens, for whoever shows or stores it (offers, manifests, explanations).
 *
 *     const schedule = scheduleRoute(problem, plan, vehicle, visits);
 *     if (schedule.misfit === null) …schedule.stops[k].serviceSec…
 *
 * Every service begins as early as any feasible schedule allows (see route-draft.ts). Stop pairs are those that `plan` has
 * chosen. The plan's routes are not touched.
 */
import { misfit, driveOn, settleDraft, type Misfit, type RouteDraft } from './route-draft.ts';
import type { PlanProblem } from './plan-problem.ts';
import { fillDraft, fitPlan, freshenRide, type Plan } from './plan.ts';
import { checkWholeRoute } from './route-rules.ts';

export type MisfitName = Exclude<keyof typeof misfit, 'none'>;

export interface ScheduledStop {
  readonly visit: number;
  readonly location: number;
  readonly arrivalSec: number;
  /** Begin of boarding, alighting or break. */
  readonly serviceSec: number;
  readonly departureSec: number;
}

export interface RouteSchedule {
  /** null when everything holds; else the first constraint that fails, and the times are those of just driving on. */
  readonly misfit: { readonly reason: MisfitName; readonly index: number } | null;
  readonly startSec: number;
  readonly stops: readonly ScheduledStop[];
  /** Arrival at the end location (or end of the last service). */
  readonly endSec: number;
  readonly driveSec: number;
}

/** The schedule of `visits` driven by `vehicle`. `misfit.index` is an index into `visits`; `visits.length` means the end. */
export function scheduleRoute(
  problem: PlanProblem,
  plan: Plan,
  vehicle: number,
  visits: readonly number[],
): RouteSchedule {
  fitPlan(problem, plan);
  for (const visit of visits) freshenRide(problem, plan, visit >> 1);
  let reason = fillDraft(problem, plan, vehicle, visits, 0, visits.length);
  if (reason === misfit.none) reason = settleDraft(plan.draft);
  if (reason === misfit.none) reason = checkWholeRoute(problem, plan, vehicle);
  const { draft } = plan;
  const failedAt = draft.failedAt;
  if (reason !== misfit.none) driveOn(draft);
  const end = draft.count - 1;
  return {
    misfit: reason === misfit.none ? null : { reason: misfitName(reason), index: failedAt - 1 },
    startSec: draft.service[0]!,
    stops: visits.map((visit, index) => ({
      visit,
      location: draft.location[index + 1]!,
      arrivalSec: draft.arrival[index + 1]!,
      serviceSec: draft.service[index + 1]!,
      departureSec: draft.service[index + 1]! + draft.dwell[index + 1]!,
    })),
    endSec: draft.service[end]!,
    driveSec: drivenSec(draft),
  };
}

function drivenSec(draft: RouteDraft): number {
  let seconds = 0;
  for (let position = 1; position < draft.count; position++) seconds += draft.leg[position]!;
  return seconds;
}

/** The name of a misfit's number. */
export function misfitName(reason: Misfit): MisfitName {
  const found = Object.entries(misfit).find(([, value]) => value === reason);
  return (found?.[0] ?? 'timeWindow') as MisfitName;
}

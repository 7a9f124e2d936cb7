/**
 * Improvement at any time: ruin and recreate under simulated annealing, interruptible between any two steps and
 * deterministic for (problem, seed, steps).
 *
 *     const search = improvement(problem, { seed: 1 });
 *     improve(search, 10_000, 0, 0.5);      // first half of the cooling
 *     improve(search, 10_000, 0.5, 1);
 *     search.best.routes;                   // visits by vehicle
 *
 * A plan with fewer unserved rides is better; among those the cheaper. During the search a missing ride only costs
 * `unservedCost`, so that the search can pass through plans that miss some; the price rises while rides stay out.
 */
import { exponential, naturalLog } from '../../containers/exact-math.ts';
import type { PlanProblem } from '../plan-problem.ts';
import { recreate, type RecreateOptions } from './recreate.ts';
import { keepRoute, routePool, type RoutePool } from './route-pool.ts';
import { ruinTails } from './ruin-tails.ts';
import { ruinScratch, ruinStrings, type RuinOptions, type RuinScratch } from './ruin.ts';
import {
  allRoutes,
  beginStep,
  loadRoutes,
  searchCost,
  searchState,
  undoStep,
  type SearchState,
} from './search-state.ts';

export interface ImproveOptions extends Partial<RuinOptions>, Partial<RecreateOptions> {
  readonly seed: number;
  /** Default: 15 times the first plan's cost per ride. */
  readonly unservedCost?: number;
  /** Share of steps that swap the tails of two routes instead of taking strings out; default 0.3. */
  readonly tailShare?: number;
  readonly startTemperature?: number;
  readonly endTemperature?: number;
  /** Default temperatures, as multiples of the first plan's cost per ride: 0.9 and 0.05. Colder, nothing moves any more. */
  readonly hot?: number;
  readonly cold?: number;
  /** Routes to start from, by vehicle. */
  readonly routes?: readonly (readonly number[])[];
  /** How many found routes to remember for recombination; 0 for none. */
  readonly poolLimit?: number;
}

export interface BestPlan {
  /** Without unserved rides. */
  cost: number;
  unserved: number;
  routes: number[][];
}

export interface Improvement {
  readonly state: SearchState;
  readonly ruin: RuinOptions;
  readonly recreate: RecreateOptions;
  readonly tailShare: number;
  /** Where every cooling begins. */
  readonly firstRoutes: readonly (readonly number[])[];
  readonly scratch: RuinScratch;
  readonly order: number[];
  readonly pool: RoutePool;
  readonly best: BestPlan;
  readonly startTemperature: number;
  readonly endTemperature: number;
  readonly leastUnservedCost: number;
  steps: number;
  accepted: number;
}

/** A search at its first plan: the given routes with everything else inserted greedily. */
export function improvement(problem: PlanProblem, options: ImproveOptions): Improvement {
  const state = searchState(problem, options.seed, Infinity, options.routes);
  const order: number[] = [];
  beginStep(state);
  recreate(state, { blink: 0, regretShare: state.rides.length <= 150 ? 1 : 0 }, order);
  const served = Math.max(1, state.rides.length - state.unserved.length);
  const costPerRide = Math.max(1e-6, state.routeCost / served);
  state.unservedCost = options.unservedCost ?? 15 * costPerRide;
  forgetPrices(state);
  const search: Improvement = {
    state,
    ruin: {
      averageRemoved: options.averageRemoved ?? 8,
      longestString: options.longestString ?? 5,
      splitShare: options.splitShare ?? 0.5,
      unservedShare: options.unservedShare ?? 0,
    },
    recreate: { blink: options.blink ?? 0.01, regretShare: options.regretShare ?? 0.03 },
    tailShare: options.tailShare ?? 0.3,
    firstRoutes: allRoutes(state),
    scratch: ruinScratch(problem.rideCount),
    order,
    pool: routePool(problem.rideCount, options.poolLimit ?? 0),
    best: { cost: Infinity, unserved: Infinity, routes: [] },
    startTemperature: options.startTemperature ?? (options.hot ?? 0.9) * costPerRide,
    endTemperature: options.endTemperature ?? (options.cold ?? 0.05) * costPerRide,
    leastUnservedCost: state.unservedCost,
    steps: 0,
    accepted: 0,
  };
  keepBest(search);
  return search;
}

/** Takes `steps` steps while the temperature falls from the one at `progressFrom` to the one at `progressTo` (0 … 1). */
export function improve(search: Improvement, steps: number, progressFrom: number, progressTo: number): void {
  const { state } = search;
  const { startTemperature, endTemperature } = search;
  if (state.rides.length === 0) return; // everybody is on board: nothing may be moved
  adaptUnservedCost(search);
  const cooling = naturalLog(endTemperature / startTemperature);
  let temperature = startTemperature * exponential(cooling * progressFrom);
  const factor = exponential((cooling * (progressTo - progressFrom)) / steps);
  const poolTemperature = Math.sqrt(startTemperature * endTemperature); // hotter ones are rarely part of a good plan
  let cost = searchCost(state);
  for (let step = 0; step < steps; step++) {
    beginStep(state);
    const isDrivable = ruin(search);
    if (isDrivable) recreate(state, search.recreate, search.order);
    const changed = searchCost(state);
    if (isDrivable && changed < cost - temperature * naturalLog(state.random())) {
      cost = changed;
      search.accepted++;
      if (isBest(search)) keepBest(search);
      else if (temperature < poolTemperature) keepChanged(search);
    } else undoStep(state);
    temperature *= factor;
  }
  search.steps += steps;
}

/** Takes visits out, in one of two ways; false if what is left can't be driven and the step has to be undone. */
function ruin({ state, tailShare, ruin, scratch }: Improvement): boolean {
  if (tailShare > 0 && state.random() < tailShare) return ruinTails(state);
  ruinStrings(state, ruin, scratch);
  return true;
}

/** Goes back to the first plan for another cooling; the best plan and the found routes are kept. */
export function restart(search: Improvement): void {
  resume(search, search.firstRoutes);
}

/** Goes on from another plan, e.g. one that recombination or another search has found; it becomes the best if it is. */
export function resume(search: Improvement, routes: readonly (readonly number[])[]): void {
  loadRoutes(search.state, routes);
  beginStep(search.state);
  if (isBest(search)) keepBest(search);
}

/** Forgets remembered insertion prices: after `unservedCost`, which bounds them, or a ride has changed. */
export function forgetPrices(state: SearchState): void {
  state.knownVersion.fill(-1);
  state.scan.ride = -1;
}

/** Makes the plan in hand the best. */
export function keepBest(search: Improvement): void {
  const { state, best } = search;
  best.cost = state.routeCost;
  best.unserved = state.unserved.length;
  best.routes = allRoutes(state);
  keepChanged(search);
}

function isBest({ state, best }: Improvement): boolean {
  const unserved = state.unserved.length;
  return unserved < best.unserved || (unserved === best.unserved && state.routeCost < best.cost - 1e-9);
}

function adaptUnservedCost({ state, leastUnservedCost }: Improvement): void {
  if (state.unserved.length === 0 && state.unservedCost <= leastUnservedCost) return;
  const factor = state.unserved.length > 0 ? 1.1 : 0.98;
  state.unservedCost = Math.max(leastUnservedCost, state.unservedCost * factor);
  forgetPrices(state);
}

/** Remembers the routes that the last step has changed. */
function keepChanged({ state, pool }: Improvement): void {
  if (pool.limit === 0) return;
  const { plan, journal } = state;
  for (let index = 0; index < journal.count; index++) {
    const vehicle = journal.vehicles[index]!;
    const first = vehicle * plan.stride + 1;
    keepRoute(pool, plan.slotVisit, first, plan.length[vehicle]!, plan.routeCost[vehicle]!, vehicle);
  }
}

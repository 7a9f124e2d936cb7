/** One search of several, driven in rounds: runs in a worker thread (`island-worker.ts`) or in place. */
import { fleetReduction, finishReduction, reduceFleet } from '@noriai/core/optimizer/search/fleet.ts';
import { improve, improvement, restart, resume, type Improvement } from '@noriai/core/optimizer/search/improve.ts';
import type { Instance } from './instance.ts';

/** Until when: a moment of the machine's clock, or a number of steps. */
export type Until = { readonly epochMs: number } | { readonly steps: number };

export interface RoundOrder {
  readonly kind: 'reduceFleet' | 'improve';
  readonly until: Until;
  readonly progressFrom: number;
  readonly progressTo: number;
  /** Begin again from the first plan. */
  readonly restart: boolean;
  /** A plan to go on from. */
  readonly adopt: readonly (readonly number[])[] | null;
  /** Whether to report the routes found since the last report. */
  readonly wantsPool: boolean;
}

export interface RoundReport {
  readonly cost: number;
  readonly unserved: number;
  readonly routes: number[][];
  readonly steps: number;
  readonly pool: { visits: Int32Array; cost: number; vehicle: number }[];
}

export interface Island {
  readonly search: Improvement;
}

const SLICE_STEPS = 40;
const POOL_LIMIT = 20_000;

/** Temperatures in costs per ride: where fleets are minimised cooler, for the plan is nearly found by then. */
const coolings = { fleet: { hot: 0.45, cold: 0.0045 }, distance: { hot: 0.9, cold: 0.05 } };

/** `wide`: larger ruins than the usual ones, so that not all islands are alike. */
export function makeIsland(instance: Instance, seed: number, wide: boolean): Island {
  const { hot, cold } = instance.vehiclesFirst ? coolings.fleet : coolings.distance;
  const ruin = wide && !instance.vehiclesFirst ? { averageRemoved: 14, longestString: 10 } : {};
  return { search: improvement(instance.problem, { seed, poolLimit: POOL_LIMIT, hot, cold, ...ruin }) };
}

/** Takes one round and tells what has been found. */
export function runRound(island: Island, order: RoundOrder): RoundReport {
  const { search } = island;
  if (order.restart) restart(search);
  else if (order.adopt !== null) resume(search, order.adopt);
  const before = search.steps;
  if (order.kind === 'reduceFleet') {
    const reduction = fleetReduction(search);
    inSlices(order, (steps) => reduceFleet(reduction, steps));
    finishReduction(reduction);
  } else inSlices(order, (steps, from, to) => improve(search, steps, from, to));
  const pool = order.wantsPool ? [...search.pool.routes.values()] : [];
  const { cost, unserved, routes } = search.best;
  return { cost, unserved, routes, steps: search.steps - before, pool };
}

function inSlices(order: RoundOrder, run: (steps: number, progressFrom: number, progressTo: number) => void): void {
  const { until, progressFrom, progressTo } = order;
  const at = (share: number) => progressFrom + (progressTo - progressFrom) * Math.min(1, share);
  if ('steps' in until) {
    for (let done = 0; done < until.steps; done += SLICE_STEPS) {
      run(Math.min(SLICE_STEPS, until.steps - done), at(done / until.steps), at((done + SLICE_STEPS) / until.steps));
    }
    return;
  }
  const startMs = Date.now();
  const spanMs = Math.max(1, until.epochMs - startMs);
  for (let nowMs = startMs; nowMs < until.epochMs; nowMs = Date.now()) {
    const share = (nowMs - startMs) / spanMs;
    run(SLICE_STEPS, at(share), at(share));
  }
}

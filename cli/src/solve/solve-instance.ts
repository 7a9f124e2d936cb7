/**
 * Solves an instance with islands on worker threads: rounds with a meeting after each, at which the best plan is shared,
 * and recombination of all found routes in a thread of its own while the islands go on.
 *
 * With a step budget the answer depends on (instance, seed, steps, threads) alone, but for the time limit of the
 * recombination; with one thread and recombination off it is the plain search of `core`.
 */
import { Worker } from 'node:worker_threads';
import { checkPlan } from '@noriai/core/optimizer/check-plan.ts';
import { descend } from '@noriai/core/optimizer/moves/descend.ts';
import { emptyPlan, planCost, planProposal, routeVisits, setRoute } from '@noriai/core/optimizer/plan.ts';
import { misfit } from '@noriai/core/optimizer/route-draft.ts';
import { likenessOf } from '@noriai/core/optimizer/search/search-state.ts';
import { assignmentReasons, refusalReasons } from './assignment-reasons.ts';
import type { AssignmentReason, RefusalReason } from './assignment-reasons.ts';
import type { RoundOrder, RoundReport, Until } from './island.ts';
import type { WorkerStart } from './island-worker.ts';
import type { Instance } from './instance.ts';
import type { Column, Recombination, RecombineTask } from './recombine.ts';

export interface SolveOptions {
  readonly seconds: number;
  /** Steps of each thread, instead of seconds. */
  readonly steps: number | null;
  readonly seed: number;
  readonly threads: number;
  /** Say of every ride which vehicle comes next and what the plan would cost with it. */
  readonly explain?: boolean;
  readonly onRound?: (progress: number, best: RoundReport) => void;
}

export interface Solution {
  readonly instance: string;
  readonly format: string;
  readonly cost: number;
  readonly feasible: boolean;
  readonly served: number;
  readonly vehicles: number;
  readonly seconds: number;
  readonly steps: number;
  readonly routes: readonly {
    readonly vehicle: number;
    readonly stops: readonly { readonly node: number; readonly serviceStartSec: number }[];
  }[];
  readonly assignments?: readonly AssignmentReason[];
  readonly refusals?: readonly RefusalReason[];
}

const ROUNDS = 20;
const FLEET_SHARE = 0.25;

/**
 * How the rounds are spent. Where only distance counts, a search falls into one of many deep valleys and no patience gets it
 * out: several coolings from the start beat a long one, and the last rounds go on from the best of all. Where vehicles come
 * first the fleet that was found is kept and cooled once.
 */
interface Phases {
  /** Rounds of one cooling. */
  readonly cooling: number;
  /** From this round on every island goes on from the best plan of all. */
  readonly shareFrom: number;
  /** Rounds before which the found routes are recombined. */
  readonly recombineAt: readonly number[];
}

const distancePhases: Phases = { cooling: 4, shareFrom: 16, recombineAt: [4, 8, 12, 16, 18] };
const fleetPhases: Phases = { cooling: ROUNDS, shareFrom: 12, recombineAt: [8, 12, 15, 17] };
/** Where in its cooling the last phase begins: warm enough to move, too cool to get lost. */
const LAST_PHASE_FROM = 0.33;
/** HiGHS has no core of its own: it may not take the islands' for longer. */
const RECOMBINE_LIMIT_SEC = 4;

const phasesOf = (instance: Instance) => (instance.vehiclesFirst ? fleetPhases : distancePhases);

/** Runs for the given seconds or steps and returns the best plan, checked by the independent checker. */
export async function solveInstance(instance: Instance, text: string, options: SolveOptions): Promise<Solution> {
  const startMs = Date.now();
  const start = (seed: number | null, wide = false): WorkerStart => {
    return { name: instance.name, format: instance.format, text, seed, wide };
  };
  const islands = Array.from(
    { length: options.threads },
    (_, k) => new Caller(start(options.seed + 7919 * k, k % 2 === 1)),
  );
  const recombiner = new Caller(start(null));
  try {
    const { best, steps } = await runRounds(instance, options, startMs, islands, recombiner);
    return solutionOf(instance, best.routes, steps, (Date.now() - startMs) / 1000, options.explain === true);
  } finally {
    await Promise.all([...islands, recombiner].map((caller) => caller.stop()));
  }
}

async function runRounds(
  instance: Instance,
  options: SolveOptions,
  startMs: number,
  islands: readonly Caller[],
  recombiner: Caller,
): Promise<{ best: RoundReport; steps: number }> {
  const { shareFrom } = phasesOf(instance);
  let best: RoundReport | null = null;
  let reports: RoundReport[] = [];
  let steps = 0;
  let recombining: Promise<void> | null = null;
  let hasRecombined = false;
  const consider = (report: RoundReport) => {
    if (best === null || isBetter(instance, report, best)) best = report;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const order = roundOrder(instance, options, startMs, round);
    if (order === null) continue;
    const current = best as RoundReport | null;
    const adopted = round >= shareFrom || (hasRecombined && instance.vehiclesFirst) ? (current?.routes ?? null) : null;
    hasRecombined = false;
    reports = await Promise.all(
      islands.map((island, k) => {
        const isOwn = round !== shareFrom && reports[k]?.cost === current?.cost;
        return island.call<RoundReport>({ ...order, adopt: isOwn ? null : adopted });
      }),
    );
    for (const report of reports) {
      steps += report.steps;
      consider(report);
    }
    options.onRound?.((round + 1) / ROUNDS, best!);
    if (recombines(instance, options, round) && recombining === null && best!.unserved === 0) {
      const task = recombineTask(instance, best!, reports, options, startMs);
      recombining = recombiner.call<Recombination>(task).then((answer) => {
        const report = answer.routes === null ? null : reportOf(instance, answer.routes);
        if (report !== null) consider(report);
        hasRecombined = report !== null;
        recombining = null;
      });
      if (options.steps !== null) await recombining;
    }
  }
  return { best: best!, steps };
}

/**
 * A recombined plan as if an island had found it, polished by local moves (its routes have never stood side by side); null
 * if a route can't be driven.
 */
function reportOf({ problem }: Instance, routes: number[][]): RoundReport | null {
  const plan = emptyPlan(problem);
  for (const [vehicle, visits] of routes.entries()) {
    if (setRoute(problem, plan, vehicle, visits) !== misfit.none) return null;
  }
  descend(problem, plan);
  const polished = routes.map((_, vehicle) => routeVisits(plan, vehicle));
  return { cost: planCost(problem, plan), unserved: 0, routes: polished, steps: 0, pool: [] };
}

/** Short runs are better spent on searching alone. */
function recombines(instance: Instance, { steps, seconds }: SolveOptions, round: number): boolean {
  return phasesOf(instance).recombineAt.includes(round + 1) && (steps !== null || seconds >= 4);
}

/** What the islands do in a round; null for a round that has no time left. */
function roundOrder(instance: Instance, options: SolveOptions, startMs: number, round: number): RoundOrder | null {
  const share = instance.vehiclesFirst ? FLEET_SHARE : 0;
  const reducing = instance.vehiclesFirst && round < ROUNDS * share;
  if (reducing && round > 0) return null; // one long round: learning what is hard to place takes time
  const last = reducing ? ROUNDS * share : round + 1;
  const first = round;
  return {
    kind: reducing ? 'reduceFleet' : 'improve',
    until: untilOf(options, startMs, first, last),
    ...coolingOf(instance, round, last),
    adopt: null,
    wantsPool: recombines(instance, options, round),
  };
}

/** Which part of a cooling the rounds from `first` to before `last` are, and whether it begins anew. */
function coolingOf(instance: Instance, first: number, last: number) {
  const { cooling, shareFrom } = phasesOf(instance);
  if (instance.vehiclesFirst) {
    const progress = (round: number) => Math.max(0, (round / ROUNDS - FLEET_SHARE) / (1 - FLEET_SHARE));
    return { progressFrom: progress(first), progressTo: progress(last), restart: false };
  }
  if (first < shareFrom) {
    const from = first % cooling;
    return { progressFrom: from / cooling, progressTo: (from + 1) / cooling, restart: from === 0 && first > 0 };
  }
  const progress = (round: number) =>
    LAST_PHASE_FROM + ((1 - LAST_PHASE_FROM) * (round - shareFrom)) / (ROUNDS - shareFrom);
  return { progressFrom: progress(first), progressTo: progress(last), restart: false };
}

function untilOf(options: SolveOptions, startMs: number, first: number, last: number): Until {
  if (options.steps !== null) return { steps: Math.ceil((options.steps * (last - first)) / ROUNDS) };
  return { epochMs: startMs + (options.seconds * 1000 * last) / ROUNDS - FINISH_MS };
}

/** Time for the last answer, the check and the end of the threads. */
const FINISH_MS = 60;

function isBetter(instance: Instance, a: RoundReport, b: RoundReport): boolean {
  const used = (report: RoundReport) => report.routes.filter((visits) => visits.length > 0).length;
  const key = (report: RoundReport) => [report.unserved, instance.vehiclesFirst ? used(report) : 0, report.cost];
  const [keyA, keyB] = [key(a), key(b)];
  for (const [index, value] of keyA.entries()) if (value !== keyB[index]) return value < keyB[index]!;
  return false;
}

function recombineTask(
  instance: Instance,
  best: RoundReport,
  reports: readonly RoundReport[],
  options: SolveOptions,
  startMs: number,
): RecombineTask {
  const { problem } = instance;
  const kindOf = likenessOf(problem);
  const plan = emptyPlan(problem);
  for (const [vehicle, visits] of best.routes.entries()) setRoute(problem, plan, vehicle, visits);
  const limits = Array.from(
    { length: Math.max(...kindOf) + 1 },
    (_, kind) =>
      kindOf.filter((own, vehicle) => own === kind && (!instance.vehiclesFirst || best.routes[vehicle]!.length > 0))
        .length,
  );
  const leftSec = options.steps === null ? (startMs + options.seconds * 1000 - Date.now()) / 1000 : 20;
  return {
    columns: reports.flatMap((report): Column[] => report.pool),
    rides: Array.from({ length: problem.rideCount }, (_, ride) => ride),
    kindOf,
    vehiclesOfKind: limits,
    routes: best.routes,
    routeCosts: [...plan.routeCost],
    timeLimitSec: Math.min(RECOMBINE_LIMIT_SEC, Math.max(0.2, leftSec * 0.3)),
  };
}

function solutionOf(
  instance: Instance,
  routes: readonly (readonly number[])[],
  steps: number,
  seconds: number,
  explain: boolean,
): Solution {
  const { problem, nodeOf } = instance;
  const plan = emptyPlan(problem);
  for (const [vehicle, visits] of routes.entries()) setRoute(problem, plan, vehicle, visits);
  const proposal = planProposal(problem, plan);
  const everyRide = Array.from({ length: problem.rideCount }, (_, ride) => ride);
  const violations = checkPlan(problem, proposal, { mustServe: everyRide });
  const used = proposal.routes.filter((route) => route.visits.length > 0);
  return {
    instance: instance.name,
    format: instance.format,
    cost: used.reduce((sum, route) => sum + plan.routeCost[route.vehicle]!, 0),
    feasible: violations.length === 0,
    served: used.reduce((sum, route) => sum + route.visits.length / 2, 0),
    vehicles: used.length,
    seconds,
    steps,
    routes: used.map(({ vehicle, visits, serviceSec }) => ({
      vehicle,
      stops: visits.map((visit, index) => ({ node: nodeOf[visit]!, serviceStartSec: serviceSec![index]! })),
    })),
    ...(explain && { assignments: assignmentReasons(instance, plan), refusals: refusalReasons(instance, plan) }),
  };
}

/** A worker thread that answers one message at a time. */
class Caller {
  readonly #worker: Worker;
  constructor(start: WorkerStart) {
    this.#worker = new Worker(new URL('./island-worker.ts', import.meta.url), { workerData: start });
  }

  call<Answer>(message: RoundOrder | RecombineTask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const done = (answer: Answer) => {
        this.#worker.off('error', reject);
        resolve(answer);
      };
      this.#worker.once('message', done);
      this.#worker.once('error', reject);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
      this.#worker.postMessage(message);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

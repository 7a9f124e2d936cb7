/**
 * Random actions of riders and drivers against the whole service, under scripts of what goes wrong, by seed: see
 * `dispatcher/src/simulation`. Seeds are shared out over threads; the report is the same however many there are.
 */
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { PeopleFigures, PlayOptions, SeedReport } from '@noriai/dispatcher/simulation/play-seed.ts';
import { noDeaths } from '@noriai/dispatcher/simulation/script.ts';

export interface ActionsOptions {
  /** Actions altogether. */
  readonly count: number;
  /** The first seed; each run of `ACTIONS_PER_SEED` has the next one. */
  readonly seed: number;
  readonly threads: number;
  readonly onProgress?: (actions: number) => void;
}

export interface ActionsReport {
  readonly actions: number;
  readonly seeds: number;
  /** Each with the line that plays its seed again. */
  readonly violations: readonly {
    readonly seed: number;
    readonly rule: string;
    readonly sequence: number;
    readonly what: string;
    readonly replay: string;
  }[];
  /** Of all facts and last states, in the order of the seeds. */
  readonly hash: string;
  readonly messages: number;
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly facts: number;
  readonly completed: number;
  readonly deaths: Readonly<Record<string, number>>;
  readonly sleepers: number;
  readonly clockJumps: number;
  readonly statesCompared: number;
  readonly people: PeopleFigures;
  readonly tookSec: number;
}

/** A seed is a town of its own with a script of its own: many short runs see more than few long ones. */
export const ACTIONS_PER_SEED = 1_000;

export async function actionsCheck(options: ActionsOptions): Promise<ActionsReport> {
  const beginMs = performance.now();
  const runs: PlayOptions[] = [];
  for (let left = options.count; left > 0; left -= ACTIONS_PER_SEED) {
    runs.push({ seed: options.seed + runs.length, actions: Math.min(left, ACTIONS_PER_SEED) });
  }
  const reports = await playAll(runs, options);
  return sumOf(reports, Math.round(performance.now() - beginMs) / 1000);
}

async function playAll(runs: readonly PlayOptions[], options: ActionsOptions): Promise<SeedReport[]> {
  const reports: SeedReport[] = [];
  let next = 0;
  let done = 0;
  const workThrough = async (): Promise<void> => {
    let worker = newWorker();
    try {
      for (let at = next++; at < runs.length; at = next++) {
        const report = await play(worker, runs[at]!).catch((error: unknown) => brokenOff(runs[at]!, error));
        if (report.facts === 0) worker = newWorker(); // the thread has died of it
        reports[at] = report;
        done += report.actions;
        options.onProgress?.(done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.threads, runs.length) }, workThrough));
  return reports;
}

const newWorker = () => new Worker(new URL('./actions-worker.ts', import.meta.url));

/** A seed that ended in an error of our own code: the violation says which. */
function brokenOff({ seed, actions }: PlayOptions, error: unknown): SeedReport {
  const what = error instanceof Error ? String(error.cause ?? error.message) : String(error);
  const none = { messages: 0, unanswered: 0, acknowledged: 0, facts: 0, completed: 0, statesCompared: 0 };
  const deaths = noDeaths();
  const violations = [{ rule: 'trouble', sequence: 0, what: `broken off: ${what}` }] as const;
  const people = {
    signIns: 0,
    wrongGuesses: 0,
    erased: 0,
    told: 0,
    messagesToMany: 0,
    newsToDrivers: 0,
    acknowledgedByDrivers: 0,
  };
  return { seed, actions, ...none, people, deaths, sleepers: 0, clockJumps: 0, violations, hash: '' };
}

function play(worker: Worker, run: PlayOptions): Promise<SeedReport> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', (cause) => reject(new Error(`seed ${run.seed} could not be played`, { cause })));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(run);
  });
}

function sumOf(reports: readonly SeedReport[], tookSec: number): ActionsReport {
  const sum = (pick: (report: SeedReport) => number): number => reports.reduce((all, report) => all + pick(report), 0);
  const hash = createHash('sha256');
  for (const report of reports) hash.update(report.hash);
  const deaths: Record<string, number> = {};
  for (const report of reports) {
    for (const [place, count] of Object.entries(report.deaths)) deaths[place] = (deaths[place] ?? 0) + count;
  }
  return {
    actions: sum((report) => report.actions),
    seeds: reports.length,
    violations: reports.flatMap(({ seed, actions, violations }) =>
      violations.map((violation) => ({
        seed,
        ...violation,
        replay: `noriai check actions --seed ${seed} --count ${actions}`,
      })),
    ),
    hash: hash.digest('hex'),
    messages: sum((report) => report.messages),
    acknowledged: sum((report) => report.acknowledged),
    unanswered: sum((report) => report.unanswered),
    facts: sum((report) => report.facts),
    completed: sum((report) => report.completed),
    deaths,
    sleepers: sum((report) => report.sleepers),
    clockJumps: sum((report) => report.clockJumps),
    statesCompared: sum((report) => report.statesCompared),
    people: {
      signIns: sum(({ people }) => people.signIns),
      wrongGuesses: sum(({ people }) => people.wrongGuesses),
      erased: sum(({ people }) => people.erased),
      told: sum(({ people }) => people.told),
      messagesToMany: sum(({ people }) => people.messagesToMany),
      newsToDrivers: sum(({ people }) => people.newsToDrivers),
      acknowledgedByDrivers: sum(({ people }) => people.acknowledgedByDrivers),
    },
    tookSec,
  };
}

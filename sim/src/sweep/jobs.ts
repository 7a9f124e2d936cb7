/** Many runs on all cores: each a scenario under a seed; what was done is kept in a file and not done again. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { KpiValues } from '@noriai/core/kpi/kpi-table.ts';
import { jobGround, jobKey, type Job } from './job-key.ts';

export interface JobResult {
  /** Of scenario, seed, code and area: what has the same key has the same result. */
  readonly key: string;
  readonly scenario: string;
  readonly seed: number;
  readonly values: KpiValues;
  readonly hash: string;
}

/** A job as a worker gets it. */
export interface KeyedJob extends Job {
  readonly key: string;
}

export interface JobOptions {
  readonly dataDir: string;
  /** Results so far, one JSON line each; read first, then appended to. */
  readonly resultsPath: string | null;
  /** Default: one a core. */
  readonly workers?: number;
  readonly onProgress?: (done: number, all: number) => void;
}

/** Results in the order of the jobs. @throws Error of the first run that fails; what was done is kept */
export async function runJobs(jobs: readonly Job[], options: JobOptions): Promise<readonly JobResult[]> {
  const ground = jobGround(options.dataDir);
  const keyed = jobs.map((job): KeyedJob => ({ ...job, key: jobKey(job, ground) }));
  const results = readResults(options.resultsPath);
  if (options.resultsPath !== null) beginLine(options.resultsPath);
  const queue = keyed.filter(({ key }) => !results.has(key));
  let finished = jobs.length - queue.length;
  options.onProgress?.(finished, jobs.length);
  const count = Math.min(options.workers ?? availableParallelism(), queue.length);
  await Promise.all(
    Array.from({ length: count }, () =>
      workThrough(queue, options.dataDir, (result) => {
        results.set(result.key, result);
        if (options.resultsPath !== null) appendFileSync(options.resultsPath, `${JSON.stringify(result)}\n`);
        options.onProgress?.(++finished, jobs.length);
      }),
    ),
  );
  return keyed.map(({ key }) => results.get(key)!);
}

/** What follows a torn line begins on a line of its own. */
function beginLine(path: string): void {
  if (existsSync(path) && !readFileSync(path, 'utf8').endsWith('\n')) appendFileSync(path, '\n');
}

/** A line that was cut off by an interruption is left out: its job is done again. */
function readResults(path: string | null): Map<string, JobResult> {
  const results = new Map<string, JobResult>();
  if (path === null || !existsSync(path)) return results;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (!line.endsWith('}')) continue;
    const result = JSON.parse(line) as JobResult;
    results.set(result.key, result);
  }
  return results;
}

function workThrough(queue: KeyedJob[], dataDir: string, onResult: (result: JobResult) => void): Promise<void> {
  const worker = new Worker(new URL('./job-worker.ts', import.meta.url), { workerData: { dataDir } });
  return new Promise<void>((resolve, reject) => {
    const next = (): void => {
      const job = queue.shift();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      if (job) worker.postMessage(job);
      else resolve();
    };
    worker.on('message', (answer: JobAnswer) => {
      if ('trouble' in answer) return reject(new Error(answer.trouble));
      onResult(answer);
      next();
    });
    worker.on('error', reject);
    next();
  }).finally(() => worker.terminate());
}

export type JobAnswer = JobResult | { readonly trouble: string };

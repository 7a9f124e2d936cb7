/** What `sim compare` and `sim sweep` share: many runs on all cores, estimates as text. */
import type { ScenarioFile } from '@noriai/sim/scenario/scenario-file.ts';
import type { Job } from '@noriai/sim/sweep/job-key.ts';
import type { JobResult } from '@noriai/sim/sweep/jobs.ts';
import type { Estimate } from '@noriai/sim/sweep/statistics.ts';
import { progressBar } from '../progress-bar.ts';
import { say } from '../say.ts';
import { sayWhenMade } from './scenario-input.ts';

/** Exit code of a program that was interrupted. */
const INTERRUPTED = 130;

/** Runs jobs on all cores with a progress bar; interrupted, it says how to go on. */
export async function runAll(
  jobs: readonly Job[],
  flags: { readonly dataDir: string; readonly workers?: number },
  resultsPath: string | null,
): Promise<readonly JobResult[]> {
  const { runJobs } = await import('@noriai/sim/sweep/jobs.ts');
  const { checkScenarios } = await import('@noriai/sim/world/open-scenario-world.ts');
  // Read once here, so that mistakes are told before any work begins and a shipped town is made by one program.
  const files = [...new Set(jobs.map((job) => job.file))];
  for (const file of firstOfEachArea(files)) await sayWhenMade(file, flags.dataDir);
  await checkScenarios(files, flags.dataDir);
  const bar = progressBar();
  let state = '';
  const stop = () => {
    bar.clear();
    say(`interrupted: ${state}${resultsPath === null ? '' : '; the same command goes on from there'}`);
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', stop);
  try {
    return await runJobs(jobs, {
      dataDir: flags.dataDir,
      resultsPath,
      ...(flags.workers ? { workers: flags.workers } : {}),
      onProgress(done, all) {
        if (state === '' && done > 0) say(`${done} of ${all} runs were done before`);
        state = `simulated ${done} of ${all}`;
        bar.show(state, done / Math.max(1, all));
      },
    });
  } finally {
    process.off('SIGINT', stop);
    bar.clear();
  }
}

function firstOfEachArea(files: readonly ScenarioFile[]): readonly ScenarioFile[] {
  return files.filter((file, i) => files.findIndex((other) => other.area === file.area) === i);
}

export function shown(estimate: Estimate | null): string {
  if (!estimate) return '–';
  const places = Math.abs(estimate.mean) < 10 ? 3 : 1;
  const spread = estimate.plusMinus === null ? '' : ` ± ${estimate.plusMinus.toFixed(places)}`;
  return `${estimate.mean.toFixed(places)}${spread}`;
}

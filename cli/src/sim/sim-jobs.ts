/** What `sim compare` and `sim sweep` share: many runs on all cores, estimates as text. */
import type { Job, JobResult } from '@noriai/sim/sweep/jobs.ts';
import type { Estimate } from '@noriai/sim/sweep/statistics.ts';
import { progressBar } from '../progress-bar.ts';
import { openFile } from './scenario-input.ts';

/** Runs jobs on all cores with a progress bar. */
export async function runAll(
  jobs: readonly Job[],
  flags: { readonly dataDir: string; readonly workers?: number },
  resultsPath: string | null,
): Promise<readonly JobResult[]> {
  const { runJobs } = await import('@noriai/sim/sweep/jobs.ts');
  // Opened once here, so that mistakes are told before any work begins and a shipped town is made by one program.
  for (const file of new Set(jobs.map((job) => job.file))) await openFile(file.id, file, flags.dataDir);
  const bar = progressBar();
  try {
    return await runJobs(jobs, {
      dataDir: flags.dataDir,
      resultsPath,
      ...(flags.workers ? { workers: flags.workers } : {}),
      onProgress: (done, all) => bar.show(`simulated ${done} of ${all}`, done / Math.max(1, all)),
    });
  } finally {
    bar.clear();
  }
}

export function shown(estimate: Estimate | null): string {
  if (!estimate) return '–';
  const places = Math.abs(estimate.mean) < 10 ? 3 : 1;
  const spread = estimate.plusMinus === null ? '' : ` ± ${estimate.plusMinus.toFixed(places)}`;
  return `${estimate.mean.toFixed(places)}${spread}`;
}

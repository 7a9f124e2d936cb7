/** One core's part of a sweep: runs the jobs it is sent, one after the other; towns are opened once. */
import { parentPort, workerData } from 'node:worker_threads';
import { runScenario } from '../run/run-scenario.ts';
import { openScenarioWorld, type OpenScenario } from '../world/open-scenario-world.ts';
import type { JobAnswer, KeyedJob } from './jobs.ts';

const { dataDir } = workerData as { dataDir: string };
let known: { readonly text: string; readonly open: OpenScenario } | null = null;

parentPort!.on('message', (job: KeyedJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  void answer(job).then((result) => parentPort!.postMessage(result));
});

async function answer(job: KeyedJob): Promise<JobAnswer> {
  try {
    const text = JSON.stringify(job.file);
    if (known?.text !== text) known = { text, open: await openScenarioWorld(job.file.id, job.file, dataDir) };
    const { scenario, place } = known.open;
    const { values, hash } = runScenario(scenario, place, { seed: job.seed });
    return { key: job.key, scenario: job.file.id, seed: job.seed, values, hash };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

/** A worker thread with one island, or with the recombination. */
import { parentPort, workerData } from 'node:worker_threads';
import { makeIsland, runRound, type RoundOrder } from './island.ts';
import { readInstance } from './read-instance.ts';
import type { InstanceFormat } from './instance.ts';
import type { RecombineTask } from './recombine.ts';

export interface WorkerStart {
  readonly name: string;
  readonly format: InstanceFormat;
  readonly text: string;
  /** null: this worker recombines. */
  readonly seed: number | null;
  /** See makeIsland. */
  readonly wide: boolean;
}

const { name, format, text, seed, wide } = workerData as WorkerStart;
const island = seed === null ? null : makeIsland(readInstance(name, format, text), seed, wide);

const port = parentPort!;
port.on('message', (message: RoundOrder | RecombineTask) => {
  if (island !== null) answer(runRound(island, message as RoundOrder));
  else void import('./recombine.ts').then(({ recombine }) => recombine(message as RecombineTask)).then(answer); // HiGHS is large
});

function answer(value: unknown): void {
  port.postMessage(value, []);
}

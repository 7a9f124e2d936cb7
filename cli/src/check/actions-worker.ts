/** A worker thread that plays seeds as they are handed to it. */
import { parentPort } from 'node:worker_threads';
import { playSeed, type PlayOptions } from '@noriai/dispatcher/simulation/play-seed.ts';

const port = parentPort!;
port.on('message', (options: PlayOptions) => {
  playSeed(options).then(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    (report) => port.postMessage(report),
    (error: unknown) => {
      throw error;
    },
  );
});

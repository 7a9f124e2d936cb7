/** Where plans are improved: in a worker thread, or in the calling one. Both give the same plan for the same order. */
import { Worker } from 'node:worker_threads';
import { improvedPlan, type ImprovementOrder, type PlanWish } from '@noriai/core/dispatch/improve-plan.ts';
import type { PlanImprover } from '../application/ports.ts';

/** For tests and small machines: holds up the caller while it searches. */
export class InProcessPlanImprover implements PlanImprover {
  async improve(order: ImprovementOrder): Promise<PlanWish | null> {
    return improvedPlan(order);
  }
  async close(): Promise<void> {}
}

/** One order at a time. A thread that fails is replaced at the next order. */
export class WorkerPlanImprover implements PlanImprover {
  private worker: Worker | null = null;
  private waiting: Promise<unknown> = Promise.resolve();

  improve(order: ImprovementOrder): Promise<PlanWish | null> {
    const answer = this.waiting.then(() => this.answerTo(order));
    this.waiting = answer.catch(() => {});
    return answer;
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private async answerTo(order: ImprovementOrder): Promise<PlanWish | null> {
    this.worker ??= new Worker(new URL('./improver-worker.ts', import.meta.url));
    const { worker } = this;
    const { promise, resolve, reject } = Promise.withResolvers<PlanWish | null>();
    const failed = (error: unknown): void => {
      if (this.worker === worker) this.worker = null;
      reject(error);
    };
    const ended = (code: number): void => failed(new Error(`the improver thread ended with code ${code}`));
    worker.on('message', resolve).on('error', failed).on('exit', ended);
    worker.ref();
    worker.postMessage(order, []);
    try {
      return await promise;
    } finally {
      worker.off('message', resolve).off('error', failed).off('exit', ended);
      worker.unref(); // an idle thread keeps no program running
    }
  }
}

/** Where plans are improved: in a worker thread, or in the calling one. Both give the same plan for the same order. */
import { improvedPlan, type ImprovementOrder, type PlanWish } from '@noriai/core/dispatch/improve-plan.ts';
import type { PlanImprover } from '../application/ports.ts';
import { AnsweringThread } from './answering-thread.ts';

/** For tests and small machines: holds up the caller while it searches. */
export class InProcessPlanImprover implements PlanImprover {
  async improve(order: ImprovementOrder): Promise<PlanWish | null> {
    return improvedPlan(order);
  }
  async close(): Promise<void> {}
}

export class WorkerPlanImprover implements PlanImprover {
  private readonly thread = new AnsweringThread<ImprovementOrder, PlanWish | null>(
    'improver thread',
    new URL('./improver-worker.ts', import.meta.url),
  );

  improve(order: ImprovementOrder): Promise<PlanWish | null> {
    return this.thread.answerTo(order);
  }

  close(): Promise<void> {
    return this.thread.close();
  }
}

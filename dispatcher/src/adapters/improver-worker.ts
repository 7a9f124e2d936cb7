/** The thread that looks for better plans. */
import { parentPort } from 'node:worker_threads';
import { improvedPlan, type ImprovementOrder } from '@noriai/core/dispatch/improve-plan.ts';

parentPort!.on('message', (order: ImprovementOrder) => parentPort!.postMessage(improvedPlan(order), []));

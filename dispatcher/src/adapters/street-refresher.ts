/** Works out drive times under closures and slowdowns in a worker thread that shares the streets with the service. */
import { Worker } from 'node:worker_threads';
import type { StreetChange } from '@noriai/core/fleet/street-changes.ts';
import { packRoadGraph, type RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { packHierarchy } from '@noriai/core/routing/hierarchy/hierarchy.ts';
import type { StreetRefresher } from '../application/ports.ts';
import { shared, type ClassStreets } from '@noriai/core/fleet/class-streets.ts';
import type { ChangingStreets } from '@noriai/core/fleet/changing-streets.ts';
import type { PackedClass, RefreshAnswer, RefreshOrder, StreetWorkerData } from './street-worker.ts';

/** One order at a time. A thread that fails is replaced at the next order. */
export class WorkerStreetRefresher implements StreetRefresher {
  private readonly streets: ChangingStreets;
  private readonly data: StreetWorkerData;
  private worker: Worker | null = null;
  private orders = 0;

  /** Copies the hierarchy into shared memory, and the graph unless it is there already. */
  constructor(streets: ChangingStreets) {
    const { graph, hierarchy, turns } = streets.network;
    this.streets = streets;
    this.data = {
      road: sharedGraph(graph),
      hierarchy: packHierarchy(hierarchy, shared),
      turnCosts: turns.hasCosts,
      places: Array.from(streets.usualClasses, ([name, { places }]) => [name, places] as const),
    };
  }

  async prepare(changes: readonly StreetChange[]): Promise<void> {
    if (this.streets.has(changes)) return;
    const order: RefreshOrder = { orderId: ++this.orders, lives: this.streets.livesOf(changes) };
    const { classes } = await this.answerTo(order);
    const unpacked = classes.map(([name, own]) => {
      const usual = this.streets.usualClasses.get(name)!;
      return [name, own ? unpack(usual, own) : usual] as const;
    });
    this.streets.keep(changes, new Map(unpacked));
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private async answerTo(order: RefreshOrder): Promise<RefreshAnswer> {
    this.worker ??= new Worker(new URL('./street-worker.ts', import.meta.url), { workerData: this.data });
    const { worker } = this;
    const { promise, resolve, reject } = Promise.withResolvers<RefreshAnswer>();
    const failed = (error: unknown): void => {
      if (this.worker === worker) this.worker = null;
      reject(error);
    };
    const ended = (code: number): void => failed(new Error(`the street worker ended with code ${code}`));
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

function unpack(usual: ClassStreets, { times, day, live, arcMs, turnArcMs, slotMs }: PackedClass): ClassStreets {
  const { hierarchy } = usual.metric.network;
  return {
    ...usual,
    times,
    day,
    metric: { ...usual.metric, live, arcMs, times: { hierarchy, arcMs: turnArcMs, slotMs } },
  };
}

function sharedGraph(graph: RoadGraph): SharedArrayBuffer {
  const { buffer } = graph.nodeLatE7;
  return buffer instanceof SharedArrayBuffer ? buffer : packRoadGraph(graph, shared);
}

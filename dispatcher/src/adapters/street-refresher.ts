/** Works out drive times under closures and slowdowns in a worker thread that shares the streets with the service. */
import type { StreetChange } from '@noriai/core/fleet/street-changes.ts';
import { packRoadGraph, type RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { packHierarchy } from '@noriai/core/routing/hierarchy/hierarchy.ts';
import type { StreetRefresher } from '../application/ports.ts';
import { shared, type ClassStreets } from '@noriai/core/fleet/class-streets.ts';
import type { ChangingStreets } from '@noriai/core/fleet/changing-streets.ts';
import { AnsweringThread } from './answering-thread.ts';
import type { PackedClass, RefreshAnswer, RefreshOrder, StreetWorkerData } from './street-worker.ts';

export class WorkerStreetRefresher implements StreetRefresher {
  private readonly streets: ChangingStreets;
  private readonly thread: AnsweringThread<RefreshOrder, RefreshAnswer>;
  private orders = 0;

  /** Copies the hierarchy into shared memory, and the graph unless it is there already. */
  constructor(streets: ChangingStreets) {
    const { graph, hierarchy, turns } = streets.network;
    this.streets = streets;
    const workerData: StreetWorkerData = {
      road: sharedGraph(graph),
      hierarchy: packHierarchy(hierarchy, shared),
      turnCosts: turns.hasCosts,
      places: Array.from(streets.usualClasses, ([name, { places }]) => [name, places] as const),
    };
    this.thread = new AnsweringThread('street worker', new URL('./street-worker.ts', import.meta.url), { workerData });
  }

  async prepare(changes: readonly StreetChange[]): Promise<void> {
    if (this.streets.has(changes)) return;
    const order: RefreshOrder = { orderId: ++this.orders, lives: this.streets.livesOf(changes) };
    const { classes } = await this.thread.answerTo(order);
    const unpacked = classes.map(([name, own]) => {
      const usual = this.streets.usualClasses.get(name)!;
      return [name, own ? unpack(usual, own) : usual] as const;
    });
    this.streets.keep(changes, new Map(unpacked));
  }

  close(): Promise<void> {
    return this.thread.close();
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

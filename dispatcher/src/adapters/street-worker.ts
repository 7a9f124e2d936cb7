/** The thread that works out new drive times while the service goes on answering with the old ones. */
import { parentPort, workerData } from 'node:worker_threads';
import type { VehicleClassName } from '@noriai/core/contracts/area.ts';
import { openRoadGraph } from '@noriai/core/graph/road-graph.ts';
import type { ArcPlace } from '@noriai/core/graph/snap.ts';
import { openHierarchy } from '@noriai/core/routing/hierarchy/hierarchy.ts';
import type { LiveState } from '@noriai/core/routing/live-state.ts';
import { defaultDay } from '@noriai/core/routing/period.ts';
import { buildRoadNetwork, type RoadMetric } from '@noriai/core/routing/road-network.ts';
import { classMetric, classStreets, refreshClass, type ClassStreets } from '@noriai/core/fleet/class-streets.ts';

/** What the thread begins with: memory shared with the service. */
export interface StreetWorkerData {
  readonly road: SharedArrayBuffer;
  readonly hierarchy: SharedArrayBuffer;
  readonly turnCosts: boolean;
  readonly places: readonly (readonly [VehicleClassName, readonly ArcPlace[]])[];
}

export interface RefreshOrder {
  readonly orderId: number;
  readonly lives: readonly (readonly [VehicleClassName, LiveState])[];
}

/** Without what the service has already: the network and its hierarchy. */
export type PackedClass = Pick<ClassStreets, 'times' | 'day'> &
  Pick<RoadMetric, 'arcMs' | 'live'> & { readonly turnArcMs: Int32Array; readonly slotMs: Int32Array };

/** Null for a class on whose streets nothing is different. */
export interface RefreshAnswer {
  readonly orderId: number;
  readonly classes: readonly (readonly [VehicleClassName, PackedClass | null])[];
}

const { road, hierarchy, turnCosts, places } = workerData as StreetWorkerData;
const network = buildRoadNetwork(openRoadGraph(road), { hierarchy: openHierarchy(hierarchy), turnCosts });
const placesOf = new Map(places);
const usual = new Map<VehicleClassName, ClassStreets>();

function usualStreets(name: VehicleClassName): ClassStreets {
  let streets = usual.get(name);
  if (!streets) usual.set(name, (streets = classStreets(classMetric(network, name), placesOf.get(name)!, defaultDay)));
  return streets;
}

function packed(name: VehicleClassName, live: LiveState): PackedClass | null {
  const before = usualStreets(name);
  const after = refreshClass(before, live);
  if (after === before) return null;
  const { metric, times, day } = after;
  return { times, day, live, arcMs: metric.arcMs, turnArcMs: metric.times.arcMs, slotMs: metric.times.slotMs };
}

parentPort!.on('message', ({ orderId, lives }: RefreshOrder) => {
  const answer: RefreshAnswer = { orderId, classes: lives.map(([name, live]) => [name, packed(name, live)] as const) };
  parentPort!.postMessage(answer, []);
});

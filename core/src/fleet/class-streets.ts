/** The streets for one class of vehicle: what the service and its street worker make alike. */
import type { VehicleClassName } from '../contracts/area.ts';
import type { ArcPlace } from '../graph/snap.ts';
import { driveTimes, type DriveTimes } from '../optimizer/drive-times.ts';
import type { LiveState } from '../routing/live-state.ts';
import { daytime } from '../routing/period.ts';
import { buildRoadMetric, updateRoadMetric, type RoadMetric, type RoadNetwork } from '../routing/road-network.ts';
import { buildStopTable } from '../routing/stop-table.ts';
import { vehicleClassTable } from '../routing/vehicle-class.ts';

/** Where the places lie for a class, and how long it drives between them. */
export interface ClassStreets {
  readonly metric: RoadMetric;
  readonly places: readonly ArcPlace[];
  readonly times: DriveTimes;
}

/** Memory for what crosses threads. */
export const shared = (byteLength: number): SharedArrayBuffer => new SharedArrayBuffer(byteLength);

/** How a class drives while nothing is closed or slowed. */
export function classMetric(network: RoadNetwork, name: VehicleClassName): RoadMetric {
  return buildRoadMetric(network, vehicleClassTable[name], daytime);
}

export function classStreets(metric: RoadMetric, places: readonly ArcPlace[]): ClassStreets {
  const { sec } = buildStopTable(metric, places, shared);
  return { metric, places, times: driveTimes(places.length, sec) };
}

/** The same class under closures and slowdowns; the given streets go on answering as they are. */
export function refreshClass(usual: ClassStreets, live: LiveState): ClassStreets {
  if (live.closedArcs.length + live.slowdowns.length === 0) return usual;
  return classStreets(updateRoadMetric(usual.metric, live), usual.places);
}

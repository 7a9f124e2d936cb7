/** How long a jumbo taxi takes between the stops of an imported area, for tests of whole towns. */
import { buildArcIndex, snapToArc, type ArcPlace } from '@noriai/core/graph/snap.ts';
import { UNREACHABLE_MS } from '@noriai/core/routing/dijkstra.ts';
import { buildRoadMetric, buildRoadNetwork } from '@noriai/core/routing/road-network.ts';
import { buildStopTable, UNREACHABLE_SEC } from '@noriai/core/routing/stop-table.ts';
import { vehicleClassTable } from '@noriai/core/routing/vehicle-class.ts';
import type { ImportedArea } from '../area/area-folder.ts';

export interface DriveMinutes {
  readonly unreachablePairs: number;
  readonly closedArcs: number;
  readonly between: (fromId: string, toId: string) => number;
}

export function driveMinutes({ area, road }: ImportedArea): DriveMinutes {
  const metric = buildRoadMetric(buildRoadNetwork(road), vehicleClassTable.jumbo_taxi);
  const isOpen = (arc: number) => metric.arcMs[arc]! < UNREACHABLE_MS;
  const index = buildArcIndex(road);
  const places = area.stops.map(({ position, side }): ArcPlace => {
    const [latE7, lonE7] = [Math.round(position.lat * 1e7), Math.round(position.lon * 1e7)];
    return snapToArc(road, index, latE7, lonE7, { side, trafficSide: area.trafficSide, filter: isOpen })!;
  });
  const { sec, stopCount } = buildStopTable(metric, places);
  const at = (id: string) => area.stops.findIndex((stop) => stop.id === id);
  return {
    unreachablePairs: sec.filter((s) => s === UNREACHABLE_SEC).length,
    closedArcs: metric.arcMs.filter((ms) => ms >= UNREACHABLE_MS).length,
    between: (fromId, toId) => sec[at(fromId) * stopCount + at(toId)]! / 60,
  };
}

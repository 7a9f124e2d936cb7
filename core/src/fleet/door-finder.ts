/** Which stops a door can be served from, over the real streets. */
import type { Position } from '../contracts/area.ts';
import { distanceM } from '../geo/lat-lon.ts';
import { snapToArc, type ArcIndex, type ArcPlace } from '../graph/snap.ts';
import { UNREACHABLE_MS } from '../routing/dijkstra.ts';
import type { RoadNetwork } from '../routing/road-network.ts';
import { RoadQuery } from '../routing/road-query.ts';
import type { ClassStreets } from './class-streets.ts';
import type { DoorSpur } from './world.ts';

/** More stops than this near a door are not tried. */
const STOPS_TRIED = 6;
/** A door farther than this from every street cannot be driven to. */
const FAR_FROM_STREET_M = 60;

/**
 * The drive to a door and back from stops near it, shortest first. Every class of the area must get there, because any
 * vehicle may come; the longest drive of all classes, there or back, counts. Microseconds a stop and class.
 */
export function doorFinder(
  network: RoadNetwork,
  index: ArcIndex,
  classes: Iterable<ClassStreets>,
  stops: readonly { readonly position: Position }[],
): (point: Position) => readonly DoorSpur[] {
  const query = new RoadQuery(network);
  const all = [...classes];
  return (point) => {
    const doors = all.map(({ metric }) => doorOn(network, index, metric, point));
    if (doors.some((door) => door === null)) return [];
    return nearestStops(stops, point)
      .map((stopIndex) => {
        const ms = all.map(({ metric, places }, i) => {
          const [stop, door] = [places[stopIndex]!, doors[i]!];
          return Math.max(query.driveMs(metric, stop, door), query.driveMs(metric, door, stop));
        });
        return { stopIndex, ms: Math.max(...ms) };
      })
      .filter(({ ms }) => ms < UNREACHABLE_MS)
      .map(({ stopIndex, ms }) => ({ stopIndex, spurSec: Math.ceil(ms / 1000) }))
      .sort((a, b) => a.spurSec - b.spurSec || a.stopIndex - b.stopIndex);
  };
}

function doorOn(
  network: RoadNetwork,
  index: ArcIndex,
  metric: ClassStreets['metric'],
  { lat, lon }: Position,
): ArcPlace | null {
  const filter = (arc: number): boolean => metric.arcMs[arc]! < UNREACHABLE_MS;
  const options = { filter, side: 'either', maxDistanceM: FAR_FROM_STREET_M } as const;
  return snapToArc(network.graph, index, Math.round(lat * 1e7), Math.round(lon * 1e7), options);
}

function nearestStops(stops: readonly { readonly position: Position }[], { lat, lon }: Position): number[] {
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  return stops
    .map(({ position }, i) => ({ i, m: distanceM(e7(position.lat), e7(position.lon), e7(lat), e7(lon)) }))
    .sort((a, b) => a.m - b.m || a.i - b.i)
    .slice(0, STOPS_TRIED)
    .map(({ i }) => i);
}

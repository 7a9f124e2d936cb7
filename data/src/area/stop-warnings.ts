/** Which stops and depots a vehicle or a walker cannot get to, told in words that say what to mend. */
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import type { DrawnGraph } from '@noriai/core/graph/arc-course.ts';
import { buildArcIndex, snapToArc } from '@noriai/core/graph/snap.ts';
import type { FootGraph } from '@noriai/core/graph/foot-graph.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import type { Region } from '../streets/region.ts';
import type { ImportWarning } from './import-report.ts';

/** A stop farther from the middle of the nearest street than this is not on it. */
export const FAR_FROM_STREET_M = 60;
const FAR_FROM_PATH_M = 60;
/** The nearest street counts as cut off when the nearest reachable one is this much farther away. */
const CUT_OFF_M = 25;
const SEARCH_M = 3000;

export interface StopNetworks {
  readonly road: RoadGraph;
  /** Streets that are not connected to the rest. */
  readonly leftOut: RoadGraph;
  readonly foot: FootGraph;
}

export interface CheckedStops {
  readonly reachable: number;
  readonly warnings: readonly ImportWarning[];
}

interface Place {
  readonly what: string;
  readonly id: string;
  readonly position: { readonly lat: number; readonly lon: number };
  readonly isStop: boolean;
}

/** Each stop and depot of an area against its networks. */
export function checkStops(area: AreaFile, polygon: Region, networks: StopNetworks): CheckedStops {
  const distances = {
    road: nearestM(networks.road),
    leftOut: nearestM(networks.leftOut),
    foot: nearestM(networks.foot),
  };
  const places: Place[] = [
    ...area.stops.map((stop) => ({ ...stop, what: `stop ${stop.id} (${stop.name.ja})`, isStop: true })),
    ...area.depots.map((depot) => ({ ...depot, what: `depot ${depot.id} (${depot.name.ja})`, isStop: false })),
  ];
  const found = places.map((place) => placeWarnings(place, polygon, distances));
  const isUnreachable = (warning: ImportWarning) => warning.code.match(/^stop_(far_from_street|not_reachable)$/);
  const reachable = places.filter((place, i) => place.isStop && !found[i]!.some(isUnreachable)).length;
  return { reachable, warnings: found.flat() };
}

type Distance = (latE7: number, lonE7: number) => number;

function placeWarnings(
  place: Place,
  polygon: Region,
  distances: Readonly<Record<'road' | 'leftOut' | 'foot', Distance>>,
): ImportWarning[] {
  const latE7 = Math.round(place.position.lat * 1e7);
  const lonE7 = Math.round(place.position.lon * 1e7);
  const warnings: ImportWarning[] = [];
  const warn = (code: ImportWarning['code'], text: string) =>
    warnings.push({ code, text: `${place.what} ${text}`, stopId: place.id, ...place.position });
  const roadM = distances.road(latE7, lonE7);
  const leftOutM = distances.leftOut(latE7, lonE7);
  if (place.isStop && !polygon.contains(latE7, lonE7))
    warn('stop_outside_area', 'lies outside the polygon of the area');
  if (leftOutM <= FAR_FROM_STREET_M && roadM - leftOutM > CUT_OFF_M) {
    const away = `${Math.round(leftOutM)} m away; the nearest that is: ${meters(roadM)}`;
    warn('stop_not_reachable', `lies on a street that is not connected to the others (${away}): move it`);
  } else if (roadM > FAR_FROM_STREET_M) {
    warn('stop_far_from_street', `lies ${meters(roadM)} from the nearest drivable street: check its position`);
  }
  const footM = distances.foot(latE7, lonE7);
  if (place.isStop && footM > FAR_FROM_PATH_M) {
    warn('stop_far_from_path', `lies ${meters(footM)} from the nearest path or street to walk on`);
  }
  return warnings;
}

/** Metres to the nearest arc, Infinity beyond 3 km. */
function nearestM(graph: DrawnGraph): Distance {
  const index = buildArcIndex(graph);
  return (latE7, lonE7) => snapToArc(graph, index, latE7, lonE7, { maxDistanceM: SEARCH_M })?.distanceM ?? Infinity;
}

function meters(distanceM: number): string {
  return distanceM === Infinity ? `more than ${SEARCH_M} m` : `${Math.round(distanceM)} m`;
}

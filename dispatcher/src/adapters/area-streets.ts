/** What the streets of an imported area answer to the dispatch: drive times between places, walks to stops, courses to draw. */
import type { AreaFile, VehicleClassName } from '@noriai/core/contracts/area.ts';
import { usualWalker, type Streets } from '@noriai/core/fleet/world.ts';
import type { FootGraph } from '@noriai/core/graph/foot-graph.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { buildArcIndex, snapToArc, type ArcIndex, type ArcPlace } from '@noriai/core/graph/snap.ts';
import { UNREACHABLE_MS } from '@noriai/core/routing/dijkstra.ts';
import { nothingLive, type LiveState } from '@noriai/core/routing/live-state.ts';
import { defaultDay } from '@noriai/core/routing/period.ts';
import { buildRoadNetwork, type RoadMetric, type RoadNetwork } from '@noriai/core/routing/road-network.ts';
import { StopWalks } from '@noriai/core/fleet/stop-walks.ts';
import { classMetric, classStreets, refreshClass, type ClassStreets } from '@noriai/core/fleet/class-streets.ts';
import { driveStreets } from '@noriai/core/fleet/drive-streets.ts';
import { doorFinder } from '@noriai/core/fleet/door-finder.ts';
import { ChangingStreets } from '@noriai/core/fleet/changing-streets.ts';
import { walkGuide } from './walk-guide.ts';

/** A stop or depot that no vehicle of a class can reach. */
export class StopOffStreet extends Error {
  override readonly name = 'StopOffStreet';
}

const FAR_FROM_STREET_M = 1000;

/**
 * Builds tables for every class that the area has. Cost: seconds for new streets, then tens of milliseconds a class.
 *
 * @param live closures and slowdowns that hold for every class, whatever else is put on the streets; default none
 * @throws StopOffStreet when a place lies more than a kilometre from every street that a class may drive
 */
export function areaStreets(area: AreaFile, road: RoadGraph, foot: FootGraph, live: LiveState = nothingLive): LiveArea {
  const { network, index } = preparedStreets(road);
  const classes = new Map<VehicleClassName, ClassStreets>();
  for (const { class: name } of area.vehicles) {
    if (classes.has(name)) continue;
    const usual = classMetric(network, name);
    const places = placesOf(area, network, index, name, usual);
    const streets = classStreets(usual, places, defaultDay);
    classes.set(name, live === nothingLive ? streets : refreshClass(streets, live));
  }
  const walks = new StopWalks(
    foot,
    area.stops.map((stop) => stop.position),
    area.promises.maxWalkM,
  );
  const usual = driveStreets(network, classes);
  return {
    ...usual,
    walksFrom: (point, walker = usualWalker) => walks.from(point, walker),
    walkBetween: walkGuide(foot),
    doorsNear: doorFinder(network, index, classes.values(), area.stops),
    live: new ChangingStreets(network, index, classes, usual),
  };
}

/** Streets that can be changed while the service runs. */
export interface LiveArea extends Streets {
  readonly live: ChangingStreets;
}

/** Order and contraction take seconds and depend on the streets alone: closures and areas on the same streets share them. */
const prepared = new WeakMap<RoadGraph, { readonly network: RoadNetwork; readonly index: ArcIndex }>();

function preparedStreets(road: RoadGraph) {
  const known = prepared.get(road);
  if (known) return known;
  const streets = { network: buildRoadNetwork(road, { turnCosts: true }), index: buildArcIndex(road) };
  prepared.set(road, streets);
  return streets;
}

/** Where stops and depots lie on the streets that a class may drive. */
function placesOf(
  area: AreaFile,
  network: RoadNetwork,
  index: ArcIndex,
  name: VehicleClassName,
  usual: RoadMetric,
): readonly ArcPlace[] {
  const isOpen = (arc: number): boolean => usual.arcMs[arc]! < UNREACHABLE_MS;
  const stops = area.stops.map((stop) => ({ ...stop, what: `stop ${stop.id} (${stop.name.ja})` }));
  const depots = area.depots.map((depot) => ({ ...depot, side: 'either' as const, what: `depot ${depot.id}` }));
  return [...stops, ...depots].map(({ what, position, side }) => {
    const latE7 = Math.round(position.lat * 1e7);
    const lonE7 = Math.round(position.lon * 1e7);
    const options = { filter: isOpen, side, trafficSide: area.trafficSide, maxDistanceM: FAR_FROM_STREET_M };
    const place = snapToArc(network.graph, index, latE7, lonE7, options);
    if (place) return place;
    throw new StopOffStreet(
      `${what} lies more than ${FAR_FROM_STREET_M} m from every street a ${name} may drive: move it`,
    );
  });
}

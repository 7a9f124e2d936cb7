/**
 * A service on the streets of a drawn town: wagons, stops and a depot where the test puts them, and streets that can be
 * closed and slowed. Walks and the lanes to doors are straight lines.
 */
import type { Position } from '../contracts/area.ts';
import { distanceM } from '../geo/lat-lon.ts';
import { ChangingStreets } from '../fleet/changing-streets.ts';
import { classMetric, classStreets } from '../fleet/class-streets.ts';
import { driveStreets } from '../fleet/drive-streets.ts';
import { serviceWorld, type ServiceWorld } from '../fleet/world.ts';
import { buildArcIndex, pointOfPlace, type ArcPlace } from '../graph/snap.ts';
import { buildRoadNetwork } from '../routing/road-network.ts';
import type { DrawnTown } from './draw-town.ts';
import { lineArea, type LineWorldOptions } from './line-world.ts';

/** On the arc between two named nodes: `['A', 'B', 500]` is in the middle. */
export type DrawnPlace = readonly [from: string, to: string, offsetPermille: number];

/** @param stops `s0`, `s1` … in this order */
export function drawnWorld(
  town: DrawnTown,
  stops: readonly DrawnPlace[],
  depot: DrawnPlace,
  options: Omit<LineWorldOptions, 'stops' | 'legSec'> = {},
): ServiceWorld {
  const { graph } = town;
  const places = [...stops, depot].map(([from, to, offsetPermille]): ArcPlace => {
    return { arc: town.arc(from, to), offsetPermille };
  });
  const points = places.map((place) => pointOfPlace(graph, place));
  const positionOf = (i: number) => ({ lat: points[i]![0] / 1e7, lon: points[i]![1] / 1e7 });
  const plain = lineArea(options, stops.length);
  const area = {
    ...plain,
    polygon: [135, 136, 136, 135, 135].map((lon, i) => [lon, i < 2 || i === 4 ? 34 : 35] as [number, number]),
    stops: plain.stops.map((stop, i) => ({ ...stop, position: positionOf(i) })),
    depots: plain.depots.map((one) => ({ ...one, position: positionOf(stops.length) })),
  };
  const network = buildRoadNetwork(graph);
  const classes = new Map([['wagon', classStreets(classMetric(network, 'wagon'), places)]] as const);
  const usual = driveStreets(network, classes);
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  const metresTo = (stopIndex: number, lat: number, lon: number) => {
    const [latE7, lonE7] = points[stopIndex]!;
    return Math.round(distanceM(e7(lat), e7(lon), latE7, lonE7));
  };
  const streets = {
    ...usual,
    live: new ChangingStreets(network, buildArcIndex(graph), classes, usual),
    walkBetween: () => null,
    walksFrom: ({ lat, lon }: Position) =>
      area.stops
        .map((_, stopIndex) => ({ stopIndex, walkM: metresTo(stopIndex, lat, lon), climbM: 0 }))
        .filter((walk) => walk.walkM <= area.promises.maxWalkM)
        .sort((a, b) => a.walkM - b.walkM || a.stopIndex - b.stopIndex),
    // A door is on a lane of its own, eight metres a second straight from the stop.
    doorsNear: ({ lat, lon }: Position) =>
      area.stops
        .map((_, stopIndex) => ({ stopIndex, spurSec: Math.ceil(metresTo(stopIndex, lat, lon) / 8) }))
        .sort((a, b) => a.spurSec - b.spurSec || a.stopIndex - b.stopIndex),
  };
  return serviceWorld(area, streets, options.timetable ?? null);
}

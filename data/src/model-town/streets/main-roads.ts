/** The roads of the plan, laid on the terrain in their order: each finds its course between the points it must pass. */
import { calmCourse, roundCorners, withoutCurls } from '../land/course.ts';
import { cutRoad, type CutSettings, type Kept } from '../land/carve.ts';
import { cellAt, type HeightGrid } from '../land/height-grid.ts';
import { smoothNoise } from '../land/noise.ts';
import { ahead, direction, distanceM, leftOf, smoothStep, type Plane, type Point } from '../land/plane.ts';
import type { PlanRoad, RoadStyle } from '../town-plan.ts';
import { localNames } from './local-names.ts';
import { findRoad, headingBetween, type PlaceCost, type RoadTaste } from './road-finder.ts';
import type { Street, StreetNetwork } from './street-network.ts';

interface StyleSettings {
  readonly taste: RoadTaste;
  readonly cut: CutSettings;
  /** Extra cost of unlucky ground: how much a road winds where nothing forces it to. */
  readonly whim: number;
}

const styles: Readonly<Record<RoadStyle, StyleSettings>> = {
  valley: {
    taste: { easyPermille: 30, dearPermille: 40, turnM: 2, expectPercent: 180 },
    cut: { evenM: 120, stripM: 14, bankM: 70 },
    whim: 7,
  },
  hill: {
    taste: { easyPermille: 58, dearPermille: 20, turnM: 1, expectPercent: 110 },
    cut: { evenM: 60, stripM: 10, bankM: 40 },
    whim: 1.4,
  },
  avenue: {
    taste: { easyPermille: 60, dearPermille: 25, turnM: 6, expectPercent: 125 },
    cut: { evenM: 60, stripM: 14, bankM: 60 },
    whim: 0.3,
  },
  lane: {
    taste: { easyPermille: 70, dearPermille: 35, turnM: 7, expectPercent: 150 },
    cut: { evenM: 30, stripM: 8, bankM: 35 },
    whim: 0.8,
  },
};

export const laneStyle = styles.lane;

/** How near a point of the plan an existing road must be to be met there: roads swing, and an end is meant to meet. */
const MEET_M = 45;
const MEET_AT_END_M = 120;

export interface Ground {
  readonly plane: Plane;
  readonly grid: HeightGrid;
  readonly kept: Kept;
  /** 1 on the grid's cells along streams and the railway: roads cross them, but do not run in them. */
  readonly wet: Uint8Array;
  readonly seed: number;
}

export function layMainRoads(network: StreetNetwork, ground: Ground, roads: readonly PlanRoad[]): void {
  const whim = smoothNoise(ground.seed + 11, 140);
  for (const road of roads) layRoad(network, ground, road, whim);
}

function layRoad(network: StreetNetwork, ground: Ground, road: PlanRoad, whim: (point: Point) => number): void {
  const settings = styles[road.style];
  const via = road.via.map(([lat, lon], i) => {
    const isEnd = i === 0 || i === road.via.length - 1;
    return meetingPlace(network, ground.plane.point(lat, lon), isEnd ? MEET_AT_END_M : MEET_M);
  });
  let heading: number | null = null;
  let from = startNode(network, via[0]!);
  let open: Point[] = [network.point(from)];
  const close = (last: number) => {
    addRoad(network, ground, road, open, from, last);
    [from, open] = [last, [network.point(last)]];
  };
  for (let leg = 0; leg + 1 < via.length; leg++) {
    const target = via[leg + 1]!;
    if (leg === road.tunnelLeg) {
      if (open.length > 1) close(startNode(network, via[leg]!));
      const last = startNode(network, target);
      addTunnel(network, road, from, last);
      heading = headingBetween(network.point(from), network.point(last));
      [from, open] = [last, [network.point(last)]];
      continue;
    }
    const ends = [open[open.length - 1]!, target.point] as const;
    const found = findRoad(ground.grid, ...ends, settings.taste, placeCost(ground, ends, settings.whim, whim), heading);
    if (found === null) throw new Error(`road ${road.id}, leg ${leg}: no course found; move its points in the plan`);
    open.push(...found.course.slice(1, -1), target.point);
    heading = found.heading;
    if (target.node >= 0 || leg + 2 === via.length) close(startNode(network, target));
  }
}

interface Meeting {
  readonly point: Point;
  /** Existing node to meet at, -1 = none. */
  readonly node: number;
}

function meetingPlace(network: StreetNetwork, point: Point, reachM: number): Meeting {
  const node = network.nearestNode(point, reachM, (n) => network.isOnDriveStreet(n));
  return { point: node < 0 ? point : network.point(node), node };
}

const startNode = (network: StreetNetwork, meeting: Meeting): number =>
  meeting.node >= 0 ? meeting.node : network.addNode(meeting.point);

/** Ground by chance better or worse, and a strip along other roads that only the ends of a new one may use. */
export function placeCost(
  ground: Ground,
  ends: readonly [Point, Point],
  whimPart: number,
  whim: (point: Point) => number,
): PlaceCost {
  return (point) => {
    const nearEnd = distanceM(point, ends[0]) < 50 || distanceM(point, ends[1]) < 50;
    const taken = !nearEnd && ground.kept[cellAt(ground.grid, point)]! > 0.4;
    const cell = cellAt(ground.grid, point);
    return whimPart * (1 + whim(point)) + (taken ? 4 : 0) + 5 * ground.wet[cell]!;
  };
}

function addRoad(
  network: StreetNetwork,
  ground: Ground,
  road: PlanRoad,
  found: readonly Point[],
  first: number,
  last: number,
): void {
  const calm = calmCourse(found, 20, road.style === 'avenue' ? 6 : 3);
  const course = road.style === 'valley' ? meander(calm, ground.seed + 13) : calm;
  const smooth = roundCorners(withoutCurls(course, CURL_M), 1);
  cutRoad(ground.grid, ground.kept, smooth, styles[road.style].cut);
  network.addCourse(smooth, planRoadRole(road), planRoadTags(road), { first, last });
}

const CURL_M = 24;

/** How far a valley road swings from the straight way, as it goes from field to field and house to house. */
const SWING_M = 62;
const SWING_LENGTH_M = 210;

function meander(course: readonly Point[], seed: number): Point[] {
  const swing = smoothNoise(seed, SWING_LENGTH_M);
  return course.map((point, i) => {
    const toEnd = Math.min(i, course.length - 1 - i);
    if (toEnd === 0) return point;
    const left = leftOf(direction(course[i - 1]!, course[i + 1]!));
    return ahead(point, left, SWING_M * smoothStep(0, 7, toEnd) * swing(point));
  });
}

function addTunnel(network: StreetNetwork, road: PlanRoad, from: number, to: number): Street {
  const tags = { ...planRoadTags(road), tunnel: 'yes', layer: '-1', lit: 'yes' };
  return network.addStreet([from, to], planRoadRole(road), tags);
}

/** Nodes of the plan's points that are to be roundabouts. */
export function roundaboutNodes(network: StreetNetwork, plane: Plane, roads: readonly PlanRoad[]): number[] {
  return roads.flatMap((road) =>
    road.roundaboutAt === undefined
      ? []
      : [meetingPlace(network, plane.point(...road.via[road.roundaboutAt]!), MEET_M).node],
  );
}

const planRoadRole = (road: PlanRoad) =>
  road.style === 'avenue' ? 'avenue' : road.highway === 'track' ? 'track' : road.style === 'lane' ? 'lane' : 'main';

function planRoadTags(road: PlanRoad): Record<string, string> {
  return {
    highway: road.highway,
    ...localNames(road.name),
    width: String(road.widthM),
    maxspeed: String(road.maxspeedKmh),
    lanes: road.widthM >= 5.5 ? '2' : '1',
    surface: road.highway === 'track' ? 'gravel' : 'asphalt',
    ...(road.sidewalk ? { sidewalk: 'separate' } : {}),
  };
}

/** Lanes of a valley village: each group of farmhouses gets a way to the nearest road, and some lanes meet again. */
import type { Random } from '@noriai/core/containers/random.ts';
import { calmCourse } from '../land/course.ts';
import { cutRoad } from '../land/carve.ts';
import { cellAt, heightAtM, isOnGrid, steepnessAt } from '../land/height-grid.ts';
import { smoothNoise } from '../land/noise.ts';
import { distanceM, type Point } from '../land/plane.ts';
import type { District } from '../town-plan.ts';
import { laneStyle, placeCost, type Ground } from './main-roads.ts';
import { findRoad } from './road-finder.ts';
import type { StreetNetwork } from './street-network.ts';

const HOUSES_APART_M = 58;
const STEEPEST_GARDEN = 0.17;
/** A lane goes straight to a street this near, if it is not steep. */
const STRAIGHT_M = 75;
const STEEPEST_STRAIGHT = 0.1;
const FARTHEST_LANE_M = 420;

export function layVillageLanes(
  network: StreetNetwork,
  ground: Ground,
  village: District,
  random: Random,
  tags: () => Record<string, string>,
): void {
  const farms = farmPlaces(network, ground, village, random);
  const away = (farm: Point) => distanceM(farm, network.point(nearestStreet(network, farm, [])));
  const nearFirst = farms
    .filter((farm) => nearestStreet(network, farm, []) >= 0)
    .map((farm) => ({ farm, awayM: away(farm) }))
    .toSorted((a, b) => a.awayM - b.awayM);
  const ends = nearFirst.map(({ farm }) => addLane(network, ground, farm, -1, [], tags)).filter((end) => end >= 0);
  for (const end of ends) {
    const [lane] = network.streetsAt(end);
    if (lane === undefined || network.driveDegree(end) !== 1 || random() > 0.6) continue;
    addLane(network, ground, network.point(end), end, lane.nodes, tags);
  }
}

/** Places for groups of farmhouses: near the village's middle, on gentle ground, apart from each other and dry. */
function farmPlaces(network: StreetNetwork, ground: Ground, village: District, random: Random): Point[] {
  const centre = ground.plane.point(village.lat, village.lon);
  const reachM = 180 + 14 * Math.sqrt(village.people);
  const wanted = Math.min(44, 8 + Math.round(village.people / 9));
  const farms: Point[] = [];
  for (let tries = 0; farms.length < wanted && tries < 60 * wanted; tries++) {
    const dx = (random() + random() - 1) * reachM;
    const dy = (random() + random() - 1) * reachM;
    const farm = { x: centre.x + dx, y: centre.y + dy };
    if (!isOnGrid(ground.grid, farm) || steepnessAt(ground.grid, farm, 25) > STEEPEST_GARDEN) continue;
    if (ground.wet[cellAt(ground.grid, farm)] === 1 || nearestStreet(network, farm, [], 38) >= 0) continue;
    if (farms.every((other) => distanceM(other, farm) > HOUSES_APART_M)) farms.push(farm);
  }
  return farms;
}

const nearestStreet = (
  network: StreetNetwork,
  from: Point,
  except: readonly number[],
  reachM = FARTHEST_LANE_M,
): number => network.nearestNode(from, reachM, (n) => network.isOnDriveStreet(n) && !except.includes(n));

/** A street to go on to from an open end: not back beside the lane that one came by. */
function loopTarget(network: StreetNetwork, end: Point, lane: readonly number[]): number {
  const foot = network.point(lane[lane.length - 1]!);
  return network.nearestNode(end, 170, (n) => {
    if (!network.isOnDriveStreet(n) || lane.includes(n)) return false;
    const at = network.point(n);
    return distanceM(at, end) > 45 && distanceM(at, foot) > 90 && distanceM(at, end) < 0.8 * distanceM(at, foot) + 40;
  });
}

/** A lane from a place (or from an open end) to the nearest street; returns the node at the place, or -1 if it leads nowhere. */
function addLane(
  network: StreetNetwork,
  ground: Ground,
  farm: Point,
  end: number,
  except: readonly number[],
  tags: () => Record<string, string>,
): number {
  const target = end < 0 ? nearestStreet(network, farm, []) : loopTarget(network, farm, except);
  if (target < 0) return -1;
  const to = network.point(target);
  const cost = placeCost(ground, [farm, to], laneStyle.whim, smoothNoise(ground.seed + 31, 90));
  const climbM = Math.abs(heightAtM(ground.grid, to) - heightAtM(ground.grid, farm));
  const isDirect = distanceM(farm, to) < STRAIGHT_M && climbM < STEEPEST_STRAIGHT * distanceM(farm, to);
  const found = isDirect ? null : findRoad(ground.grid, farm, to, laneStyle.taste, cost, null);
  const course = calmCourse([farm, ...(found === null ? [] : found.course.slice(1, -1)), to], 10, 6);
  cutRoad(ground.grid, ground.kept, course, laneStyle.cut);
  const street = network.addCourse(course, 'lane', tags(), { ...(end < 0 ? {} : { first: end }), last: target });
  return street.nodes[0]!;
}

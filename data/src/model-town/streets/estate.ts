/** Where an estate's streets may run, and which way its terraces lie. */
import { heightAtM, slopeAt, steepnessAt } from '../land/height-grid.ts';
import { smoothNoise } from '../land/noise.ts';
import { direction, dot, leftOf, type Point } from '../land/plane.ts';
import type { District } from '../town-plan.ts';
import type { Ground } from './main-roads.ts';
import type { StreetNetwork } from './street-network.ts';

export interface Estate {
  readonly contains: (point: Point) => boolean;
  /** Unit vector along the contour, on the side of `heading`. */
  readonly alongContour: (point: Point, heading: Point) => Point;
  readonly heightM: (point: Point) => number;
}

const STEEPEST = 0.32;
const WATER_AND_RAIL_M = 34;
/** Distance over which the contour's direction is taken; short enough to follow the hill, long enough to be calm. */
const CONTOUR_SPAN_M = 70;

/** @param squareMPerPerson ground that an inhabitant takes, streets and gardens included */
export function makeEstate(
  network: StreetNetwork,
  ground: Ground,
  districts: readonly District[],
  squareMPerPerson: number,
): Estate {
  const centres = districts.map((district) => ({
    at: ground.plane.point(district.lat, district.lon),
    squareM: (district.people * squareMPerPerson) / Math.PI,
  }));
  const ragged = smoothNoise(ground.seed + 21, 160);
  /** Round each centre, and over to the next one where two are near each other. */
  const fullness = (point: Point) =>
    centres.reduce((sum, { at, squareM }) => {
      const away = { x: point.x - at.x, y: point.y - at.y };
      return sum + squareM / (dot(away, away) + 1);
    }, 0);
  const { grid } = ground;
  const nearBarrier = (point: Point) =>
    network.nearestNode(point, WATER_AND_RAIL_M, (n) =>
      network.streetsAt(n).some((s) => s.role === 'river' || s.role === 'rail'),
    ) >= 0;
  return {
    contains: (point) =>
      fullness(point) >= 1.25 + 0.4 * ragged(point) && steepnessAt(grid, point, 25) <= STEEPEST && !nearBarrier(point),
    alongContour: (point, heading) => {
      const uphill = slopeAt(grid, point, CONTOUR_SPAN_M);
      const along = leftOf(direction({ x: 0, y: 0 }, uphill));
      const facing = dot(along, heading) < 0 ? { x: -along.x, y: -along.y } : along;
      return direction({ x: 0, y: 0 }, { x: facing.x * 0.6 + heading.x * 0.4, y: facing.y * 0.6 + heading.y * 0.4 });
    },
    heightM: (point) => heightAtM(grid, point),
  };
}

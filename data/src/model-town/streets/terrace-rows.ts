/**
 * Streets along the contours of an estate, one row of terraces above the other: evenly spaced stream lines of the
 * contour field (Jobard and Lefer 1997), each traced until it meets a street or the estate's edge.
 */
import { ahead, direction, distanceM, dot, leftOf, type Point } from '../land/plane.ts';
import type { Estate } from './estate.ts';
import { NODE_STEP_M, type Street, type StreetNetwork } from './street-network.ts';

/** Two rows of houses back to back and half a street on each side. */
export const ROW_GAP_M = 50;
const SHORTEST_ROW_M = 55;
const LONGEST_HALF_STEPS = 45;
const TOO_CLOSE_M = 0.55 * ROW_GAP_M;

/** Rows beside every avenue and beside every row, until the estate is full. Returns the rows made. */
export function layTerraceRows(
  network: StreetNetwork,
  estate: Estate,
  avenues: readonly Street[],
  tags: () => Record<string, string>,
): Street[] {
  const rows: Street[] = [];
  const waiting: Street[] = [...avenues];
  for (let street = waiting.shift(); street !== undefined; street = waiting.shift()) {
    for (const seed of placesBeside(network, street)) {
      if (!estate.contains(seed.at) || isTaken(network, seed.at, 0.86 * ROW_GAP_M)) continue;
      const row = traceRow(network, estate, seed, tags);
      if (row === null) continue;
      rows.push(row);
      waiting.push(row);
    }
  }
  return rows;
}

interface Seed {
  readonly at: Point;
  readonly heading: Point;
}

function placesBeside(network: StreetNetwork, street: Street): Seed[] {
  const seeds: Seed[] = [];
  for (let i = 1; i + 1 < street.nodes.length; i += 3) {
    const heading = direction(network.point(street.nodes[i - 1]!), network.point(street.nodes[i + 1]!));
    for (const side of [1, -1]) {
      seeds.push({ at: ahead(network.point(street.nodes[i]!), leftOf(heading), side * ROW_GAP_M), heading });
    }
  }
  return seeds;
}

const isTaken = (network: StreetNetwork, at: Point, reachM: number): boolean =>
  network.nearestNode(at, reachM, (n) => network.isOnDriveStreet(n)) >= 0;

interface Half {
  readonly points: Point[];
  /** The node it ran into, -1 = it ended in the open. */
  readonly joins: number;
}

function traceRow(
  network: StreetNetwork,
  estate: Estate,
  seed: Seed,
  tags: () => Record<string, string>,
): Street | null {
  const heading = estate.alongContour(seed.at, seed.heading);
  const forward = traceHalf(network, estate, seed.at, heading, []);
  const back = traceHalf(network, estate, seed.at, { x: -heading.x, y: -heading.y }, forward.points);
  const course = [...back.points.toReversed(), seed.at, ...forward.points];
  if (course.length * NODE_STEP_M < SHORTEST_ROW_M) return null;
  if (forward.joins >= 0 && forward.joins === back.joins) return null;
  return network.addCourse(course, 'terrace', tags(), {
    ...(back.joins < 0 ? {} : { first: back.joins }),
    ...(forward.joins < 0 ? {} : { last: forward.joins }),
  });
}

function traceHalf(network: StreetNetwork, estate: Estate, from: Point, heading: Point, other: readonly Point[]): Half {
  const points: Point[] = [];
  let at = from;
  let toward = heading;
  for (let step = 0; step < LONGEST_HALF_STEPS; step++) {
    toward = estate.alongContour(at, toward);
    at = ahead(at, toward, NODE_STEP_M);
    if (!estate.contains(at) || meetsItself(at, points, other)) break;
    const near = network.nearestNode(at, TOO_CLOSE_M, (n) => network.isOnDriveStreet(n));
    if (near < 0) {
      points.push(at);
      continue;
    }
    const facing = dot(direction(at, network.point(near)), toward);
    if (facing < -0.3) {
      points.push(at);
      continue; // a street that was passed at its end, or the one the row started beside
    }
    return { points: [...points, network.point(near)], joins: near };
  }
  return { points, joins: -1 };
}

/** Round a hilltop a row would run into itself. */
function meetsItself(at: Point, points: readonly Point[], other: readonly Point[]): boolean {
  return (
    points.slice(0, -6).some((point) => distanceM(point, at) < TOO_CLOSE_M) ||
    other.slice(6).some((point) => distanceM(point, at) < TOO_CLOSE_M)
  );
}

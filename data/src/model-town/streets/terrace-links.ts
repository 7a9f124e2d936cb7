/** What joins the rows of an estate: sloping streets, stairs where it is too steep, loops at open ends, and short culs-de-sac. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import { ahead, direction, distanceM, dot, leftOf, type Point } from '../land/plane.ts';
import type { Estate } from './estate.ts';
import { ROW_GAP_M } from './terrace-rows.ts';
import { NODE_STEP_M, type Street, type StreetNetwork } from './street-network.ts';

/** Tags of a link; `climbM` from its first node to its last. */
export type MakeTags = (role: 'connector' | 'spur' | 'steps' | 'footway', climbM: number) => Record<string, string>;

const LONGEST_LINK_M = 78;
const SHORTEST_LINK_M = 18;
/** Steeper than this no street is built, only stairs. */
const STEEPEST_STREET = 0.15;
const STAIRS_FROM = 0.07;
const APART_M = 38;

/** How many of the links that come up from below go on upward, so that a crossroads is made. */
const GOES_ON = 0.58;

/** Links from each row to the street above it, the lowest row first: some go on from below, others every 60 to 180 metres. */
export function linkRows(
  network: StreetNetwork,
  estate: Estate,
  rows: readonly Street[],
  random: Random,
  tags: MakeTags,
): void {
  const heightM = (row: Street) => estate.heightM(network.point(row.nodes[row.nodes.length >> 1]!));
  const byHeight = rows.map((row) => ({ row, heightM: heightM(row) })).toSorted((a, b) => a.heightM - b.heightM);
  for (const { row } of byHeight) {
    const link = (i: number) =>
      addLink(network, estate, row.nodes[i]!, uphillFrom(network, estate, row, i), random, tags);
    const inner = row.nodes.map((_, i) => i).slice(1, -1);
    for (const i of inner) if (network.driveDegree(row.nodes[i]!) === 3 && random() < GOES_ON) link(i);
    for (let i = 2 + randomIndex(random, 6); i + 2 < row.nodes.length; i += 7 + randomIndex(random, 14)) {
      if (isApart(network, row.nodes, i)) link(i);
    }
  }
}

/** Unit vector square to the row, on the side where the hill rises. */
function uphillFrom(network: StreetNetwork, estate: Estate, row: Street, i: number): Point {
  const at = network.point(row.nodes[i]!);
  const left = leftOf(direction(network.point(row.nodes[i - 1]!), network.point(row.nodes[i + 1]!)));
  const isLeft = estate.heightM(ahead(at, left, 20)) >= estate.heightM(ahead(at, left, -20));
  return isLeft ? left : { x: -left.x, y: -left.y };
}

/** No junction on the row near the place. */
function isApart(network: StreetNetwork, nodes: readonly number[], i: number): boolean {
  const reach = Math.ceil(APART_M / NODE_STEP_M) - 1;
  return nodes.slice(Math.max(0, i - reach), i + reach + 1).every((node) => network.driveDegree(node) < 3);
}

function addLink(
  network: StreetNetwork,
  estate: Estate,
  from: number,
  toward: Point,
  random: Random,
  tags: MakeTags,
): void {
  const hit = shoot(network, estate, from, toward);
  if (hit < 0) return;
  const target = random() < 0.85 ? junctionNear(network, hit) : hit;
  const lengthM = distanceM(network.point(from), network.point(target));
  if (lengthM < SHORTEST_LINK_M) return;
  const climbM = estate.heightM(network.point(target)) - estate.heightM(network.point(from));
  const grade = Math.abs(climbM) / lengthM;
  const isStreet = grade <= STEEPEST_STREET && random() < (grade < STAIRS_FROM ? 0.85 : 0.72);
  const role = isStreet ? 'connector' : grade >= STAIRS_FROM ? 'steps' : 'footway';
  network.addCourse([network.point(from), network.point(target)], role, tags(role, climbM), {
    first: from,
    last: target,
  });
}

/** Stairs from row to row where no street is near, as people of a steep estate want them. */
export function addStairs(
  network: StreetNetwork,
  estate: Estate,
  rows: readonly Street[],
  random: Random,
  tags: MakeTags,
): void {
  for (const row of rows) {
    for (let i = 3 + randomIndex(random, 6); i + 3 < row.nodes.length; i += 6 + randomIndex(random, 6)) {
      const from = row.nodes[i]!;
      if (network.streetsAt(from).length > 1 || !isApart(network, row.nodes, i) || hasStairsNear(network, from))
        continue;
      const to = shoot(network, estate, from, uphillFrom(network, estate, row, i));
      if (to < 0) continue;
      const lengthM = distanceM(network.point(from), network.point(to));
      const climbM = estate.heightM(network.point(to)) - estate.heightM(network.point(from));
      if (lengthM < SHORTEST_LINK_M || Math.abs(climbM) < STAIRS_FROM * lengthM) continue;
      network.addCourse([network.point(from), network.point(to)], 'steps', tags('steps', climbM), {
        first: from,
        last: to,
      });
    }
  }
}

const STAIRS_APART_M = 40;

const hasStairsNear = (network: StreetNetwork, node: number): boolean =>
  network.nearestNode(network.point(node), STAIRS_APART_M, (n) =>
    network.streetsAt(n).some((street) => street.role === 'steps' || street.role === 'footway'),
  ) >= 0;

/** The first street node that a straight line from the node meets, or -1. */
function shoot(network: StreetNetwork, estate: Estate, from: number, toward: Point): number {
  const start = network.point(from);
  const own = new Set(network.streetsAt(from).flatMap((street) => street.nodes));
  for (let reachM = 12; reachM <= LONGEST_LINK_M; reachM += 4) {
    const at = ahead(start, toward, reachM);
    const hit = network.nearestNode(at, 7, (n) => !own.has(n) && network.isOnDriveStreet(n));
    if (hit >= 0) return hit;
    if (!estate.contains(at) && reachM > 60) return -1;
  }
  return -1;
}

/** A junction of three a few steps along from the node, or the node itself. */
function junctionNear(network: StreetNetwork, node: number): number {
  const near = network.nearestNode(network.point(node), 22, (n) => network.driveDegree(n) === 3);
  return near >= 0 ? near : node;
}

/** Loops: an open end goes on to a street ahead or beside it, if one is near. */
export function closeLoops(network: StreetNetwork, estate: Estate, ends: readonly number[], tags: MakeTags): void {
  for (const end of ends) {
    const [street] = network.streetsAt(end);
    if (street === undefined || network.driveDegree(end) !== 1) continue;
    const target = loopTarget(network, end, street);
    if (target < 0) continue;
    const [from, to] = [network.point(end), network.point(target)];
    const climbM = estate.heightM(to) - estate.heightM(from);
    if (Math.abs(climbM) > STEEPEST_STREET * distanceM(from, to)) continue;
    network.addCourse([from, to], 'connector', tags('connector', climbM), { first: end, last: target });
  }
}

function loopTarget(network: StreetNetwork, end: number, street: Street): number {
  const nodes = street.nodes[0] === end ? street.nodes : street.nodes.toReversed();
  const heading = direction(network.point(nodes[Math.min(3, nodes.length - 1)]!), network.point(end));
  const own = new Set(street.nodes);
  return network.nearestNode(
    network.point(end),
    1.5 * ROW_GAP_M,
    (n) =>
      !own.has(n) &&
      network.isOnDriveStreet(n) &&
      dot(direction(network.point(end), network.point(n)), heading) > -0.2 &&
      isClear(network, end, n),
  );
}

/** No other street between the two nodes. */
function isClear(network: StreetNetwork, from: number, to: number): boolean {
  const [a, b] = [network.point(from), network.point(to)];
  const lengthM = distanceM(a, b);
  for (let reachM = 10; reachM < lengthM - 8; reachM += 5) {
    const at = ahead(a, direction(a, b), reachM);
    if (network.nearestNode(at, 6, (n) => n !== from && n !== to && network.isOnDriveStreet(n)) >= 0) return false;
  }
  return true;
}

/** Culs-de-sac of 24 to 34 metres into the block, until `wanted` are made or none of `tries` places is left. */
export function addSpurs(
  network: StreetNetwork,
  estate: Estate,
  rows: readonly Street[],
  wanted: number,
  random: Random,
  tags: MakeTags,
): void {
  for (let made = 0, tries = 0; made < wanted && tries < 40 * wanted; tries++) {
    const row = rows[randomIndex(random, rows.length)]!;
    if (row.nodes.length < 8) continue;
    const i = 3 + randomIndex(random, row.nodes.length - 6);
    if (row.nodes.slice(i - 2, i + 3).some((n) => network.driveDegree(n) !== 2)) continue;
    const from = network.point(row.nodes[i]!);
    const left = leftOf(direction(network.point(row.nodes[i - 1]!), network.point(row.nodes[i + 1]!)));
    const side = random() < 0.5 ? 1 : -1;
    const end = ahead(from, left, side * (24 + 10 * random()));
    const climbM = estate.heightM(end) - estate.heightM(from);
    const free = network.nearestNode(end, 15, (n) => network.isOnDriveStreet(n)) < 0;
    if (!free || !estate.contains(end) || Math.abs(climbM) > STEEPEST_STREET * distanceM(from, end)) continue;
    network.addCourse([from, end], 'spur', tags('spur', climbM), { first: row.nodes[i]! });
    made++;
  }
}

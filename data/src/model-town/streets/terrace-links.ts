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

/** Links from each row to the street above it, every 40 to 130 metres. */
export function linkRows(
  network: StreetNetwork,
  estate: Estate,
  rows: readonly Street[],
  random: Random,
  tags: MakeTags,
): void {
  for (const row of rows) {
    const nodes = row.nodes;
    for (let i = 2 + randomIndex(random, 6); i + 2 < nodes.length; i += 6 + randomIndex(random, 13)) {
      const from = besideJunction(network, nodes, i, random);
      if (from < 0) continue;
      const at = network.point(from);
      const heading = direction(network.point(nodes[i - 1]!), network.point(nodes[i + 1]!));
      const left = leftOf(heading);
      const uphill = estate.heightM(ahead(at, left, 20)) >= estate.heightM(ahead(at, left, -20)) ? 1 : -1;
      addLink(network, estate, from, { x: left.x * uphill, y: left.y * uphill }, random, tags);
    }
  }
}

/** The node to start a link at: a junction nearby makes a crossroads now and then, else well apart from it, or -1. */
function besideJunction(network: StreetNetwork, nodes: readonly number[], i: number, random: Random): number {
  const reach = Math.ceil(APART_M / NODE_STEP_M) - 1;
  for (let k = Math.max(0, i - reach); k <= Math.min(nodes.length - 1, i + reach); k++) {
    if (network.driveDegree(nodes[k]!) < 3) continue;
    return random() < 0.75 && k > 0 && k < nodes.length - 1 && network.driveDegree(nodes[k]!) === 3 ? nodes[k]! : -1;
  }
  return nodes[i]!;
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
  const role = grade <= STEEPEST_STREET && random() < 0.72 ? 'connector' : grade >= STAIRS_FROM ? 'steps' : 'footway';
  network.addCourse([network.point(from), network.point(target)], role, tags(role, climbM), {
    first: from,
    last: target,
  });
}

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

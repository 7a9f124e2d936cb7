/** Where people walk: pavements along the avenues with crossings, shortcuts out of dead ends, paths through the woods. */
import type { Random } from '@noriai/core/containers/random.ts';
import { ahead, direction, distanceM, leftOf, type Point } from '../land/plane.ts';
import type { Estate } from './estate.ts';
import { stepsTags } from './street-tags.ts';
import type { Street, StreetNetwork } from './street-network.ts';

/** A pavement on the left of every street that says `sidewalk=separate`, joined to it at each junction. */
export function addPavements(network: StreetNetwork, random: Random): void {
  for (const street of network.streets.slice()) {
    if (street.tags['sidewalk'] !== 'separate' || street.nodes.length < 3) continue;
    const beside = street.nodes.map((_, i) => network.addNode(pavementPoint(network, street, i)));
    network.addStreet(beside, 'sidewalk', {
      highway: 'footway',
      footway: 'sidewalk',
      surface: 'asphalt',
      width: '2',
      lit: 'yes',
    });
    street.nodes.forEach((node, i) => {
      const isEnd = i === 0 || i === street.nodes.length - 1;
      if (!isEnd && network.driveDegree(node) < 3) return;
      const crossing = random() < 0.12 ? 'traffic_signals' : random() < 0.6 ? 'marked' : 'unmarked';
      network.addStreet([beside[i]!, node], 'crossing', { highway: 'footway', footway: 'crossing', crossing });
      network.nodeTags.set(node, { highway: 'crossing', crossing });
    });
  }
}

function pavementPoint(network: StreetNetwork, street: Street, i: number): Point {
  const at = network.point(street.nodes[i]!);
  const before = network.point(street.nodes[Math.max(0, i - 1)]!);
  const after = network.point(street.nodes[Math.min(street.nodes.length - 1, i + 1)]!);
  const offM = Number(street.tags['width']) / 2 + 1.2;
  return ahead(at, leftOf(direction(before, after)), offM);
}

/** From a part of the dead ends people walk on to the next street: by stairs where it is steep. */
export function addShortcuts(network: StreetNetwork, estate: Estate, random: Random): void {
  for (const end of deadEnds(network)) {
    const from = network.point(end);
    const own = new Set(network.streetsAt(end).flatMap((street) => street.nodes));
    const target = network.nearestNode(from, 75, (n) => !own.has(n) && network.isOnDriveStreet(n));
    if (target < 0 || !estate.contains(from) || random() > 0.6) continue;
    const to = network.point(target);
    const climbM = estate.heightM(to) - estate.heightM(from);
    const isSteep = Math.abs(climbM) > 0.09 * distanceM(from, to);
    const tags = isSteep ? stepsTags(climbM, random) : { highway: 'footway', surface: 'paving_stones', width: '1.5' };
    network.addCourse([from, to], isSteep ? 'steps' : 'footway', tags, { first: end, last: target });
  }
}

/** Old paths between dead ends outside the estates and streets up to 260 metres away. */
export function addPaths(network: StreetNetwork, estate: Estate, random: Random): void {
  for (const end of deadEnds(network)) {
    const from = network.point(end);
    const own = new Set(network.streetsAt(end).flatMap((street) => street.nodes));
    const target = network.nearestNode(from, 260, (n) => !own.has(n) && network.isOnDriveStreet(n));
    if (target < 0 || random() > (estate.contains(from) ? 0.1 : 0.35)) continue;
    const to = network.point(target);
    const lengthM = distanceM(from, to);
    const side = (random() - 0.5) * 0.4 * lengthM;
    const middle = ahead({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, leftOf(direction(from, to)), side);
    const tags = { highway: 'path', surface: 'ground', width: '1' };
    network.addCourse([from, middle, to], 'path', tags, { first: end, last: target });
  }
}

function deadEnds(network: StreetNetwork): number[] {
  return network.points.flatMap((_, node) =>
    network.driveDegree(node) === 1 && network.streetsAt(node).length === 1 ? [node] : [],
  );
}

/** Turns a junction into a roundabout: a one-way ring of eight nodes, clockwise where one drives on the left. */
import { ahead, distanceM } from '../land/plane.ts';
import { isDriveStreet, type Street, type StreetNetwork } from './street-network.ts';

const RADIUS_M = 13;
const CLEAR_M = 17;
const HALF = Math.SQRT1_2;
/** Unit vectors of an octagon, clockwise from north. */
const clockwise = [
  { x: 0, y: 1 },
  { x: HALF, y: HALF },
  { x: 1, y: 0 },
  { x: HALF, y: -HALF },
  { x: 0, y: -1 },
  { x: -HALF, y: -HALF },
  { x: -1, y: 0 },
  { x: -HALF, y: HALF },
];

export function makeRoundabout(
  network: StreetNetwork,
  centre: number,
  side: 'left' | 'right',
  tags: Record<string, string>,
): Street {
  const middle = network.point(centre);
  const order = side === 'left' ? clockwise : clockwise.toReversed();
  const ring = order.map((unit) => network.addNode(ahead(middle, unit, RADIUS_M)));
  for (const street of network.streetsAt(centre)) network.splitAt(street, centre);
  for (const arm of network.streetsAt(centre)) if (isDriveStreet(arm)) shorten(network, arm, centre, ring);
  return network.addStreet([...ring, ring[0]!], 'avenue', { ...tags, junction: 'roundabout', oneway: 'yes' });
}

/** Lets the street that ended in the middle end at the ring's nearest node. */
function shorten(network: StreetNetwork, arm: Street, centre: number, ring: readonly number[]): void {
  const outward = arm.nodes[0] === centre ? arm.nodes.slice(1) : arm.nodes.slice(0, -1).toReversed();
  const middle = network.point(centre);
  let kept = 0;
  while (
    kept < outward.length - 1 &&
    distanceM(network.point(outward[kept]!), middle) < CLEAR_M &&
    network.streetsAt(outward[kept]!).length === 1
  )
    kept++;
  const rest = outward.slice(kept);
  const entry = ring.reduce((best, n) => (gap(network, n, rest[0]!) < gap(network, best, rest[0]!) ? n : best));
  const nodes = [entry, ...rest];
  network.reroute(arm, arm.nodes[0] === centre ? nodes : nodes.toReversed());
}

const gap = (network: StreetNetwork, a: number, b: number): number => distanceM(network.point(a), network.point(b));

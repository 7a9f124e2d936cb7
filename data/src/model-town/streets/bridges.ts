/** Where a street crosses a stream or the railway on the level, the piece that crosses becomes a bridge. */
import { heightAtM, type HeightGrid } from '../land/height-grid.ts';
import { distanceM } from '../land/plane.ts';
import { findCrossings, type Piece } from './join-crossings.ts';
import { isDriveStreet, type Street, type StreetNetwork } from './street-network.ts';

/** On a steeper street the stream goes through a culvert instead: a bridge is level. */
const STEEPEST_BRIDGE = 0.04;

/** Returns the number of bridges made. */
export function buildBridges(network: StreetNetwork, grid: HeightGrid): number {
  const barriers = network.streets.filter((street) => street.role === 'river' || street.role === 'rail');
  let bridges = 0;
  for (const { one } of findCrossings(network, network.streets.filter(isDriveStreet), barriers)) {
    if (isLevel(network, grid, one) && makeBridge(network, one)) bridges++;
  }
  return bridges;
}

function isLevel(network: StreetNetwork, grid: HeightGrid, piece: Piece): boolean {
  const [a, b] = [network.point(piece.a), network.point(piece.b)];
  return Math.abs(heightAtM(grid, a) - heightAtM(grid, b)) <= STEEPEST_BRIDGE * distanceM(a, b);
}

function makeBridge(network: StreetNetwork, piece: Piece): boolean {
  const street = network
    .streetsAt(piece.a)
    .find((s) => isDriveStreet(s) && s.tags['bridge'] === undefined && neighbours(s, piece) >= 0);
  if (street === undefined) return false;
  const at = neighbours(street, piece);
  const isFree = (i: number) =>
    i > 0 && i < street.nodes.length - 1 && network.streetsAt(street.nodes[i]!).length === 1;
  const first = street.nodes[isFree(at) ? at - 1 : at]!;
  const last = street.nodes[isFree(at + 1) ? at + 2 : at + 1]!;
  const bridge = network.splitAt(street, first) ?? street;
  network.splitAt(bridge, last);
  bridge.tags = { ...bridge.tags, bridge: 'yes', layer: '1' };
  return true;
}

/** Index of the piece's first node in the street, -1 when its nodes are not neighbours there any more. */
const neighbours = (street: Street, { a, b }: Piece): number =>
  street.nodes.findIndex((n, i) => n === a && street.nodes[i + 1] === b);

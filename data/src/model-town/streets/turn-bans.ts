/** A few forbidden right turns out of side streets onto the avenues (left-hand traffic: the turn that crosses the road). */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import { direction, type Point } from '../land/plane.ts';
import { isDriveStreet, type Street, type StreetNetwork } from './street-network.ts';

export interface TurnBan {
  readonly from: Street;
  readonly via: number;
  readonly to: Street;
  readonly restriction: 'no_right_turn' | 'no_left_turn';
}

/** Splits the avenues where it needs to; a street with one way out is left alone. */
export function banTurns(
  network: StreetNetwork,
  count: number,
  side: 'left' | 'right',
  random: Random,
): readonly TurnBan[] {
  const bans: TurnBan[] = [];
  const sides = network.streets.filter(
    (s) => (s.role === 'connector' || s.role === 'terrace') && s.tags['oneway'] === undefined && s.nodes.length > 3,
  );
  for (let tries = 0; bans.length < count && tries < 50 * count; tries++) {
    const ban = findBan(network, sides[randomIndex(random, sides.length)]!, side);
    if (ban !== null && bans.every((other) => other.via !== ban.via)) bans.push(ban);
  }
  return bans;
}

function findBan(network: StreetNetwork, from: Street, side: 'left' | 'right'): TurnBan | null {
  const via = from.nodes[from.nodes.length - 1]!;
  if (network.driveDegree(from.nodes[0]!) < 3 || network.driveDegree(via) !== 3) return null;
  const avenue = network
    .streetsAt(via)
    .find((street) => street.role === 'avenue' && street.tags['oneway'] === undefined);
  if (avenue === undefined || avenue.tags['bridge'] !== undefined) return null;
  network.splitAt(avenue, via);
  const heading = direction(network.point(from.nodes[from.nodes.length - 2]!), network.point(via));
  const to = network
    .streetsAt(via)
    .filter((street) => street !== from && isDriveStreet(street))
    .find((street) => turnOf(network, heading, via, street) === (side === 'left' ? 'right' : 'left'));
  if (to === undefined) return null;
  return { from, via, to, restriction: side === 'left' ? 'no_right_turn' : 'no_left_turn' };
}

function turnOf(network: StreetNetwork, heading: Point, via: number, street: Street): 'left' | 'right' | 'on' {
  const next = street.nodes[0] === via ? street.nodes[1]! : street.nodes[street.nodes.length - 2]!;
  const out = direction(network.point(via), network.point(next));
  const cross = heading.x * out.y - heading.y * out.x;
  return cross > 0.5 ? 'left' : cross < -0.5 ? 'right' : 'on';
}

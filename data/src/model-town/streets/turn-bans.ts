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

interface Place {
  readonly from: Street;
  readonly via: number;
}

/** Splits the avenues where it needs to; a street with one way out is left alone. */
export function banTurns(
  network: StreetNetwork,
  count: number,
  side: 'left' | 'right',
  random: Random,
): readonly TurnBan[] {
  const sides = network.streets.filter(
    (s) => (s.role === 'connector' || s.role === 'terrace') && s.tags['oneway'] === undefined && s.nodes.length > 3,
  );
  const places: Place[] = [];
  for (let tries = 0; places.length < count && tries < 50 * count; tries++) {
    const from = sides[randomIndex(random, sides.length)]!;
    const via = from.nodes[from.nodes.length - 1]!;
    if (mayBan(network, from, via) && places.every((place) => place.via !== via && place.from !== from)) {
      places.push({ from, via });
    }
  }
  for (const { via } of places) for (const street of network.streetsAt(via)) network.splitAt(street, via);
  return places.flatMap((place) => crossingTurn(network, place, side));
}

/** Onto an avenue, at a plain junction, from a street that can be left at its other end. */
function mayBan(network: StreetNetwork, from: Street, via: number): boolean {
  const others = network.streetsAt(via).filter((street) => street !== from && isDriveStreet(street));
  return (
    network.driveDegree(from.nodes[0]!) >= 3 &&
    network.driveDegree(via) === 3 &&
    others.every((street) => street.role === 'avenue' && street.tags['oneway'] === undefined)
  );
}

function crossingTurn(network: StreetNetwork, { from, via }: Place, side: 'left' | 'right'): TurnBan[] {
  const across = side === 'left' ? 'right' : 'left';
  const heading = direction(network.point(from.nodes[from.nodes.length - 2]!), network.point(via));
  const to = network
    .streetsAt(via)
    .find((street) => street !== from && isDriveStreet(street) && turnOf(network, heading, via, street) === across);
  return to === undefined ? [] : [{ from, via, to, restriction: `no_${across}_turn` }];
}

function turnOf(network: StreetNetwork, heading: Point, via: number, street: Street): 'left' | 'right' | 'on' {
  const next = street.nodes[0] === via ? street.nodes[1]! : street.nodes[street.nodes.length - 2]!;
  const out = direction(network.point(via), network.point(next));
  const cross = heading.x * out.y - heading.y * out.x;
  return cross > 0.5 ? 'left' : cross < -0.5 ? 'right' : 'on';
}

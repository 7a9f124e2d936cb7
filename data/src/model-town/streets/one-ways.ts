/** One-way streets in the estates: as many as in a real suburb, and never one that cuts anybody off. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import { isDriveStreet, type Street, type StreetNetwork } from './street-network.ts';

/**
 * Makes streets one-way until the wanted part of the directed edges (per mille) is reached or the tries run out.
 *
 * @param all the streets of which the one-ways are to be a part
 */
export function makeOneWays(
  network: StreetNetwork,
  candidates: readonly Street[],
  all: readonly Street[],
  wantedPermille: number,
  random: Random,
): number {
  const edges = (street: Street) => 1 + street.nodes.slice(1, -1).filter((n) => network.driveDegree(n) > 2).length;
  const total = all.reduce((sum, street) => sum + edges(street), 0);
  let made = 0;
  for (let tries = 0; tries < 6 * candidates.length && 1000 * made < wantedPermille * (2 * total - made); tries++) {
    const street = candidates[randomIndex(random, candidates.length)]!;
    const first = street.nodes[0]!;
    const last = street.nodes[street.nodes.length - 1]!;
    if (street.tags['oneway'] !== undefined || street.nodes.length < 4 || edges(street) > 5) continue;
    street.tags = { ...street.tags, oneway: 'yes' };
    if (canReach(network, last, first)) made += edges(street);
    else delete street.tags['oneway'];
  }
  return made;
}

/** Whether one can drive from a node to another, one-ways obeyed. */
export function canReach(network: StreetNetwork, from: number, to: number): boolean {
  const seen = new Set([from]);
  const open = [from];
  for (let i = 0; i < open.length; i++) {
    if (open[i] === to) return true;
    for (const next of exits(network, open[i]!)) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}

function exits(network: StreetNetwork, node: number): number[] {
  return network.streetsAt(node).flatMap((street) => {
    if (!isDriveStreet(street)) return [];
    const back = street.tags['oneway'] !== 'yes';
    return street.nodes.flatMap((n, i) => {
      if (n !== node) return [];
      const next = street.nodes[i + 1];
      const previous = street.nodes[i - 1];
      return [...(next === undefined ? [] : [next]), ...(previous === undefined || !back ? [] : [previous])];
    });
  });
}

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
  const steps = makeSteps(network);
  const total = all.reduce((sum, street) => sum + edges(street), 0);
  let made = 0;
  for (let tries = 0; tries < 6 * candidates.length && 1000 * made < wantedPermille * (2 * total - made); tries++) {
    const street = candidates[randomIndex(random, candidates.length)]!;
    const first = street.nodes[0]!;
    const last = street.nodes[street.nodes.length - 1]!;
    if (street.tags['oneway'] !== undefined || street.nodes.length < 4 || edges(street) > 5) continue;
    street.tags = { ...street.tags, oneway: 'yes' };
    if (canReach(steps, last, first)) made += edges(street);
    else delete street.tags['oneway'];
  }
  return made;
}

interface Step {
  readonly to: number;
  readonly street: Street;
  readonly isForward: boolean;
}

/** Steps from node to node by their first node. */
function makeSteps(network: StreetNetwork): Step[][] {
  const steps: Step[][] = network.points.map(() => []);
  for (const street of network.streets.filter(isDriveStreet)) {
    for (let i = 0; i + 1 < street.nodes.length; i++) {
      const [a, b] = [street.nodes[i]!, street.nodes[i + 1]!];
      steps[a]!.push({ to: b, street, isForward: true });
      steps[b]!.push({ to: a, street, isForward: false });
    }
  }
  return steps;
}

/** Whether one can drive from a node to another, one-ways obeyed. Looks near by first: the way round is mostly short. */
function canReach(steps: readonly (readonly Step[])[], from: number, to: number): boolean {
  const seen = new Uint8Array(steps.length);
  const open = [from];
  seen[from] = 1;
  for (let i = 0; i < open.length; i++) {
    const node = open[i]!;
    if (node === to) return true;
    for (const step of steps[node]!) {
      if (seen[step.to] === 1 || (!step.isForward && step.street.tags['oneway'] === 'yes')) continue;
      seen[step.to] = 1;
      open.push(step.to);
    }
  }
  return false;
}

import { seededRandom } from '@noriai/core/containers/random.ts';
import { expect, test } from 'vitest';
import { joinCrossings } from './join-crossings.ts';
import { makeOneWays } from './one-ways.ts';
import { makeRoundabout } from './roundabout.ts';
import { isDriveStreet, StreetNetwork, type Street } from './street-network.ts';

/** Streets every 100 m both ways, joined where they cross. */
function gridTown(count: number): StreetNetwork {
  const network = new StreetNetwork();
  const far = (count - 1) * 100;
  for (let i = 0; i < count; i++) {
    network.addCourse([{ x: -18, y: i * 100 + 2 }, { x: far + 18, y: i * 100 + 2 }], 'terrace', {}); // prettier-ignore
    network.addCourse([{ x: i * 100 + 2, y: -18 }, { x: i * 100 + 2, y: far + 18 }], 'connector', {}); // prettier-ignore
  }
  joinCrossings(network, network.streets.filter(isDriveStreet));
  return network;
}

const degrees = (network: StreetNetwork): number[] => network.points.map((_, node) => network.driveDegree(node));

test('streets that cross become crossroads', () => {
  const network = gridTown(4);
  expect(degrees(network).filter((degree) => degree === 4)).toHaveLength(16);
});

test('splitting keeps every piece and every degree', () => {
  const network = gridTown(3);
  const before = degrees(network);
  const street = network.streets[0]!;
  const node = street.nodes.find((n) => network.driveDegree(n) === 4)!;
  expect(network.splitAt(street, node)).not.toBeNull();
  expect(degrees(network)).toEqual(before);
});

/** Whether every node reaches every other: the slow way, from each end of each street. */
function allReach(network: StreetNetwork): boolean {
  const drives = network.streets.filter(isDriveStreet);
  const nodes = [...new Set(drives.flatMap((street) => street.nodes))];
  return nodes.every((start) => reached(drives, start).size === nodes.length);
}

function reached(streets: readonly Street[], start: number): Set<number> {
  const seen = new Set([start]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { nodes, tags } of streets) {
      for (let i = 0; i + 1 < nodes.length; i++) {
        const pairs = [[nodes[i]!, nodes[i + 1]!], ...(tags['oneway'] === 'yes' ? [] : [[nodes[i + 1]!, nodes[i]!]])];
        for (const [a, b] of pairs) {
          if (!seen.has(a!) || seen.has(b!)) continue;
          seen.add(b!);
          grown = true;
        }
      }
    }
  }
  return seen;
}

test('one-way streets cut nobody off', () => {
  let made = 0;
  for (let seed = 1; seed <= 8; seed++) {
    const network = gridTown(3);
    degrees(network).forEach((degree, node) => {
      if (degree === 4) network.streetsAt(node).forEach((street) => network.splitAt(street, node));
    });
    const streets = network.streets.filter(isDriveStreet);
    made += makeOneWays(network, streets, streets, 300, seededRandom(seed));
    expect(allReach(network), `seed ${seed}`).toBe(true);
  }
  expect(made).toBeGreaterThan(20);
});

test('a roundabout is a closed one-way ring that every arm ends on', () => {
  const network = gridTown(3);
  const centre = network.points.findIndex((_, node) => network.driveDegree(node) === 4);
  const ring = makeRoundabout(network, centre, 'left', { highway: 'tertiary' });
  expect(ring.nodes[0]).toBe(ring.nodes.at(-1));
  expect(network.driveDegree(centre)).toBe(0);
  expect(ring.nodes.slice(1).reduce((sum, node) => sum + network.driveDegree(node) - 2, 0)).toBe(4);
  const [a, b, c] = ring.nodes.slice(0, 3).map((node) => network.point(node));
  const turn = (b!.x - a!.x) * (c!.y - b!.y) - (b!.y - a!.y) * (c!.x - b!.x);
  expect(turn).toBeLessThan(0); // clockwise, as one drives on the left
  expect(allReach(network)).toBe(true);
});

/** Where stops may be: on streets that every vehicle of the town passes, away from bridges, bends in traffic and steep pitches. */
import { heightAtM, type HeightGrid } from '../land/height-grid.ts';
import { distanceM } from '../land/plane.ts';
import { isDriveStreet, type Street, type StreetNetwork } from '../streets/street-network.ts';

export interface StopSite {
  readonly node: number;
  readonly street: Street;
  /** Index of the node in the street. */
  readonly at: number;
}

const NARROWEST_M = 3.5;
const STEEPEST = 0.1;

/** Sites a few tens of metres apart, reachable by a wide vehicle from the node and back. */
export function findStopSites(network: StreetNetwork, grid: HeightGrid, from: number): StopSite[] {
  const there = reachable(network, from, 1);
  const back = reachable(network, from, -1);
  return network.streets.filter(maySeeStops).flatMap((street) =>
    street.nodes.flatMap((node, at) => {
      const isInside = at > 0 && at < street.nodes.length - 1 && at % 3 === 1;
      const fits = isInside && there.has(node) && back.has(node) && network.driveDegree(node) === 2;
      return fits && isGentle(network, grid, street, at) ? [{ node, street, at }] : [];
    }),
  );
}

const isWide = (street: Street): boolean =>
  isDriveStreet(street) && street.role !== 'track' && Number(street.tags['width']) >= NARROWEST_M;

const maySeeStops = (street: Street): boolean =>
  isWide(street) &&
  street.tags['bridge'] === undefined &&
  street.tags['tunnel'] === undefined &&
  street.tags['junction'] === undefined;

function isGentle(network: StreetNetwork, grid: HeightGrid, street: Street, at: number): boolean {
  const before = network.point(street.nodes[at - 1]!);
  const after = network.point(street.nodes[at + 1]!);
  return Math.abs(heightAtM(grid, after) - heightAtM(grid, before)) <= STEEPEST * distanceM(before, after);
}

/** Nodes reached along wide streets: forward (1) obeying one-ways, or backward (-1). */
function reachable(network: StreetNetwork, from: number, sense: 1 | -1): Set<number> {
  const seen = new Set([from]);
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const street of network.streetsAt(node)) {
      if (!isWide(street)) continue;
      const steps = street.tags['oneway'] === 'yes' ? [sense] : [1, -1];
      street.nodes.forEach((other, i) => {
        if (other !== node) return;
        for (const step of steps) {
          const next = street.nodes[i + step];
          if (next === undefined || seen.has(next)) continue;
          seen.add(next);
          open.push(next);
        }
      });
    }
  }
  return seen;
}

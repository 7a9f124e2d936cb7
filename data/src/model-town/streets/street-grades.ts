/** Grades of streets over short chords, and the second cut that eases the steep ones. */
import { cutRoad } from '../land/carve.ts';
import { heightAtM, type HeightGrid } from '../land/height-grid.ts';
import { distanceM } from '../land/plane.ts';
import type { Ground } from './main-roads.ts';
import { isDriveStreet, type Street, type StreetNetwork } from './street-network.ts';

const CHORD_NODES = 4;
const SHORTEST_CHORD_M = 15;

/** Steepness of a street's stretches of about 40 m, per mille, without sign. */
export function chordGradesPermille(network: StreetNetwork, grid: HeightGrid, street: Street): number[] {
  const grades: number[] = [];
  for (let i = 0; i + 1 < street.nodes.length; i += CHORD_NODES) {
    const a = network.point(street.nodes[i]!);
    const b = network.point(street.nodes[Math.min(i + CHORD_NODES, street.nodes.length - 1)]!);
    const lengthM = distanceM(a, b);
    if (lengthM < SHORTEST_CHORD_M) continue;
    grades.push(Math.round((1000 * Math.abs(heightAtM(grid, a) - heightAtM(grid, b))) / lengthM));
  }
  return grades;
}

const STEEP_PERMILLE = 140;
const ROUNDS = 3;

/** Cuts and fills once more along streets that came out too steep, next to others, too; their ends stay where they are. */
export function easeSteepStreets(network: StreetNetwork, ground: Ground): void {
  const nothingKept = new Float64Array(ground.kept.length);
  for (let round = 0; round < ROUNDS; round++) {
    for (const street of network.streets.filter(isDriveStreet)) {
      if (chordGradesPermille(network, ground.grid, street).every((grade) => grade <= STEEP_PERMILLE)) continue;
      const course = street.nodes.map((node) => network.point(node));
      cutRoad(ground.grid, nothingKept, course, { evenM: 60, stripM: 8, bankM: 32 });
      nothingKept.fill(0);
    }
  }
}

import { METERS_PER_E7 } from '@noriai/core/geo/lat-lon.ts';
import { UNKNOWN_ELEVATION_DM } from '@noriai/core/graph/road-graph.ts';
import { describe, expect, test } from 'vitest';
import type { ElevationSource } from '../osm/osm-elements.ts';
import { gradePermille, streetElevationsDm } from './elevation-profile.ts';

/** A street of nodes 20 m apart, heading north from the equator. */
function line(count: number) {
  const nodeLatE7 = Int32Array.from({ length: count }, (_, i) => Math.round((i * 20) / METERS_PER_E7));
  const run = Uint32Array.from({ length: count }, (_, i) => i);
  return { nodes: { nodeLatE7, nodeLonE7: new Int32Array(count) }, run };
}

const terrain = (heightDm: (node: number) => number | null, stepM?: number): ElevationSource => ({
  label: 'test',
  ...(stepM === undefined ? {} : { stepM }),
  elevationDm: (latE7) => heightDm(Math.round((latE7 * METERS_PER_E7) / 20)),
});

describe('heights along streets', () => {
  test('a saw of 5 m, as a coarse model makes it, becomes a gentle street', () => {
    const { nodes, run } = line(41);
    const saw = terrain((node) => 1000 + (node % 2) * 50);
    const heights = streetElevationsDm(nodes, [{ runs: [run], isStructure: false }], saw);
    for (const height of heights.slice(5, -5)) expect(Math.abs(height - 1025)).toBeLessThanOrEqual(6);
  });

  test('an even slope stays as it is, but at its ends; an exact source stays wholly', () => {
    const { nodes, run } = line(41);
    const ways = [{ runs: [run], isStructure: false }];
    const heights = streetElevationsDm(
      nodes,
      ways,
      terrain((node) => node * 10),
    );
    for (let node = 5; node <= 35; node++) expect(heights[node]).toBe(node * 10);
    expect([
      ...streetElevationsDm(
        nodes,
        ways,
        terrain((node) => node * 10, 0),
      ),
    ]).toEqual([...run].map((n) => n * 10));
  });

  test('a bridge is the straight line between its portals', () => {
    const { nodes, run } = line(31);
    const ways = [
      { runs: [run.subarray(0, 11)], isStructure: false },
      { runs: [run.subarray(10, 21)], isStructure: true },
      { runs: [run.subarray(20)], isStructure: false },
    ];
    const gorge = terrain((node) => (node <= 10 ? 1000 : node >= 20 ? 1200 : 0));
    const heights = streetElevationsDm(nodes, ways, gorge);
    for (let i = 0; i <= 10; i++) expect(heights[10 + i]).toBe(1000 + i * 20);
  });

  test('a short bridge on a slope has the grade of the slope, whatever its length', () => {
    const { nodes, run } = line(61);
    for (const dmEach of [20, -30, 0]) {
      const slope = terrain((node) => 3000 + node * dmEach); // 100 ‰ up, 150 ‰ down, flat
      for (let steps = 1; steps <= 4; steps++) {
        const [from, to] = [30, 30 + steps];
        const ways = [
          { runs: [run.subarray(0, from + 1)], isStructure: false },
          { runs: [run.subarray(from, to + 1)], isStructure: true },
          { runs: [run.subarray(to)], isStructure: false },
        ];
        const heights = streetElevationsDm(nodes, ways, slope);
        for (let node = 25; node < 36; node++) {
          const grade = gradePermille(heights[node]!, heights[node + 1]!, 200);
          const off = Math.abs(grade - dmEach * 5);
          expect(off, `${steps * 20} m at ${dmEach * 5} ‰, node ${node}: ${grade} ‰`).toBeLessThanOrEqual(5);
        }
      }
    }
  });

  test('a small void is bridged, a missing tile is not', () => {
    const { nodes, run } = line(301);
    const ways = [{ runs: [run], isStructure: false }];
    const hole = terrain((node) => (node > 20 && node < 31 ? null : 500));
    expect([...streetElevationsDm(nodes, ways, hole)].every((height) => height === 500)).toBe(true);
    const missing = streetElevationsDm(
      nodes,
      ways,
      terrain((node) => (node > 200 ? null : 500)),
    );
    expect([missing[200], missing[201]]).toEqual([500, UNKNOWN_ELEVATION_DM]);
  });

  test('without a model nothing is known', () => {
    const { nodes, run } = line(3);
    const heights = streetElevationsDm(nodes, [{ runs: [run], isStructure: false }], null);
    expect([...heights]).toEqual([UNKNOWN_ELEVATION_DM, UNKNOWN_ELEVATION_DM, UNKNOWN_ELEVATION_DM]);
  });
});

test('grades are signed, zero where there is no length, and at most that of the steepest street', () => {
  expect(gradePermille(0, 50, 1000)).toBe(50);
  expect(gradePermille(50, 0, 1000)).toBe(-50);
  expect(gradePermille(0, 50, 0)).toBe(0);
  expect(gradePermille(0, 1000, 1000)).toBe(350);
});

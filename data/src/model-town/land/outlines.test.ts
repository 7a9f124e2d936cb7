import { seededRandom } from '@noriai/core/containers/random.ts';
import { expect, test } from 'vitest';
import { outlinesOf, type Raster } from './outlines.ts';
import type { Point } from './plane.ts';

function rasterOf(rows: readonly string[]): Raster {
  const isMarked = Uint8Array.from(rows.toReversed().join(''), (cell) => (cell === '#' ? 1 : 0));
  return { cellM: 10, west: 0, south: 0, columns: rows[0]!.length, rows: rows.length, isMarked };
}

/** Twice the area, positive when the ring runs with the marked ground on its left. */
function doubleArea(ring: readonly Point[]): number {
  return ring.slice(1).reduce((sum, b, i) => sum + ring[i]!.x * b.y - b.x * ring[i]!.y, 0);
}

test('a ring round the ground and a ring round the hole in it, the other way', () => {
  const { outer, inner } = outlinesOf(rasterOf(['......', '.####.', '.#..#.', '.####.', '......']), 0);
  expect([outer.length, inner.length]).toEqual([1, 1]);
  expect(doubleArea(outer[0]!)).toBeGreaterThan(0);
  expect(doubleArea(inner[0]!)).toBeLessThan(0);
});

test('small patches are left out', () => {
  const raster = rasterOf(['##...', '##..#', '##...']);
  expect(outlinesOf(raster, 200).outer).toHaveLength(1);
  expect(outlinesOf(raster, 0).outer).toHaveLength(2);
});

test('every ring is closed, whatever is marked', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seededRandom(seed);
    const isMarked = Uint8Array.from({ length: 64 }, () => (random() < 0.5 ? 1 : 0));
    const { outer, inner } = outlinesOf({ cellM: 10, west: 0, south: 0, columns: 8, rows: 8, isMarked }, 0);
    expect(outer.length, `seed ${seed}`).toBeGreaterThan(0);
    for (const ring of [...outer, ...inner]) expect(ring[0], `seed ${seed}`).toEqual(ring.at(-1));
  }
});

/** Outlines of the marked cells of a raster, as closed rings: what is marked lies to the left. */
import { pointsToKeep, roundCorners } from './course.ts';
import type { Point } from './plane.ts';

/** Cell (c, r) covers `west + c * cellM` to the next column's edge, and so on; `isMarked[r * columns + c]`. */
export interface Raster {
  readonly cellM: number;
  readonly west: number;
  readonly south: number;
  readonly columns: number;
  readonly rows: number;
  readonly isMarked: Uint8Array;
}

export interface Outlines {
  /** Rings around marked ground, the largest first. */
  readonly outer: readonly (readonly Point[])[];
  /** Rings around unmarked ground inside. */
  readonly inner: readonly (readonly Point[])[];
}

/** @param leastM2 smaller patches and holes are left out */
export function outlinesOf(raster: Raster, leastM2: number): Outlines {
  const rings = cellRings(raster)
    .map((ring) => ({ ring, areaM2: signedAreaM2(ring) }))
    .filter(({ areaM2 }) => Math.abs(areaM2) >= leastM2)
    .toSorted((a, b) => Math.abs(b.areaM2) - Math.abs(a.areaM2));
  const smooth = (isOuter: boolean) =>
    rings.filter(({ areaM2 }) => areaM2 > 0 === isOuter).map(({ ring }) => smoothRing(ring, raster.cellM));
  return { outer: smooth(true), inner: smooth(false) };
}

/** Steps along a cell's sides, the cell on the left: from its corner (dc, dr) to the next. */
const sides = [
  { from: [0, 0], to: [1, 0], beyond: [0, -1] },
  { from: [1, 0], to: [1, 1], beyond: [1, 0] },
  { from: [1, 1], to: [0, 1], beyond: [0, 1] },
  { from: [0, 1], to: [0, 0], beyond: [-1, 0] },
] as const;

function cellRings(raster: Raster): Point[][] {
  const next = borderSteps(raster);
  const rings: Point[][] = [];
  for (const start of next.keys()) {
    while ((next.get(start)?.length ?? 0) > 0) {
      const corners: number[] = [];
      for (let at = start; ;) {
        corners.push(at);
        at = next.get(at)!.pop()!;
        if (at === start) break;
      }
      rings.push([...corners, start].map((corner) => cornerPoint(raster, corner)));
    }
  }
  return rings;
}

/** Corner to corners, along every side between a marked and an unmarked cell. */
function borderSteps(raster: Raster): Map<number, number[]> {
  const { columns, rows } = raster;
  const isMarked = (c: number, r: number) =>
    c >= 0 && r >= 0 && c < columns && r < rows && raster.isMarked[r * columns + c] === 1;
  const next = new Map<number, number[]>();
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (!isMarked(c, r)) continue;
      for (const { from, to, beyond } of sides) {
        if (isMarked(c + beyond[0], r + beyond[1])) continue;
        const corner = (r + from[1]) * (columns + 1) + c + from[0];
        const target = (r + to[1]) * (columns + 1) + c + to[0];
        next.set(corner, [...(next.get(corner) ?? []), target]);
      }
    }
  }
  return next;
}

function cornerPoint(raster: Raster, corner: number): Point {
  const c = corner % (raster.columns + 1);
  const r = (corner - c) / (raster.columns + 1);
  return { x: raster.west + c * raster.cellM, y: raster.south + r * raster.cellM };
}

function signedAreaM2(ring: readonly Point[]): number {
  let double = 0;
  for (let i = 0; i + 1 < ring.length; i++) double += ring[i]!.x * ring[i + 1]!.y - ring[i + 1]!.x * ring[i]!.y;
  return double / 2;
}

/** Cells after which a straight side gets a point, so that rounding its corners does not cut them off. */
const LONGEST_SIDE = 12;

/** Stairs of the raster become slopes; the ring stays closed. */
function smoothRing(ring: readonly Point[], cellM: number): Point[] {
  const calm = pointsToKeep(ring, 0.75 * cellM, (i) => i % LONGEST_SIDE === 0).map((i) => ring[i]!);
  return roundCorners(calm, 1);
}

/**
 * Cut and fill: where a road is laid, the land gives way to it, so that the road's grade is a road's and not the
 * slope's. Earlier roads are kept when a later one comes near.
 */
import { courseLengthM, resample } from './course.ts';
import { heightAtM, type HeightGrid } from './height-grid.ts';
import { distanceM, smoothStep, type Point } from './plane.ts';

export interface CutSettings {
  /** How far the road's height is evened out along it: bumps shorter than this go. */
  readonly evenM: number;
  /** Half the width of the level strip, and how far its banks reach. */
  readonly stripM: number;
  readonly bankM: number;
}

/** What no later cut may change: 0 free, 1 fixed, by cell of the grid. */
export type Kept = Float64Array;

const STEP_M = 10;

/** Changes `grid` and `kept`. Cost: road length × bank², a kilometre about a millisecond. */
export function cutRoad(grid: HeightGrid, kept: Kept, course: readonly Point[], cut: CutSettings): void {
  if (courseLengthM(course) < STEP_M) return;
  const points = resample(course, STEP_M);
  const roadM = evenedProfile(
    points.map((point) => heightAtM(grid, point)),
    cut.evenM,
  );
  for (const [cell, nearest] of cellsAlong(grid, points, cut.bankM)) {
    const part = 1 - smoothStep(cut.stripM, cut.bankM, nearest.distM);
    const heightM = grid.heightM[cell]!;
    grid.heightM[cell] = heightM + (roadM[nearest.index]! - heightM) * part * (1 - kept[cell]!);
  }
  for (const [cell, nearest] of cellsAlong(grid, points, cut.bankM)) {
    kept[cell] = Math.max(kept[cell]!, 1 - smoothStep(cut.stripM, cut.bankM, nearest.distM));
  }
}

/** Heights evened out by repeated averaging with the neighbours; both ends stay, so a road meets the one it ends on. */
function evenedProfile(heightsM: readonly number[], evenM: number): Float64Array {
  const heights = Float64Array.from(heightsM);
  const spread = evenM / STEP_M;
  const rounds = Math.round(2 * spread * spread);
  for (let round = 0; round < rounds; round++) {
    let before = heights[0]!;
    for (let i = 1; i + 1 < heights.length; i++) {
      const here = heights[i]!;
      heights[i] = (before + 2 * here + heights[i + 1]!) / 4;
      before = here;
    }
  }
  return heights;
}

interface NearestOnRoad {
  readonly index: number;
  readonly distM: number;
}

/** Every grid cell within `reachM` of the points, with the nearest of them. */
function cellsAlong(grid: HeightGrid, points: readonly Point[], reachM: number): Map<number, NearestOnRoad> {
  const found = new Map<number, NearestOnRoad>();
  const reach = Math.ceil(reachM / grid.cellM);
  points.forEach((point, index) => {
    const column = Math.round((point.x - grid.westM) / grid.cellM);
    const row = Math.round((point.y - grid.southM) / grid.cellM);
    for (let r = Math.max(0, row - reach); r <= Math.min(grid.rows - 1, row + reach); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(grid.columns - 1, column + reach); c++) {
        const distM = distanceM(point, { x: grid.westM + c * grid.cellM, y: grid.southM + r * grid.cellM });
        const cell = r * grid.columns + c;
        if (distM <= reachM && distM < (found.get(cell)?.distM ?? Infinity)) found.set(cell, { index, distM });
      }
    }
  });
  return found;
}

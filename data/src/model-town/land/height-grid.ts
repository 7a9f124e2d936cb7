/** Heights on a square grid over the plane; between the points they are interpolated along both axes. */
import type { Point } from './plane.ts';

/**
 * Height of the point in column `c` (eastward) and row `r` (northward): `heightM[r * columns + c]`; it lies at
 * `westM + c * cellM`, `southM + r * cellM`. Memory: 8 bytes a point.
 */
export interface HeightGrid {
  readonly cellM: number;
  readonly westM: number;
  readonly southM: number;
  readonly columns: number;
  readonly rows: number;
  readonly heightM: Float64Array;
}

export function makeHeightGrid(
  halfWidthM: number,
  halfHeightM: number,
  cellM: number,
  heightAt: (point: Point) => number,
): HeightGrid {
  const columns = Math.round((2 * halfWidthM) / cellM) + 1;
  const rows = Math.round((2 * halfHeightM) / cellM) + 1;
  const grid = {
    cellM,
    westM: -halfWidthM,
    southM: -halfHeightM,
    columns,
    rows,
    heightM: new Float64Array(columns * rows),
  };
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) grid.heightM[r * columns + c] = heightAt(gridPoint(grid, c, r));
  }
  return grid;
}

export const gridPoint = (grid: HeightGrid, column: number, row: number): Point => ({
  x: grid.westM + column * grid.cellM,
  y: grid.southM + row * grid.cellM,
});

/** Index of the grid point nearest to a place on the plane. */
export function cellAt(grid: HeightGrid, point: Point): number {
  const c = clamp(Math.round((point.x - grid.westM) / grid.cellM), grid.columns - 1);
  const r = clamp(Math.round((point.y - grid.southM) / grid.cellM), grid.rows - 1);
  return r * grid.columns + c;
}

export function isOnGrid(grid: HeightGrid, point: Point): boolean {
  const c = (point.x - grid.westM) / grid.cellM;
  const r = (point.y - grid.southM) / grid.cellM;
  return c >= 0 && r >= 0 && c <= grid.columns - 1 && r <= grid.rows - 1;
}

/** Metres above sea level; beyond the edge the edge's height. */
export function heightAtM(grid: HeightGrid, point: Point): number {
  const column = clamp((point.x - grid.westM) / grid.cellM, grid.columns - 1);
  const row = clamp((point.y - grid.southM) / grid.cellM, grid.rows - 1);
  const c = Math.min(Math.floor(column), grid.columns - 2);
  const r = Math.min(Math.floor(row), grid.rows - 2);
  const i = r * grid.columns + c;
  const east = column - c;
  const north = row - r;
  const h = grid.heightM;
  const south = h[i]! + (h[i + 1]! - h[i]!) * east;
  const farther = h[i + grid.columns]! + (h[i + grid.columns + 1]! - h[i + grid.columns]!) * east;
  return south + (farther - south) * north;
}

/** Uphill direction times steepness (metres a metre), measured over `spanM` to each side. */
export function slopeAt(grid: HeightGrid, point: Point, spanM: number): Point {
  const at = (dx: number, dy: number) => heightAtM(grid, { x: point.x + dx, y: point.y + dy });
  return {
    x: (at(spanM, 0) - at(-spanM, 0)) / (2 * spanM),
    y: (at(0, spanM) - at(0, -spanM)) / (2 * spanM),
  };
}

export function steepnessAt(grid: HeightGrid, point: Point, spanM: number): number {
  const slope = slopeAt(grid, point, spanM);
  return Math.sqrt(slope.x * slope.x + slope.y * slope.y);
}

const clamp = (value: number, max: number) => Math.min(max, Math.max(0, value));

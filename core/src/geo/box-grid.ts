/**
 * A frozen index of boxes (streets, stops) by place: a uniform grid in which each cell lists the boxes that touch it.
 * Built once in O(boxes + cells); a search visits cells in growing rings around a point.
 * Memory: 4 bytes a cell and 4 bytes for each cell that a box touches.
 */
export interface BoxGrid {
  readonly minLatE7: number;
  readonly minLonE7: number;
  readonly cellLatE7: number;
  readonly cellLonE7: number;
  readonly columns: number;
  readonly rows: number;
  /** Items of cell c (= row × columns + column) are `firstItem[c] <= i < firstItem[c + 1]` in `items`. */
  readonly firstItem: Uint32Array;
  readonly items: Uint32Array;
}

/** Bounding boxes in 1e-7 degrees, one of each array an item. */
export interface Boxes {
  readonly minLatE7: Int32Array;
  readonly minLonE7: Int32Array;
  readonly maxLatE7: Int32Array;
  readonly maxLonE7: Int32Array;
}

/**
 * @param cellLatE7 height of a cell; the grid never has more than about a million cells, cells grow instead
 * @param cellLonE7 width of a cell
 */
export function buildBoxGrid(boxes: Boxes, cellLatE7: number, cellLonE7: number): BoxGrid {
  const count = boxes.minLatE7.length;
  const frame = frameOf(boxes, cellLatE7, cellLonE7);
  const firstItem = new Uint32Array(frame.columns * frame.rows + 1);
  for (let item = 0; item < count; item++) forEachCell(frame, boxes, item, (cell) => firstItem[cell + 1]!++);
  for (let cell = 1; cell < firstItem.length; cell++) firstItem[cell]! += firstItem[cell - 1]!;
  const items = new Uint32Array(firstItem[firstItem.length - 1]!);
  const next = firstItem.slice();
  for (let item = 0; item < count; item++) {
    forEachCell(frame, boxes, item, (cell) => {
      items[next[cell]!++] = item;
    });
  }
  return { ...frame, firstItem, items };
}

/**
 * Calls `visit` for the items of cells in rings around a point, nearest ring first; an item may come several times.
 *
 * @param visit gets the item; after each ring `reachM` tells how far the search must still go
 * @param reach the distance, in 1e-7 degrees of latitude, beyond which nothing is of interest; asked before each ring
 */
export function visitRings(
  grid: BoxGrid,
  latE7: number,
  lonE7: number,
  lonScale: number,
  visit: (item: number) => void,
  reach: () => number,
): void {
  const row = Math.floor((latE7 - grid.minLatE7) / grid.cellLatE7);
  const column = Math.floor((lonE7 - grid.minLonE7) / grid.cellLonE7);
  const cellE7 = Math.min(grid.cellLatE7, grid.cellLonE7 * lonScale);
  // A point outside the grid starts at the ring that first touches it.
  const start = Math.max(0, -row, -column, row - grid.rows + 1, column - grid.columns + 1);
  const end = Math.max(Math.abs(row), Math.abs(column), grid.rows - row, grid.columns - column);
  for (let ring = start; ring <= end; ring++) {
    if ((ring - 1) * cellE7 > reach()) return; // every cell of this ring is farther away
    visitRing(grid, row, column, ring, visit);
  }
}

function visitRing(grid: BoxGrid, row: number, column: number, ring: number, visit: (item: number) => void): void {
  for (let r = Math.max(0, row - ring); r <= Math.min(grid.rows - 1, row + ring); r++) {
    const isEdge = r === row - ring || r === row + ring;
    const step = isEdge || ring === 0 ? 1 : 2 * ring;
    for (let c = column - ring; c <= column + ring; c += step) {
      if (c < 0 || c >= grid.columns) continue;
      const cell = r * grid.columns + c;
      for (let i = grid.firstItem[cell]!; i < grid.firstItem[cell + 1]!; i++) visit(grid.items[i]!);
    }
  }
}

type Frame = Omit<BoxGrid, 'firstItem' | 'items'>;

function frameOf(boxes: Boxes, cellLatE7: number, cellLonE7: number): Frame {
  const minLatE7 = least(boxes.minLatE7);
  const minLonE7 = least(boxes.minLonE7);
  const heightE7 = Math.max(0, greatest(boxes.maxLatE7) - minLatE7);
  const widthE7 = Math.max(0, greatest(boxes.maxLonE7) - minLonE7);
  const cells = (heightE7 / cellLatE7) * (widthE7 / cellLonE7);
  const growth = Math.max(1, Math.sqrt(cells / 1_000_000));
  const latE7 = Math.ceil(cellLatE7 * growth);
  const lonE7 = Math.ceil(cellLonE7 * growth);
  const columns = Math.floor(widthE7 / lonE7) + 1;
  const rows = Math.floor(heightE7 / latE7) + 1;
  return { minLatE7, minLonE7, cellLatE7: latE7, cellLonE7: lonE7, columns, rows };
}

function forEachCell(frame: Frame, boxes: Boxes, item: number, visit: (cell: number) => void): void {
  const lastRow = Math.floor((boxes.maxLatE7[item]! - frame.minLatE7) / frame.cellLatE7);
  const lastColumn = Math.floor((boxes.maxLonE7[item]! - frame.minLonE7) / frame.cellLonE7);
  for (let row = Math.floor((boxes.minLatE7[item]! - frame.minLatE7) / frame.cellLatE7); row <= lastRow; row++) {
    let column = Math.floor((boxes.minLonE7[item]! - frame.minLonE7) / frame.cellLonE7);
    for (; column <= lastColumn; column++) visit(row * frame.columns + column);
  }
}

function least(values: Int32Array): number {
  let result = values[0] ?? 0;
  for (const value of values) if (value < result) result = value;
  return result;
}

function greatest(values: Int32Array): number {
  let result = values[0] ?? 0;
  for (const value of values) if (value > result) result = value;
  return result;
}

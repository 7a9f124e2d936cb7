/**
 * Finds a road's course on the terrain as a road builder would: the least cost of length, climb and bends over a grid
 * with 16 headings. On steep slopes hairpins come out of that by themselves, in valleys the road follows the stream.
 */
import { isOnGrid, type HeightGrid } from '../land/height-grid.ts';
import { direction, distanceM, type Point } from '../land/plane.ts';
import { makeCostQueue } from './cost-queue.ts';

export interface RoadTaste {
  /** Up to this grade climbing costs nothing extra, per mille. */
  readonly easyPermille: number;
  /** This much above it, a metre costs twice as much. */
  readonly dearPermille: number;
  /** Metres of detour a turn of one sixteenth is worth. */
  readonly turnM: number;
  /** Cost of a metre that is expected ahead, per cent of a level one: more is faster to find and straighter. */
  readonly expectPercent: number;
}

/** Extra cost of a place, 0 = none, 1 = a metre costs as two. */
export type PlaceCost = (point: Point) => number;

/** The 16 steps of a knight and a king, in the order of the compass from east, counter-clockwise. */
const steps = [
  [1, 0],
  [2, 1],
  [1, 1],
  [1, 2],
  [0, 1],
  [-1, 2],
  [-1, 1],
  [-2, 1],
  [-1, 0],
  [-2, -1],
  [-1, -1],
  [-1, -2],
  [0, -1],
  [1, -2],
  [1, -1],
  [2, -1],
] as const;
const HEADINGS = steps.length;
/** Most sixteenths a road may turn from one step to the next. */
const SHARPEST = 2;
const MARGIN_M = 300;
const STEP_EAST = steps.map(([east]) => east);
const STEP_NORTH = steps.map(([, north]) => north);
/** Length of each step on a grid of one metre. */
const STEP_CM = steps.map(([east, north]) => 100 * Math.sqrt(east * east + north * north));

interface Box {
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly columns: number;
  readonly rows: number;
}

export interface FoundRoad {
  readonly course: Point[];
  /** Heading of the last step, to go on from. */
  readonly heading: number;
}

/**
 * The course from one place to another, on grid points between them; null when there is none in the box around.
 *
 * @param heading where the road comes from, null = free
 */
export function findRoad(
  grid: HeightGrid,
  from: Point,
  to: Point,
  taste: RoadTaste,
  placeCost: PlaceCost,
  heading: number | null,
): FoundRoad | null {
  const box = boxAround(grid, from, to);
  const costPercent = cellCosts(grid, box, placeCost);
  const start = cellIn(grid, box, from);
  const goal = cellIn(grid, box, to);
  const search = makeSearch(box.columns * box.rows * HEADINGS);
  for (let h = 0; h < HEADINGS; h++) {
    if (heading === null || turnBetween(h, heading) <= SHARPEST + 1) search.reach(start * HEADINGS + h, 0, 0, -1);
  }
  for (let state = search.next(); state >= 0; state = search.next()) {
    const cell = Math.floor(state / HEADINGS);
    if (cell === goal) return { course: traceBack(grid, box, search.cameFrom, state), heading: state % HEADINGS };
    spread(grid, box, taste, costPercent, search, state, goal);
  }
  return null;
}

/** The heading nearest to the direction from one place to another. */
export function headingBetween(from: Point, to: Point): number {
  const unit = direction(from, to);
  const fit = ([east, north]: readonly [number, number]) =>
    (unit.x * east + unit.y * north) / Math.sqrt(east * east + north * north);
  return steps.reduce((best, step, i) => (fit(step) > fit(steps[best]!) ? i : best), 0);
}

/** Tries the steps that a road in this state may take. */
function spread(
  grid: HeightGrid,
  box: Box,
  taste: RoadTaste,
  costPercent: Uint16Array,
  search: Search,
  state: number,
  goal: number,
): void {
  const cell = Math.floor(state / HEADINGS);
  const column = cell % box.columns;
  const row = (cell - column) / box.columns;
  for (let turn = -SHARPEST; turn <= SHARPEST; turn++) {
    const heading = (state + turn + HEADINGS) % HEADINGS;
    const c = column + STEP_EAST[heading]!;
    const r = row + STEP_NORTH[heading]!;
    if (c < 0 || r < 0 || c >= box.columns || r >= box.rows) continue;
    const lengthCm = STEP_CM[heading]! * grid.cellM;
    const climb = Math.abs(heightIn(grid, box, c, r) - heightIn(grid, box, column, row));
    const head = r * box.columns + c;
    const factor = gradePercent((climb * 100_000) / lengthCm, taste) + costPercent[head]!;
    const turnCm = turn * turn * taste.turnM * 100;
    const cost = search.cost[state]! + Math.round((lengthCm * factor) / 100) + Math.round(turnCm);
    search.reach(head * HEADINGS + heading, cost, expectedCost(grid, box, head, goal, taste), state);
  }
}

/** Cost of a metre at a grade, per cent of a level one; quadratic, so that one steep pitch costs more than two mild ones. */
function gradePercent(permille: number, taste: RoadTaste): number {
  const over = Math.max(0, permille - taste.easyPermille) / taste.dearPermille;
  return 100 + Math.min(6000, Math.round(100 * over * over));
}

function expectedCost(grid: HeightGrid, box: Box, cell: number, goal: number, taste: RoadTaste): number {
  const dc = (cell % box.columns) - (goal % box.columns);
  const dr = Math.floor(cell / box.columns) - Math.floor(goal / box.columns);
  return Math.floor(Math.sqrt(dc * dc + dr * dr) * grid.cellM * taste.expectPercent);
}

interface Search {
  readonly cost: Float64Array;
  readonly cameFrom: Int32Array;
  readonly reach: (state: number, cost: number, toGo: number, from: number) => void;
  /** Cheapest open state, -1 when none is left. */
  readonly next: () => number;
}

/** Scratch that one search after the other uses; what `stamp` does not mark is from an earlier one. */
const scratch = {
  cost: new Float64Array(0),
  cameFrom: new Int32Array(0),
  stamp: new Uint32Array(0),
  done: new Uint32Array(0),
};
let searches = 0;

function makeSearch(states: number): Search {
  if (scratch.cost.length < states) {
    scratch.cost = new Float64Array(states);
    scratch.cameFrom = new Int32Array(states);
    scratch.stamp = new Uint32Array(states);
    scratch.done = new Uint32Array(states);
  }
  const { cost, cameFrom, stamp, done } = scratch;
  const current = ++searches;
  const queue = makeCostQueue();
  return {
    cost,
    cameFrom,
    reach: (state, newCost, toGo, from) => {
      if (stamp[state] === current && newCost >= cost[state]!) return;
      stamp[state] = current;
      cost[state] = newCost;
      cameFrom[state] = from;
      queue.push(newCost + toGo, state);
    },
    next: () => {
      for (let state = queue.pop(); state >= 0; state = queue.pop()) {
        if (done[state] === current) continue;
        done[state] = current;
        return state;
      }
      return -1;
    },
  };
}

function boxAround(grid: HeightGrid, from: Point, to: Point): Box {
  const margin = Math.min(MARGIN_M, 120 + 0.4 * distanceM(from, to));
  const column = (x: number) => Math.round((x - grid.westM) / grid.cellM);
  const row = (y: number) => Math.round((y - grid.southM) / grid.cellM);
  const firstColumn = Math.max(0, column(Math.min(from.x, to.x) - margin));
  const firstRow = Math.max(0, row(Math.min(from.y, to.y) - margin));
  return {
    firstColumn,
    firstRow,
    columns: Math.min(grid.columns, column(Math.max(from.x, to.x) + margin) + 1) - firstColumn,
    rows: Math.min(grid.rows, row(Math.max(from.y, to.y) + margin) + 1) - firstRow,
  };
}

function cellIn(grid: HeightGrid, box: Box, point: Point): number {
  if (!isOnGrid(grid, point)) throw new RangeError(`road end ${point.x}, ${point.y} m: not on the plane of the town`);
  const c = Math.round((point.x - grid.westM) / grid.cellM) - box.firstColumn;
  const r = Math.round((point.y - grid.southM) / grid.cellM) - box.firstRow;
  return r * box.columns + c;
}

const heightIn = (grid: HeightGrid, box: Box, c: number, r: number): number =>
  grid.heightM[(r + box.firstRow) * grid.columns + c + box.firstColumn]!;

function pointIn(grid: HeightGrid, box: Box, cell: number): Point {
  const c = cell % box.columns;
  const r = (cell - c) / box.columns;
  return { x: grid.westM + (c + box.firstColumn) * grid.cellM, y: grid.southM + (r + box.firstRow) * grid.cellM };
}

function cellCosts(grid: HeightGrid, box: Box, placeCost: PlaceCost): Uint16Array {
  const costs = new Uint16Array(box.columns * box.rows);
  for (let cell = 0; cell < costs.length; cell++) {
    costs[cell] = Math.min(60_000, Math.round(100 * placeCost(pointIn(grid, box, cell))));
  }
  return costs;
}

function traceBack(grid: HeightGrid, box: Box, cameFrom: Int32Array, last: number): Point[] {
  const course: Point[] = [];
  for (let state = last; state >= 0; state = cameFrom[state]!)
    course.push(pointIn(grid, box, Math.floor(state / HEADINGS)));
  return course.toReversed();
}

function turnBetween(a: number, b: number): number {
  const turn = Math.abs(a - b);
  return Math.min(turn, HEADINGS - turn);
}

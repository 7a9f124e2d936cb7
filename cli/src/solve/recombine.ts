/**
 * Recombination of found routes by set partitioning: which of the pooled routes, one a vehicle, serve every ride at the
 * least cost? Solved with HiGHS: first the linear relaxation, whose duals throw out every route that can't be part of a
 * plan better than the one in hand (reduced cost above the gap), then the small integer program that is left, started
 * from the plan in hand. Rides may be covered twice; the second visit is dropped, which never costs more.
 */
import highsModule, { type Highs, type ModelData } from 'highs';

export interface Column {
  readonly visits: ArrayLike<number>;
  readonly cost: number;
  readonly vehicle: number;
}

export interface RecombineTask {
  readonly columns: readonly Column[];
  /** Rides that must be served. */
  readonly rides: readonly number[];
  /** For each vehicle the number of its kind; vehicles of one kind can swap routes. */
  readonly kindOf: ArrayLike<number>;
  /** Vehicles that may be used, by kind. */
  readonly vehiclesOfKind: readonly number[];
  /** The plan in hand, by vehicle. */
  readonly routes: readonly (readonly number[])[];
  readonly routeCosts: readonly number[];
  readonly timeLimitSec: number;
}

export interface Recombination {
  /** Routes by vehicle, or null if nothing better was found in time. */
  readonly routes: number[][] | null;
  readonly columns: number;
  readonly kept: number;
  readonly boundCost: number;
}

/** Node loads the package's ES module, whose default is the loader; its types describe the CommonJS one. */
const loadHighs = highsModule as unknown as typeof highsModule.default;
let loaded: Promise<Highs> | null = null;

/** Solves the set partitioning over the pool. Deterministic but for the time limit. */
export async function recombine(task: RecombineTask): Promise<Recombination> {
  loaded ??= loadHighs();
  const highs = await loaded;
  const own = task.routes.flatMap((visits, vehicle) =>
    visits.length === 0 ? [] : [{ visits, cost: task.routeCosts[vehicle]!, vehicle }],
  );
  const columns: Column[] = [...own, ...task.columns];
  const ownCost = own.reduce((sum, column) => sum + column.cost, 0);
  const none = (kept: number, boundCost: number) => ({ routes: null, columns: columns.length, kept, boundCost });
  const relaxed = relaxation(highs, task, columns);
  if (relaxed === null) return none(0, NaN);
  const gap = ownCost - relaxed.cost + 1e-7;
  const kept = columns.filter((_, index) => index < own.length || relaxed.reducedCost[index]! <= gap);
  const chosen = integerProgram(highs, task, kept, own.length);
  if (chosen === null) return none(kept.length, relaxed.cost);
  return { routes: assign(task, chosen), columns: columns.length, kept: kept.length, boundCost: relaxed.cost };
}

/** The linear relaxation's cost and each column's reduced cost. */
function relaxation(
  highs: Highs,
  task: RecombineTask,
  columns: readonly Column[],
): { cost: number; reducedCost: Float64Array } | null {
  return highs.withModel(modelOf(highs, task, columns, false), (model) => {
    model.options.set({ output_flag: false, time_limit: task.timeLimitSec });
    model.run();
    if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null;
    return { cost: model.getObjectiveValue(), reducedCost: model.getSolution().colDual };
  });
}

function integerProgram(
  highs: Highs,
  task: RecombineTask,
  columns: readonly Column[],
  ownCount: number,
): Column[] | null {
  return highs.withModel(modelOf(highs, task, columns, true), (model) => {
    model.options.set({ output_flag: false, time_limit: task.timeLimitSec, mip_rel_gap: 0 });
    model.setSolution({ colValue: Float64Array.from(columns, (_, index) => (index < ownCount ? 1 : 0)) });
    model.run();
    const { colValue } = model.getSolution();
    const chosen = columns.filter((_, index) => colValue[index]! > 0.5);
    const isPlan = new Set(chosen.flatMap(ridesOf)).size === task.rides.length;
    return isPlan ? chosen : null;
  });
}

function modelOf(highs: Highs, task: RecombineTask, columns: readonly Column[], integer: boolean): ModelData {
  const { rides, vehiclesOfKind, kindOf } = task;
  const rowOf = new Map(rides.map((ride, row) => [ride, row]));
  const numRows = rides.length + vehiclesOfKind.length;
  const starts = [0];
  const indices: number[] = [];
  for (const column of columns) {
    for (const ride of ridesOf(column)) indices.push(rowOf.get(ride)!);
    indices.push(rides.length + kindOf[column.vehicle]!);
    starts.push(indices.length);
  }
  const numCols = columns.length;
  return {
    numCols,
    numRows,
    colCost: columns.map((column) => column.cost),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: Float64Array.from({ length: numRows }, (_, row) => (row < rides.length ? 1 : 0)),
    rowUpper: Float64Array.from({ length: numRows }, (_, row) =>
      row < rides.length ? highs.infinity : vehiclesOfKind[row - rides.length]!,
    ),
    matrix: {
      format: 'csc',
      numRows,
      numCols,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: new Float64Array(indices.length).fill(1),
    },
    ...(integer ? { integrality: new Int32Array(numCols).fill(highs.constants.variableType.integer) } : {}),
  };
}

function ridesOf(column: Column): number[] {
  return Array.from(column.visits).flatMap((visit) => (visit % 2 === 1 ? [visit >> 1] : []));
}

/** Gives each chosen route to a vehicle of its kind; a ride that is covered twice stays in the first. */
function assign(task: RecombineTask, chosen: readonly Column[]): number[][] {
  const routes: number[][] = Array.from({ length: task.kindOf.length }, () => []);
  const served = new Set<number>();
  const taken = new Set<number>();
  for (const column of chosen) {
    const kind = task.kindOf[column.vehicle]!;
    const isFree = (vehicle: number) => !taken.has(vehicle) && task.kindOf[vehicle] === kind;
    const vehicle = isFree(column.vehicle) ? column.vehicle : routes.findIndex((_, index) => isFree(index));
    taken.add(vehicle);
    routes[vehicle] = Array.from(column.visits).filter((visit) => !served.has(visit >> 1));
    for (const ride of ridesOf(column)) served.add(ride);
  }
  return routes;
}

/** A benchmark instance read from a file: the plan problem and how its visits map to the file's nodes. */
import type { PlanProblem } from '@noriai/core/optimizer/plan-problem.ts';
import { driveTimes, type DriveTimes } from '@noriai/core/optimizer/drive-times.ts';

export type InstanceFormat = 'cordeau' | 'lilim';

export interface Instance {
  readonly name: string;
  readonly format: InstanceFormat;
  readonly problem: PlanProblem;
  /** Node number in the file of each visit (2 × ride: pickup, 2 × ride + 1: drop-off). */
  readonly nodeOf: Int32Array;
  /** Fewer vehicles are worth any distance. */
  readonly vehiclesFirst: boolean;
}

/** An instance file that can't be solved as it stands; the message says all that is wrong with it. */
export class InstanceError extends Error {
  override readonly name = 'InstanceError';
}

/** Euclidean distances in double precision: drive time = cost = distance. */
export function euclideanTimes(x: readonly number[], y: readonly number[]): DriveTimes {
  const count = x.length;
  const table = new Float64Array(count * count);
  for (let from = 0; from < count; from++) {
    for (let to = 0; to < count; to++) table[from * count + to] = Math.hypot(x[from]! - x[to]!, y[from]! - y[to]!);
  }
  return driveTimes(count, table, { symmetric: true });
}

/** The file's numbers, line by line; empty lines are left out. */
export function numberLines(name: string, text: string): number[][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const numbers = line.trim().split(/\s+/).map(Number);
    if (numbers.some((value) => !Number.isFinite(value))) {
      throw new InstanceError(`${name}, line ${index + 1}: got "${line.trim()}", expected numbers only`);
    }
    return numbers;
  });
}

/** Means with confidence intervals over seeds; differences of paired seeds. */

export interface Estimate {
  readonly mean: number;
  /** Half the width of the 95 % confidence interval; null with fewer than two values. */
  readonly plusMinus: number | null;
  readonly count: number;
}

/** Student's t for 95 %, two-sided, by degrees of freedom 1…30; beyond that 1.96 is within 4 %. */
const STUDENT_T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Null when there is no value. */
export function estimateOf(values: readonly number[]): Estimate | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, plusMinus: null, count };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, plusMinus: (STUDENT_T[count - 2] ?? 1.96) * Math.sqrt(variance / count), count };
}

/** The difference b − a, seed by seed: what chance has in common cancels out. Pairs with a missing value are left out. */
export function pairedDifference(a: readonly (number | null)[], b: readonly (number | null)[]): Estimate | null {
  return estimateOf(a.flatMap((value, i) => (value === null || b[i] == null ? [] : [b[i] - value])));
}

/** Whether the interval leaves out zero. */
export function isClear(estimate: Estimate): boolean {
  return estimate.plusMinus !== null && Math.abs(estimate.mean) > estimate.plusMinus;
}

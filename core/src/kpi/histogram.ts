/**
 * Counts of whole numbers from which a mean and any percentile follow exactly, in bounded memory: a year of waits takes as
 * much room as a day of them. Numbers above the limit count as the limit for percentiles and as themselves for the mean.
 */
export interface Histogram {
  count: number;
  sum: number;
  /** How often each number was seen; length = limit + 1. */
  readonly bins: Uint32Array;
}

/** Four hours in seconds: nothing that a rider waits or rides for is longer. */
export const LONGEST_SEC = 14_400;

export function histogram(limit: number = LONGEST_SEC): Histogram {
  return { count: 0, sum: 0, bins: new Uint32Array(limit + 1) };
}

/** Adds one whole number ≥ 0; negative ones count as 0. */
export function count(into: Histogram, value: number): void {
  const at = Math.min(into.bins.length - 1, Math.max(0, value));
  into.count++;
  into.sum += Math.max(0, value);
  into.bins[at]!++;
}

/** Adds everything that `from` has seen. */
export function mergeHistogram(into: Histogram, from: Histogram): void {
  into.count += from.count;
  into.sum += from.sum;
  for (let i = 0; i < from.bins.length; i++) into.bins[i]! += from.bins[i]!;
}

/** The mean, or null when nothing was seen. */
export function meanOf(of: Histogram): number | null {
  return of.count === 0 ? null : of.sum / of.count;
}

/**
 * The smallest number that at least this share of those seen do not exceed (nearest rank), or null when nothing was seen.
 * O(limit).
 */
export function percentileOf(of: Histogram, percent: number): number | null {
  if (of.count === 0) return null;
  const rank = Math.max(1, Math.ceil((percent * of.count) / 100));
  let seen = 0;
  for (let value = 0; value < of.bins.length; value++) {
    seen += of.bins[value]!;
    if (seen >= rank) return value;
  }
  return of.bins.length - 1;
}

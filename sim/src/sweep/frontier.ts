/** Which variants are worth their cost, and the smallest fleet that keeps a stated level of service. */
import type { KpiValues } from '@noriai/core/kpi/kpi-table.ts';
import type { JobResult } from './jobs.ts';
import { estimateOf, type Estimate } from './statistics.ts';
import type { Variant } from './vary.ts';

export interface VariantResult {
  readonly at: Readonly<Record<string, unknown>>;
  readonly vehicles: number | null;
  /** Estimate of each figure over the seeds; null where no seed gave one. */
  readonly figures: Readonly<Record<string, Estimate | null>>;
}

/** @param results of all seeds of each variant, variant by variant */
export function variantResults(
  variants: readonly Variant[],
  results: readonly JobResult[],
  seedCount: number,
): readonly VariantResult[] {
  return variants.map(({ file, at }, i) => {
    const runs = results.slice(i * seedCount, (i + 1) * seedCount).map(({ values }) => values);
    return { at, vehicles: file.fleet?.vehicles ?? null, figures: figuresOf(runs) };
  });
}

export function figuresOf(runs: readonly KpiValues[]): Readonly<Record<string, Estimate | null>> {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, estimateOf(runs.flatMap((values) => values[name] ?? []))]));
}

const meanOf = (result: VariantResult, name: string): number => result.figures[name]?.mean ?? Infinity;
const burdens = ['costYen', 'waitMeanSec', 'unmetShare'] as const;

/** Variants that no other beats in cost, wait and unmet requests at once; cheapest first. O(variants²). */
export function frontierOf(results: readonly VariantResult[]): readonly VariantResult[] {
  const beats = (a: VariantResult, b: VariantResult) =>
    burdens.every((name) => meanOf(a, name) <= meanOf(b, name)) &&
    burdens.some((name) => meanOf(a, name) < meanOf(b, name));
  return results
    .filter((result) => !results.some((other) => beats(other, result)))
    .toSorted((a, b) => meanOf(a, 'costYen') - meanOf(b, 'costYen'));
}

export interface ServiceLevel {
  readonly maxWaitMeanSec: number;
  readonly maxUnmetShare: number;
}

/** The variant of least vehicles, then least cost, that keeps the level in the mean over the seeds; null when none does. */
export function smallestFleet(results: readonly VariantResult[], level: ServiceLevel): VariantResult | null {
  const keeping = results.filter(
    (result) =>
      meanOf(result, 'waitMeanSec') <= level.maxWaitMeanSec && meanOf(result, 'unmetShare') <= level.maxUnmetShare,
  );
  const size = ({ vehicles }: VariantResult) => vehicles ?? Infinity;
  return keeping.toSorted((a, b) => size(a) - size(b) || meanOf(a, 'costYen') - meanOf(b, 'costYen'))[0] ?? null;
}

/** What a sweep comes to. */
export interface SweepOutcome {
  readonly variants: readonly VariantResult[];
  readonly frontier: readonly VariantResult[];
  readonly level: ServiceLevel;
  /** Null when no variant keeps the level. */
  readonly smallest: VariantResult | null;
}

export function outcomeOf(variants: readonly VariantResult[], level: ServiceLevel): SweepOutcome {
  return { variants, frontier: frontierOf(variants), level, smallest: smallestFleet(variants, level) };
}

/** `noriai bench solve`: all instances of the literature beside their best known values. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { InstanceFormat } from '../../solve/instance.ts';
import { readInstance } from '../../solve/read-instance.ts';
import { solveInstance } from '../../solve/solve-instance.ts';

export interface BenchSolveOptions {
  readonly dir: string;
  readonly families: readonly Family[];
  /** Only instances whose name contains this. */
  readonly only: string;
  /** Overrides the family's own time. */
  readonly seconds: number | null;
  readonly threads: number;
  readonly seed: number;
  readonly onProgress: (line: string) => void;
}

export const families = ['a', 'pr', 'lilim'] as const;
export type Family = (typeof families)[number];

/** Seconds for one instance, as the targets are stated. */
const familySeconds = (family: Family, name: string): number => {
  if (family === 'pr') return 60;
  if (family === 'lilim') return name.includes('_2_') ? 10 : 30;
  return Number(name.split('-')[1]) <= 48 ? 5 : 20;
};

interface Row {
  readonly instance: string;
  readonly format: InstanceFormat;
  readonly cost: number;
  readonly bestKnown: number | null;
  readonly gapPercent: number | null;
  readonly vehicles: number;
  readonly bestKnownVehicles: number | null;
  readonly feasible: boolean;
  readonly served: number;
  readonly beatsBestKnown: boolean;
  readonly seconds: number;
  readonly steps: number;
}

export interface BenchSolveReport {
  readonly threads: number;
  readonly seed: number;
  /** Of the machine when the run ended: what else ran took its time from the search. */
  readonly load: number;
  readonly families: Readonly<Record<string, ReturnType<typeof summary> & { readonly instances: readonly Row[] }>>;
}

export async function benchSolve(options: BenchSolveOptions): Promise<BenchSolveReport> {
  const known = readBestKnown(join(options.dir, 'best_known.csv'));
  const report: Record<string, BenchSolveReport['families'][string]> = {};
  for (const family of options.families) {
    const rows: Row[] = [];
    for (const file of filesOf(options.dir, family, options.only))
      rows.push(await solveOne(file, family, known, options));
    report[family] = { ...summary(rows), instances: rows };
  }
  return { threads: options.threads, seed: options.seed, load: loadavg()[0]!, families: report };
}

async function solveOne(path: string, family: Family, known: BestKnown, options: BenchSolveOptions): Promise<Row> {
  const format: InstanceFormat = family === 'lilim' ? 'lilim' : 'cordeau';
  const text = readFileSync(path, 'utf8');
  const name = path.replace(/^.*[\\/]|\.txt$/g, '');
  const instance = readInstance(name, format, text);
  const seconds = options.seconds ?? familySeconds(family, name);
  const solution = await solveInstance(instance, text, {
    seconds,
    steps: null,
    seed: options.seed,
    threads: options.threads,
  });
  const best = known.get(name) ?? null;
  const gapPercent = best === null ? null : (solution.cost / best.cost - 1) * 100;
  const sameFleet = format === 'cordeau' || best === null || solution.vehicles === best.vehicles;
  const fewer = format === 'lilim' && best !== null && solution.vehicles < best.vehicles;
  const row: Row = {
    instance: name,
    format,
    cost: Number(solution.cost.toFixed(4)),
    bestKnown: best?.cost ?? null,
    gapPercent: gapPercent === null ? null : Number(gapPercent.toFixed(3)),
    vehicles: solution.vehicles,
    bestKnownVehicles: format === 'lilim' ? (best?.vehicles ?? null) : null,
    feasible: solution.feasible,
    served: solution.served,
    beatsBestKnown: solution.feasible && best !== null && (fewer || (sameFleet && solution.cost < best.cost - 0.0051)),
    seconds: Number(solution.seconds.toFixed(2)),
    steps: solution.steps,
  };
  options.onProgress(
    `${name}: ${row.cost.toFixed(2)} (best known ${best?.cost ?? '?'}, ${row.gapPercent ?? '?'} %), ${row.vehicles} vehicles${row.beatsBestKnown ? ' — better than best known' : ''}`,
  );
  return row;
}

function summary(rows: readonly Row[]) {
  const gaps = rows.flatMap((row) => row.gapPercent ?? []);
  return {
    count: rows.length,
    steps: rows.reduce((sum, row) => sum + row.steps, 0),
    feasible: rows.filter((row) => row.feasible).length,
    meanGapPercent:
      gaps.length === 0 ? null : Number((gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toFixed(3)),
    worstGapPercent: gaps.length === 0 ? null : Math.max(...gaps),
    reachedBestKnown: rows.filter(
      (row) =>
        row.gapPercent !== null && row.gapPercent < 0.002 && (row.bestKnownVehicles ?? row.vehicles) >= row.vehicles,
    ).length,
    bestKnownFleet: rows.filter((row) => row.bestKnownVehicles !== null && row.vehicles <= row.bestKnownVehicles)
      .length,
  };
}

type BestKnown = ReadonlyMap<string, { readonly vehicles: number; readonly cost: number }>;

function readBestKnown(path: string): BestKnown {
  if (!existsSync(path)) throw new Error(`${path} is missing: give the folder of the benchmark files with --dir`);
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return new Map(
    lines.map((line) => {
      const [, instance, vehicles, , cost] = line.split(',');
      return [instance!.replace(/=.*/, ''), { vehicles: Number(vehicles), cost: Number(cost) }];
    }),
  );
}

function filesOf(dir: string, family: Family, only: string): string[] {
  const folder = join(dir, family === 'lilim' ? 'lilim' : 'darp');
  const pattern = family === 'a' ? /^a\d+-\d+\.txt$/ : family === 'pr' ? /^pr\d+\.txt$/ : /\.txt$/;
  return readdirSync(folder)
    .filter((name) => pattern.test(name) && name.includes(only))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => join(folder, name));
}

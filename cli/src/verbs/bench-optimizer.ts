/** `noriai bench solve|insert|dynamic`: measures the optimizer against published figures. */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { projectDir } from '../project-dir.ts';
import type { BenchSolveReport } from '../bench/optimizer/bench-solve.ts';
import { appendHistory } from '../bench/history.ts';
import { printJson, say } from '../say.ts';
import { positiveNumber, wholeNumber } from './solve.ts';

const sharedBench = join(projectDir, '..', 'shared', 'bench');
const onProgress = (line: string) => say(line);

/** `solve`, `insert` and `dynamic`: the optimizer beside the literature and its peers. */
export function optimizerBenches(): Command[] {
  return [solveBench(), insertBench(), dynamicBench()];
}

interface SolveFlags {
  readonly family?: 'a' | 'pr' | 'lilim';
  readonly only: string;
  readonly seconds?: number;
  readonly threads: number;
  readonly seed: number;
  readonly dir: string;
  readonly history: boolean;
  readonly json?: boolean;
}

function solveBench(): Command {
  return new Command('solve')
    .description('dial-a-ride and pickup-and-delivery instances beside their best known values')
    .addOption(new Option('--family <family>', 'only one family').choices(['a', 'pr', 'lilim']))
    .option('--only <text>', 'only instances whose name contains this', '')
    .option(
      '--seconds <seconds>',
      'time for each instance; default 5 (a, up to 48 rides), 20 (a), 60 (pr), 30 (lilim)',
      positiveNumber,
    )
    .option('--threads <threads>', 'searches side by side', wholeNumber, 2)
    .option('--seed <seed>', 'seed of the search', wholeNumber, 1)
    .option('--dir <folder>', 'folder of the instances', sharedBench)
    .option('--no-history', 'do not append the figures to docs/benchmarks/history.ndjson')
    .option('--json', 'print one JSON document')
    .action(async (flags: SolveFlags) => {
      const { benchSolve, families } = await import('../bench/optimizer/bench-solve.ts');
      const report = await benchSolve({
        ...flags,
        families: flags.family === undefined ? families : [flags.family],
        seconds: flags.seconds ?? null,
        onProgress,
      });
      if (flags.history) appendHistory('solve', report);
      if (flags.json === true) printJson(report);
      else sayFamilies(report);
    });
}

function sayFamilies({ families }: BenchSolveReport): void {
  for (const [family, summary] of Object.entries(families)) {
    const { count, reachedBestKnown, meanGapPercent, worstGapPercent, steps } = summary;
    say(
      `${family}: best known on ${reachedBestKnown} of ${count}, mean gap ${meanGapPercent} %, worst ${worstGapPercent} %, ${steps} steps`,
    );
  }
}

interface InsertFlags {
  readonly requests: number;
  readonly compared: number;
  readonly seed: number;
  readonly dir: string;
  readonly history: boolean;
  readonly json?: boolean;
}

function insertBench(): Command {
  return new Command('insert')
    .description('time of an exact answer to one request, on the streets of Manhattan')
    .option('--requests <count>', 'requests asked in each state', wholeNumber, 5000)
    .option('--compared <count>', 'how many of them are compared with brute force', wholeNumber, 5)
    .option('--seed <seed>', 'seed of the requests', wholeNumber, 1)
    .option('--dir <folder>', 'folder of the network and its requests', join(sharedBench, 'manhattan-drt'))
    .option('--no-history', 'do not append the figures to docs/benchmarks/history.ndjson')
    .option('--json', 'print one JSON document')
    .action(async (flags: InsertFlags) => {
      const { benchInsert } = await import('../bench/optimizer/bench-insert.ts');
      const report = { node: process.version, load: loadavg()[0], ...benchInsert({ ...flags, onProgress }) };
      if (flags.history) appendHistory('insert', report);
      if (flags.json === true) printJson(report);
      else say(JSON.stringify(report));
    });
}

interface DynamicFlags {
  readonly size?: string;
  readonly batchSec: number;
  readonly stepsPerVehicle: number;
  readonly hindsightSteps: number;
  readonly seed: number;
  readonly dir: string;
  readonly history: boolean;
  readonly json?: boolean;
}

function dynamicBench(): Command {
  return new Command('dynamic')
    .description(
      'requests in real time order on the streets of Manhattan: insertion, improvement between batches, hindsight',
    )
    .option('--size <size>', 'S or M (or another size whose files are in the folder); default both')
    .option('--batch-sec <seconds>', 'time between batches', wholeNumber, 30)
    .option('--steps-per-vehicle <steps>', 'search steps for each batch, by vehicle of the fleet', wholeNumber, 4)
    .option('--hindsight-steps <steps>', 'search steps for the all-knowing plan, by request; 0: none', wholeNumber, 100)
    .option('--seed <seed>', 'seed of the search', wholeNumber, 1)
    .option('--dir <folder>', 'folder of the network and its requests', join(sharedBench, 'manhattan-drt'))
    .option('--no-history', 'do not append the figures to docs/benchmarks/history.ndjson')
    .option('--json', 'print one JSON document')
    .action(async (flags: DynamicFlags) => {
      const { benchDynamic } = await import('../bench/optimizer/bench-dynamic.ts');
      const sizes = flags.size === undefined ? ['S', 'M'] : [flags.size];
      const { batchSec, stepsPerVehicle, hindsightSteps, seed } = flags;
      const settings = { batchSec, stepsPerVehicle, hindsightSteps, seed };
      const report = {
        node: process.version,
        load: loadavg()[0],
        ...settings,
        sizes: benchDynamic({ ...settings, dir: flags.dir, sizes, onProgress }),
      };
      if (flags.history) appendHistory('dynamic', report);
      if (flags.json === true) printJson(report);
      else say(JSON.stringify(report));
    });
}

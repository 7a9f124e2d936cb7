/** `noriai sim sweep`: every combination of some values; frontier and smallest fleet. */
import { resolve } from 'node:path';
import type { SweepOutcome } from '@noriai/sim/sweep/frontier.ts';
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson } from '../say.ts';
import { scenarioNamed, seedList, wholeNumber } from './scenario-input.ts';
import { runAll, shown } from './sim-jobs.ts';

export interface SweepFlags {
  readonly json: boolean;
  readonly dataDir: string;
  readonly seeds: readonly number[];
  readonly vary: readonly string[];
  readonly out: string;
  readonly workers?: number;
  readonly maxWaitMin: number;
  readonly maxUnmet: number;
}

export function sweepVerb(): Command {
  return new Command('sweep')
    .description('run every combination of some values on all cores; frontier and smallest fleet')
    .argument('<scenario>')
    .requiredOption(
      '--vary <field=values>',
      'field of the scenario and its values; may be given several times',
      collect,
      [],
    )
    .option('--seeds <list>', 'seeds, 1-8 or 1,2,5', seedList, seedList('1-4'))
    .option('--out <file>', 'results, one JSON line each; an interrupted sweep goes on from there', 'sweep.jsonl')
    .option('--workers <number>', 'cores to use; default all', wholeNumber)
    .option('--max-wait-min <minutes>', 'service level: mean wait at the most', Number, 12)
    .option('--max-unmet <share>', 'service level: unmet share at the most', Number, 0.1)
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption())
    .addHelpText(
      'after',
      `
Examples:
  noriai sim sweep toyono --vary fleet.vehicles=2,3,4,5
  noriai sim sweep toyono --vary fleet.vehicles=2,3,4 --vary stops.count=50,81,115 --vary promises.windowSec=300,600`,
    )
    .action(runSweep);
}

async function runSweep(name: string, flags: SweepFlags): Promise<void> {
  const outcome = await sweepOf(name, flags);
  const { variants, frontier, smallest } = outcome;
  if (flags.json) return printJson({ scenario: name, seeds: flags.seeds, ...outcome });
  const columns = ['waitMeanSec', 'unmetShare', 'ridersPerVehicleHour', 'pooledShare', 'costYen'];
  console.log(`${'variant'.padEnd(40)}${columns.map((column) => column.padStart(22)).join('')}`);
  for (const result of variants) {
    const label = Object.entries(result.at).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
    const cells = columns.map((column) => shown(result.figures[column] ?? null).padStart(22));
    console.log(`${label.join(' ').padEnd(40)}${cells.join('')} ${frontier.includes(result) ? 'frontier' : ''}`);
  }
  const goal = `mean wait ≤ ${flags.maxWaitMin} min and unmet ≤ ${flags.maxUnmet}`;
  console.log(`smallest fleet with ${goal}: ${smallest ? JSON.stringify(smallest.at) : 'none of these'}`);
}

/** Runs every combination; what was done before is taken from the results file. */
export async function sweepOf(name: string, flags: Omit<SweepFlags, 'json'>): Promise<SweepOutcome> {
  const { axisOf, variantsOf } = await import('@noriai/sim/sweep/vary.ts');
  const { outcomeOf, variantResults } = await import('@noriai/sim/sweep/frontier.ts');
  const { decodeScenario } = await import('@noriai/sim/scenario/read-scenario.ts');
  const variants = variantsOf(await scenarioNamed(name), flags.vary.map(axisOf));
  for (const { file, at } of variants) decodeScenario(JSON.stringify(at), file);
  const jobs = variants.flatMap(({ file }) => flags.seeds.map((seed) => ({ file, seed })));
  const results = variantResults(variants, await runAll(jobs, flags, resolve(flags.out)), flags.seeds.length);
  return outcomeOf(results, { maxWaitMeanSec: flags.maxWaitMin * 60, maxUnmetShare: flags.maxUnmet });
}

export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

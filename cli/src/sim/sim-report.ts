/** `noriai sim report`: HTML for the council, CSV, JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { progressBar } from '../progress-bar.ts';
import { openScenario, seedList } from './scenario-input.ts';
import { collect, sweepOf, type SweepFlags } from './sim-sweep.ts';

export function reportVerb(): Command {
  return new Command('report')
    .description('one HTML file for the council (Japanese, English), with CSV and JSON beside it')
    .argument('<scenario>')
    .option('--seeds <list>', 'seeds, 1-8 or 1,2,5; default those of the scenario', seedList)
    .option('--out <folder>', 'where the files go', 'report')
    .option('--vary <field=values>', 'weigh these variants in the report, as sim sweep does', collect, [])
    .option('--max-wait-min <minutes>', 'service level of the variants: mean wait at the most', Number, 12)
    .option('--max-unmet <share>', 'service level of the variants: unmet share at the most', Number, 0.1)
    .addOption(dataDirOption())
    .addHelpText(
      'after',
      '\nExamples:\n  noriai sim report toyono --seeds 1-8 --out report\n  noriai sim report toyono --vary fleet.vehicles=2,3,4,5',
    )
    .action(runReport);
}

interface ReportFlags extends Pick<SweepFlags, 'vary' | 'maxWaitMin' | 'maxUnmet' | 'dataDir'> {
  readonly seeds?: readonly number[];
  readonly out: string;
}

async function runReport(name: string, flags: ReportFlags): Promise<void> {
  const { makeReport } = await import('@noriai/sim/report/make-report.ts');
  const open = await openScenario(name, flags.dataDir);
  const seeds = flags.seeds ?? open.scenario.file.seeds ?? [1];
  mkdirSync(flags.out, { recursive: true });
  const results = join(flags.out, `${open.scenario.file.id}.sweep.jsonl`);
  const sweep = flags.vary.length === 0 ? null : await sweepOf(name, { ...flags, seeds, out: results });
  const bar = progressBar();
  const onProgress = (done: number) => bar.show(`simulated ${done} of ${seeds.length}`, done / seeds.length);
  const files = makeReport(open, seeds, { onProgress, sweep });
  bar.clear();
  for (const [ending, text] of Object.entries(files)) {
    const path = join(flags.out, `${open.scenario.file.id}.${ending}`);
    writeFileSync(path, text);
    console.log(path);
  }
}

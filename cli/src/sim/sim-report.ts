/** `noriai sim report`: HTML for the council, CSV, JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { progressBar } from '../progress-bar.ts';
import { openScenario, seedList } from './scenario-input.ts';

export function reportVerb(): Command {
  return new Command('report')
    .description('one HTML file for the council (Japanese, English), with CSV and JSON beside it')
    .argument('<scenario>')
    .option('--seeds <list>', 'seeds, 1-8 or 1,2,5; default those of the scenario', seedList)
    .option('--out <folder>', 'where the files go', 'report')
    .addOption(dataDirOption())
    .addHelpText('after', '\nExample:\n  noriai sim report toyono --seeds 1-8 --out report')
    .action(runReport);
}

async function runReport(
  name: string,
  flags: { seeds?: readonly number[]; out: string; dataDir: string },
): Promise<void> {
  const { makeReport } = await import('@noriai/sim/report/make-report.ts');
  const open = await openScenario(name, flags.dataDir);
  const seeds = flags.seeds ?? open.scenario.file.seeds ?? [1];
  const bar = progressBar();
  const files = makeReport(open, seeds, (done) =>
    bar.show(`simulated ${done} of ${seeds.length}`, done / seeds.length),
  );
  bar.clear();
  for (const [ending, text] of Object.entries(files)) {
    const path = join(flags.out, `${open.scenario.file.id}.${ending}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(path);
  }
}

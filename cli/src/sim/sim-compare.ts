/** `noriai sim compare`: two scenarios under the same seeds. */
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson } from '../say.ts';
import { scenarioNamed, seedList, wholeNumber } from './scenario-input.ts';
import { runAll, shown } from './sim-jobs.ts';

interface CompareFlags {
  readonly seeds: readonly number[];
  readonly workers?: number;
  readonly json: boolean;
  readonly dataDir: string;
}

export function compareVerb(): Command {
  return new Command('compare')
    .description('compare two scenarios under the same seeds: what differs, and how sure that is')
    .argument('<before>')
    .argument('<after>')
    .option('--seeds <list>', 'seeds, 1-8 or 1,2,5', seedList, seedList('1-8'))
    .option('--workers <number>', 'cores to use; default all', wholeNumber)
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption())
    .addHelpText('after', '\nExample:\n  noriai sim compare bus-line-cut-stops bus-line-cut-doors --seeds 1-8')
    .action(runCompare);
}

async function runCompare(before: string, after: string, flags: CompareFlags): Promise<void> {
  const { kpiTable } = await import('@noriai/core/kpi/kpi-table.ts');
  const { pairedDifference, estimateOf, isClear } = await import('@noriai/sim/sweep/statistics.ts');
  const files = [await scenarioNamed(before), await scenarioNamed(after)];
  const results = await runAll(
    files.flatMap((file) => flags.seeds.map((seed) => ({ file, seed }))),
    flags,
    null,
  );
  const [a, b] = [results.slice(0, flags.seeds.length), results.slice(flags.seeds.length)];
  const rows = kpiTable.map(({ name, text, unit }) => {
    const [ofA, ofB] = [a, b].map((runs) => runs.map(({ values }) => values[name] ?? null));
    const difference = pairedDifference(ofA!, ofB!);
    const mean = (values: readonly (number | null)[]) => estimateOf(values.flatMap((value) => value ?? []));
    const [of1, of2] = [mean(ofA!), mean(ofB!)];
    return {
      name,
      unit,
      text,
      before: of1,
      after: of2,
      difference,
      isClear: difference !== null && isClear(difference),
    };
  });
  if (flags.json) return printJson({ before: files[0]!.id, after: files[1]!.id, seeds: flags.seeds, figures: rows });
  console.log(
    `${files[0]!.id} → ${files[1]!.id}, ${flags.seeds.length} paired seeds, ± 95 % interval, * clear of zero`,
  );
  for (const { text, before: of1, after: of2, difference, isClear: clear } of rows) {
    const cells = [of1, of2, difference].map((estimate) => shown(estimate).padStart(20));
    console.log(`  ${text.en!.padEnd(36)}${cells.join('')} ${clear ? '*' : ''}`);
  }
}

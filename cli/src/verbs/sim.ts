/** `noriai sim`: tries out a service before it is bought, with the decisions of the live one. */
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { Job } from '@noriai/sim/sweep/jobs.ts';
import type { Estimate } from '@noriai/sim/sweep/statistics.ts';
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { progressBar } from '../progress-bar.ts';
import { printJson, say } from '../say.ts';
import { nameOf, openFile, openScenario, scenarioNamed, seedList, wholeNumber } from '../sim/scenario-input.ts';

interface SimFlags {
  readonly scenario?: string;
  readonly seed: number;
  readonly json: boolean;
  readonly dataDir: string;
}

export function simVerb(): Command {
  return new Command('sim')
    .description('simulate a service: run a scenario, compare, sweep, replay a recorded day, report')
    .addCommand(runVerb())
    .addCommand(compareVerb())
    .addCommand(sweepVerb())
    .addCommand(replayVerb())
    .addCommand(reportVerb());
}

function runVerb(): Command {
  return new Command('run')
    .description('simulate one scenario under one seed')
    .argument('[scenario]', 'name of a shipped scenario or path of a scenario file')
    .option('--scenario <name>', 'the same as the argument')
    .option('--seed <number>', 'seed of chance; the same seed gives the same day', wholeNumber, 1)
    .option('--ledger <file>', 'write every fact, one JSON line each')
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption())
    .addHelpText(
      'after',
      `
Examples:
  noriai sim run toyono
  noriai sim run --scenario toyono --seed 1 --json
  noriai sim run my-plan.json --seed 7 --ledger day.jsonl

Shipped scenarios: toyono, snow-day, clinic-day, festival, bus-line-cut-stops, bus-line-cut-mixed, bus-line-cut-doors, grid-fifty`,
    )
    .action(runRun);
}

async function runRun(argument: string | undefined, flags: SimFlags & { readonly ledger?: string }): Promise<void> {
  const { runDocument, runScenario } = await import('@noriai/sim/run/run-scenario.ts');
  const { scenario, place } = await openScenario(nameOf(argument, flags), flags.dataDir);
  const ledger = flags.ledger === undefined ? null : createWriteStream(flags.ledger);
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const result = runScenario(scenario, place, {
    seed: flags.seed,
    ...(ledger ? { onFact: (entry) => void ledger.write(`${JSON.stringify(entry)}\n`) } : {}),
  });
  const wallSec = Math.round(performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  const cpuSec = Math.round((user + system) / 1000) / 1000;
  ledger?.end();
  const realTimeFactor = Math.round(result.end.serviceSec / wallSec);
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const document = { ...runDocument(result), wallSec, cpuSec, realTimeFactor, memoryMb };
  if (flags.json) return printJson(document);
  const { kpiTable } = await import('@noriai/core/kpi/kpi-table.ts');
  console.log(
    `${result.scenario}, seed ${result.seed}: simulated in ${wallSec} s (${cpuSec} s of processor time), ${realTimeFactor} times real time`,
  );
  for (const { name, text, unit } of kpiTable) {
    const value = result.values[name];
    console.log(`  ${text.en!.padEnd(36)} ${value === null ? '–' : value}${value === null ? '' : unitText(unit)}`);
  }
  const { checkFacts } = await import('@noriai/sim/report/published-facts.ts');
  console.log('beside published facts:');
  for (const { figure, text, model, verdict } of checkFacts(result.values)) {
    console.log(`  ${verdict.padEnd(8)} ${figure} = ${model ?? '–'}  (${text.en!})`);
  }
  for (const [reason, count] of result.tally.refused) console.log(`  refused: ${reason.padEnd(27)} ${count}`);
  console.log(`  facts ${result.end.facts}, hash ${result.hash}`);
}

function unitText(unit: string): string {
  return unit === 'count' || unit === 'share' || unit === 'ratio' ? '' : ` ${unit}`;
}

interface SweepFlags extends Omit<SimFlags, 'seed'> {
  readonly seeds: readonly number[];
  readonly vary: readonly string[];
  readonly out: string;
  readonly workers?: number;
  readonly maxWaitMin: number;
  readonly maxUnmet: number;
}

function compareVerb(): Command {
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

async function runCompare(before: string, after: string, flags: SweepFlags): Promise<void> {
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

function shown(estimate: Estimate | null): string {
  if (!estimate) return '–';
  const places = Math.abs(estimate.mean) < 10 ? 3 : 1;
  const spread = estimate.plusMinus === null ? '' : ` ± ${estimate.plusMinus.toFixed(places)}`;
  return `${estimate.mean.toFixed(places)}${spread}`;
}

/** Runs jobs on all cores with a progress bar. */
async function runAll(
  jobs: readonly Job[],
  flags: Pick<SweepFlags, 'dataDir' | 'workers'>,
  resultsPath: string | null,
) {
  const { runJobs } = await import('@noriai/sim/sweep/jobs.ts');
  // Opened once here, so that mistakes are told before any work begins and a shipped town is made by one program.
  for (const file of new Set(jobs.map((job) => job.file))) await openFile(file.id, file, flags.dataDir);
  const bar = progressBar();
  try {
    return await runJobs(jobs, {
      dataDir: flags.dataDir,
      resultsPath,
      ...(flags.workers ? { workers: flags.workers } : {}),
      onProgress: (done, all) => bar.show(`simulated ${done} of ${all}`, done / Math.max(1, all)),
    });
  } finally {
    bar.clear();
  }
}

function sweepVerb(): Command {
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
  const { axisOf, variantsOf } = await import('@noriai/sim/sweep/vary.ts');
  const { frontierOf, smallestFleet, variantResults } = await import('@noriai/sim/sweep/frontier.ts');
  const { decodeScenario } = await import('@noriai/sim/scenario/read-scenario.ts');
  const axes = flags.vary.map(axisOf);
  const variants = variantsOf(await scenarioNamed(name), axes);
  for (const { file, at } of variants) decodeScenario(JSON.stringify(at), file);
  const jobs = variants.flatMap(({ file }) => flags.seeds.map((seed) => ({ file, seed })));
  const results = variantResults(variants, await runAll(jobs, flags, resolve(flags.out)), flags.seeds.length);
  const level = { maxWaitMeanSec: flags.maxWaitMin * 60, maxUnmetShare: flags.maxUnmet };
  const frontier = frontierOf(results);
  const smallest = smallestFleet(results, level);
  if (flags.json)
    return printJson({ scenario: name, seeds: flags.seeds, variants: results, frontier, level, smallest });
  const columns = ['waitMeanSec', 'unmetShare', 'ridersPerVehicleHour', 'pooledShare', 'costYen'];
  console.log(`${'variant'.padEnd(40)}${columns.map((column) => column.padStart(22)).join('')}`);
  for (const result of results) {
    const label = Object.entries(result.at).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
    const cells = columns.map((column) => shown(result.figures[column] ?? null).padStart(22));
    console.log(`${label.join(' ').padEnd(40)}${cells.join('')} ${frontier.includes(result) ? 'frontier' : ''}`);
  }
  const goal = `mean wait ≤ ${flags.maxWaitMin} min and unmet ≤ ${flags.maxUnmet}`;
  console.log(`smallest fleet with ${goal}: ${smallest ? JSON.stringify(smallest.at) : 'none of these'}`);
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

interface ReplayFlags extends SimFlags {
  readonly area: string;
  readonly ledger: string;
}

function replayVerb(): Command {
  return new Command('replay')
    .description('decide a recorded ledger once more: byte for byte under the same policy, or what if under a scenario')
    .requiredOption('--ledger <file>', 'ledger.sqlite of the dispatcher, or JSON lines of "noriai sim run --ledger"')
    .option('--area <area-id>', 'the recorded area (for ledger.sqlite, and where no scenario is given)', 'toyono-model')
    .option(
      '--scenario <name>',
      'JSON lines of this scenario; or, with --what-if, the policy to try on the recorded riders',
    )
    .option('--what-if', 'simulate the recorded wishes under the scenario instead', false)
    .option('--seed <number>', 'seed of traffic for --what-if', wholeNumber, 1)
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption())
    .addHelpText(
      'after',
      `
Examples:
  noriai sim replay --ledger .noriai/ledger.sqlite --area toyono-model
  noriai sim run toyono --ledger day.jsonl && noriai sim replay --ledger day.jsonl --scenario toyono
  noriai sim replay --ledger day.jsonl --scenario my-plan.json --what-if`,
    )
    .action(runReplay);
}

async function runReplay(flags: ReplayFlags & { readonly whatIf: boolean }): Promise<void> {
  const entries = await readLedger(flags.ledger, flags.area);
  if (flags.whatIf) return runWhatIf(entries, flags);
  const { replayLedger } = await import('@noriai/sim/replay/replay-ledger.ts');
  const { world, worldChanges } = await replayWorld(flags);
  const worldAt = (atSec: number) => worldChanges.findLast((change) => change.atSec <= atSec)?.world ?? world;
  const end = replayLedger(world, entries, worldAt);
  if (end.difference) process.exitCode = 1;
  if (flags.json) return printJson({ ledger: flags.ledger, recorded: entries.length, ...end, isSame: !end.difference });
  if (!end.difference) console.log(`${end.facts} facts from ${end.commands} commands: the same, byte for byte`);
  else {
    console.log(
      `the first ${end.facts} of ${entries.length} facts are the same; then fact ${end.difference.sequence}:`,
    );
    console.log(`  recorded ${end.difference.recorded}\n  replayed ${end.difference.replayed}`);
  }
}

async function replayWorld(flags: ReplayFlags) {
  if (flags.scenario !== undefined) return (await openScenario(flags.scenario, flags.dataDir)).place;
  const { readyArea } = await import('../serve/ready-area.ts');
  const { world } = await readyArea(flags.dataDir, flags.area, say);
  return { world, worldChanges: [] };
}

async function runWhatIf(entries: readonly LedgerEntry[], flags: ReplayFlags): Promise<void> {
  const { recordedDates, recordedDemand } = await import('@noriai/sim/demand/recorded-demand.ts');
  const { openScenarioWorld } = await import('@noriai/sim/world/open-scenario-world.ts');
  const { runDocument, runScenario } = await import('@noriai/sim/run/run-scenario.ts');
  const named = await scenarioNamed(nameOf(undefined, flags));
  const recorded = await openScenarioWorld(named.id, named, flags.dataDir);
  const dates = recordedDates(recorded.place.world, entries);
  if (dates.length === 0) throw new Error(`${flags.ledger}: nobody asked for a trip`);
  const days = Math.round((Date.parse(dates.at(-1)!) - Date.parse(dates[0]!)) / 86_400_000) + 1;
  const { scenario, place } = await openScenarioWorld(named.id, { ...named, firstDay: dates[0]!, days }, flags.dataDir);
  const result = runScenario(scenario, place, { seed: flags.seed, demand: recordedDemand(place.world, entries) });
  printJson({ ledger: flags.ledger, whatIf: named.id, ...runDocument(result) });
}

/** JSON lines, or the dispatcher's SQLite file. */
async function readLedger(path: string, areaId: string): Promise<readonly LedgerEntry[]> {
  if (!path.endsWith('.sqlite')) {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LedgerEntry);
  }
  const { SqliteLedger } = await import('@noriai/dispatcher/adapters/sqlite-ledger.ts');
  const ledger = new SqliteLedger(path, areaId);
  const entries: LedgerEntry[] = [];
  for await (const chunk of ledger.read(0)) entries.push(...chunk);
  await ledger.close();
  return entries;
}

function reportVerb(): Command {
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

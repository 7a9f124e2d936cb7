/** `noriai sim replay`: a recorded day once more, or what if. */
import { readFileSync } from 'node:fs';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson, say } from '../say.ts';
import { nameOf, openScenario, scenarioNamed, wholeNumber } from './scenario-input.ts';

interface ReplayFlags {
  readonly scenario?: string;
  readonly seed: number;
  readonly whatIf: boolean;
  readonly json: boolean;
  readonly dataDir: string;
  readonly area: string;
  readonly ledger: string;
}

export function replayVerb(): Command {
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

async function runReplay(flags: ReplayFlags): Promise<void> {
  const entries = await readLedger(flags.ledger, flags.area);
  if (flags.whatIf) return runWhatIf(entries, flags);
  const { replayLedger } = await import('@noriai/sim/replay/replay-ledger.ts');
  const end = replayLedger(await replayWorld(flags), entries);
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

async function replayWorld(flags: ReplayFlags): Promise<ServiceWorld> {
  if (flags.scenario !== undefined) return (await openScenario(flags.scenario, flags.dataDir)).place.world;
  const { readyArea } = await import('../serve/ready-area.ts');
  return (await readyArea(flags.dataDir, flags.area, say)).world;
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

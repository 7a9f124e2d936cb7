/** `noriai sim`: tries out a service before it is bought, with the decisions of the live one. */
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { OpenScenario } from '@noriai/sim/world/open-scenario-world.ts';
import { Command, InvalidArgumentError } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { projectDir } from '../project-dir.ts';
import { printJson } from '../say.ts';

export interface SimFlags {
  readonly scenario?: string;
  readonly seed: number;
  readonly json: boolean;
  readonly dataDir: string;
}

/** Scenarios that are shipped, by the name they are called by. */
export const scenarioDir = join(projectDir, 'sim', 'scenarios');

export function simVerb(): Command {
  return new Command('sim')
    .description('simulate a service: run a scenario, compare, sweep, replay a recorded day, report')
    .addCommand(runVerb());
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
  const result = runScenario(scenario, place, {
    seed: flags.seed,
    ...(ledger ? { onFact: (entry) => void ledger.write(`${JSON.stringify(entry)}\n`) } : {}),
  });
  const wallSec = Math.round(performance.now() - startMs) / 1000;
  ledger?.end();
  const realTimeFactor = Math.round(result.end.serviceSec / wallSec);
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const document = { ...runDocument(result), wallSec, realTimeFactor, memoryMb };
  if (flags.json) return printJson(document);
  const { kpiTable } = await import('@noriai/core/kpi/kpi-table.ts');
  console.log(`${result.scenario}, seed ${result.seed}: simulated in ${wallSec} s, ${realTimeFactor} times real time`);
  for (const { name, text, unit } of kpiTable) {
    const value = result.values[name];
    console.log(`  ${text.en!.padEnd(36)} ${value === null ? '–' : value}${value === null ? '' : unitText(unit)}`);
  }
  for (const [reason, count] of result.tally.refused) console.log(`  refused: ${reason.padEnd(27)} ${count}`);
  console.log(`  facts ${result.end.facts}, hash ${result.hash}`);
}

function unitText(unit: string): string {
  return unit === 'count' || unit === 'share' || unit === 'ratio' ? '' : ` ${unit}`;
}

/** @throws Error when neither is given, or when the name is no scenario */
export function nameOf(argument: string | undefined, flags: Pick<SimFlags, 'scenario'>): string {
  const name = argument ?? flags.scenario;
  if (name === undefined) throw new Error('which scenario? give a name like toyono or the path of a scenario file');
  return name;
}

export async function openScenario(name: string, dataDir: string): Promise<OpenScenario> {
  const { openScenarioWorld } = await import('@noriai/sim/world/open-scenario-world.ts');
  const { decodeScenario } = await import('@noriai/sim/scenario/read-scenario.ts');
  const path = scenarioPath(name);
  return openScenarioWorld(basename(path), decodeScenario(basename(path), readJsonFile(path)), dataDir);
}

export function scenarioPath(name: string): string {
  const shipped = join(scenarioDir, `${name}.json`);
  if (!name.includes('/') && !name.endsWith('.json') && existsSync(shipped)) return shipped;
  if (existsSync(name)) return name;
  throw new Error(
    `scenario ${name}: there is no such shipped scenario and no such file (shipped ones: noriai sim run --help)`,
  );
}

export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new Error(`${path}: is no JSON (${(error as Error).message})`, { cause: error });
  }
}

export function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 0x7fff_ffff) {
    throw new InvalidArgumentError('give a whole number from 0 to 2147483647');
  }
  return number;
}

/** `noriai sim run`: one scenario under one seed, all figures, beside published facts. */
import { createWriteStream } from 'node:fs';
import type { FactCheck } from '@noriai/sim/report/published-facts.ts';
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson } from '../say.ts';
import { nameOf, openScenario, shippedScenarios, wholeNumber } from './scenario-input.ts';

interface RunFlags {
  readonly scenario?: string;
  readonly seed: number;
  readonly ledger?: string;
  readonly json: boolean;
  readonly dataDir: string;
}

export function runVerb(): Command {
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

Shipped scenarios: ${shippedScenarios().join(', ')}`,
    )
    .action(runRun);
}

async function runRun(argument: string | undefined, flags: RunFlags): Promise<void> {
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
  const { checkFacts } = await import('@noriai/sim/report/published-facts.ts');
  const { serviceDays } = result.end;
  const checks = checkFacts(result.values, { areaId: scenario.area.id, serviceDays });
  if (flags.json) {
    return printJson({ ...runDocument(result), wallSec, cpuSec, realTimeFactor, memoryMb, published: checks });
  }
  console.log(
    `${result.scenario}, seed ${result.seed}: simulated in ${wallSec} s (${cpuSec} s of processor time), ${realTimeFactor} times real time`,
  );
  const { kpiTable } = await import('@noriai/core/kpi/kpi-table.ts');
  for (const { name, text, unit } of kpiTable) {
    const value = result.values[name];
    console.log(`  ${text.en!.padEnd(36)} ${value === null ? '–' : value}${value === null ? '' : unitText(unit)}`);
  }
  for (const [reason, count] of result.tally.refused) console.log(`  refused: ${reason.padEnd(27)} ${count}`);
  console.log('beside published facts:');
  for (const check of checks) printCheck(check);
  console.log(`facts in the ledger ${result.end.facts}, hash ${result.hash}`);
}

function printCheck({ fact, model, verdict, why }: FactCheck): void {
  const range = fact.least === fact.most ? `${fact.least}` : `${fact.least} to ${fact.most}`;
  const unit = unitText(fact.unit);
  const place = `${fact.figure} = ${model ?? '–'}${unit}, published ${range}${unit}`;
  console.log(`  ${verdict.padEnd(8)} ${place}  (${fact.text.en!})`);
  if (why) console.log(`           why: ${why.en!}`);
}

function unitText(unit: string): string {
  return unit === 'count' || unit === 'share' || unit === 'ratio' ? '' : ` ${unit}`;
}

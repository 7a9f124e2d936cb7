/** `noriai bench load` (and `npm run load`): offers and bookings under load, measured by k6. */
import { cpus, loadavg } from 'node:os';
import { Command } from 'commander';
import { appendHistory } from '../bench/history.ts';
import { printJson, say } from '../say.ts';
import { positiveNumber, wholeNumber } from './solve.ts';

interface LoadFlags {
  readonly rate: number;
  readonly vehicles: number;
  readonly seconds: number;
  readonly history: boolean;
  readonly json: boolean;
}

export function loadVerb(): Command {
  return new Command('load')
    .description('the service under load on the model town: times of offers and bookings, measured by k6')
    .option('--rate <requests>', 'requests a second', positiveNumber, 200)
    .option('--vehicles <count>', 'vehicles in service, each with a live connection', wholeNumber, 50)
    .option('--seconds <seconds>', 'measured time, after 10 s of warm-up', positiveNumber, 60)
    .option('--no-history', 'do not append the figures to docs/benchmarks/history.ndjson')
    .option('--json', 'print one JSON document on standard output', false)
    .addHelpText('after', '\nNeeds k6 on the PATH. Examples:\n  npm run load\n  noriai bench load --rate 400 --json')
    .action(runLoad);
}

async function runLoad(flags: LoadFlags): Promise<void> {
  const { findLoadTool, loadBench } = await import('../bench/load/load-bench.ts');
  const tool = findLoadTool();
  const { rate: requestsPerSec, vehicles, seconds } = flags;
  const report = await loadBench({ requestsPerSec, vehicles, seconds, onStep: say });
  const document = { tool, node: process.version, cpu: cpus()[0]?.model ?? 'unknown', load: loadavg()[0], ...report };
  if (flags.history) appendHistory('load', document);
  if (flags.json) return printJson(document);
  for (const [name, figure] of Object.entries(report)) {
    console.log(`${name.padEnd(16)} ${typeof figure === 'object' ? JSON.stringify(figure) : figure}`);
  }
}

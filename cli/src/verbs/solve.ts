/** `noriai solve`: solves a benchmark instance of the dial-a-ride literature. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { printJson, say } from '../say.ts';
import type { AssignmentReason, RefusalReason } from '../solve/assignment-reasons.ts';

interface SolveFlags {
  readonly format: 'cordeau' | 'lilim';
  readonly seconds: number;
  readonly steps?: number;
  readonly seed: number;
  readonly threads: number;
  readonly explain?: boolean;
  readonly json?: boolean;
}

export function solveVerb(): Command {
  return new Command('solve')
    .description('solve a dial-a-ride or pickup-and-delivery instance of the literature')
    .argument('<file>', 'instance file')
    .addOption(
      new Option('--format <format>', 'cordeau (dial-a-ride) or lilim (pickup and delivery)')
        .choices(['cordeau', 'lilim'])
        .makeOptionMandatory(),
    )
    .option('--seconds <seconds>', 'time to search', positiveNumber, 10)
    .option('--steps <steps>', 'steps of each thread instead of a time: the same answer every time', wholeNumber)
    .option('--seed <seed>', 'seed of the search', wholeNumber, 1)
    .option('--threads <threads>', 'searches side by side', wholeNumber, 2)
    .option('--explain', 'say of every ride which vehicle comes next, and what the plan would cost with it')
    .option('--json', 'print the solution as one JSON document')
    .action(solve);
}

async function solve(file: string, flags: SolveFlags): Promise<void> {
  const { existsSync, readFileSync, statSync } = await import('node:fs');
  const { basename } = await import('node:path');
  const { readInstance } = await import('../solve/read-instance.ts');
  const { solveInstance } = await import('../solve/solve-instance.ts');
  if (!existsSync(file) || !statSync(file).isFile())
    throw new Error(`${file}: no such file; give the path of an instance file`);
  const text = readFileSync(file, 'utf8');
  const instance = readInstance(basename(file).replace(/\.\w+$/, ''), flags.format, text);
  const solution = await solveInstance(instance, text, {
    seconds: flags.seconds,
    steps: flags.steps ?? null,
    seed: flags.seed,
    threads: Math.max(1, flags.threads),
    explain: flags.explain === true,
    onRound: (progress, best) => {
      const line = `${Math.round(progress * 100)} % · cost ${best.cost.toFixed(2)}`;
      if (process.stderr.isTTY) process.stderr.write(`\r${line} `);
      else if (Math.round(progress * 20) % 5 === 0) say(line); // a log wants few lines
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (flags.json === true) return printJson(solution);
  say(
    `${solution.instance}: cost ${solution.cost.toFixed(2)} with ${solution.vehicles} vehicles, ${solution.served} of ${instance.problem.rideCount} rides served, ${solution.feasible ? 'feasible' : 'NOT FEASIBLE'}, ${solution.steps} steps in ${solution.seconds.toFixed(1)} s`,
  );
  for (const reason of solution.assignments ?? []) say(assignmentLine(reason));
  for (const reason of solution.refusals ?? []) say(refusalLine(reason));
}

function assignmentLine({ pickupNode, vehicle, cost, runnerUp, limits }: AssignmentReason): string {
  const next = runnerUp
    ? `next vehicle ${runnerUp.vehicle}, +${runnerUp.costMore.toFixed(2)}`
    : `no other vehicle could (${limits.join(', ') || 'several limits'})`;
  return `node ${pickupNode}: vehicle ${vehicle} at ${cost.toFixed(2)}; ${next}`;
}

/** For commander: a number above zero. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError(`got "${text}", expected a number above 0`);
  return value;
}

/** For commander: a whole number, 0 or more. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError(`got "${text}", expected a whole number`);
  return Number(text);
}

function refusalLine({ pickupNode, limits, earlierBy, laterBy }: RefusalReason): string {
  const changes = [
    ...(earlierBy === null ? [] : [`${earlierBy} earlier`]),
    ...(laterBy === null ? [] : [`${laterBy} later`]),
  ];
  const fits = changes.length > 0 ? `; would fit ${changes.join(' or ')}` : '';
  return `node ${pickupNode}: not served (${limits.join(', ') || 'several limits'})${fits}`;
}

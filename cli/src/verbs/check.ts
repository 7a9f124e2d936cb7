/** `noriai check`: proofs that take longer than a test should. */
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { progressBar } from '../progress-bar.ts';
import { printJson, say } from '../say.ts';

interface CrashFlags {
  readonly kills: number;
  readonly bookings: number;
  readonly riders: number;
  readonly seed: number;
  readonly json: boolean;
}

export function checkVerb(): Command {
  return new Command('check')
    .description('prove what the service promises of itself')
    .addCommand(crashVerb())

    .addCommand(actionsVerb())
    .addCommand(seatsVerb());
}

function crashVerb(): Command {
  return new Command('crash')
    .description('kill -9 a server in the middle of bookings: nothing acknowledged may be lost or doubled')
    .option('--kills <count>', 'how often the server is killed', atLeastOne, 20)
    .option(
      '--bookings <count>',
      'bookings to be acknowledged at the least; riders go on until the last kill',
      atLeastOne,
      1000,
    )
    .option('--riders <count>', 'riders who book at the same time', atLeastOne, 16)
    .option('--seed <number>', 'for trips and moments', Number, 1)
    .option('--json', 'print the report as one JSON document on standard output', false)
    .addHelpText('after', '\nExample:\n  noriai check crash --kills 20 --bookings 1000 --json')
    .action(runCrash);
}

async function runCrash(flags: CrashFlags): Promise<void> {
  const { crashCheck, isSound } = await import('../check/crash-check.ts');
  const bar = progressBar();
  const onProgress = (kills: number) => bar.show('Booking and crashing', kills / flags.kills);
  const report = await crashCheck({ ...flags, onProgress }).finally(() => bar.clear());
  show(report, flags.json);
  if (isSound(report)) return;
  say('a promise was broken: see lost, doubled, unseen, untold, changedAnswers and statesDifferent');
  process.exitCode = 1;
}

interface ActionsFlags {
  readonly count: number;
  readonly seed: number;
  readonly threads: number;
  readonly json: boolean;
}

function actionsVerb(): Command {
  return new Command('actions')
    .description(
      'random actions of riders, drivers and operators against the whole service on a virtual clock, with faults',
    )
    .option(
      '--count <actions>',
      'commands that devices send, each counted once however often it is sent',
      atLeastOne,
      100_000,
    )
    .option('--seed <number>', 'the first seed; every 1,000 actions have the next one', atLeastOne, 1)
    .option(
      '--threads <count>',
      'seeds played side by side; changes nothing of the outcome',
      atLeastOne,
      availableParallelism(),
    )
    .option('--json', 'print the report as one JSON document on standard output', false)
    .addHelpText(
      'after',
      `
Each seed is a town with riders, drivers and operators who do anything at any time, sign in rightly and wrongly, and a
script of lost, doubled, late and overtaking messages, failing disks and ways out, a jumping clock, and a process that
dies at each thing it waits for and between any two writes. An auditor with rules of its own reads every fact, every
answer and every notice, and looks for personal data where it must not be. The same seed gives the same hash.

Examples:
  noriai check actions --count 1000000 --json
  noriai check actions --seed 17 --count 1000      play one seed again
  noriai check actions --seed 501 --count 500000   go on with the second half of a million`,
    )
    .action(runActions);
}

async function runActions(flags: ActionsFlags): Promise<void> {
  const { actionsCheck } = await import('../check/actions-check.ts');
  const bar = progressBar();
  const onProgress = (actions: number) => bar.show('Acting at random', actions / flags.count);
  const report = await actionsCheck({ ...flags, onProgress }).finally(() => bar.clear());
  show(report, flags.json);
  if (report.violations.length === 0) return;
  say(`a rule was broken; play it again with: ${report.violations[0]!.replay}`);
  process.exitCode = 1;
}

interface SeatsFlags {
  readonly attempts: number;
  readonly riders: number;
  readonly seed: number;
  readonly json: boolean;
}

function seatsVerb(): Command {
  return new Command('seats')
    .description('many riders at once after few seats, over real HTTP: no seat may be booked twice')
    .option('--attempts <count>', 'how often riders try to get a seat', atLeastOne, 100_000)
    .option('--riders <count>', 'riders who try at the same time', atLeastOne, 100)
    .option('--seed <number>', 'for trips', atLeastOne, 1)
    .option('--json', 'print the report as one JSON document on standard output', false)
    .addHelpText('after', '\nExample:\n  noriai check seats --attempts 100000 --json')
    .action(runSeats);
}

async function runSeats(flags: SeatsFlags): Promise<void> {
  const { seatsCheck } = await import('../check/seats-check.ts');
  const bar = progressBar();
  const onProgress = (attempts: number) => bar.show('Trying to get a seat', attempts / flags.attempts);
  const report = await seatsCheck({ ...flags, onProgress }).finally(() => bar.clear());
  show(report, flags.json);
  if (report.doubled + report.violations.length === 0 && report.booked > 0) return;
  say('a seat was booked twice, or none at all: see doubled and violations');
  process.exitCode = 1;
}

function show(report: object, isJson: boolean): void {
  if (isJson) return printJson(report);
  for (const [name, figure] of Object.entries(report)) {
    console.log(`${name.padEnd(20)} ${typeof figure === 'object' ? JSON.stringify(figure) : figure}`);
  }
}

function atLeastOne(value: string): number {
  if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('give a whole number from 1 to 9999999');
}

/** `noriai check`: proofs that take longer than a test should. */
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
  return new Command('check').description('prove what the service promises of itself').addCommand(crashVerb());
}

function crashVerb(): Command {
  return new Command('crash')
    .description('kill -9 a server in the middle of bookings: nothing acknowledged may be lost or doubled')
    .option('--kills <count>', 'how often the server is killed', atLeastOne, 20)
    .option('--bookings <count>', 'bookings to be acknowledged', atLeastOne, 1000)
    .option('--riders <count>', 'riders who book at the same time', atLeastOne, 16)
    .option('--seed <number>', 'for trips and moments', Number, 1)
    .option('--json', 'print the report as one JSON document on standard output', false)
    .addHelpText('after', '\nExample:\n  noriai check crash --kills 20 --bookings 1000 --json')
    .action(runCrash);
}

async function runCrash(flags: CrashFlags): Promise<void> {
  const { crashCheck, isSound } = await import('../check/crash-check.ts');
  const bar = progressBar();
  const onProgress = (acknowledged: number) => bar.show('Booking and crashing', acknowledged / flags.bookings);
  const report = await crashCheck({ ...flags, onProgress }).finally(() => bar.clear());
  if (flags.json) printJson(report);
  else for (const [name, figure] of Object.entries(report)) console.log(`${name.padEnd(20)} ${figure}`);
  if (isSound(report)) return;
  say('a promise was broken: see lost, doubled, unseen, untold, changedAnswers and statesDifferent');
  process.exitCode = 1;
}

function atLeastOne(value: string): number {
  if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('give a whole number from 1 to 9999999');
}

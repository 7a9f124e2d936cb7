/** `noriai sim`: tries out a service before it is bought, with the decisions of the live one. */
import { Command } from 'commander';
import { compareVerb } from '../sim/sim-compare.ts';
import { replayVerb } from '../sim/sim-replay.ts';
import { reportVerb } from '../sim/sim-report.ts';
import { runVerb } from '../sim/sim-run.ts';
import { sweepVerb } from '../sim/sim-sweep.ts';

export function simVerb(): Command {
  return new Command('sim')
    .description('simulate a service: run a scenario, compare, sweep, replay a recorded day, report')
    .addCommand(runVerb())
    .addCommand(compareVerb())
    .addCommand(sweepVerb())
    .addCommand(replayVerb())
    .addCommand(reportVerb());
}

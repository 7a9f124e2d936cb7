/** The command-line tool: one file a verb in `verbs/`. Standard output belongs to answers, standard error to people. */
import { Command, CommanderError } from 'commander';
import { say, troubleLine } from './say.ts';
import { accountVerb } from './verbs/account.ts';
import { areaVerb } from './verbs/area.ts';
import { benchVerb } from './verbs/bench.ts';
import { checkVerb } from './verbs/check.ts';
import { docsVerb, projectVersion } from './verbs/docs.ts';
import { ledgerVerb } from './verbs/ledger.ts';
import { modelVerb } from './verbs/model.ts';
import { routeVerb } from './verbs/route.ts';
import { serveVerb } from './verbs/serve.ts';
import { simVerb } from './verbs/sim.ts';
import { sizeVerb } from './verbs/size.ts';
import { solveVerb } from './verbs/solve.ts';
import { streetsVerb } from './verbs/streets.ts';
import { tableVerb } from './verbs/table.ts';
import { whyVerb } from './verbs/why.ts';

const program = new Command('noriai')
  .description('AI on-demand transit: shared rides over the real road network, promises that are kept')
  .version(projectVersion(), '--version', 'print the version')
  .showHelpAfterError('(noriai --help lists the verbs, noriai VERB --help what each takes)')
  .exitOverride();
const verbs = [
  serveVerb(),
  areaVerb(),
  accountVerb(),
  ledgerVerb(),
  modelVerb(),
  checkVerb(),
  benchVerb(),
  docsVerb(),
  solveVerb(),
  routeVerb(),
  tableVerb(),
  streetsVerb(),
  whyVerb(),
  simVerb(),
  sizeVerb(),
];
for (const verb of verbs) program.addCommand(inherit(verb));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    say(troubleLine(error));
    process.exitCode = 1;
  }
}

/** Verbs report bad usage as the program does, also the verbs below them. */
function inherit(verb: Command): Command {
  verb.exitOverride().showHelpAfterError(`(see --help)`);
  verb.commands.forEach(inherit);
  return verb;
}

/** Start and end of `noriai serve`: settings in, a running service out, each step said. */
import { createServer } from 'node:net';
import { SqliteLedger } from '@noriai/dispatcher/adapters/sqlite-ledger.ts';
import { SystemClock } from '@noriai/dispatcher/adapters/system-clock.ts';
import { demoTimeSec } from '@noriai/dispatcher/demo/demo-time.ts';
import { startDemo, type Demo } from '@noriai/dispatcher/demo/demo.ts';
import { startDispatcher, type Dispatcher } from '@noriai/dispatcher/dispatcher.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Ledger } from '@noriai/dispatcher/application/ports.ts';
import closeWithGrace from 'close-with-grace';
import pino from 'pino';
import { projectVersion } from '../verbs/docs.ts';
import { buildPages, builtPages } from './build-pages.ts';
import { openDataFolder } from './data-folder.ts';
import { readyArea } from './ready-area.ts';
import { flagOf, variableOf, type ServeSettings } from './settings.ts';

const DEMO_SEED = 20_260_401;
/** A played day goes on a little after closing, so that the last riders get home. */
const AFTER_CLOSING_SEC = 900;

/**
 * Runs until a signal ends it.
 *
 * @param say told each step in a line
 * @throws an error whose message is one clear line when it cannot start
 */
export async function runService(settings: ServeSettings, say: (line: string) => void): Promise<void> {
  const { secret, ledgerPath } = openDataFolder(settings.dataDir, settings.demo);
  await checkPortIsFree(settings);
  if (settings.buildPages) await buildPages(say);
  const { world, tilesPath } = await readyArea(settings.dataDir, settings.area, say);
  const logger = pino({ level: settings.logLevel });
  const ledger = new SqliteLedger(ledgerPath, settings.area);
  const facts = await ledger.lastSequence();
  say(`replaying ${facts} facts …`);
  const clock = new SystemClock();
  if (settings.demo) await playServiceDay(world, clock, ledger, say);
  const dispatcher = await startDispatcher({
    ...settings,
    world,
    ledger,
    secret,
    logger,
    tilesPath,
    clock,
    version: projectVersion(),
    pages: builtPages(),
    isDemo: settings.demo,
  });
  const { sequence, stateHash } = dispatcher.proof();
  logger.info({ sequence, stateHash }, 'state replayed from the ledger');
  say(`ledger at ${sequence}, state ${stateHash.slice(0, 16)}`);
  const demo = settings.demo ? await runDemo(dispatcher, world, clock, logger) : null;
  say(`listening on ${dispatcher.url} (end with Ctrl-C)`);
  endWithGrace(dispatcher, demo, logger, say);
}

/** Moves the clock to service hours, never to before the ledger's newest fact, and says so. */
async function playServiceDay(world: ServiceWorld, clock: SystemClock, ledger: Ledger, say: (line: string) => void) {
  let lastFactSec = 0;
  for await (const entries of ledger.read(Math.max(0, (await ledger.lastSequence()) - 1)))
    lastFactSec = entries.at(-1)!.atSec;
  clock.jumpTo(demoTimeSec(world.calendar, clock.nowSec(), lastFactSec));
  if (clock.shiftSec === 0) return;
  const time = new Intl.DateTimeFormat('sv-SE', {
    timeZone: world.area.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  say(`outside service hours now: the demo plays a service day, it is ${time.format(clock.nowSec() * 1000)} there`);
}

function runDemo(dispatcher: Dispatcher, world: ServiceWorld, clock: SystemClock, logger: pino.Logger): Promise<Demo> {
  return startDemo({
    url: dispatcher.url,
    virtualSecret: dispatcher.virtualSecret,
    seed: DEMO_SEED,
    nowSec: () => clock.nowSec(),
    logger,
    keepInService() {
      const nowSec = clock.nowSec();
      const isOver = world.calendar.windowsBetween(nowSec - AFTER_CLOSING_SEC, nowSec).length === 0;
      if (!isOver) return;
      clock.jumpTo(demoTimeSec(world.calendar, nowSec, nowSec));
      dispatcher.clockMoved();
    },
  });
}

/** A terminal's Ctrl-C reaches us twice, by itself and by the program that started us: the second time means nothing. */
function endWithGrace(
  dispatcher: Dispatcher,
  demo: Demo | null,
  logger: pino.Logger,
  say: (line: string) => void,
): void {
  const options = { delay: 10_000, logger: false, onSecondSignal: () => {} } as const;
  closeWithGrace(options, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'the service must stop');
    say(err ? `stopping after an error: ${err.message}` : `stopping (${signal}) …`);
    demo?.close();
    await dispatcher.close();
  });
}

/** Asked before the long steps, so that nobody waits for a mistake. */
function checkPortIsFree({ host, port }: ServeSettings): Promise<void> {
  if (port === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return resolve(); // said in full when it is tried in earnest
      const hint = `give another port with ${flagOf('port')} or ${variableOf('port')}`;
      reject(new Error(`port ${port} on ${host} is in use: stop the other program, or ${hint}`));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

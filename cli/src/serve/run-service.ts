/** Start and end of `noriai serve`: settings in, a running service out, each step said. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { checkLedgerIsNotLost } from '@noriai/dispatcher/adapters/ledger-traces.ts';
import { FileProofs } from '@noriai/dispatcher/adapters/proof-stores.ts';
import { FileSnapshots } from '@noriai/dispatcher/adapters/snapshot-stores.ts';
import { SqliteLedger } from '@noriai/dispatcher/adapters/sqlite-ledger.ts';
import { SystemClock } from '@noriai/dispatcher/adapters/system-clock.ts';
import { WorkerPlanImprover } from '@noriai/dispatcher/adapters/plan-improver.ts';
import type { Demo } from '@noriai/dispatcher/demo/demo.ts';
import { addOperator, changeOperator, findOperator } from '@noriai/dispatcher/application/accounts/operators.ts';
import { startDispatcher, type Dispatcher } from '@noriai/dispatcher/dispatcher.ts';
import closeWithGrace from 'close-with-grace';
import pino from 'pino';
import { projectVersion } from '../verbs/docs.ts';
import { buildPages, builtPages } from './build-pages.ts';
import { openAccounts } from './open-accounts.ts';
import { keepOutageCopy } from './outage-copy.ts';
import { openNotices } from './open-notices.ts';
import { openDataFolder, snapshotFolder } from './data-folder.ts';
import { DemoPlay } from './play-demo.ts';
import { readyArea } from './ready-area.ts';
import { stateMaker } from './state-maker.ts';
import { flagOf, variableOf, type ServeSettings } from './settings.ts';

const DEMO_LOGIN = 'demo';

/**
 * Runs until a signal ends it.
 *
 * @param say told each step in a line
 * @throws an error whose message is one clear line when it cannot start
 */
export async function runService(settings: ServeSettings, say: (line: string) => void): Promise<void> {
  const { secret, ledgerPath } = openDataFolder(settings.dataDir, settings.demo);
  if (!settings.demo) checkLedgerIsNotLost(settings.dataDir);
  await checkPortIsFree(settings);
  if (settings.buildPages) await buildPages(say);
  const { world, streetRefresher, tilesPath, picturesFolder } = await readyArea(settings.dataDir, settings.area, say);
  const logger = pino({ level: settings.logLevel });
  const ledger = new SqliteLedger(ledgerPath, settings.area);
  const facts = await ledger.lastSequence();
  say(`replaying ${facts} facts …`);
  const play = settings.demo ? new DemoPlay(world) : null;
  await play?.setClock(ledger, say);
  const notices = openNotices(settings);
  const dispatcher = await startDispatcher({
    ...settings,
    ...(notices && { notices }),
    accounts: openAccounts(settings.dataDir, settings.demo),
    retention: {
      riders: settings.eraseRidersAfterDays,
      trail: settings.forgetTrailAfterDays,
      notices: settings.forgetNoticesAfterDays,
    },
    snapshots: {
      store: new FileSnapshots(snapshotFolder(settings.dataDir, settings.demo)),
      madeBy: stateMaker(world.area),
    },
    proofs: new FileProofs(join(settings.dataDir, settings.demo ? 'proofs-demo' : 'proofs')),
    world,
    streetRefresher,
    improver: new WorkerPlanImprover(),
    ledger,
    secret,
    logger,
    tilesPath,
    clock: play?.clock ?? new SystemClock(),
    version: projectVersion(),
    pages: [...builtPages(), { mount: '/pictures/', folder: picturesFolder }],
    isDemo: settings.demo,
    ...(play && { isReady: play.isReady }),
  });
  const { sequence, stateHash } = dispatcher.proof();
  logger.info({ sequence, stateHash }, 'state replayed from the ledger');
  say(`ledger at ${sequence}, state ${stateHash.slice(0, 16)}`);
  const demo = play ? await play.start(dispatcher, logger, say) : null;
  if (play) await sayDemoOperator(dispatcher, say);
  say(`listening on ${dispatcher.url} (end with Ctrl-C)`);
  if (!settings.demo) keepOutageCopy(settings.dataDir, () => dispatcher.board(), world.area.timeZone, say);
  endWithGrace(dispatcher, demo, logger, say);
}

/** Whoever tries the demo may try the desk, too: an operator with every right, whose password is new at each start. */
async function sayDemoOperator({ accounts }: Dispatcher, say: (line: string) => void): Promise<void> {
  const password = accounts.secrets.newDigits(6);
  const known = findOperator(accounts, DEMO_LOGIN);
  if (known) await changeOperator(accounts, known.accountId, { password, status: 'active' }, 'host');
  else {
    const grants = [{ role: 'admin', areaId: '*' }] as const;
    await addOperator(accounts, { loginName: DEMO_LOGIN, name: '模擬 配車係', password, grants }, 'host');
  }
  say(`demo operator: ${DEMO_LOGIN}, password ${password}`);
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

/**
 * The live service of one area: ledger, dispatch loop, HTTP and live connections, put together and taken apart again.
 *
 *     const dispatcher = await startDispatcher({ world, ledger, clock, … });
 *     console.log(dispatcher.url);
 *     await dispatcher.close();
 */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Board } from '@noriai/core/contracts/board.ts';
import type { Role } from '@noriai/core/contracts/rights.ts';
import { findActor } from '@noriai/core/dispatch/actors.ts';
import { boardOf } from '@noriai/core/dispatch/board.ts';
import { canonicalState } from '@noriai/core/dispatch/canonical.ts';
import { decide } from '@noriai/core/dispatch/decide.ts';
import { nextDueSec } from '@noriai/core/dispatch/due.ts';
import { evolve } from '@noriai/core/dispatch/evolve.ts';
import { openState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Logger } from 'pino';
import { accountParts } from './adapters/accounts/account-parts.ts';
import { MemoryProofs } from './adapters/proof-stores.ts';
import { sha256Hasher, SecretIdSource } from './adapters/secrets.ts';
import type { PasswordHasher, Vault } from './application/accounts/account-ports.ts';
import type { AccountStore } from './application/accounts/account-store.ts';
import { findHolder as accountHolder, type AccountParts } from './application/accounts/accounts.ts';
import { forgetDaily, usualRetention, type RetentionRule } from './application/accounts/retention.ts';
import { leaveBy, riderParts } from './application/accounts/rider-parts.ts';
import type { CodeMessage } from './application/accounts/riders.ts';
import { ledgerHolder, type Holder } from './application/accounts/holder.ts';
import { broadcastsOf } from './application/broadcast-operations.ts';
import { DriverNews } from './application/notices/driver-news.ts';
import { NoticeDesk, type NoticeChannel } from './application/notices/notice-desk.ts';
import type { OutboxStore } from './application/notices/outbox.ts';
import { tellNotices } from './application/notices/tell-notices.ts';
import { DispatchLoop, type LoopProof } from './application/dispatch-loop.ts';
import { operations, serviceView, type OperationParts } from './application/operations.ts';
import type { Snapshots } from './application/snapshots.ts';
import { SnapshotKeeper } from './application/snapshot-keeper.ts';
import { personIn } from './application/people-on-board.ts';
import { ProofKeeper, type ProofStore } from './application/promise-proofs.ts';
import { ImprovementWatch } from './application/improvement-watch.ts';
import type { Clock, DispatchRules, Ledger, PlanImprover, StreetRefresher } from './application/ports.ts';
import { StreetWatch } from './application/street-watch.ts';
import { VehiclePositions } from './application/vehicle-positions.ts';
import { httpApp } from './transport/http-app.ts';
import { LiveHub } from './transport/live.ts';
import { ServiceMetrics } from './transport/metrics.ts';
import type { PageFolder } from './transport/pages.ts';

export interface DispatcherOptions {
  readonly world: ServiceWorld;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Secret of the installation, at least 32 bytes. */
  readonly secret: Buffer;
  readonly logger: Logger;
  readonly version: string;
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly pages: readonly PageFolder[];
  readonly tilesPath: string | null;
  readonly driverCode: string | null;
  readonly isDemo: boolean;
  /** Works out drive times when streets are closed or slowed; left out: the area's streets cannot be changed. */
  readonly streetRefresher?: StreetRefresher;
  /** Looks for better plans in the background, as often as the area's policy says; left out: nobody does. */
  readonly improver?: PlanImprover;
  readonly rateLimit: number;
  /** Guesses of codes and passwords a minute from one address (default: no limit). */
  readonly signInLimit?: number;
  /** Where people and their sessions are kept (default: in memory, for tests and simulations). */
  readonly accounts?: { readonly store: AccountStore; readonly vault: Vault };
  /** Whether anybody may register by phone number (default: only the desk registers). */
  readonly openSignUp?: boolean;
  /** Drivers sign on with number and PIN on a paired tablet, and no other way (default: as `driverCode` says). */
  readonly driverPins?: boolean;
  /** Operators with one of these roles may do nothing before a second factor is set up (default: none). */
  readonly secondFactorRoles?: readonly Role[];
  /** What is forgotten after how many days (default: as usual, riders never). */
  readonly retention?: RetentionRule;
  /** Told the one-time codes of riders (default: nobody; the desk can read them). */
  readonly sendCode?: (message: CodeMessage) => void;
  /** Ways out of the machine, and where notices wait for them (default: nobody is told anything). */
  readonly notices?: {
    readonly outbox: OutboxStore;
    readonly channels: readonly NoticeChannel[];
    readonly pushKey?: string | null;
  };
  /** Where the daily proof of promises is kept (default: in memory). */
  readonly proofs?: ProofStore;
  /** For a fast start (default: everything is replayed). */
  readonly snapshots?: Snapshots;
  /** How often a snapshot is kept while the service runs; 0: only at start and end (default). */
  readonly snapshotEverySec?: number;
  /** Slow hash of passwords (default: argon2id at full cost). */
  readonly passwords?: PasswordHasher;
  readonly trustedProxies: number;
  /** Whether the service is ready to be shown; until then its health is `starting` (default: at once). */
  readonly isReady?: () => boolean;
}

export interface Dispatcher {
  readonly url: string;
  /** What the demo's virtual riders and drivers send to be known as such. */
  readonly virtualSecret: string;
  /** For those who start the service: the demo adds its operator. */
  readonly accounts: AccountParts;
  /** Null where there is no way out of the machine. */
  readonly notices: NoticeDesk | null;
  /** Lets the loop see at once what a jump of the clock has made due. */
  clockMoved(): void;
  /** Where the ledger stands and the hash of the state; O(state). */
  proof(): LoopProof;
  /** The present day as the desk sees it. */
  board(): Board;
  /** Finishes the commands taken, then ends all connections and closes the ledger. */
  close(): Promise<void>;
}

/**
 * An idle connection stays open longer than proxies (60 s) and clients keep theirs: whoever closes first must not be the
 * service, or a request that is on its way just then is lost. Node's own is 5 s.
 */
const KEEP_ALIVE_MS = 75_000;

/** How long answers may still be on their way to slow clients when the service stops. */
const ANSWERS_FLUSH_MS = 2000;

/** The port cannot be listened on. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

export const dispatchRules: DispatchRules = { openState, decide, evolve, nextDueSec, canonicalState };

/** @throws CannotListen, LedgerUnavailable, LedgerMismatch */
export async function startDispatcher(options: DispatcherOptions): Promise<Dispatcher> {
  const { world, ledger, clock, logger, streetRefresher, improver } = options;
  const ids = new SecretIdSource(options.secret);
  const metrics = new ServiceMetrics();
  const positions = new VehiclePositions((vehicleId) => hub.vehicleMoved(vehicleId));
  const accounts = accountParts({
    ...options.accounts,
    areaId: world.area.id,
    passwords: options.passwords,
    secondFactorRoles: options.secondFactorRoles,
    ids,
    clock,
  });
  const findHolder = (token: string): Holder | null => {
    const actor = findActor(loop.state, sha256Hasher.hash(token));
    return actor ? ledgerHolder(actor) : accountHolder(accounts, token);
  };
  const hub: LiveHub = new LiveHub({
    world,
    clock,
    positions,
    findHolder,
    loop: () => loop,
    serviceView: () => serviceView(parts),
    personOf: personIn(accounts),
    broadcasts: () => broadcastsOf(parts).filter(({ isOver }) => !isOver),
    messagesFor: (vehicleId) => driverNews.messagesFor(vehicleId),
  });
  const observer = metrics.observer((message, error) => logger.error({ err: error }, message));
  const onTrouble = (message: string, error: unknown) => logger.error({ err: error }, message);
  const notices = options.notices
    ? new NoticeDesk({
        ...options.notices,
        world,
        accounts,
        clock,
        state: () => loop.state,
        onTrouble,
        observer: metrics.noticeObserver((message) => logger.warn(message)),
      })
    : null;
  const driverNews = new DriverNews({ world, clock, state: () => loop.state });
  const loop: DispatchLoop = await DispatchLoop.open({
    world,
    ledger,
    clock,
    rules: dispatchRules,
    hasher: sha256Hasher,
    snapshots: options.snapshots && untilMark(options.snapshots, notices),
    afterFact: tellNotices(world, notices ? [notices, driverNews] : [driverNews], onTrouble),
    publisher: {
      published(entries) {
        hub.published(entries);
        streets?.published(entries);
      },
    },
    observer,
  });
  const streets = streetRefresher ? new StreetWatch({ loop, clock, refresher: streetRefresher, observer }) : null;
  const improving = improver ? new ImprovementWatch({ world, loop, clock, improver, observer }) : null;
  notices?.beginAt(loop.state.sequence);
  notices?.start();
  const riders = riderParts(accounts, {
    sendCode: notices ? (message) => notices.sendCode(message) : undefined,
    pushKey: options.notices?.pushKey,
    ...options,
    onTrouble,
    state: () => loop.state,
    leaveService: leaveBy((envelope) => loop.submit(envelope)),
  });
  const proofs = options.proofs ?? new MemoryProofs();
  const proving = new ProofKeeper({ world, ledger, clock, store: proofs, onTrouble });
  const parts: OperationParts = {
    driverPins: false,
    ...options,
    proofs,
    personOf: personIn(accounts),
    loop,
    ids,
    positions,
    accounts: riders,
    canReach: (riderId) => notices?.canReach(riderId) === true,
    messagesFor: (vehicleId) => driverNews.messagesFor(vehicleId),
    hasher: sha256Hasher,
  };
  metrics.watch({
    sequence: () => loop.state.sequence,
    queued: () => loop.queuedCount,
    clients: () => hub.clientCount,
    isHealthy: () => loop.health === 'ok',
    ...(notices && { noticesWaiting: () => notices.waitingCount }),
  });
  const virtualSecret = ids.tokenFor('virtual', '');
  const app = httpApp({
    ...options,
    signInLimit: options.signInLimit ?? 0,
    asksDriverCode: options.driverCode !== null,
    findHolder,
    virtualSecret,
    internalSecret: ids.tokenFor('internal', ''),
    operations: operations(parts),
    metrics: metrics.registry,
    proof: () => loop.proof(),
    health: () => ({
      status: loop.health === 'ok' && options.isReady?.() === false ? 'starting' : loop.health,
      areaId: world.area.id,
      sequence: loop.state.sequence,
      version: options.version,
    }),
  });
  const http = createServer(app);
  http.keepAliveTimeout = KEEP_ALIVE_MS;
  hub.attach(http);
  const stopForgetting = forgetDaily({
    people: riders,
    clock,
    state: () => loop.state,
    rule: options.retention ?? usualRetention,
    notices,
    onTrouble: (error) => logger.error({ err: error }, 'accounts could not be cleared'),
  });
  const keeper = snapshotKeeper(options, loop, notices);
  await keeper?.keep();
  const close = async (): Promise<void> => {
    stopForgetting();
    proving.stop();
    notices?.stop();
    const watched = Promise.all([streets?.close(), improving?.close()]);
    await streetRefresher?.close();
    await improver?.close();
    await watched;
    await loop.close();
    await keeper?.keep();
    await keeper?.close();
    const cutOff = setTimeout(() => http.closeAllConnections(), ANSWERS_FLUSH_MS);
    await hub.close(); // ends the live connections, then waits for answers under way
    clearTimeout(cutOff);
    await notices?.close();
    accounts.store.close();
    await ledger.close();
  };
  const clockMoved = (): void => {
    loop.lookAgain();
    streets?.look();
  };
  try {
    const url = await listen(http, options.host, options.port);
    streets?.look();
    improving?.start();
    keeper?.start();
    proving.start();
    const board = (): Board => {
      const nowSec = clock.nowSec();
      return boardOf(world, loop.state, world.calendar.dateAt(nowSec), nowSec, positions.all);
    };
    return { url, virtualSecret, accounts, notices, clockMoved, proof: () => loop.proof(), board, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A snapshot beyond the outbox's mark would keep facts from it that nobody was told of. */
function untilMark({ store, madeBy }: Snapshots, notices: NoticeDesk | null): Snapshots {
  const mark = notices?.mark ?? Infinity;
  const newest = async (areaId: string) => {
    const snapshot = await store.newest(areaId);
    return snapshot && snapshot.sequence <= mark ? snapshot : null;
  };
  return { madeBy, store: { newest, put: (snapshot) => store.put(snapshot) } };
}

/** A snapshot goes no further than the outbox, which is told before it is kept. */
function snapshotKeeper(
  { snapshots, ledger, logger, clock, snapshotEverySec }: DispatcherOptions,
  loop: DispatchLoop,
  notices: NoticeDesk | null,
): SnapshotKeeper | null {
  if (!snapshots) return null;
  return new SnapshotKeeper({
    snapshots,
    ledger,
    hasher: sha256Hasher,
    clock,
    state: () => loop.state,
    everySec: snapshotEverySec ?? 0,
    onKeep: (sequence) => notices?.reached(sequence),
    onTrouble: (error) => logger.warn({ err: error }, 'no snapshot could be kept: the next start takes longer'),
  });
}

function listen(http: HttpServer, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    http.listen(port, host, () => {
      const { port: taken, family, address } = http.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`);
    });
  });
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): CannotListen {
  const reasons: Record<string, string> = {
    EADDRINUSE: `port ${port} on ${host} is in use: stop the other program, or give another port with --port or NORIAI_PORT`,
    EACCES: `port ${port} on ${host} may not be used: give a port above 1023 with --port or NORIAI_PORT`,
    EADDRNOTAVAIL: `host ${host} is not an address of this machine: give another with --host or NORIAI_HOST`,
    ENOTFOUND: `host ${host} is not known: give another with --host or NORIAI_HOST`,
  };
  return new CannotListen(reasons[error.code ?? ''] ?? `cannot listen on ${host}:${port}: ${error.message}`);
}

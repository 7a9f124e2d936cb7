/** One life of a dispatcher process: the real loop and the real operations on a scripted clock and ledger, until it dies. */
import { findActor } from '@noriai/core/dispatch/actors.ts';
import { needsKey, routes, type AnswerOf, type BodyOf, type RouteName } from '@noriai/core/contracts/routes.ts';
import { accountParts } from '../adapters/accounts/account-parts.ts';
import { rights } from '@noriai/core/contracts/rights.ts';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import { sha256Hasher } from '../adapters/secrets.ts';
import { MemoryProofs } from '../adapters/proof-stores.ts';
import { findHolder, type AccountParts } from '../application/accounts/accounts.ts';
import { forgetDaily, usualRetention } from '../application/accounts/retention.ts';
import { leaveBy, riderParts } from '../application/accounts/rider-parts.ts';
import type { CodeMessage } from '../application/accounts/riders.ts';
import { ledgerHolder, type Holder } from '../application/accounts/holder.ts';
import { DispatchLoop } from '../application/dispatch-loop.ts';
import {
  operations,
  type OperationOutcome,
  type OperationRequest,
  type Operations,
} from '../application/operations.ts';
import { ImprovementWatch } from '../application/improvement-watch.ts';
import { DriverNews } from '../application/notices/driver-news.ts';
import { NoticeDesk } from '../application/notices/notice-desk.ts';
import { tellNotices } from '../application/notices/tell-notices.ts';
import { personIn } from '../application/people-on-board.ts';
import type { Clock, IdSource, LoopObserver } from '../application/ports.ts';
import { StreetWatch } from '../application/street-watch.ts';
import { VehiclePositions } from '../application/vehicle-positions.ts';
import { authorise, type Denial } from '../transport/authorise.ts';
import { PostOffice } from './accounts/post-office.ts';
import { scriptedFactor, scriptedPasswords } from './accounts/scripted-secrets.ts';
import { ScriptedAccounts, ScriptedOutbox } from './accounts/scripted-stores.ts';
import { DESK_TOKEN } from './desk.ts';
import type { Machine } from './machine.ts';
import { ScriptedLedger } from './scripted-ledger.ts';
import { ScriptedImprover, ScriptedRefresher } from './scripted-workers.ts';

export interface SimulatedRequest<N extends RouteName> {
  readonly token?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: BodyOf<N>;
}
/** What came back: an answer, or the word of the refusal. */
export type SimulatedAnswer<N extends RouteName> =
  { readonly ok: true; readonly answer: AnswerOf<N> } | { readonly ok: false; readonly refusal: string };

/** Seldomer than the real service, which looks every few seconds: nothing else is due so often in a run. */
const NOTICES_LOOK_SEC = 30;

const deskHolder: Holder = {
  actor: { kind: 'operator', operatorId: 'desk' },
  rights,
  accountId: null,
  sessionId: null,
  tabletOf: null,
};

export class Life {
  isAlive = true;
  /** Has read the ledger and takes commands. */
  isOpen = false;
  loop: DispatchLoop | null = null;
  private operations: Operations | null = null;
  private accounts: AccountParts | null = null;
  private streets: StreetWatch | null = null;
  private readonly machine: Machine;
  private readonly number: number;

  constructor(machine: Machine, number: number) {
    this.machine = machine;
    this.number = number;
  }

  /** Never resolves when the process dies on the way. */
  async open(): Promise<void> {
    const { machine } = this;
    const { world } = machine;
    const clock = this.clock();
    const ledger = new ScriptedLedger(new MemoryLedger(world.area.id, machine.store), machine, this);
    const observer: LoopObserver = {
      commandDone: () => {},
      batchDone: () => {},
      trouble: (message, error) => machine.auditor.trouble(message, error),
    };
    const ids = this.idSource();
    const accounts = this.openAccounts(ids, clock);
    const notices: NoticeDesk = new NoticeDesk({
      world,
      accounts,
      outbox: machine.spoilOutbox(new ScriptedOutbox(machine, this)),
      channels: (['sms', 'email'] as const).map((channel) => new PostOffice(channel, machine, this)),
      clock,
      lookSec: NOTICES_LOOK_SEC,
      state: () => loop.state,
      onTrouble: observer.trouble,
    });
    const driverNews = new DriverNews({ world, clock, state: () => loop.state });
    const loop: DispatchLoop = await DispatchLoop.open({
      world,
      rules: machine.rules,
      ledger,
      clock,
      hasher: sha256Hasher,
      afterFact: tellNotices(world, [notices, driverNews], observer.trouble),
      publisher: { published: (entries) => this.streets?.published(entries) },
      observer,
    });
    this.loop = loop;
    notices.beginAt(loop.state.sequence);
    notices.start();
    this.watch(loop, clock, observer);
    const { openSignUp, driverPins, eraseAfterDays } = machine.people.rules;
    const sendCode = (message: CodeMessage): void => {
      machine.auditor.people.codeSent(message, machine.wallSec());
      notices.sendCode(message);
    };
    const riders = riderParts(accounts, {
      state: () => loop.state,
      leaveService: leaveBy((envelope) => loop.submit(envelope)),
      sendCode,
      openSignUp,
    });
    const onTrouble = (error: unknown) => observer.trouble('accounts could not be cleared', error);
    const rule = { ...usualRetention, riders: eraseAfterDays };
    forgetDaily({ people: riders, clock, state: () => loop.state, rule, notices, onTrouble });
    this.operations = operations({
      world,
      loop,
      clock,
      ids,
      ledger,
      accounts: riders,
      canReach: (riderId) => notices.canReach(riderId),
      messagesFor: (vehicleId) => driverNews.messagesFor(vehicleId),
      proofs: new MemoryProofs(),
      personOf: personIn(accounts),
      driverPins,
      hasher: sha256Hasher,
      positions: new VehiclePositions(() => {}),
      driverCode: null,
      isDemo: false,
      version: '0.0.0',
    });
    this.isOpen = true;
  }

  private openAccounts(ids: IdSource, clock: Clock): AccountParts {
    const { machine } = this;
    const { vault, secrets, rules } = machine.people;
    const parts = accountParts({
      areaId: machine.world.area.id,
      ids,
      clock,
      vault,
      secrets,
      store: new ScriptedAccounts(machine, this),
      passwords: scriptedPasswords(machine, this),
      secondFactorRoles: rules.secondFactorRoles,
    });
    this.accounts = machine.spoilAccounts({ ...parts, factor: scriptedFactor(secrets) });
    return this.accounts;
  }

  /** Street notices and the improvement of plans go on in the background. */
  private watch(loop: DispatchLoop, clock: Clock, observer: LoopObserver): void {
    const { machine } = this;
    const { world } = machine;
    const { live } = world;
    if (live) {
      const refresher = new ScriptedRefresher(live, machine, this);
      this.streets = new StreetWatch({ loop, clock, refresher, observer });
      this.streets.look();
    }
    const improver = new ScriptedImprover(machine, this);
    new ImprovementWatch({ world, loop, clock, improver, observer }).start();
  }

  /** As the door of the service does it: who it is, whether that is allowed, then the operation. */
  async handle<N extends RouteName>(name: N, request: SimulatedRequest<N>, key: string): Promise<SimulatedAnswer<N>> {
    const holder = request.token === undefined ? null : this.findHolder(request.token);
    const params = request.params ?? {};
    const permission = authorise(routes[name], holder, params['vehicleId']);
    if (!permission.ok) return { ok: false, refusal: permission.refusal satisfies Denial };
    const operation = this.operations![name] as (r: OperationRequest<N>) => Promise<OperationOutcome<AnswerOf<N>>>;
    const body = (request.body ?? {}) as BodyOf<N>;
    const sentKey = needsKey(name) ? key : null;
    return operation({ actor: permission.actor, holder, key: sentKey, params, body, isVirtual: false });
  }

  /** The time by which this process goes. */
  wallSec(): number {
    return this.machine.wallSec();
  }

  private findHolder(token: string): Holder | null {
    if (token === DESK_TOKEN) return deskHolder;
    const actor = findActor(this.loop!.state, sha256Hasher.hash(token));
    return actor ? ledgerHolder(actor) : findHolder(this.accounts!, token);
  }

  /** The clock on the wall, which may jump; timers and the stopwatch go by true time. */
  private clock(): Clock {
    const { time } = this.machine;
    const ifAlive = (run: () => void) => () => {
      if (this.isAlive) run();
    };
    return {
      shiftSec: 0,
      nowSec: () => this.machine.wallSec(),
      stopwatchMs: () => time.ms,
      soon: (run) => void time.after(0, ifAlive(run)),
      after: (delaySec, run) => time.after(delaySec * 1000, ifAlive(run)),
    };
  }

  private idSource(): IdSource {
    let made = 0;
    return {
      newId: () => `i${this.number}-${++made}`,
      tokenFor: (purpose, key) => sha256Hasher.hash(JSON.stringify([purpose, key])),
    };
  }
}

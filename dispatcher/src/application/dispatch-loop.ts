/**
 * The one writer of an area: takes commands in batches at its own pace, decides → appends → evolves → publishes → answers.
 *
 * Two states are kept (rules LP1 to LP4). `ahead` has the effects of the batch in hand, so that each command is decided on
 * those before it. `present` has only what is in the ledger; views and publishers see nothing else. When an append fails,
 * `ahead` is thrown away, the ledger is read for what came to be written after all, and `ahead` starts again from `present`.
 */
import type { Command, CommandEnvelope } from '@noriai/core/dispatch/commands.ts';
import type { CommandRefusal } from '@noriai/core/contracts/refusals.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { CommandQueue, type QueuedCommand } from './command-queue.ts';
import type { Cancel, Clock, DispatchRules, Hasher, Ledger, LoopObserver, Publisher } from './ports.ts';

export interface LoopParts {
  readonly world: ServiceWorld;
  readonly rules: DispatchRules;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly hasher: Hasher;
  readonly publisher: Publisher;
  readonly observer: LoopObserver;
  /** Commands that may wait (default 2,000). */
  readonly maxQueued?: number;
  /** Commands in one append (default 200). */
  readonly maxBatch?: number;
}

/** What the caller of a command gets, once it is certain. */
export type CommandResult =
  | { readonly ok: true; readonly subjectId: string; readonly sequence: number }
  | { readonly ok: false; readonly refusal: CommandRefusal; readonly detail: string };

/** Where the ledger stands; two runs with the same sequence must have the same hash. */
export interface LoopProof {
  readonly sequence: number;
  readonly stateHash: string;
}

/** The ledger is not this area's, or cannot be replayed. */
export class LedgerMismatch extends Error {
  override readonly name = 'LedgerMismatch';
}

interface Decided {
  readonly queued: QueuedCommand;
  readonly result: CommandResult | { readonly ok: null; readonly error: unknown };
}

const tick: CommandEnvelope = {
  actor: { kind: 'service' },
  key: null,
  contentHash: '',
  command: { kind: 'tick' },
};
const RETRY_SEC = 1;

export class DispatchLoop {
  private readonly parts: LoopParts;
  private readonly queue: CommandQueue;
  private readonly maxBatch: number;
  private present: DispatchState;
  private ahead: DispatchState;
  /** Whether `present` is known to hold all of the ledger. */
  private inStep = true;
  private running: Promise<void> | null = null;
  private scheduled = false;
  private closed = false;
  private cancelTick: Cancel = () => {};

  private constructor(parts: LoopParts, state: DispatchState) {
    this.parts = parts;
    this.present = state;
    this.ahead = structuredClone(state);
    this.queue = new CommandQueue(parts.maxQueued ?? 2000);
    this.maxBatch = parts.maxBatch ?? 200;
  }

  /**
   * Replays the ledger, begins it when it is new, and starts.
   *
   * @throws LedgerMismatch when the ledger belongs to another area
   * @throws LedgerUnavailable when it cannot be read or begun
   */
  static async open(parts: LoopParts): Promise<DispatchLoop> {
    const state = parts.rules.openState();
    const loop = new DispatchLoop(parts, state);
    await loop.readOn(() => {});
    if (loop.present.sequence === 0) await loop.begin();
    loop.ahead = structuredClone(loop.present);
    loop.planTick();
    return loop;
  }

  /** What is in the ledger, evolved; never change it. Replaced after trouble: read it anew for each view. */
  get state(): DispatchState {
    return this.present;
  }

  /** `failing` while the ledger cannot be written or read. */
  get health(): 'ok' | 'failing' {
    return this.inStep ? 'ok' : 'failing';
  }

  get queuedCount(): number {
    return this.queue.length;
  }

  /** Resolves when the outcome is on disk; rejects only when our own code broke a promise (assertion). */
  submit(envelope: CommandEnvelope): Promise<CommandResult> {
    if (this.closed) return Promise.resolve(busy('the service is stopping'));
    const answer = this.queue.add(envelope);
    if (!answer) {
      this.parts.observer.commandDone(envelope.command.kind, 'busy');
      return Promise.resolve(busy(`${this.queue.length} commands are waiting already`));
    }
    this.wake();
    return answer;
  }

  /** O(state): for health checks, logs and tests. */
  proof(): LoopProof {
    const { rules, hasher } = this.parts;
    return { sequence: this.present.sequence, stateHash: hasher.hash(rules.canonicalState(this.present)) };
  }

  /** Finishes what was taken, then stops; the ledger stays open. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancelTick();
    while (this.running || this.queue.length > 0) await (this.running ?? this.runAll());
  }

  private wake(): void {
    if (this.running || this.scheduled) return;
    this.scheduled = true;
    this.parts.clock.soon(() => {
      this.scheduled = false;
      if (!this.running) void this.runAll();
    });
  }

  private runAll(): Promise<void> {
    const run = async (): Promise<void> => {
      this.cancelTick();
      do await this.runBatch(this.queue.take(this.maxBatch));
      while (this.queue.length > 0);
    };
    this.running = run().finally(() => {
      this.running = null;
      if (this.queue.length > 0) this.wake();
      else if (!this.closed) this.planTick();
    });
    return this.running;
  }

  private async runBatch(batch: readonly QueuedCommand[]): Promise<void> {
    if (!this.inStep && !(await this.catchUp())) return this.answerAll(batch, busy('the ledger cannot be read'));
    const startMs = this.parts.clock.stopwatchMs();
    const entries: LedgerEntry[] = [];
    let decided: readonly Decided[];
    try {
      decided = this.decideAll(batch, entries);
    } catch (error) {
      return this.afterBrokenPromise(batch, error);
    }
    const decidedMs = this.parts.clock.stopwatchMs();
    if (entries.length > 0 && !(await this.append(entries))) {
      return this.answerAll(batch, busy('the ledger could not be written'));
    }
    const appendedMs = this.parts.clock.stopwatchMs();
    for (const { queued, result } of decided) this.answer(queued, result);
    if (batch.length + entries.length === 0) return;
    this.parts.observer.batchDone({
      commands: batch.length,
      entries: entries.length,
      decideMs: decidedMs - startMs,
      appendMs: appendedMs - decidedMs,
      sequence: this.present.sequence,
      queued: this.queue.length,
    });
  }

  /** Decides in order on `ahead`; what is due comes first, so that no command meets a hold that has run out. */
  private decideAll(batch: readonly QueuedCommand[], entries: LedgerEntry[]): Decided[] {
    const { clock, rules, world, observer } = this.parts;
    const nowSec = Math.max(clock.nowSec(), this.ahead.atSec);
    const dueSec = rules.nextDueSec(world, this.ahead);
    if (dueSec !== null && dueSec <= nowSec) this.letTimePass(nowSec, entries);
    return batch.map((queued) => {
      try {
        return { queued, result: this.decideOne(queued.envelope, nowSec, entries) };
      } catch (error) {
        if (error instanceof EvolveFailed) throw error;
        observer.trouble(`${queued.envelope.command.kind} broke an assertion`, error);
        return { queued, result: { ok: null, error } };
      }
    });
  }

  /** A tick that fails must not stop the commands that come with it. */
  private letTimePass(nowSec: number, entries: LedgerEntry[]): void {
    try {
      this.decideOne(tick, nowSec, entries);
    } catch (error) {
      this.parts.observer.trouble('time could not pass', error);
      this.ahead = structuredClone(this.present);
      entries.length = 0;
    }
  }

  private decideOne(envelope: CommandEnvelope, nowSec: number, entries: LedgerEntry[]): CommandResult {
    const { rules, world } = this.parts;
    const decision = rules.decide(world, this.ahead, envelope, nowSec);
    if (!decision.ok) return decision;
    decision.events.forEach((event, i) => {
      const command = i === 0 ? decision.trace : null;
      const entry: LedgerEntry = { sequence: this.ahead.sequence + 1, atSec: nowSec, command, event };
      this.evolve(this.ahead, entry);
      entries.push(entry);
    });
    return { ok: true, subjectId: decision.subjectId, sequence: this.ahead.sequence };
  }

  private evolve(state: DispatchState, entry: LedgerEntry): void {
    try {
      this.parts.rules.evolve(this.parts.world, state, entry);
    } catch (error) {
      throw new EvolveFailed(`${entry.event.kind} at ${entry.sequence} cannot be applied`, { cause: error });
    }
  }

  /** A fact that could not be applied left `ahead` half changed: start again from `present`, one command at a time. */
  private async afterBrokenPromise(batch: readonly QueuedCommand[], error: unknown): Promise<void> {
    this.parts.observer.trouble('a decision could not be applied', error);
    this.ahead = structuredClone(this.present);
    if (batch.length > 1) for (const queued of batch) await this.runBatch([queued]);
    else for (const queued of batch) this.answer(queued, { ok: null, error });
  }

  /** Writes, then evolves `present` and publishes; false when nothing may be taken as written. */
  private async append(entries: readonly LedgerEntry[]): Promise<boolean> {
    const { ledger, observer } = this.parts;
    try {
      await ledger.append(this.present.sequence, entries);
    } catch (error) {
      observer.trouble('the ledger could not be written', error);
      this.inStep = false;
      await this.catchUp();
      return false;
    }
    this.take(entries);
    this.publish(entries);
    return true;
  }

  private take(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) this.evolve(this.present, entry);
  }

  private publish(entries: readonly LedgerEntry[]): void {
    try {
      this.parts.publisher.published(entries);
    } catch (error) {
      this.parts.observer.trouble('facts could not be published', error);
    }
  }

  /** Brings both states level with the ledger; false when it cannot be read. */
  private async catchUp(): Promise<boolean> {
    try {
      await this.readOn((entries) => this.publish(entries));
      this.ahead = structuredClone(this.present);
      this.inStep = true;
    } catch (error) {
      this.parts.observer.trouble('the ledger cannot be read', error);
    }
    return this.inStep;
  }

  private async readOn(after: (entries: readonly LedgerEntry[]) => void): Promise<void> {
    const { world, ledger } = this.parts;
    for await (const entries of ledger.read(this.present.sequence)) {
      const first = entries[0];
      if (first?.sequence === 1 && !(first.event.kind === 'area_opened' && first.event.areaId === world.area.id)) {
        throw new LedgerMismatch(`the ledger was not begun by area ${world.area.id}: give another data folder`);
      }
      this.take(entries);
      after(entries);
    }
  }

  private async begin(): Promise<void> {
    const { world, ledger, clock } = this.parts;
    const event = { kind: 'area_opened', areaId: world.area.id } as const;
    const entry: LedgerEntry = { sequence: 1, atSec: clock.nowSec(), command: null, event };
    await ledger.append(0, [entry]);
    this.take([entry]);
  }

  private answerAll(batch: readonly QueuedCommand[], result: CommandResult): void {
    for (const queued of batch) this.answer(queued, result);
  }

  private answer(queued: QueuedCommand, result: Decided['result']): void {
    const { observer } = this.parts;
    const kind: Command['kind'] = queued.envelope.command.kind;
    if (result.ok === null) {
      observer.commandDone(kind, 'error');
      queued.reject(result.error);
    } else {
      observer.commandDone(kind, result.ok ? 'ok' : result.refusal);
      queued.resolve(result);
    }
  }

  /** Wakes when the next thing is due; after trouble, or when a tick changed nothing, a second later. */
  private planTick(): void {
    const { clock, rules, world } = this.parts;
    this.cancelTick();
    const dueSec = this.inStep ? rules.nextDueSec(world, this.present) : clock.nowSec();
    if (dueSec === null) return;
    const delaySec = Math.min(Math.max(dueSec - clock.nowSec(), RETRY_SEC), 3600);
    this.cancelTick = clock.after(delaySec, () => {
      if (!this.running && !this.closed) void this.runAll();
    });
  }
}

/** A fact that `evolve` cannot apply: our own code broke a promise. */
class EvolveFailed extends Error {
  override readonly name = 'EvolveFailed';
}

function busy(detail: string): CommandResult {
  return { ok: false, refusal: 'busy', detail };
}

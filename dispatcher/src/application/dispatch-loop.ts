/**
 * The one writer of an area: takes commands in batches at its own pace, decides → appends → evolves → publishes → answers.
 * Nothing is answered before it is on disk; what that takes is in `state-pair.ts`.
 */
import type { CommandRefusal } from '@noriai/core/contracts/refusals.ts';
import type { CommandEnvelope } from '@noriai/core/dispatch/commands.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import { CommandQueue, type QueuedCommand } from './command-queue.ts';
import type { Cancel, Clock } from './ports.ts';
import { EvolveFailed, StatePair, type StateParts } from './state-pair.ts';

export interface LoopParts extends StateParts {
  readonly clock: Clock;
  /** Commands that may wait (default 2,000). */
  readonly maxQueued?: number;
  /** Commands in one append (default 200). */
  readonly maxBatch?: number;
}

/** What the caller of a command gets, once it is certain. */
export type CommandResult =
  | {
      readonly ok: true;
      readonly subjectId: string;
      readonly sequence: number;
      /** What was asked could not be done; the subject is what was done instead. */
      readonly refusal?: 'offer_gone';
    }
  | { readonly ok: false; readonly refusal: CommandRefusal; readonly detail: string };

/** Where the ledger stands; two runs with the same sequence must have the same hash. */
export interface LoopProof {
  readonly sequence: number;
  readonly stateHash: string;
}

/** A result, or the assertion that the command broke. */
type Answer = CommandResult | { readonly ok: null; readonly error: unknown };

const tick: CommandEnvelope = { actor: { kind: 'service' }, key: null, contentHash: '', command: { kind: 'tick' } };
/** After trouble, and when a tick changed nothing. */
const RETRY_SEC = 1;
/** Until it is asked again what is due, where that broke an assertion. */
const TROUBLE_SEC = 60;
const LONGEST_SLEEP_SEC = 3600;

export class DispatchLoop {
  private readonly parts: LoopParts;
  private readonly states: StatePair;
  private readonly queue: CommandQueue;
  private readonly maxBatch: number;
  private running: Promise<void> | null = null;
  private scheduled = false;
  private closed = false;
  private cancelTick: Cancel = () => {};

  private constructor(parts: LoopParts, states: StatePair) {
    this.parts = parts;
    this.states = states;
    this.queue = new CommandQueue(parts.maxQueued ?? 2000);
    this.maxBatch = parts.maxBatch ?? 200;
  }

  /**
   * Replays the ledger, begins it when it is new, and starts.
   *
   * @throws LedgerMismatch when the ledger belongs to another area, LedgerUnavailable when it cannot be read or begun
   */
  static async open(parts: LoopParts): Promise<DispatchLoop> {
    const loop = new DispatchLoop(parts, await StatePair.open(parts, parts.clock.nowSec()));
    loop.planTick();
    return loop;
  }

  /** What is in the ledger, evolved; read only. */
  get state(): DispatchState {
    return this.states.present;
  }

  /** `failing` while the ledger cannot be written or read. */
  get health(): 'ok' | 'failing' {
    return this.states.inStep && this.states.canWrite ? 'ok' : 'failing';
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

  /** Has what is due decided now, as after a jump of the clock. */
  lookAgain(): void {
    void this.submit(tick);
  }

  /** O(state): for health checks, logs and tests. */
  proof(): LoopProof {
    const { rules, hasher } = this.parts;
    return { sequence: this.state.sequence, stateHash: hasher.hash(rules.canonicalState(this.state)) };
  }

  /** Finishes what was taken, then stops; the ledger stays open. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancelTick();
    while (this.running || this.queue.length > 0) await (this.running ?? this.runAll());
  }

  /** Begins a run in the next turn, so that what arrives together is one batch. */
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
    const { states, parts } = this;
    if (!states.inStep && !(await states.catchUp())) return this.answerAll(batch, busy('the ledger cannot be read'));
    if (!states.canWrite && batch.length === 0) await states.tryToWrite();
    const beginMs = parts.clock.stopwatchMs();
    const entries: LedgerEntry[] = [];
    let answers: readonly Answer[];
    try {
      answers = this.decideAll(batch, entries);
    } catch (error) {
      return this.afterBrokenPromise(batch, error);
    }
    const decidedMs = parts.clock.stopwatchMs();
    const isWritten = entries.length === 0 || (await states.append(entries));
    if (!isWritten) return this.answerAll(batch, busy('the ledger could not be written'));
    batch.forEach((queued, i) => this.answer(queued, answers[i]!));
    if (batch.length + entries.length === 0) return;
    parts.observer.batchDone({
      commands: batch.length,
      entries: entries.length,
      decideMs: decidedMs - beginMs,
      appendMs: parts.clock.stopwatchMs() - decidedMs,
      sequence: this.state.sequence,
      queued: this.queue.length,
    });
  }

  /** Decides in order on `ahead`; what is due comes first, so that no command meets a hold that has run out. */
  private decideAll(batch: readonly QueuedCommand[], entries: LedgerEntry[]): Answer[] {
    const { clock, observer } = this.parts;
    const nowSec = Math.max(clock.nowSec(), this.states.ahead.atSec);
    const dueSec = this.nextDueSec(this.states.ahead);
    if (dueSec !== null && dueSec <= nowSec) this.letTimePass(nowSec, entries);
    return batch.map(({ envelope }) => {
      try {
        return this.decideOne(envelope, nowSec, entries);
      } catch (error) {
        if (error instanceof EvolveFailed) throw error;
        observer.trouble(`${envelope.command.kind} broke an assertion`, error);
        return { ok: null, error };
      }
    });
  }

  /** A tick that fails must not stop the commands that come with it. */
  private letTimePass(nowSec: number, entries: LedgerEntry[]): void {
    try {
      this.decideOne(tick, nowSec, entries);
    } catch (error) {
      this.parts.observer.trouble('time could not pass', error);
      this.states.startAgain();
      entries.length = 0;
    }
  }

  private decideOne(envelope: CommandEnvelope, nowSec: number, entries: LedgerEntry[]): CommandResult {
    const { rules, world } = this.parts;
    const decision = rules.decide(world, this.states.ahead, envelope, nowSec);
    if (!decision.ok) return decision;
    decision.events.forEach((event, i) => {
      entries.push(this.states.decideFact(event, i === 0 ? decision.trace : null, nowSec));
    });
    const { subjectId, refusal } = decision;
    return { ok: true, subjectId, sequence: this.states.ahead.sequence, ...(refusal && { refusal }) };
  }

  /** A fact could not be applied: one command at a time, so that only the one that brought it fails. */
  private async afterBrokenPromise(batch: readonly QueuedCommand[], error: unknown): Promise<void> {
    this.parts.observer.trouble('a decision could not be applied', error);
    this.states.startAgain();
    if (batch.length > 1) for (const queued of batch) await this.runBatch([queued]);
    else for (const queued of batch) this.answer(queued, { ok: null, error });
  }

  private answerAll(batch: readonly QueuedCommand[], result: CommandResult): void {
    for (const queued of batch) this.answer(queued, result);
  }

  private answer({ envelope, resolve, reject }: QueuedCommand, answer: Answer): void {
    const { observer } = this.parts;
    if (answer.ok === null) {
      observer.commandDone(envelope.command.kind, 'error');
      reject(answer.error);
    } else {
      observer.commandDone(envelope.command.kind, answer.ok ? 'ok' : answer.refusal);
      resolve(answer);
    }
  }

  /** Wakes when the next thing is due. */
  private planTick(): void {
    const { clock } = this.parts;
    this.cancelTick();
    const dueSec = this.health === 'ok' ? this.nextDueSec(this.state) : clock.nowSec();
    if (dueSec === null) return;
    const delaySec = Math.min(Math.max(dueSec - clock.nowSec(), RETRY_SEC), LONGEST_SLEEP_SEC);
    this.cancelTick = clock.after(delaySec, () => {
      if (!this.running && !this.closed) void this.runAll();
    });
  }

  private nextDueSec(state: DispatchState): number | null {
    const { clock, rules, world, observer } = this.parts;
    try {
      return rules.nextDueSec(world, state);
    } catch (error) {
      observer.trouble('what is due next cannot be told', error);
      return clock.nowSec() + TROUBLE_SEC;
    }
  }
}

function busy(detail: string): CommandResult {
  return { ok: false, refusal: 'busy', detail };
}

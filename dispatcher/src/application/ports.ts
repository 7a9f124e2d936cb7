/** What the dispatch loop needs from the world. Each port has an embedded or in-memory twin in `adapters`. */
import type { Command, CommandEnvelope, Decision } from '@noriai/core/dispatch/commands.ts';
import type { ImprovementOrder, PlanWish } from '@noriai/core/dispatch/improve-plan.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { StreetChange } from '@noriai/core/fleet/street-changes.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';

/** The facts of one area, in order. Many may read; who writes must know the last sequence (rules LG1 to LG12). */
export interface Ledger {
  readonly areaId: string;
  /** Sequence of the newest entry, 0 when there is none. */
  lastSequence(): Promise<number>;
  /** All entries after a sequence, in order, in lists of at most about a thousand. */
  read(afterSequence: number): AsyncIterable<readonly LedgerEntry[]>;
  /**
   * Writes the entries whole or not at all; returns when they would outlast a power cut. An append of nothing tells
   * whether there is room and right to write.
   *
   * @param expectedSequence the last sequence that the writer knows; the first entry has the next one
   * @throws LedgerConflict when somebody else wrote first
   * @throws LedgerUnavailable when the disk or the server refuses; what was written must then be read again
   */
  append(expectedSequence: number, entries: readonly LedgerEntry[]): Promise<void>;
  /** Sequence of the newest entry from before a time, 0 when there is none; times never go back (rule LG12). O(log n) */
  sequenceBefore(atSec: number): Promise<number>;
  /** Hash of the chain at an entry (`ledger-chain.ts`), that of the start for 0, null when there is no such entry. */
  hashAt(sequence: number): Promise<string | null>;
  close(): Promise<void>;
}

/** Somebody else wrote to the ledger first; nothing was written. */
export class LedgerConflict extends Error {
  override readonly name = 'LedgerConflict';
  readonly expectedSequence: number;
  readonly currentSequence: number;
  constructor(areaId: string, expectedSequence: number, currentSequence: number) {
    super(
      `ledger of area ${areaId}: expected sequence ${expectedSequence}, but it is at ${currentSequence}: another program writes to it`,
    );
    this.expectedSequence = expectedSequence;
    this.currentSequence = currentSequence;
  }
}

/** The ledger cannot be used: disk full, read-only, damaged, not a ledger, or of a newer format. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
}

/** Time, as the service sees it; the demo's may be shifted, a simulation's is scripted. */
export interface Clock {
  /** Whole seconds since 1970 UTC. */
  nowSec(): number;
  /** How far `nowSec` is moved from the real time; 0 except in the demo. */
  readonly shiftSec: number;
  /** Milliseconds from any beginning that never go back, for durations only. */
  stopwatchMs(): number;
  /** Runs once when other work that waits had its turn. */
  soon(run: () => void): void;
  /** Runs once after so many seconds, unless cancelled. */
  after(delaySec: number, run: () => void): Cancel;
}
export type Cancel = () => void;

export interface IdSource {
  /** An id never given before; later ids sort after earlier ones. */
  newId(): string;
  /**
   * A secret token that only this service can make: the same purpose and key give the same token, so that a command whose
   * answer was lost can be sent again and its token is not lost.
   */
  tokenFor(purpose: string, key: string): string;
}

/** One-way hash as 64 hexadecimal digits (SHA-256). */
export interface Hasher {
  hash(text: string): string;
}

/** Told of facts once they are in the ledger and in the state. */
export interface Publisher {
  published(entries: readonly LedgerEntry[]): void;
}

/** Works out drive times under closures and slowdowns without holding up the loop. */
export interface StreetRefresher {
  /** When it resolves, the world's `live.under(changes)` comes at once. Rejects when the thread fails; may be asked again. */
  prepare(changes: readonly StreetChange[]): Promise<void>;
  close(): Promise<void>;
}

/** Looks for a better plan without holding up the loop. The same order gives the same answer everywhere. */
export interface PlanImprover {
  /** Null when none is found. Rejects when the thread fails; may be asked again. */
  improve(order: ImprovementOrder): Promise<PlanWish | null>;
  close(): Promise<void>;
}

/** Told how the loop does, for metrics and log. */
export interface LoopObserver {
  commandDone(kind: Command['kind'], outcome: string): void;
  batchDone(figures: BatchFigures): void;
  /** A failing world (ledger) or a broken promise of our own code (assertion). */
  trouble(message: string, error: unknown): void;
}

export interface BatchFigures {
  readonly commands: number;
  readonly entries: number;
  readonly decideMs: number;
  readonly appendMs: number;
  readonly sequence: number;
  readonly queued: number;
}

/** The decisions themselves: `core/dispatch`, or a stand-in in tests of the loop. */
export interface DispatchRules {
  openState(): DispatchState;
  decide(world: ServiceWorld, state: DispatchState, envelope: CommandEnvelope, nowSec: number): Decision;
  evolve(world: ServiceWorld, state: DispatchState, entry: LedgerEntry): void;
  nextDueSec(world: ServiceWorld, state: DispatchState): number | null;
  canonicalState(state: DispatchState): string;
}

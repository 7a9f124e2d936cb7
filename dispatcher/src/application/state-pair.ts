/**
 * The state of an area, twice (rules LP1 to LP4). `present` is level with the ledger, and nobody is shown anything else.
 * `ahead` has the facts of the batch in hand as well, so that each command is decided on those before it. When an append
 * fails, the ledger is read for what came to be written after all, and `ahead` starts again from `present`.
 */
import { copyState } from '@noriai/core/dispatch/copy-state.ts';
import type { CommandTrace, DispatchEvent, LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { DispatchRules, Hasher, Ledger, LoopObserver, Publisher } from './ports.ts';
import { trustedState, type Snapshots } from './snapshots.ts';

export interface StateParts {
  readonly world: ServiceWorld;
  readonly rules: DispatchRules;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
  readonly observer: LoopObserver;
  readonly hasher: Hasher;
  /** For a fast start; without them everything is replayed. */
  readonly snapshots?: Snapshots | undefined;
  /** Told of each fact in order, with the state in which it is the newest; again of old ones after a start. */
  readonly afterFact?: ((entry: LedgerEntry, state: DispatchState) => void) | undefined;
}

/** The ledger is not this area's. */
export class LedgerMismatch extends Error {
  override readonly name = 'LedgerMismatch';
}

/** A fact that `evolve` cannot apply: our own code broke a promise. */
export class EvolveFailed extends Error {
  override readonly name = 'EvolveFailed';
}

export class StatePair {
  present: DispatchState;
  ahead: DispatchState;
  /** Whether `present` is known to hold all of the ledger. */
  inStep = true;
  /** Whether the last append succeeded. */
  canWrite = true;
  private readonly parts: StateParts;

  private constructor(parts: StateParts) {
    this.parts = parts;
    this.present = parts.rules.openState();
    this.ahead = this.present;
  }

  /**
   * Replays the ledger and begins it when it is new.
   *
   * @throws LedgerMismatch when another area began the ledger, LedgerUnavailable when it cannot be read or begun
   */
  static async open(parts: StateParts, nowSec: number): Promise<StatePair> {
    const pair = new StatePair(parts);
    const { snapshots, ledger, hasher } = parts;
    pair.present = (snapshots && (await trustedState(snapshots, ledger, hasher))) ?? pair.present;
    await pair.readOn(() => {});
    if (pair.present.sequence === 0) await pair.begin(nowSec);
    pair.startAgain();
    return pair;
  }

  /** Puts a fact on `ahead` only. @throws EvolveFailed; then `startAgain`, because `ahead` is half changed */
  decideFact(event: DispatchEvent, command: CommandTrace | null, atSec: number): LedgerEntry {
    const entry: LedgerEntry = { sequence: this.ahead.sequence + 1, atSec, command, event };
    this.evolve(this.ahead, entry);
    return entry;
  }

  /** Forgets the batch in hand. O(state) */
  startAgain(): void {
    this.ahead = copyState(this.present);
  }

  /** Writes the facts that `ahead` has, then takes and publishes them; false when they may not be taken as written. */
  async append(entries: readonly LedgerEntry[]): Promise<boolean> {
    const { ledger, observer } = this.parts;
    try {
      await ledger.append(this.present.sequence, entries);
    } catch (error) {
      observer.trouble('the ledger could not be written', error);
      this.inStep = false;
      this.canWrite = false;
      await this.catchUp();
      return false;
    }
    this.canWrite = true;
    this.take(entries);
    this.publish(entries);
    return true;
  }

  /** Tries whether the ledger can be written again, by an append of nothing. */
  async tryToWrite(): Promise<void> {
    this.canWrite = await this.parts.ledger.append(this.present.sequence, []).then(
      () => true,
      () => false,
    );
  }

  /** Brings both states level with the ledger; false when it cannot be read. */
  async catchUp(): Promise<boolean> {
    try {
      await this.readOn((entries) => this.publish(entries));
      this.startAgain();
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

  private async begin(nowSec: number): Promise<void> {
    const { world, ledger } = this.parts;
    const event = { kind: 'area_opened', areaId: world.area.id } as const;
    const entry: LedgerEntry = { sequence: 1, atSec: nowSec, command: null, event };
    await ledger.append(0, [entry]);
    this.take([entry]);
  }

  private take(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) {
      this.evolve(this.present, entry);
      this.parts.afterFact?.(entry, this.present);
    }
  }

  private publish(entries: readonly LedgerEntry[]): void {
    try {
      this.parts.publisher.published(entries);
    } catch (error) {
      this.parts.observer.trouble('facts could not be published', error);
    }
  }

  private evolve(state: DispatchState, entry: LedgerEntry): void {
    try {
      this.parts.rules.evolve(this.parts.world, state, entry);
    } catch (error) {
      throw new EvolveFailed(`${entry.event.kind} at ${entry.sequence} cannot be applied`, { cause: error });
    }
  }
}

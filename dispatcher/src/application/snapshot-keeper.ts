/**
 * Keeps the state now and then while the service runs, and at its start and end, so that a start after a power cut replays
 * minutes of facts and not days (rule FS5). Trouble is said and does no harm.
 */
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { Cancel, Clock, Hasher, Ledger } from './ports.ts';
import { keepState, type Snapshots } from './snapshots.ts';

export interface SnapshotKeeperParts {
  readonly snapshots: Snapshots;
  readonly ledger: Ledger;
  readonly hasher: Hasher;
  readonly clock: Clock;
  /** Level with the ledger. */
  readonly state: () => DispatchState;
  /** How often it is looked whether enough has happened; 0: only when `keep` is called. */
  readonly everySec: number;
  /** Told how far the state goes that is about to be kept. */
  readonly onKeep: (sequence: number) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Facts that are replayed in less than a tenth of a second: fewer are not worth a snapshot. */
export const SNAPSHOT_FACTS = 1_000;

export class SnapshotKeeper {
  private readonly parts: SnapshotKeeperParts;
  private keptSequence: number | null = null;
  private working: Promise<void> = Promise.resolve();
  private cancelTimer: Cancel = () => {};
  private closed = false;

  constructor(parts: SnapshotKeeperParts) {
    this.parts = parts;
  }

  start(): void {
    const { clock, everySec } = this.parts;
    if (everySec === 0 || this.closed) return;
    this.cancelTimer = clock.after(everySec, () => void this.keep().then(() => this.start()));
  }

  /** Keeps the state when there is much more of it than at the last time. O(state) */
  keep(): Promise<void> {
    this.working = this.working.then(() => this.keepNow());
    return this.working;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancelTimer();
    await this.working;
  }

  private async keepNow(): Promise<void> {
    const { snapshots, ledger, hasher, onKeep, onTrouble } = this.parts;
    try {
      this.keptSequence ??= (await snapshots.store.newest(ledger.areaId))?.sequence ?? 0;
      const state = this.parts.state();
      const { sequence } = state;
      if (sequence - this.keptSequence < SNAPSHOT_FACTS) return;
      onKeep(sequence);
      if (await keepState(snapshots, ledger, hasher, state)) this.keptSequence = sequence;
    } catch (error) {
      onTrouble(error);
    }
  }
}

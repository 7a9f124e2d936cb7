/**
 * Takes what is due out of the outbox and has it handed over (rule NT19): each way has lanes of its own, so that none waits
 * for another, and a notice is in one lane at most. What came of it is noted before it is taken again.
 */
import { channels } from '@noriai/core/contracts/accounts.ts';
import type { Clock } from '../ports.ts';
import type { OutboxRow, OutboxStore } from './outbox.ts';

/** What came of a row, and the rows that follow from it. */
export interface Outcome {
  readonly row: OutboxRow;
  readonly following: readonly OutboxRow[];
}

interface WayLanesParts {
  readonly outbox: OutboxStore;
  readonly clock: Clock;
  /** Never throws. */
  readonly handOver: (row: OutboxRow) => Promise<Outcome>;
  readonly onTrouble: (message: string, error: unknown) => void;
}

type Way = OutboxRow['channel'];

/** Notices of one way that are handed over at the same time. */
const LANES = 4;
/** Taken between two looks, by way; what goes to all riders makes many rows at each step. */
const AT_ONCE = 20;
const STEPS_AT_ONCE = 1;

const ways: readonly Way[] = ['spread', ...channels];

export class WayLanes {
  private readonly parts: WayLanesParts;
  /** Rows in the lanes, and by which way they are. */
  private readonly underWay = new Map<string, Way>();
  private readonly tasks = new Set<Promise<void>>();
  /** Rows that each way may still take before the next look. */
  private readonly left = new Map<Way, number>();
  /** What came of hand-overs and could not be noted yet: nothing is taken before it is, or it would be a second time. */
  private readonly unsettled: Outcome[] = [];
  private isStopped = false;

  constructor(parts: WayLanesParts) {
    this.parts = parts;
  }

  /** Takes what is due, as far as lanes are free. */
  look(): void {
    if (!this.settleAll()) return;
    for (const way of ways) this.left.set(way, way === 'spread' ? STEPS_AT_ONCE : AT_ONCE);
    for (const way of ways) this.fill(way);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.tasks.size > 0) await Promise.all(this.tasks);
  }

  get isIdle(): boolean {
    return this.tasks.size === 0;
  }

  /** Takes nothing more. */
  stop(): void {
    this.isStopped = true;
  }

  private fill(way: Way): void {
    try {
      for (let row = this.findNext(way); row; row = this.findNext(way)) this.take(row, way);
    } catch (error) {
      this.parts.onTrouble('notices could not be looked up', error);
    }
  }

  /** Null where nothing is due, or may be taken now. */
  private findNext(way: Way): OutboxRow | null {
    const { outbox, clock } = this.parts;
    if (this.isStopped || this.unsettled.length > 0) return null;
    if (this.busyLanes(way) >= LANES || this.left.get(way)! <= 0) return null;
    const nowSec = clock.nowSec();
    for (const { rowId } of outbox.due(nowSec, LANES, way)) {
      const row = this.underWay.has(rowId) ? null : outbox.find(rowId);
      // A process beside this one may have been quicker.
      if (row?.state === 'waiting' && row.channel === way && row.dueSec <= nowSec) return row;
    }
    return null;
  }

  private busyLanes(way: Way): number {
    return [...this.underWay.values()].filter((one) => one === way).length;
  }

  private take(row: OutboxRow, way: Way): void {
    this.left.set(way, this.left.get(way)! - 1);
    this.underWay.set(row.rowId, way);
    const task = this.carry(row, way).finally(() => this.tasks.delete(task));
    this.tasks.add(task);
  }

  private async carry(row: OutboxRow, way: Way): Promise<void> {
    const outcome = await this.parts.handOver(row);
    this.unsettled.push(outcome);
    const isNoted = this.settleAll();
    this.underWay.delete(row.rowId);
    if (!isNoted) return;
    this.fill(way);
    if (outcome.row.channel !== way) this.fill(outcome.row.channel); // the next way, at once
  }

  /** False where something could not be noted. */
  private settleAll(): boolean {
    try {
      for (let first = this.unsettled[0]; first; first = this.unsettled[0]) {
        this.parts.outbox.settle(first.row, first.following);
        this.unsettled.shift();
      }
      return true;
    } catch (error) {
      this.parts.onTrouble('what came of a notice could not be noted', error);
      return false;
    }
  }
}

/**
 * Sees that drive times follow the street notices (rules SW1 to SW5): when other notices hold than drive times count with, new times are
 * worked out in the background; the loop goes on with the old ones until `put_streets_in_force` swaps them in one batch.
 * Nothing is kept here: after a restart, what is still to do follows from the state.
 */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { activeNotices, areStreetsInStep, nextNoticeSec } from '@noriai/core/dispatch/street-notices.ts';
import type { DispatchLoop } from './dispatch-loop.ts';
import type { Cancel, Clock, LoopObserver, StreetRefresher } from './ports.ts';

export interface StreetWatchParts {
  readonly loop: DispatchLoop;
  readonly clock: Clock;
  readonly refresher: StreetRefresher;
  readonly observer: Pick<LoopObserver, 'trouble'>;
}

const RETRY_SEC = 5;
const LONGEST_SLEEP_SEC = 3600;

export class StreetWatch {
  private readonly parts: StreetWatchParts;
  private working: Promise<void> | null = null;
  private cancelTimer: Cancel = () => {};
  private closed = false;

  constructor(parts: StreetWatchParts) {
    this.parts = parts;
  }

  /** Facts are in the ledger. */
  published(entries: readonly LedgerEntry[]): void {
    const isStreets = ({ event }: LedgerEntry) =>
      event.kind === 'street_notice_posted' || event.kind === 'street_notice_ended';
    if (entries.some(isStreets)) this.look();
  }

  /** Does what is to be done now, if anything, else waits for the next notice that begins or ends. */
  look(): void {
    if (this.closed || this.working) return; // who works looks again at the end
    this.cancelTimer();
    const { loop, clock } = this.parts;
    const nowSec = clock.nowSec();
    if (!areStreetsInStep(loop.state, nowSec)) {
      this.working = this.bringInStep().then((isDone) => {
        this.working = null;
        if (isDone) this.look();
        else this.wait(RETRY_SEC);
      });
      return;
    }
    const nextSec = nextNoticeSec(loop.state, nowSec);
    if (nextSec !== null) this.wait(Math.min(Math.max(1, nextSec - nowSec), LONGEST_SLEEP_SEC));
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancelTimer();
    await this.working;
  }

  private wait(delaySec: number): void {
    if (!this.closed) this.cancelTimer = this.parts.clock.after(delaySec, () => this.look());
  }

  /** False when it is to be tried again after a while. */
  private async bringInStep(): Promise<boolean> {
    const { loop, clock, refresher, observer } = this.parts;
    const notices = activeNotices(loop.state, clock.nowSec());
    try {
      await refresher.prepare(notices);
      const noticeIds = notices.map((notice) => notice.noticeId);
      const command = { kind: 'put_streets_in_force', noticeIds } as const;
      const result = await loop.submit({ actor: { kind: 'service' }, key: null, contentHash: '', command });
      // Refused in its own right: a notice has ended meanwhile, and what holds now is worked out at once.
      return result.ok || result.refusal === 'wrong_order';
    } catch (error) {
      observer.trouble('new drive times could not be worked out', error);
      return false;
    }
  }
}

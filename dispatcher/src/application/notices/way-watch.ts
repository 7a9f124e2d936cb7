/** What comes of tries, by way: for the metrics, and for the log where a way is out of order (rule NT20). */
import type { Channel } from '@noriai/core/contracts/accounts.ts';
import type { Clock } from '../ports.ts';
import type { HandOver } from './notice-desk.ts';

/** `failed`: the way is out of order; `refused`: never to this address. */
export type TryOutcome = 'delivered' | 'failed' | 'refused';

export interface NoticeObserver {
  tried(way: Channel, outcome: TryOutcome): void;
  /** @param failures tries by this way that failed since it was told last, at most once a minute */
  outOfOrder(way: Channel, failures: number): void;
}

const outcomes = { sent: 'delivered', later: 'failed', never: 'refused' } as const;
const TELL_EVERY_SEC = 60;

export class WayWatch {
  private readonly observer: NoticeObserver;
  private readonly clock: Clock;
  private readonly failures = new Map<Channel, number>();
  private readonly toldSec = new Map<Channel, number>();

  constructor(observer: NoticeObserver, clock: Clock) {
    this.observer = observer;
    this.clock = clock;
  }

  tried(way: Channel, outcome: HandOver): void {
    this.observer.tried(way, outcomes[outcome]);
    if (outcome !== 'later') return;
    const failures = (this.failures.get(way) ?? 0) + 1;
    this.failures.set(way, failures);
    const nowSec = this.clock.nowSec();
    // Either way: the clock may have been put back since.
    if (Math.abs(nowSec - (this.toldSec.get(way) ?? -Infinity)) < TELL_EVERY_SEC) return;
    this.toldSec.set(way, nowSec);
    this.failures.set(way, 0);
    this.observer.outOfOrder(way, failures);
  }
}

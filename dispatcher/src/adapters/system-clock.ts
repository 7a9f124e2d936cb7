/** The real time, moved by a whole number of seconds where the demo plays a service day at night. */
import type { Cancel, Clock } from '../application/ports.ts';

export class SystemClock implements Clock {
  private shift: number;

  constructor(shiftSec = 0) {
    this.shift = shiftSec;
  }

  get shiftSec(): number {
    return this.shift;
  }

  /** For the demo only: from here on it is `atSec`. Time never goes back; an earlier time is passed over. */
  jumpTo(atSec: number): void {
    this.shift += Math.max(0, atSec - this.nowSec());
  }

  nowSec(): number {
    return Math.floor(Date.now() / 1000) + this.shift;
  }

  stopwatchMs(): number {
    return performance.now();
  }

  soon(run: () => void): void {
    setImmediate(run);
  }

  after(delaySec: number, run: () => void): Cancel {
    const timer = setTimeout(run, delaySec * 1000);
    return () => clearTimeout(timer);
  }
}

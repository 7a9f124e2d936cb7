/** The real time, or, for the demo, the real time moved by a whole number of seconds. */
import type { Cancel, Clock } from '../application/ports.ts';

export class SystemClock implements Clock {
  readonly shiftSec: number;

  constructor(shiftSec = 0) {
    this.shiftSec = shiftSec;
  }

  nowSec(): number {
    return Math.floor(Date.now() / 1000) + this.shiftSec;
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

/** The real time. */
import type { Cancel, Clock } from '../application/ports.ts';

export class SystemClock implements Clock {
  get shiftSec(): number {
    return 0;
  }

  nowSec(): number {
    return Math.floor(Date.now() / 1000);
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

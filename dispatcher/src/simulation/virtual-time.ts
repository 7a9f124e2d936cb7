/**
 * Time of a simulated service: nothing waits, the next thing that is due comes at once. What is due at the same
 * millisecond comes in the order in which it was asked for, so the same script gives the same run.
 */
import type { Cancel } from '../application/ports.ts';

interface Timer {
  readonly ms: number;
  readonly run: () => void;
}

export class VirtualTime {
  /** Milliseconds since 1970 that have truly passed; the clock on the wall may show another time. */
  ms: number;
  /** Latest first. */
  private readonly timers: Timer[] = [];

  constructor(ms: number) {
    this.ms = ms;
  }

  /** Runs once after so many milliseconds, unless cancelled. O(timers that wait) */
  after(delayMs: number, run: () => void): Cancel {
    const timer: Timer = { ms: this.ms + Math.max(0, delayMs), run };
    let low = 0;
    let high = this.timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timers[middle]!.ms > timer.ms) low = middle + 1;
      else high = middle;
    }
    this.timers.splice(low, 0, timer);
    return () => {
      const at = this.timers.indexOf(timer);
      if (at >= 0) this.timers.splice(at, 1);
    };
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  /** Lets time pass until nothing waits or `isOver`; after each thing all that it set off by promises has its turn. */
  async pass(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const timer = this.timers.pop();
      if (!timer) return;
      this.ms = Math.max(this.ms, timer.ms);
      timer.run();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
}

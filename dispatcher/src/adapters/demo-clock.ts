/**
 * The clock of the demo: the real time, moved to a service day where need be. It can also run faster for a few seconds, to
 * play the minutes before the demo is shown, so that a newcomer finds vehicles on their way.
 */
import { SystemClock } from './system-clock.ts';
import type { Cancel } from '../application/ports.ts';

interface FastRun {
  readonly beginMs: number;
  readonly fromSec: number;
  readonly rate: number;
}

export class DemoClock extends SystemClock {
  private shift = 0;
  private fastRun: FastRun | null = null;

  override get shiftSec(): number {
    return this.nowSec() - Math.floor(Date.now() / 1000);
  }

  /** From here on it is `atSec`. */
  jumpTo(atSec: number): void {
    this.fastRun = null;
    this.shift = atSec - Math.floor(Date.now() / 1000);
  }

  /** Runs from `fromSec` so fast that after `overMs` it is where it would be had it been set to `toSec` now. */
  async runFast(fromSec: number, toSec: number, overMs: number): Promise<void> {
    this.jumpTo(toSec);
    const rate = ((toSec - fromSec) * 1000) / overMs + 1;
    this.fastRun = { beginMs: Date.now(), fromSec, rate };
    await new Promise((resolve) => setTimeout(resolve, overMs));
    this.fastRun = null;
  }

  override nowSec(): number {
    const nowMs = Date.now();
    const settledSec = Math.floor(nowMs / 1000) + this.shift;
    if (!this.fastRun) return settledSec;
    const { beginMs, fromSec, rate } = this.fastRun;
    return Math.min(settledSec, Math.floor(fromSec + ((nowMs - beginMs) / 1000) * rate));
  }

  override after(delaySec: number, run: () => void): Cancel {
    return super.after(delaySec / (this.fastRun?.rate ?? 1), run);
  }
}

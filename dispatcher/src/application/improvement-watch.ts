/**
 * Has the running plan improved in the background: every few seconds of service a snapshot goes to the
 * improver; what comes back goes through the loop like any command, which judges it against the state of then.
 */
import { improvementOrder } from '@noriai/core/dispatch/improve-plan.ts';
import { worldInForce } from '@noriai/core/dispatch/street-notices.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { policyOf } from '@noriai/core/rules/policy.ts';
import type { DispatchLoop } from './dispatch-loop.ts';
import type { Cancel, Clock, LoopObserver, PlanImprover } from './ports.ts';

export interface ImprovementWatchParts {
  readonly world: ServiceWorld;
  readonly loop: DispatchLoop;
  readonly clock: Clock;
  readonly improver: PlanImprover;
  readonly observer: Pick<LoopObserver, 'trouble'>;
}

export class ImprovementWatch {
  private readonly parts: ImprovementWatchParts;
  private working: Promise<void> | null = null;
  /** The state that was improved last: nothing new is found in it. */
  private lookedAt = -1;
  private cancelTimer: Cancel = () => {};
  private closed = false;

  constructor(parts: ImprovementWatchParts) {
    this.parts = parts;
  }

  /** Begins to look every few seconds; does nothing where the area's policy says no. */
  start(): void {
    const { improveEverySec } = policyOf(this.parts.world.area);
    if (improveEverySec === 0 || this.closed) return;
    this.cancelTimer = this.parts.clock.after(improveEverySec, () => {
      this.working = this.improveOnce().then(() => {
        this.working = null;
        this.start();
      });
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancelTimer();
    await this.working;
  }

  private async improveOnce(): Promise<void> {
    const { world, loop, clock, improver, observer } = this.parts;
    const { state } = loop;
    if (state.sequence === this.lookedAt || loop.health !== 'ok') return;
    this.lookedAt = state.sequence;
    try {
      const moment = { world: worldInForce(world, state), state, nowSec: Math.max(clock.nowSec(), state.atSec) };
      const order = improvementOrder(moment, state.sequence, policyOf(world.area).improveSteps);
      const wish = order && (await improver.improve(order));
      if (!wish || this.closed) return;
      await loop.submit({
        actor: { kind: 'service' },
        key: null,
        contentHash: '',
        command: { kind: 'propose_plan', wish },
      });
    } catch (error) {
      if (!this.closed) observer.trouble('the running plan could not be improved', error);
    }
  }
}

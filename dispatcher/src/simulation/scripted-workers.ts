/** Work in the background as it looks from one process: slow, failed, or never answered because the process died. */
import { improvedPlan, type ImprovementOrder, type PlanWish } from '@noriai/core/dispatch/improve-plan.ts';
import type { StreetChange } from '@noriai/core/fleet/street-changes.ts';
import type { LiveStreets } from '@noriai/core/fleet/world.ts';
import { LedgerUnavailable, type PlanImprover, type StreetRefresher } from '../application/ports.ts';
import type { Life } from './life.ts';
import type { Machine } from './machine.ts';
import { unanswered } from './unanswered.ts';

const SLOWEST_MS = 20_000;

/** Waits as a thread would keep one waiting. */
async function workFor(machine: Machine, life: Life): Promise<void> {
  await machine.time.pause(SLOWEST_MS * machine.chance() ** 3);
  if (!life.isAlive) await unanswered();
  if (machine.happens('workFailedShare')) throw new LedgerUnavailable('scripted: the thread failed');
}

export class ScriptedRefresher implements StreetRefresher {
  private readonly live: LiveStreets;
  private readonly machine: Machine;
  private readonly life: Life;

  constructor(live: LiveStreets, machine: Machine, life: Life) {
    this.live = live;
    this.machine = machine;
    this.life = life;
  }

  async prepare(changes: readonly StreetChange[]): Promise<void> {
    await workFor(this.machine, this.life);
    this.live.under(changes);
  }

  async close(): Promise<void> {}
}

export class ScriptedImprover implements PlanImprover {
  private readonly machine: Machine;
  private readonly life: Life;

  constructor(machine: Machine, life: Life) {
    this.machine = machine;
    this.life = life;
  }

  async improve(order: ImprovementOrder): Promise<PlanWish | null> {
    await workFor(this.machine, this.life);
    return improvedPlan(order);
  }

  async close(): Promise<void> {}
}

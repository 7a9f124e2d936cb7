/** The background improvement of the live service on the virtual clock: a proposal comes back at once, or it is refused. */
import { improvedPlan, improvementOrder } from '@noriai/core/dispatch/improve-plan.ts';
import { worldInForce } from '@noriai/core/dispatch/street-notices.ts';
import { policyOf } from '@noriai/core/rules/policy.ts';
import type { Town } from './day-actors.ts';
import { midnightOf } from './true-speeds.ts';

/**
 * Looks as often as the scenario's or the area's policy says during the service hours of the scenario's days. Where neither
 * says, never: a day would take 20 times as long, for figures that differ in driving alone.
 */
export function addImprovement({ scenario, service, agenda }: Town): void {
  const { area } = service.world;
  const improveEverySec = area.policy?.improveEverySec ?? 0;
  const { improveSteps } = policyOf(area);
  if (improveEverySec === 0) return;
  let lookedAt = -1;
  const look = () => {
    const { state, nowSec } = service;
    if (state.sequence === lookedAt) return;
    lookedAt = state.sequence;
    const world = worldInForce(service.world, state);
    const order = improvementOrder({ world, state, nowSec }, state.sequence, improveSteps);
    const wish = order && improvedPlan(order);
    if (wish) service.send({ kind: 'service' }, { kind: 'propose_plan', wish });
  };
  for (const date of scenario.dates) {
    agenda.add(midnightOf(service.world, date), () => {
      for (const window of service.world.calendar.windowsOn(date)) {
        for (let atSec = window.startSec; atSec < window.endSec; atSec += improveEverySec) agenda.add(atSec, look);
      }
    });
  }
}

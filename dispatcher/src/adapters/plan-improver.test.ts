/** The thread and its twin: one contract for both. */
import { afterAll, describe, expect, test } from 'vitest';
import { improvementOrder, type ImprovementOrder } from '@noriai/core/dispatch/improve-plan.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { playDispatch, tripBetween } from '@noriai/core/testing/play-dispatch.ts';
import type { PlanImprover } from '../application/ports.ts';
import { InProcessPlanImprover, WorkerPlanImprover } from './plan-improver.ts';

/** Calls back and forth along the street, in an order that greedy insertion serves badly. */
function orderToImprove(): ImprovementOrder {
  const promises = { maxOffers: 1, windowSec: 1800, maxRideFactorPercent: 300, maxWaitSec: 3600 };
  const service = playDispatch(lineWorld({ stops: 20, vehicles: 3, seats: 6, legSec: 250, promises }), OPENING_SEC);
  for (let rider = 0; rider < 14; rider++) {
    const from = (rider * 7) % 20;
    const when = { kind: 'depart_after', atSec: OPENING_SEC + 1200 + ((rider * 977) % 5000) } as const;
    const [offer] = service.offers(`r${rider}`, { ...tripBetween(from, (from + 5 + rider) % 20), when });
    const command = { kind: 'book_offer', offerId: offer?.offerId ?? '' } as const;
    if (offer) service.facts({ kind: 'rider', riderId: `r${rider}` }, command);
  }
  return improvementOrder({ world: service.world, state: service.state, nowSec: service.nowSec }, 1, 400)!;
}

const improvers: readonly (readonly [string, PlanImprover])[] = [
  ['in process', new InProcessPlanImprover()],
  ['worker thread', new WorkerPlanImprover()],
];
afterAll(() => Promise.all(improvers.map(([, improver]) => improver.close())));

describe.each(improvers)('plan improver: %s', (_, improver) => {
  test('IW4 gives the plan that the order stands for, again and again', async () => {
    const order = orderToImprove();
    const expected = await new InProcessPlanImprover().improve(order);
    expect(expected?.routes.length).toBeGreaterThan(0);
    expect(await improver.improve(order)).toEqual(expected);
    expect(await improver.improve(order)).toEqual(expected);
  });

  test('IW4 orders that come together are answered one by one', async () => {
    const order = orderToImprove();
    const answers = await Promise.all([1, 2, 3].map((seed) => improver.improve({ ...order, seed })));
    const alone = await new InProcessPlanImprover().improve({ ...order, seed: 3 });
    expect(answers[2]).toEqual(alone);
  });

  test('IW4 has an answer where nothing may be changed', async () => {
    const order = orderToImprove();
    order.routes.forEach((route, vehicle) => (order.problem.frozenVisits[vehicle] = route.length));
    expect(await improver.improve({ ...order, steps: 20 })).toBeNull();
  });

  test('IW4 closes, and closes again', async () => {
    await improver.close();
    await improver.close();
  });
});

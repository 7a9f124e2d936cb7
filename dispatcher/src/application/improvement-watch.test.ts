/** The background improvement: what it finds on an old version is judged against the present, never applied blindly. */
import { improvedPlan, type ImprovementOrder, type PlanWish } from '@noriai/core/dispatch/improve-plan.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { expect, test } from 'vitest';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import { sha256Hasher } from '../adapters/secrets.ts';
import { dispatchRules } from '../dispatcher.ts';
import { trip } from '../line-dispatcher.fake.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { DispatchLoop } from './dispatch-loop.ts';
import { ImprovementWatch } from './improvement-watch.ts';
import type { Clock, PlanImprover } from './ports.ts';

const EVERY_SEC = 30;

/** Holds each order until the test answers it. */
class HeldImprover implements PlanImprover {
  readonly orders: { readonly order: ImprovementOrder; readonly answer: (wish: PlanWish | null) => void }[] = [];
  improve(order: ImprovementOrder): Promise<PlanWish | null> {
    return new Promise((answer) => this.orders.push({ order, answer }));
  }
  async close(): Promise<void> {}
}

async function open(improveEverySec = EVERY_SEC) {
  const time = new VirtualTime((OPENING_SEC + 3600) * 1000);
  const clock: Clock = {
    shiftSec: 0,
    nowSec: () => Math.floor(time.ms / 1000),
    stopwatchMs: () => time.ms,
    soon: (run) => void time.after(0, run),
    after: (delaySec, run) => time.after(delaySec * 1000, run),
  };
  const trouble: string[] = [];
  const observer = {
    commandDone: () => {},
    batchDone: () => {},
    trouble: (message: string) => void trouble.push(message),
  };
  const rules = { policy: { improveEverySec, improveSteps: 400 } };
  const world = lineWorld({ vehicles: 2, stops: 10, rules, promises: { maxOffers: 1 } });
  const loop = await DispatchLoop.open({
    world,
    rules: dispatchRules,
    ledger: new MemoryLedger('line'),
    clock,
    hasher: sha256Hasher,
    publisher: { published: () => {} },
    observer,
  });
  const improver = new HeldImprover();
  const watch = new ImprovementWatch({ world, loop, clock, improver, observer });
  const pass = async (sec: number) => {
    await new Promise((resolve) => setImmediate(resolve)); // what the test has just answered goes its way first
    const endMs = time.ms + sec * 1000;
    time.after(sec * 1000, () => {});
    return time.pass(() => time.ms >= endMs);
  };
  const send = async (actor: Parameters<DispatchLoop['submit']>[0]['actor'], command: object) => {
    const answer = loop.submit({ actor, key: null, contentHash: '', command } as Parameters<DispatchLoop['submit']>[0]);
    await pass(0.1);
    return answer;
  };
  /** A booking, far ahead; its id. */
  const book = async (number: number, from: string, to: string, afterSec: number, adults = 1) => {
    const actor = { kind: 'rider', riderId: `r${number}` } as const;
    const party = { adults, children: 0, reduced: 0, wheelchairs: 0 };
    const request = { ...trip(from, to), party, when: { kind: 'depart_after', atSec: clock.nowSec() + afterSec } };
    await send(actor, { kind: 'request_trip', requestId: `q${number}`, request });
    await send(actor, { kind: 'book_offer', offerId: `q${number}-1` });
    return `q${number}-1`;
  };
  return { world, clock, loop, watch, improver, trouble, pass, send, book };
}

/** Two trips side by side that one vehicle could take together, now that those who filled it have cancelled. */
async function improvable({ send, book }: Awaited<ReturnType<typeof open>>) {
  const first = await book(1, 's2', 's8', 3600);
  const full = await book(9, 's2', 's8', 3600, 7);
  const second = await book(2, 's2', 's8', 3600);
  await send({ kind: 'rider', riderId: 'r9' }, { kind: 'cancel_booking', bookingId: full, order: {} });
  return { first, second };
}

test('IM3 a better plan that was found in the background is taken over', async () => {
  const service = await open();
  await improvable(service);
  const shiftsInUse = () => [...service.loop.state.shifts.values()].filter(({ visits }) => visits.length > 0).length;
  expect(shiftsInUse()).toBe(2);
  service.watch.start();
  await service.pass(EVERY_SEC + 1);
  const [asked] = service.improver.orders;
  const wish = improvedPlan(asked!.order);
  expect(wish).not.toBeNull();
  asked!.answer(wish);
  await service.pass(2);
  expect(shiftsInUse()).toBe(1);
  expect(service.trouble).toEqual([]);
});

test('IM3 IM4 what was found on an old version is judged against the present one, and left out where it has changed', async () => {
  const service = await open();
  const { first, second } = await improvable(service);
  service.watch.start();
  await service.pass(EVERY_SEC + 1);
  const [asked] = service.improver.orders;
  const wish = improvedPlan(asked!.order);
  // meanwhile one of the two gives the trip back: what the plan would do with it has no meaning any more
  const moved = [first, second].find((rideId) => JSON.stringify(wish).includes(rideId))!;
  await service.send(
    { kind: 'rider', riderId: moved === first ? 'r1' : 'r2' },
    { kind: 'cancel_booking', bookingId: moved, order: {} },
  );
  const { sequence } = service.loop.state;
  asked!.answer(wish);
  await service.pass(2);
  expect(service.loop.state.sequence).toBe(sequence);
  expect(service.loop.state.rides.get(moved)!.status).toBe('cancelled');
  expect(service.trouble).toEqual([]);
});

test('IM3 a state that was looked at already is not looked at again, a thread that fails is said, and the next look comes', async () => {
  const service = await open();
  await improvable(service);
  service.watch.start();
  await service.pass(EVERY_SEC + 1);
  service.improver.improve = () => Promise.reject(new Error('the thread ended'));
  service.improver.orders[0]!.answer(null);
  await service.pass(3 * EVERY_SEC);
  expect(service.trouble).toEqual([]); // nothing has happened since
  await service.book(3, 's1', 's4', 5400);
  await service.pass(2 * EVERY_SEC);
  expect(service.trouble).toEqual(['the running plan could not be improved']);
});

test('IM3 where the policy says 0, or once it is closed, nobody looks', async () => {
  const never = await open(0);
  await improvable(never);
  never.watch.start();
  await never.pass(1000);
  expect(never.improver.orders).toEqual([]);
  const closed = await open();
  await improvable(closed);
  closed.watch.start();
  await closed.watch.close();
  await closed.pass(1000);
  expect(closed.improver.orders).toEqual([]);
});

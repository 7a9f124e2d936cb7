/** Streets are closed in a running service, with the real worker thread: rules SW1 to SW5. */
import { afterEach, expect, test, vi } from 'vitest';
import type { StreetNoticeOrder } from '@noriai/core/contracts/streets.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ChangingStreets } from '@noriai/core/fleet/changing-streets.ts';
import type { StreetChange } from '@noriai/core/fleet/street-changes.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { drawTown } from '@noriai/core/testing/draw-town.ts';
import { drawnWorld } from '@noriai/core/testing/drawn-world.ts';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import { WorkerStreetRefresher } from '../adapters/street-refresher.ts';
import {
  morningClock,
  operator,
  signOn,
  startLineDispatcher,
  trip,
  type LineDispatcher,
} from '../line-dispatcher.fake.ts';
import type { Ledger, StreetRefresher } from './ports.ts';

const town = drawTown(`
A 90 B 90 C 90 D
|    |    |    |
E 90 F 90 G 90 H`);
const stops = [['A', 'B', 500], ['C', 'D', 500], ['G', 'H', 500]] as const; // prettier-ignore
const makeWorld = () => drawnWorld(town, stops, ['E', 'F', 500], { vehicles: 2 });
/** One for all starts of a test: a notice that holds for the first process holds for the next. */
const clock = morningClock();
const liveOf = (world: ServiceWorld) => world.live as ChangingStreets;

/** The real thread behind a door that the test opens. */
class Gated implements StreetRefresher {
  asked = 0;
  private readonly inner: WorkerStreetRefresher;
  private readonly gate = Promise.withResolvers<void>();

  constructor(world: ServiceWorld) {
    this.inner = new WorkerStreetRefresher(liveOf(world));
  }

  letThrough(): void {
    this.gate.resolve();
  }

  async prepare(changes: readonly StreetChange[]): Promise<void> {
    this.asked++;
    await this.gate.promise;
    await this.inner.prepare(changes);
  }

  close(): Promise<void> {
    this.gate.resolve();
    return this.inner.close();
  }
}

const running: LineDispatcher[] = [];
afterEach(async () => {
  for (const dispatcher of running.splice(0)) await dispatcher.close();
});

async function start(ledger: Ledger, world = makeWorld()) {
  const refresher = new Gated(world);
  const dispatcher = await startLineDispatcher({ world, ledger, clock, streetRefresher: refresher });
  running.push(dispatcher);
  return { dispatcher, refresher, token: await operator(dispatcher, 'supervisor') };
}

const closing: StreetNoticeOrder = {
  streets: [{ kind: 'point', position: middleOf('B', 'C') }],
  effect: { kind: 'closed' },
  reason: 'works',
};

function middleOf(from: string, to: string) {
  const { nodeLatE7, nodeLonE7 } = town.graph;
  const middle = (axis: Int32Array) => Math.round((axis[town.at(from)]! + axis[town.at(to)]!) / 2) / 1e7;
  return { lat: middle(nodeLatE7), lon: middle(nodeLonE7) };
}

const until = (isTrue: () => Promise<boolean> | boolean): Promise<true> =>
  vi.waitUntil(isTrue, { timeout: 180_000, interval: 10 });

/** How long the first offer allows for the ride. */
async function rideSec({ client }: LineDispatcher): Promise<number> {
  const { token } = await client.call('registerRider');
  const answer = await client.call('requestTrip', { token, body: trip('s0', 's1') });
  if (answer.kind !== 'offers') throw new Error(`got ${answer.reason}, expected offers`);
  return answer.offers[0]!.dropoffBySec - answer.offers[0]!.pickupFromSec;
}

async function entriesOf(ledger: Ledger): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for await (const chunk of ledger.read(0)) entries.push(...chunk);
  return entries;
}

async function inForce(dispatcher: LineDispatcher, token: string): Promise<boolean> {
  const { isUpToDate, notices } = await dispatcher.client.call('listStreetNotices', { token });
  return isUpToDate && notices.every((notice) => notice.state === 'in_force');
}

test('SW1 SW2 answers go on with the old times while new ones are worked out, then change in one step', async () => {
  const ledger = new MemoryLedger('line');
  const { dispatcher, refresher, token } = await start(ledger);
  await signOn(dispatcher.client, 'v0');
  const usualSec = await rideSec(dispatcher);
  const notice = await dispatcher.client.call('postStreetNotice', { token, body: closing });
  expect(notice).toMatchObject({ state: 'pending', streets: [{ kind: 'piece' }], lengthM: 900 });
  await until(() => refresher.asked === 1);
  for (let i = 0; i < 5; i++) expect(await rideSec(dispatcher)).toBe(usualSec);
  refresher.letThrough();
  await until(() => inForce(dispatcher, token));
  const closedSec = await rideSec(dispatcher);
  expect(closedSec).toBeGreaterThan(usualSec);
  const params = { noticeId: notice.noticeId };
  await dispatcher.client.call('endStreetNotice', { token, params, body: {} });
  await until(() => inForce(dispatcher, token));
  expect(await rideSec(dispatcher)).toBe(usualSec);
  const kinds = (await entriesOf(ledger)).map(({ event }) => event.kind).filter((kind) => kind.startsWith('street'));
  expect(kinds).toEqual(['street_notice_posted', 'streets_in_force', 'street_notice_ended', 'streets_in_force']);
});

test('SW3 the thread gives the very table that is worked out on the spot', async () => {
  const [mine, theirs] = [makeWorld(), makeWorld()];
  const changes: StreetChange[] = [
    { streets: [{ kind: 'circle', centre: middleOf('B', 'C'), radiusM: 30 }], effect: { kind: 'closed' }, vehicleClasses: null },
    { streets: [{ kind: 'circle', centre: middleOf('F', 'G'), radiusM: 5 }], effect: { kind: 'slowed', speedPercent: 30 }, vehicleClasses: ['wagon'] },
    { streets: [{ kind: 'circle', centre: middleOf('A', 'B'), radiusM: 5 }], effect: { kind: 'closed' }, vehicleClasses: ['microbus'] },
  ]; // prettier-ignore
  const refresher = new WorkerStreetRefresher(liveOf(theirs));
  await refresher.prepare(changes);
  expect(liveOf(theirs).has(changes)).toBe(true);
  expect(liveOf(mine).has(changes)).toBe(false);
  const [a, b] = [mine, theirs].map((world) => liveOf(world).under(changes).driveTimes.get('wagon')!);
  expect(b!.sec).toEqual(a!.sec);
  expect(b!.transposedSec).toEqual(a!.transposedSec);
  expect(b!.sec).not.toEqual(mine.driveTimes.get('wagon')!.sec);
  const courses = [mine, theirs].map((world) => liveOf(world).under(changes).courseBetween(0, 1, 'wagon'));
  expect(courses[1]).toEqual(courses[0]);
  await refresher.close();
});

test('SW4 killed between the closing and the swap, the service swaps after its next start; the state is the same', async () => {
  const ledger = new MemoryLedger('line');
  const first = await start(ledger);
  await signOn(first.dispatcher.client, 'v0');
  await first.dispatcher.client.call('postStreetNotice', { token: first.token, body: closing });
  await until(() => first.refresher.asked === 1);
  // Killed here: the first process never gets further, and nobody closes anything. Another one opens the ledger.
  const { sequence } = first.dispatcher.proof();
  const second = await start(ledger);
  expect(second.dispatcher.proof()).toEqual(first.dispatcher.proof());
  await until(() => second.refresher.asked === 1);
  expect(second.dispatcher.proof().sequence).toBe(sequence);
  second.refresher.letThrough();
  await until(() => inForce(second.dispatcher, second.token));
  const slowSec = await rideSec(second.dispatcher);
  // And after the swap: a third start decides with the new times from the first moment on.
  const third = await start(ledger);
  expect(third.dispatcher.proof()).toEqual(second.dispatcher.proof());
  expect(await rideSec(third.dispatcher)).toBe(slowSec);
  expect(third.refresher.asked).toBe(0);
});

test('SW5 a thread that fails is said, and the service goes on', async () => {
  const world = makeWorld();
  const refresher: StreetRefresher = {
    prepare: () => Promise.reject(new Error('the street worker ended with code 1')),
    close: () => Promise.resolve(),
  };
  const dispatcher = await startLineDispatcher({ world, streetRefresher: refresher });
  running.push(dispatcher);
  await signOn(dispatcher.client, 'v0');
  const usualSec = await rideSec(dispatcher);
  const token = await operator(dispatcher, 'supervisor');
  await dispatcher.client.call('postStreetNotice', { token, body: closing });
  await until(() => dispatcher.log.some((line) => line.includes('new drive times could not be worked out')));
  expect(await rideSec(dispatcher)).toBe(usualSec);
  expect((await dispatcher.client.call('listStreetNotices', { token })).isUpToDate).toBe(false);
});

test('SW5 an order to a thread that died is refused, and the next one gets a new thread', async () => {
  const world = makeWorld();
  const refresher = new WorkerStreetRefresher(liveOf(world));
  const change = (radiusM: number): StreetChange[] => [
    {
      streets: [{ kind: 'circle', centre: middleOf('B', 'C'), radiusM }],
      effect: { kind: 'closed' },
      vehicleClasses: null,
    },
  ];
  const order = refresher.prepare(change(5));
  await Promise.all([refresher.close(), expect(order).rejects.toThrow('the street worker ended')]);
  await refresher.prepare(change(6));
  expect(liveOf(world).has(change(6))).toBe(true);
  await refresher.close();
});

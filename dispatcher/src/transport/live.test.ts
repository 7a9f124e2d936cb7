import {
  liveAccess,
  liveRights,
  type ClientToServerEvents,
  type LiveHandshake,
  type ServerToClientEvents,
} from '@noriai/core/contracts/live.ts';
import { rightsOfRole, roles, type Role } from '@noriai/core/contracts/rights.ts';
import { io, type Socket } from 'socket.io-client';
import { afterEach, expect, test, vi } from 'vitest';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import { FaultyLedger } from '../application/seat-counter.fake.ts';
import {
  accountRider,
  bookTrip,
  morningClock,
  operator,
  signOn,
  startLineDispatcher,
  tablet,
  trip,
  type LineDispatcher,
} from '../line-dispatcher.fake.ts';

type Client = Socket<ServerToClientEvents, ClientToServerEvents>;
interface Watcher {
  readonly socket: Client;
  /** Every message in order, as its name and its view. */
  readonly messages: { name: string; view: Record<string, unknown> }[];
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function start(...options: Parameters<typeof startLineDispatcher>): Promise<LineDispatcher> {
  const dispatcher = await startLineDispatcher(...options);
  open.push(dispatcher);
  return dispatcher;
}

function watch(url: string, auth: LiveHandshake): Watcher {
  const socket: Client = io(url, { path: '/live', auth, transports: ['websocket'], reconnection: false });
  const watcher: Watcher = { socket, messages: [] };
  socket.onAny((name: string, view: Record<string, unknown>) => {
    watcher.messages.push({ name, view });
  });
  open.push(socket);
  return watcher;
}

const views = (watcher: Watcher, name: string) => watcher.messages.filter((m) => m.name === name).map((m) => m.view);
const soon = (check: () => void) => vi.waitFor(check, { timeout: 180_000, interval: 20 });

test('LV1 LV2 on each connection everybody gets the present views of their own, and no others', async () => {
  const { client, url } = await start();
  const mine = await bookTrip(client, 's1', 's5');
  const other = await bookTrip(client, 's2', 's6');
  const driver = await signOn(client, 'v0');
  const watchers = [watch(url, { token: mine.token }), watch(url, { token: driver }), watch(url, { watch: 'fleet' })];
  await soon(() => expect(Math.min(...watchers.map((w) => w.messages.length))).toBeGreaterThan(1));
  const [rider, vehicle, fleet] = watchers as [Watcher, Watcher, Watcher];
  expect(views(rider, 'booking')).toContainEqual(
    expect.objectContaining({ bookingId: mine.booking.bookingId, status: 'booked' }),
  );
  expect(JSON.stringify(rider.messages)).not.toContain(other.booking.bookingId);
  expect(views(vehicle, 'manifest')[0]).toMatchObject({ vehicleId: 'v0', signedOn: true });
  expect(JSON.stringify(views(fleet, 'fleet'))).not.toContain(other.booking.bookingId);
  for (const watcher of watchers) expect(views(watcher, 'service')[0]).toMatchObject({ isOpen: true });
  rider.socket.disconnect().connect();
  await soon(() => expect(views(rider, 'service')).toHaveLength(2));
  await soon(() => expect(views(rider, 'booking').length).toBeGreaterThan(1));
});

test('LV2 a change reaches the rider and the driver concerned and nobody else', async () => {
  const { client, url } = await start({}, { vehicles: 1, stops: 10 });
  const mine = await bookTrip(client, 's1', 's5');
  const other = await client.call('registerRider');
  const driver = await signOn(client, 'v0');
  const [rider, stranger, vehicle] = [mine.token, other.token, driver].map((token) => watch(url, { token }));
  await soon(() => expect(views(vehicle!, 'manifest').length).toBeGreaterThan(0));
  const { bookingId } = mine.booking;
  await client.call('cancelBooking', { token: mine.token, params: { bookingId } });
  await soon(() => expect(views(rider!, 'booking').at(-1)).toMatchObject({ bookingId, status: 'cancelled' }));
  await soon(() => expect(views(vehicle!, 'manifest').at(-1)).toMatchObject({ calls: [] }));
  expect(views(stranger!, 'booking')).toEqual([]);
});

test('LV9 who waits is told as it happens: how many are before them, what is held until when, and that it is gone', async () => {
  const clock = morningClock();
  const { client, url, clockMoved } = await start(
    { clock },
    { seats: 1, promises: { maxWaitSec: 600 }, rules: { bookingRules: { waitlistHoldSec: 300 } } },
  );
  const request = { ...trip('s2', 's8'), when: { kind: 'depart_after', atSec: clock.nowSec() + 3600 } } as const;
  const { token: quick } = await client.call('registerRider');
  const answer = await client.call('requestTrip', { token: quick, body: request });
  if (answer.kind !== 'offers') throw new Error(`got a refusal, ${answer.reason}, expected offers`);
  const taken = await client.call('bookOffer', { token: quick, body: { offerId: answer.offers[0]!.offerId } });
  const tokens = [await client.call('registerRider'), await client.call('registerRider')].map(({ token }) => token);
  const [first, second] = tokens.map((token) => watch(url, { token })) as [Watcher, Watcher];
  await soon(() => expect(views(second, 'waitlist').concat(views(first, 'waitlist'))).toHaveLength(2));
  for (const token of tokens) await client.call('joinWaitlist', { token, body: { request } });
  const entries = (watcher: Watcher) => views(watcher, 'waitlist').at(-1)?.['entries'];
  await soon(() => expect(entries(first)).toMatchObject([{ state: 'waiting', ahead: 0 }]));
  await soon(() => expect(entries(second)).toMatchObject([{ state: 'waiting', ahead: 1 }]));
  await client.call('cancelBooking', { token: quick, params: { bookingId: taken.bookingId } });
  clock.jumpTo(clock.nowSec() + 1);
  clockMoved();
  await soon(() => expect(entries(first)).toMatchObject([{ state: 'offered', offer: { fareYen: 300 } }]));
  await soon(() => expect(entries(second)).toMatchObject([{ state: 'waiting', ahead: 0 }]));
  clock.jumpTo(clock.nowSec() + 301);
  clockMoved();
  await soon(() => expect(entries(first)).toEqual([]));
  await soon(() => expect(entries(second)).toMatchObject([{ state: 'offered' }]));
});

test('LV3 the fleet comes at most once a second and is never pushed twice the same', async () => {
  const { client, url } = await start();
  const startMs = performance.now();
  const fleet = watch(url, { watch: 'fleet' });
  await soon(() => expect(views(fleet, 'fleet')).toHaveLength(1));
  for (let i = 0; i < 6; i++) await bookTrip(client, 's1', 's5');
  await soon(() => expect(views(fleet, 'fleet').at(-1)).toMatchObject({ today: { booked: 6 } }));
  const elapsedSec = (performance.now() - startMs) / 1000;
  expect(views(fleet, 'fleet').length).toBeLessThanOrEqual(elapsedSec + 2); // the one on connection, and one at once
  const texts = views(fleet, 'fleet')
    .slice(1)
    .map((view) => JSON.stringify({ ...view, nowSec: 0 }));
  for (let i = 1; i < texts.length; i++) expect(texts[i]).not.toBe(texts[i - 1]);
});

test('LV4 while the ledger is being written nobody hears of it', async () => {
  const ledger = new FaultyLedger(new MemoryLedger('line'));
  const { client, url } = await start({ ledger });
  const { token, booking } = await bookTrip(client, 's1', 's5');
  const rider = watch(url, { token });
  await soon(() => expect(views(rider, 'booking').length).toBeGreaterThan(0));
  const release = ledger.hold();
  const cancelled = client.call('cancelBooking', { token, params: { bookingId: booking.bookingId } });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = views(rider, 'booking').map((view) => view['status']);
  release();
  expect(new Set(before)).toEqual(new Set(['booked']));
  expect((await cancelled).status).toBe('cancelled');
  await soon(() => expect(views(rider, 'booking').at(-1)).toMatchObject({ status: 'cancelled' }));
});

test('LV5 only the signed-on driver moves the vehicle, and only forwards in time', async () => {
  const { client, url } = await start();
  const { token } = await bookTrip(client, 's1', 's5');
  const driver = watch(url, { token: await signOn(client, 'v0') });
  const pretender = watch(url, { token });
  const fleet = watch(url, { watch: 'fleet' });
  await soon(() => expect(driver.messages.length * fleet.messages.length).toBeGreaterThan(3));
  const { nowSec } = await client.call('getService');
  const at = (lat: number, atSec: number) => ({ position: { lat, lon: 135.45 }, atSec });
  pretender.socket.emit('position', at(34.7, nowSec + 1));
  driver.socket.emit('position', at(34.95, nowSec));
  driver.socket.emit('position', at(34.96, nowSec - 10));
  driver.socket.emit('position', { position: 'here', atSec: nowSec } as never);
  const positionOf = async () => (await client.call('getFleet')).vehicles[0]!.position;
  await vi.waitFor(async () => expect(await positionOf()).toEqual({ lat: 34.95, lon: 135.45 }), { timeout: 180_000 });
  await soon(() => expect(JSON.stringify(views(fleet, 'fleet').at(-1))).toContain('34.95'));
});

test('LV6 an unknown token is refused by name', async () => {
  const { url } = await start();
  const stranger = watch(url, { token: 'nobody has this' });
  const reason = await new Promise((resolve) => stranger.socket.on('connect_error', (e) => resolve(e.message)));
  expect(reason).toBe('not_signed_in');
});

test('LV7 when the vehicle changes hands the former driver is cut off', async () => {
  const { client, url } = await start();
  const token = await signOn(client, 'v0');
  const former = watch(url, { token });
  await soon(() => expect(former.socket.connected).toBe(true));
  await client.call('signOff', { token, params: { vehicleId: 'v0' } });
  await soon(() => expect(former.socket.connected).toBe(false));
});

test('LV2 every message × every caller: exactly those that the table names are sent it', async () => {
  const dispatcher = await start();
  const { client, url } = dispatcher;
  const rider = await bookTrip(client, 's1', 's5');
  const callers: Record<string, LiveHandshake> = {
    nobody: {},
    rider: { token: rider.token },
    accountRider: { token: await accountRider(dispatcher) },
    driver: { token: await signOn(client, 'v0') },
    tablet: { token: await tablet(dispatcher, 'v0') },
  };
  for (const role of roles) callers[role] = { token: await operator(dispatcher, role) };
  const watchers = Object.entries(callers).map(([name, auth]) => ({
    name,
    watcher: watch(url, { ...auth, watch: 'fleet' }),
  }));
  await soon(() => expect(Math.min(...watchers.map(({ watcher }) => watcher.messages.length))).toBeGreaterThan(1));
  await client
    .call('reportAction', {
      token: callers['driver']!.token!,
      params: { vehicleId: 'v0' },
      body: { kind: 'boarded', bookingId: rider.booking.bookingId, atSec: (await client.call('getService')).nowSec },
    })
    .catch(() => {}); // may be too early; the views are sent anyway
  const mayGet = { anybody: Object.keys(callers), rider: ['rider', 'accountRider'], driver: ['driver'] };
  const hasNone = (event: string, name: string) => event === 'booking' && name === 'accountRider';
  const mayGetAtDesk = (event: string, name: string) =>
    rightsOfRole[name as Role]?.includes(liveRights[event as keyof typeof liveRights]) ?? false;
  const wrong = () =>
    watchers.flatMap(({ name, watcher }) => {
      const got = [...new Set(watcher.messages.map((message) => message.name))].sort();
      const expected = Object.entries(liveAccess)
        .filter(([event, access]) =>
          access === 'operator' ? mayGetAtDesk(event, name) : mayGet[access].includes(name) && !hasNone(event, name),
        )
        .map(([event]) => event)
        .sort();
      return got.join() === expected.join() ? [] : [`${name} got ${got.join()}, expected ${expected.join()}`];
    });
  await soon(() => expect(wrong()).toEqual([]));
  await new Promise((resolve) => setTimeout(resolve, 300)); // what must not come would have come by now
  expect(wrong()).toEqual([]);
});

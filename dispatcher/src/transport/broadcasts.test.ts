import type { BroadcastOrder, DriverMessages } from '@noriai/core/contracts/broadcasts.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '@noriai/core/contracts/live.ts';
import { io, type Socket } from 'socket.io-client';
import { afterEach, expect, test, vi } from 'vitest';
import { bookTrip, operator, signOn, startLineDispatcher, type LineDispatcher } from '../line-dispatcher.fake.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function start(): Promise<LineDispatcher> {
  const dispatcher = await startLineDispatcher();
  open.push(dispatcher);
  return dispatcher;
}

/** Everything that comes in on a live connection, by name. */
function listen(url: string, token: string): { name: string; view: unknown }[] {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, {
    path: '/live',
    auth: { token },
    transports: ['websocket'],
    reconnection: false,
  });
  open.push(socket);
  const heard: { name: string; view: unknown }[] = [];
  socket.onAny((name: string, view: unknown) => void heard.push({ name, view }));
  return heard;
}
const last = (heard: { name: string; view: unknown }[], name: string) =>
  heard.findLast((message) => message.name === name)?.view;
const soon = (check: () => void) => vi.waitFor(check, { timeout: 180_000, interval: 20 });

const toDrivers: BroadcastOrder = {
  audience: { kind: 'drivers' },
  reason: 'weather',
  urgency: 'now',
  templateId: 'drivers_take_care',
};

test('LV8 what the desk says reaches the tablet at once, and the desk sees at once who has acknowledged it', async () => {
  const dispatcher = await start();
  const { client, url } = dispatcher;
  const token = await signOn(client, 'v0');
  const desk = await operator(dispatcher, 'desk');
  const [tablet, console] = [listen(url, token), listen(url, desk)];
  await soon(() => expect([last(tablet, 'messages'), last(console, 'broadcasts')]).not.toContain(undefined));
  const { broadcastId } = await client.call('sendBroadcast', { token: desk, body: toDrivers });
  await soon(() =>
    expect(last(tablet, 'messages')).toMatchObject({
      messages: [{ broadcastId, isAcknowledged: false, text: { en: expect.stringContaining('care') } }],
    }),
  );
  await soon(() => expect(last(console, 'broadcasts')).toMatchObject({ broadcasts: [{ waitingFor: ['v0'] }] }));
  const params = { vehicleId: 'v0', broadcastId };
  const seen = await client.call('acknowledgeMessage', { token, params });
  expect(seen).toEqual(await client.call('getMessages', { token, params }));
  expect(seen.messages).toMatchObject([{ isAcknowledged: true }]);
  await soon(() =>
    expect(last(console, 'broadcasts')).toMatchObject({
      broadcasts: [{ waitingFor: [], acknowledged: [{ vehicleId: 'v0', driverName: '運転 太郎' }] }],
    }),
  );
  await client.call('endBroadcast', { token: desk, params: { broadcastId } });
  await soon(() => expect(last(tablet, 'messages')).toMatchObject({ messages: [] }));
  const auditor = await operator(dispatcher, 'auditor');
  const { lines } = await client.call('auditVehicle', {
    token: auditor,
    params: { vehicleId: 'v0', date: dispatcher.board().date },
  });
  const trail = lines.filter(({ kind }) => kind.startsWith('broadcast_'));
  expect(trail.map(({ kind }) => kind)).toEqual(['broadcast_sent', 'broadcast_acknowledged']);
  expect(trail[0]!.by).toMatch(/^operator:/);
});

test('LV8 NT16 a driver whose rider does not come along any more reads so at once, and no other driver', async () => {
  const dispatcher = await start();
  const { client, url } = dispatcher;
  const tokens = [await signOn(client, 'v0'), await signOn(client, 'v1')];
  const tablets = tokens.map((token) => listen(url, token));
  const { token, booking } = await bookTrip(client, 's1', 's5');
  await client.call('cancelBooking', { token, params: { bookingId: booking.bookingId }, body: {} });
  const newsOf = (heard: (typeof tablets)[number]) => (last(heard, 'messages') as DriverMessages | undefined)?.news;
  const own = booking.vehicle!.vehicleId === 'v0' ? 0 : 1;
  await soon(() =>
    expect(newsOf(tablets[own]!)).toMatchObject([
      { title: { en: 'A booking was cancelled' }, text: { en: expect.stringContaining(`No. ${booking.number}`) } },
    ]),
  );
  await soon(() => expect(newsOf(tablets[1 - own]!)).toEqual([]));
});

test('LV8 an alarm is pushed to the desk, and gone for all once one takes it; who is signed out hears no more', async () => {
  const dispatcher = await start();
  const { client, url } = dispatcher;
  const token = await signOn(client, 'v0');
  const [desk, other] = [await operator(dispatcher, 'desk'), await operator(dispatcher, 'supervisor')];
  const [first, second] = [listen(url, desk), listen(url, other)];
  await soon(() => expect([last(first, 'alarms'), last(second, 'alarms')]).toEqual([{ alarms: [] }, { alarms: [] }]));
  await client.call('raiseSos', { token, params: { vehicleId: 'v0' }, body: {} });
  for (const heard of [first, second]) {
    await soon(() => expect(last(heard, 'alarms')).toMatchObject({ alarms: [{ kind: 'sos', vehicleId: 'v0' }] }));
  }
  await client.call('signOut', { token: other });
  const alarmsHeard = () => second.filter(({ name }) => name === 'alarms').length;
  const before = alarmsHeard();
  const { alarms } = await client.call('listAlarms', { token: desk });
  await client.call('acknowledgeAlarm', { token: desk, params: { alarmId: alarms[0]!.alarmId }, body: {} });
  await soon(() => expect(last(first, 'alarms')).toEqual({ alarms: [] }));
  expect(alarmsHeard()).toBe(before);
});

test('BC2 the desk sees beforehand whom a message to riders goes to and who must be called; riders read it', async () => {
  const dispatcher = await start();
  const { client } = dispatcher;
  const { token, booking } = await bookTrip(client, 's1', 's5');
  const stranger = await bookTrip(client, 's2', 's6');
  await client.call('cancelBooking', {
    token: stranger.token,
    params: { bookingId: stranger.booking.bookingId },
    body: {},
  });
  const desk = await operator(dispatcher, 'desk');
  const date = dispatcher.board().date;
  const body: BroadcastOrder = {
    audience: { kind: 'riders_of_day', date },
    reason: 'roads',
    urgency: 'soon',
    text: { ja: '回り道をしています。' },
  };
  const preview = await client.call('previewBroadcast', { token: desk, body });
  const toCall = [{ riderId: booking.riderId, bookingId: booking.bookingId, number: booking.number }];
  expect(preview).toMatchObject({ riders: 1, vehicles: [], toCall, text: { ja: '回り道をしています。' } });
  expect((await client.call('listBroadcasts', { token: desk })).broadcasts).toEqual([]);
  expect(await client.call('sendBroadcast', { token: desk, body })).toMatchObject({ riders: 1, toCall, isOver: false });
  const announced = async (as?: string) =>
    (await client.call('listAnnouncements', as === undefined ? {} : { token: as })).announcements.length;
  expect([await announced(token), await announced(stranger.token), await announced()]).toEqual([1, 0, 0]);
  const all: BroadcastOrder = { ...body, audience: { kind: 'all_riders' } };
  await client.call('sendBroadcast', { token: desk, body: all });
  expect([await announced(token), await announced(stranger.token), await announced()]).toEqual([2, 1, 1]);
});

/** A ledger that the live dispatcher wrote, over HTTP and with a real clock, is decided again byte for byte. */
import { expect, test } from 'vitest';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { drawTown } from '@noriai/core/testing/draw-town.ts';
import { drawnWorld } from '@noriai/core/testing/drawn-world.ts';
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import {
  bookTrip,
  operator,
  signOn,
  startLineDispatcher,
  trip,
  type LineDispatcher,
} from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { replayLedger } from './replay-ledger.ts';

const town = { vehicles: 2, stops: 10 };

async function serveNextCall(dispatcher: LineDispatcher, clock: DemoClock, token: string): Promise<void> {
  const { client } = dispatcher;
  const params = { vehicleId: 'v0' };
  const [call] = (await client.call('getManifest', { token, params })).calls;
  moveTo(dispatcher, clock, call!.arriveSec);
  const act = (body: object) => client.call('reportAction', { token, params, body: body as never });
  await act({ kind: 'arrived', callId: call!.callId, atSec: clock.nowSec() });
  for (const rider of call!.riders) {
    moveTo(dispatcher, clock, Math.max(clock.nowSec(), rider.promisedFromSec) + 30);
    const kind = rider.action === 'board' ? 'boarded' : 'dropped_off';
    await act({ kind, bookingId: rider.bookingId, atSec: clock.nowSec() });
  }
}

function moveTo(dispatcher: LineDispatcher, clock: DemoClock, atSec: number): void {
  if (atSec <= clock.nowSec()) return;
  clock.jumpTo(atSec);
  dispatcher.clockMoved();
}

async function entriesOf({ ledger }: LineDispatcher): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for await (const chunk of ledger.read(0)) entries.push(...chunk);
  return entries;
}

test('bookings, a refusal, a cancellation, offers that end, rides: the same facts', async () => {
  const clock = new DemoClock();
  clock.jumpTo(OPENING_SEC + 3600);
  const dispatcher = await startLineDispatcher({ clock }, town);
  try {
    const { client } = dispatcher;
    const driver = await signOn(client, 'v0');
    const first = await bookTrip(client, 's3', 's7');
    await bookTrip(client, 's4', 's6');
    const given = await bookTrip(client, 's8', 's2');
    await client.call('cancelBooking', {
      token: given.token,
      params: { bookingId: given.booking.bookingId },
      body: { reason: 'changed_my_mind' },
    });
    await client.call('requestTrip', { token: given.token, body: trip('s1', 's1') });
    await client.call('requestTrip', { token: first.token, body: trip('s5', 's9') });
    for (let i = 0; i < 4; i++) await serveNextCall(dispatcher, clock, driver);
    await client.call('signOff', { token: driver, params: { vehicleId: 'v0' } });
    const entries = await entriesOf(dispatcher);
    const kinds = new Set(entries.map(({ event }) => event.kind));
    for (const kind of ['rider_registered', 'trip_refused', 'ride_cancelled', 'ride_completed'] as const) {
      expect(kinds, kind).toContain(kind);
    }
    expect(replayLedger(lineWorld(town), entries)).toMatchObject({ facts: entries.length, difference: null });
  } finally {
    await dispatcher.close();
  }
});

test('streets that close and open again: each decision is made again with the drive times that were in force', async () => {
  const drawn = drawTown('A 90 B 90 C 90 D\n|    |    |    |\nE 90 F 90 G 90 H');
  const stops = [['A', 'B', 500], ['C', 'D', 500], ['G', 'H', 500]] as const; // prettier-ignore
  const makeWorld = () => drawnWorld(drawn, stops, ['E', 'F', 500], { vehicles: 2 });
  const prepared = { prepare: () => Promise.resolve(), close: () => Promise.resolve() };
  const dispatcher = await startLineDispatcher({ world: makeWorld(), streetRefresher: prepared });
  try {
    const { client } = dispatcher;
    const token = await operator(dispatcher, 'supervisor');
    await signOn(client, 'v0');
    await bookTrip(client, 's0', 's1');
    const middle = makeWorld().area.stops[1]!.position;
    const body = {
      streets: [{ kind: 'point', position: middle }],
      effect: { kind: 'closed' },
      reason: 'works',
    } as const;
    const { noticeId } = await client.call('postStreetNotice', { token, body });
    const isInForce = async () => (await client.call('listStreetNotices', { token })).isUpToDate;
    while (!(await isInForce())) await new Promise((resolve) => setTimeout(resolve, 5));
    await client.call('requestTrip', { token: (await client.call('registerRider')).token, body: trip('s2', 's1') });
    await bookTrip(client, 's2', 's0');
    await client.call('endStreetNotice', { token, params: { noticeId }, body: {} });
    while (!(await isInForce())) await new Promise((resolve) => setTimeout(resolve, 5));
    await bookTrip(client, 's2', 's1');
    const entries = await entriesOf(dispatcher);
    expect(new Set(entries.map(({ event }) => event.kind))).toContain('stop_moved');
    expect(replayLedger(makeWorld(), entries)).toMatchObject({ facts: entries.length, difference: null });
  } finally {
    await dispatcher.close();
  }
});

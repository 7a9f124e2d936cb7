/** A ledger that the live dispatcher wrote, over HTTP and with a real clock, is decided again byte for byte. */
import { expect, test } from 'vitest';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import {
  bookTrip,
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

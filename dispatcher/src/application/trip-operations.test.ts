/** Trips and lasting arrangements over real HTTP: riders, families and the desk. */
import type { Timetable } from '@noriai/core/contracts/timetable.ts';
import { OPENING_SEC, lineWorld } from '@noriai/core/testing/line-world.ts';
import { afterEach, expect, test } from 'vitest';
import { DemoClock } from '../adapters/demo-clock.ts';
import type { ApiClient } from '../client/api-client.ts';
import { Refused } from '../client/api-client.ts';
import { operator, startLineDispatcher, trip, type LineDispatcher } from '../line-dispatcher.fake.ts';

const TEN = OPENING_SEC + 3600;
const started: LineDispatcher[] = [];
afterEach(async () => {
  for (const dispatcher of started.splice(0)) await dispatcher.close();
});

const timetable: Timetable = {
  format: 'noriai-timetable-1',
  source: 'invented',
  stations: [{ stationId: 's7', platformSec: 240 }],
  services: [{ serviceId: 'd', days: ['wed'], from: '2026-04-01', until: '2026-04-30', added: [], removed: [] }],
  departures: [
    {
      stationId: 's7',
      tripId: 't1132',
      serviceId: 'd',
      departSec: 41_520,
      routeName: { ja: '線' },
      headsign: { ja: '市' },
    },
  ],
};

async function start() {
  const clock = new DemoClock();
  clock.jumpTo(TEN);
  const dispatcher = await startLineDispatcher({ clock, world: lineWorld({ vehicles: 2, timetable }) });
  started.push(dispatcher);
  return { ...dispatcher, clock };
}

async function refusalOf(answer: Promise<unknown>) {
  return answer.then(
    () => null,
    (error: unknown) => (error as Refused).problem,
  );
}

async function newRider(client: ApiClient) {
  const { token, subjectId: riderId } = await client.call('registerRider');
  return { token, riderId };
}

test('a return pair is asked for, taken and shown as two bookings', async () => {
  const { client } = await start();
  const { token } = await newRider(client);
  const body = { ...trip('s3', 's7'), returnTrip: { kind: 'stay', staySec: 1800 } } as const;
  const answer = await client.call('requestTrip', { token, body });
  const offer = answer.kind === 'offers' ? answer.offers[0]! : null;
  expect(offer!.returnLeg!.pickupFromSec).toBeGreaterThanOrEqual(offer!.dropoffBySec + 1800);
  const booking = await client.call('bookOffer', { token, body: { offerId: offer!.offerId } });
  expect(booking.returnBookingId).toBe(offer!.returnLeg!.offerId);
  expect((await client.call('listBookings', { token })).bookings).toHaveLength(2);
});

test('TR15 an offer that is gone is a 409 that carries the next best, which can be taken', async () => {
  const { client, clock, clockMoved } = await start();
  const { token } = await newRider(client);
  const answer = await client.call('requestTrip', { token, body: trip('s3', 's7') });
  const offerId = answer.kind === 'offers' ? answer.offers[0]!.offerId : '';
  clock.jumpTo(TEN + 300);
  clockMoved();
  const problem = await refusalOf(client.call('bookOffer', { token, body: { offerId } }));
  expect(problem).toMatchObject({ code: 'offer_gone', status: 409, instead: { kind: 'offers' } });
  const instead = problem!.instead!;
  const next = instead.kind === 'offers' ? instead.offers[0]!.offerId : '';
  expect(await client.call('bookOffer', { token, body: { offerId: next } })).toMatchObject({ status: 'booked' });
});

test('AR3 the desk books for a rider, who sees it; a stranger does neither', async () => {
  const dispatcher = await start();
  const { client } = dispatcher;
  const rider = await newRider(client);
  const stranger = await newRider(client);
  const desk = await operator(dispatcher, 'desk');
  const body = { ...trip('s3', 's7'), forRiderId: rider.riderId };
  expect(await refusalOf(client.call('requestTrip', { token: stranger.token, body }))).toMatchObject({
    code: 'not_found',
  });
  expect(await refusalOf(client.call('requestTrip', { token: desk, body: trip('s3', 's7') }))).toMatchObject({
    code: 'bad_request',
  });
  const answer = await client.call('requestTrip', { token: desk, body });
  const offerId = answer.kind === 'offers' ? answer.offers[0]!.offerId : '';
  const booking = await client.call('bookOffer', { token: desk, body: { offerId } });
  expect(booking).toMatchObject({ riderId: rider.riderId, bookedBy: 'desk' });
  expect((await client.call('listBookings', { token: rider.token })).bookings).toMatchObject([
    { bookingId: booking.bookingId },
  ]);
  const params = { riderId: rider.riderId };
  expect(await refusalOf(client.call('listBookingsOf', { token: stranger.token, params }))).toMatchObject({
    code: 'not_found',
  });
  expect((await client.call('listBookingsOf', { token: desk, params })).bookings).toHaveLength(1);
  const people = await client.call('addProxy', { token: rider.token, body: { riderId: stranger.riderId } });
  expect(people.proxies).toEqual([stranger.riderId]);
  expect((await client.call('listBookings', { token: stranger.token })).bookings).toHaveLength(1);
});

test('AR5 AR8 rules about a rider are the desk’s alone, and a rider never sees who is kept apart', async () => {
  const dispatcher = await start();
  const { client } = dispatcher;
  const [anna, bert] = [await newRider(client), await newRider(client)];
  const desk = await operator(dispatcher, 'desk');
  const link = { riderId: bert.riderId, forRiderId: anna.riderId };
  expect((await client.call('keepApart', { token: desk, body: link })).keptApartFrom).toEqual([bert.riderId]);
  expect(await refusalOf(client.call('keepApart', { token: anna.token, body: link }))).toMatchObject({
    code: 'not_yours',
  });
  const people = await client.call('getPeople', { token: anna.token, params: { riderId: anna.riderId } });
  expect(JSON.stringify(people)).not.toContain(bert.riderId);
  const rules = { blocked: { untilSec: null, reason: 'x' }, riderTypeId: null, clearStrikes: false };
  await client.call('setRiderRules', { token: desk, params: { riderId: anna.riderId }, body: rules });
  const answer = await client.call('requestTrip', { token: anna.token, body: trip('s3', 's7') });
  expect(answer).toMatchObject({ kind: 'refused', reason: 'rider_blocked' });
  expect(JSON.stringify(answer)).not.toContain('"x"');
});

test('AR9 AR8 nobody is linked with, and nothing decided about, a rider who does not exist', async () => {
  const dispatcher = await start();
  const { client } = dispatcher;
  const { token, riderId: forRiderId } = await newRider(client);
  const desk = await operator(dispatcher, 'desk');
  const body = { riderId: 'ghost' };
  const rules = { blocked: null, riderTypeId: null, clearStrikes: false };
  for (const answer of [
    client.call('addProxy', { token, body }),
    client.call('addCompanion', { token, body }),
    client.call('keepApart', { token: desk, body: { ...body, forRiderId } }),
    client.call('setRiderRules', { token: desk, params: { riderId: 'ghost' }, body: rules }),
  ]) {
    expect(await refusalOf(answer)).toMatchObject({ code: 'not_found' });
  }
  expect((await client.call('getPeople', { token, params: { riderId: forRiderId } })).proxies).toEqual([]);
});

test('AR1 AR2 CL5 SH5 what can never be had, and days that no calendar has or that are over, are refused', async () => {
  const dispatcher = await start();
  const { client } = dispatcher;
  const { token } = await newRider(client);
  const { from, to, party } = trip('s3', 's7');
  const time = { kind: 'depart_after', at: '14:00' } as const;
  const more = { days: ['wed', 'thu'], fromDate: '2026-04-01', onPublicHolidays: 'skip', waitIfFull: true } as const;
  const order = { from, to, party, time, ...more, exceptions: [] as string[] };
  for (const wrong of [{ fromDate: '2026-02-31' }, { exceptions: ['2026-13-45'] }, { to: from }]) {
    const body = { order: { ...order, ...wrong } };
    expect(await refusalOf(client.call('placeStandingOrder', { token, body }))).toMatchObject({ code: 'bad_request' });
  }
  const nowhere = { ...trip('none', 's7'), when: { kind: 'depart_after', atSec: TEN + 3600 } } as const;
  const wait = client.call('joinWaitlist', { token, body: { request: nowhere } });
  expect(await refusalOf(wait)).toMatchObject({ code: 'bad_request', detail: expect.stringContaining('stop_unknown') });
  const desk = await operator(dispatcher, 'supervisor');
  const stop = { stopId: 's3', from: '2026-04-01', reason: { ja: '工事' } };
  for (const until of ['2027-02-31', '2026-03-31']) {
    const body = { ...stop, until };
    expect(await refusalOf(client.call('closeStop', { token: desk, body }))).toMatchObject({ code: 'bad_request' });
  }
  for (const date of ['2026-04-31', '2026-03-31']) {
    const params = { vehicleId: 'v0', date };
    const answer = client.call('planDay', { token: desk, params, body: { shifts: [] } });
    expect(await refusalOf(answer)).toMatchObject({ code: 'bad_request' });
  }
});

test('TR12 the next departures are listed with when to be there, and can be wished for', async () => {
  const { client } = await start();
  const { token } = await newRider(client);
  const list = (fromSec: string, stationId = 's7') => client.call('listDepartures', { params: { stationId, fromSec } });
  const [train] = (await list('now')).departures;
  expect(train).toMatchObject({ tripId: 't1132', beThereSec: train!.atSec - 240 });
  expect((await list(String(train!.atSec + 1))).departures).toEqual([]);
  expect(await refusalOf(list('soon'))).toMatchObject({ code: 'bad_request' });
  expect(await refusalOf(list('now', 's1'))).toMatchObject({ code: 'not_found' });
  const when = { kind: 'catch_departure', stationId: 's7', tripId: 't1132', atSec: train!.atSec } as const;
  const answer = await client.call('requestTrip', { token, body: { ...trip('s3', 's7'), when } });
  expect(answer.kind === 'offers' && answer.offers[0]!.dropoffBySec).toBeLessThanOrEqual(train!.beThereSec);
});

test('AR1 AR2 standing orders and the waitlist are placed, listed and left', async () => {
  const { client } = await start();
  const { token, riderId } = await newRider(client);
  const order = {
    from: trip('s3', 's7').from,
    to: trip('s3', 's7').to,
    party: trip('s3', 's7').party,
    time: { kind: 'depart_after', at: '14:00' },
    days: ['wed'],
    fromDate: '2026-04-01',
    exceptions: [],
    onPublicHolidays: 'skip',
    waitIfFull: true,
  } as const;
  const placed = await client.call('placeStandingOrder', { token, body: { order } });
  expect(placed).toMatchObject({ riderId, isEnded: false, nextDate: '2026-04-01' });
  const wrong = { ...order, fromDate: '2026-04-02', untilDate: '2026-04-01' };
  expect(await refusalOf(client.call('placeStandingOrder', { token, body: { order: wrong } }))).toMatchObject({
    code: 'bad_request',
  });
  const params = { orderId: placed.orderId, riderId };
  expect((await client.call('listStandingOrders', { token, params })).orders).toHaveLength(1);
  expect(await client.call('endStandingOrder', { token, params, body: { cancelBookings: true } })).toMatchObject({
    isEnded: true,
  });
  const request = { ...trip('s3', 's7'), when: { kind: 'depart_after', atSec: TEN + 3600 } } as const;
  const entry = await client.call('joinWaitlist', { token, body: { request } });
  expect(entry).toMatchObject({ state: 'waiting', ahead: 0, offer: null });
  expect((await client.call('listWaitlist', { token, params })).entries).toHaveLength(1);
  await client.call('leaveWaitlist', { token, params: { waitId: entry.waitId } });
  expect((await client.call('listWaitlist', { token, params })).entries).toEqual([]);
});

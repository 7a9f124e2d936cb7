/** The rules of booking, from end to end over HTTP: what the area file and the desk say decides what riders are answered. */
import type { Timetable } from '@noriai/core/contracts/timetable.ts';
import type { TripRequest } from '@noriai/core/contracts/trips.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '@noriai/core/testing/line-world.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { DemoClock } from '../adapters/demo-clock.ts';
import { operator, startLineDispatcher, trip, weeklyTrip, type LineDispatcher } from '../line-dispatcher.fake.ts';

const TEN = OPENING_SEC + 3600;
const DAY = 86_400;
let dispatcher: LineDispatcher | null = null;
afterEach(async () => {
  await dispatcher?.close();
  dispatcher = null;
});

async function start(rules: LineWorldOptions['rules'] = {}, more: LineWorldOptions = {}) {
  const clock = new DemoClock();
  clock.jumpTo(TEN);
  dispatcher = await startLineDispatcher({ clock, world: lineWorld({ vehicles: 2, stops: 10, ...more, rules }) });
  const { client } = dispatcher;
  const desk = await operator(dispatcher, 'desk');
  const rider = async () => {
    const { token, subjectId: riderId } = await client.call('registerRider');
    /** `offers`, or why the wish itself cannot be had. */
    const asks = async (request: TripRequest) => {
      const answer = await client.call('requestTrip', { token, body: request });
      return answer.kind === 'offers' ? (answer.insteadOf?.reason ?? 'offers') : answer.reason;
    };
    const books = async (request: TripRequest) => {
      const answer = await client.call('requestTrip', { token, body: request });
      if (answer.kind !== 'offers') throw new Error(answer.reason);
      return client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
    };
    return { token, riderId, asks, books };
  };
  return { client, clock, desk, rider };
}

const later = (hours: number, from = 's3', to = 's7'): TripRequest => ({
  ...trip(from, to),
  when: { kind: 'depart_after', atSec: TEN + hours * 3600 },
});

test('AR7 late cancels pause booking, the desk sees why and forgives', async () => {
  const { client, desk, rider } = await start({ fairUse: { withinDays: 30, strikes: 2, suspendDays: 10 } });
  const one = await rider();
  for (let i = 0; i < 2; i++) {
    const { bookingId } = await one.books(trip('s3', 's7'));
    await client.call('cancelBooking', { token: one.token, params: { bookingId }, body: {} });
  }
  expect(await one.asks(trip('s3', 's7'))).toBe('rider_suspended');
  const params = { riderId: one.riderId };
  const known = await client.call('getRiderRules', { token: desk, params });
  expect(known.strikes.map(({ kind }) => kind)).toEqual(['late_cancel', 'late_cancel']);
  expect(known.suspendedUntilSec).toBeGreaterThan(TEN + 9 * DAY);
  const body = { blocked: null, riderTypeId: null, clearStrikes: true };
  await client.call('setRiderRules', { token: desk, params, body });
  expect(await one.asks(trip('s3', 's7'))).toBe('offers');
});

test('AR6 limits by rider type, need and kind of trip; the desk may book despite them', async () => {
  const { client, desk, rider } = await start({
    riderTypes: [{ id: 'visitor', name: { ja: '町外' } }],
    limits: [{ tripsPerDay: 1 }, { riderType: 'visitor', advanceDays: 1 }, { need: 'bike', partySize: 1 }],
  });
  const one = await rider();
  await one.books(later(2));
  expect(await one.asks(later(4))).toBe('too_many_trips');
  const despite = { ...later(4), forRiderId: one.riderId, despiteLimits: true };
  expect((await client.call('requestTrip', { token: desk, body: despite })).kind).toBe('offers');
  const visitor = await rider();
  expect(await visitor.asks(later(48))).toBe('offers');
  const body = { blocked: null, riderTypeId: 'visitor', clearStrikes: false };
  await client.call('setRiderRules', { token: desk, params: { riderId: visitor.riderId }, body });
  expect(await visitor.asks(later(48))).toBe('too_far_ahead');
  const party = { adults: 2, children: 0, reduced: 0, wheelchairs: 0, needs: [{ type: 'bike' as const, count: 1 }] };
  expect(await visitor.asks({ ...later(2), party })).toBe('party_too_large');
});

test('TR14 the matrix of zones says from where to where, by kind of day, and riders see the zones', async () => {
  const polygon = [
    [135.4, 34.8],
    [135.5, 34.8],
    [135.5, 34.939],
    [135.4, 34.939],
    [135.4, 34.8],
  ];
  const { client, rider } = await start({
    zones: [{ id: 'south', name: { ja: '南' }, polygon }],
    travelRules: [{ from: 'south', to: 'rest', days: ['wed', 'holiday'], isAllowed: false }],
    publicHolidays: [{ date: '2026-04-03', name: { ja: '休日' } }],
  });
  const one = await rider();
  expect(await one.asks(trip('s1', 's8'))).toBe('zones_not_allowed');
  expect(await one.asks(trip('s8', 's1'))).toBe('offers');
  expect(await one.asks(later(24, 's1', 's8'))).toBe('offers'); // a Thursday
  expect(await one.asks(later(48, 's1', 's8'))).toBe('zones_not_allowed'); // a Friday that is a holiday
  expect((await client.call('getArea')).zones).toMatchObject([{ id: 'south' }]);
});

test('AR4 linked riders who ask for it travel in one vehicle; both had to ask to be linked', async () => {
  const { client, rider } = await start();
  const [anna, bert] = [await rider(), await rider()];
  const first = await anna.books(later(1, 's2', 's8'));
  const together = { ...later(1), togetherWith: first.bookingId };
  expect(await bert.asks(together)).toBe('not_together');
  await client.call('addCompanion', { token: bert.token, body: { riderId: anna.riderId } });
  expect(await bert.asks(together)).toBe('not_together');
  await client.call('addCompanion', { token: anna.token, body: { riderId: bert.riderId } });
  const second = await bert.books(together);
  expect(second.vehicle!.vehicleId).toBe(first.vehicle!.vehicleId);
  const seen = await client.call('getBooking', { token: anna.token, params: { bookingId: first.bookingId } });
  expect(seen.togetherWith).toEqual([second.bookingId]);
  await client.call('removeCompanion', { token: anna.token, body: { riderId: bert.riderId } });
  expect(await bert.asks({ ...later(3), togetherWith: first.bookingId })).toBe('not_together');
});

test('AR5 riders who must not share are never on board together, until the desk ends it', async () => {
  const { client, desk, rider } = await start({}, { vehicles: 1, promises: { maxOffers: 1, maxWaitSec: 600 } });
  const [anna, bert] = [await rider(), await rider()];
  const link = { riderId: bert.riderId, forRiderId: anna.riderId };
  await client.call('keepApart', { token: desk, body: link });
  await anna.books(later(0.5, 's2', 's8'));
  expect(await (await rider()).asks(later(0.5))).toBe('offers'); // whoever else is welcome on board
  expect(await bert.asks(later(0.5))).toBe('no_vehicle_available');
  expect(
    JSON.stringify(await client.call('getPeople', { token: bert.token, params: { riderId: bert.riderId } })),
  ).not.toContain(anna.riderId);
  await client.call('endKeepApart', { token: desk, body: link });
  expect(await bert.asks(later(0.5))).toBe('offers');
});

test('AR1 a weekly trip is booked ahead by itself; exceptions and public holidays are skipped with their reason', async () => {
  const { client, rider } = await start({ publicHolidays: [{ date: '2026-04-03', name: { ja: '休日' } }] });
  const { token, riderId } = await rider();
  const { from, to, party } = trip('s3', 's7');
  const order = {
    from,
    to,
    party,
    fromDate: '2026-04-02',
    exceptions: ['2026-04-06'],
    waitIfFull: true,
    time: { kind: 'depart_after', at: '14:00' },
    days: ['mon', 'thu', 'fri'],
    onPublicHolidays: 'skip',
  } as const;
  await client.call('placeStandingOrder', { token, body: { order } });
  const outcomes = async () => {
    const { orders } = await client.call('listStandingOrders', { token, params: { riderId } });
    return orders[0]!.days.map(({ date, outcome, reason }) => `${date} ${outcome} ${reason ?? ''}`.trim());
  };
  await vi.waitFor(
    async () =>
      expect(await outcomes()).toEqual([
        '2026-04-02 booked',
        '2026-04-03 skipped public_holiday',
        '2026-04-06 skipped exception',
      ]),
    { timeout: 180_000, interval: 50 },
  );
  const { bookings } = await client.call('listBookings', { token });
  expect(bookings.map(({ bookedBy }) => bookedBy)).toEqual(['standing_order']);
});

test('TR4 a refusal carries the code of the transactional data list, beside its reason and its words', async () => {
  const { client, rider } = await start({}, { vehicles: 1, seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 } });
  const one = await rider();
  const supervisor = await operator(dispatcher!, 'supervisor');
  const answerTo = (request: TripRequest) => client.call('requestTrip', { token: one.token, body: request });
  expect(await answerTo(later(10))).toMatchObject({
    kind: 'refused',
    reason: 'outside_service_hours',
    tcrp: 'INVALID_SERVICE_HOURS',
    message: { ja: expect.any(String), easy: expect.any(String), en: expect.any(String) },
  });
  const elsewhere = { kind: 'point', position: { lat: 36, lon: 136 } } as const;
  expect(await answerTo({ ...later(1), from: elsewhere })).toMatchObject({ tcrp: 'NOT_IN_SERVICE_AREA' });
  await (await rider()).books(later(2, 's0', 's9'));
  expect(await answerTo(later(2))).toMatchObject({
    kind: 'offers',
    insteadOf: { reason: 'no_vehicle_available', tcrp: 'NO_VEHICLES_AVAILABLE' },
  });
  for (const [reason, tcrp] of [
    ['typhoon', 'BAD_WEATHER'],
    ['staff', 'INVALID_SERVICE_HOURS'],
  ] as const) {
    const order = { fromSec: TEN, untilSec: TEN + 30 * 3600, reason };
    const { suspensions } = await client.call('suspendService', { token: supervisor, body: order });
    expect(await answerTo(later(4))).toMatchObject({ kind: 'refused', reason: 'service_suspended', tcrp });
    const params = { suspensionId: suspensions[0]!.suspensionId };
    await client.call('resumeService', { token: supervisor, params, body: {} });
  }
});

test('TR4 AR1 a day of a standing order that is refused for a snowfall says so in that code, too', async () => {
  const { client, rider } = await start();
  const { token, riderId } = await rider();
  const supervisor = await operator(dispatcher!, 'supervisor');
  const snow = { fromSec: TEN, untilSec: TEN + 4 * DAY, reason: 'snow' } as const;
  await client.call('suspendService', { token: supervisor, body: snow });
  const order = { ...weeklyTrip('s3', 's7'), fromDate: '2026-04-02' };
  const { orderId } = await client.call('placeStandingOrder', { token, body: { order } });
  const refused = { date: '2026-04-03', outcome: 'refused', reason: 'service_suspended', tcrp: 'BAD_WEATHER' };
  await vi.waitFor(
    async () => {
      const { orders } = await client.call('listStandingOrders', { token, params: { riderId } });
      expect(orders).toMatchObject([{ orderId, days: [refused] }]);
      expect(orders[0]!.days[0]).not.toHaveProperty('suspension');
    },
    { timeout: 180_000, interval: 50 },
  );
});

test('AR11 what an order says of door, legs and train is read back as it was given, and stays when a day is left out', async () => {
  const { client, rider } = await start({ doorToDoor: { maxSpurSec: 60 } }, { timetable: theEleven });
  const { token, riderId } = await rider();
  const order = {
    ...weeklyTrip('s3', 's7'),
    time: { kind: 'catch_departure', stationId: 's7', tripId: 't1100', at: '11:00' },
    doorToDoor: true,
    walking: 'walker',
  } as const;
  const { orderId } = await client.call('placeStandingOrder', { token, body: { order } });
  const read = async () => (await client.call('listStandingOrders', { token, params: { riderId } })).orders[0]!.order;
  expect(await read()).toEqual(order);
  const params = { orderId };
  const changed = { ...(await read()), exceptions: ['2026-06-05'] };
  await client.call('changeStandingOrder', { token, params, body: { order: changed } });
  expect(await read()).toEqual({ ...order, exceptions: ['2026-06-05'] });
  const elsewhere = { ...order, to: { kind: 'stop', stopId: 's5' } } as const;
  await expect(client.call('placeStandingOrder', { token, body: { order: elsewhere } })).rejects.toThrow('to.stopId');
});

const theEleven: Timetable = {
  format: 'noriai-timetable-1',
  source: 'invented',
  stations: [{ stationId: 's7', platformSec: 240 }],
  services: [{ serviceId: 'fridays', days: ['fri'], from: '2026-04-01', until: '2026-12-31', added: [], removed: [] }],
  departures: [
    {
      stationId: 's7',
      tripId: 't1100',
      serviceId: 'fridays',
      departSec: 11 * 3600,
      routeName: { ja: '線' },
      headsign: { ja: '市' },
    },
  ],
};

import type { OwnRollCall } from '@noriai/core/contracts/fleet.ts';
import type { RouteName } from '@noriai/core/contracts/routes.ts';
import { afterEach, expect, test } from 'vitest';
import { Refused } from '../client/api-client.ts';
import { bookTrip, operator, signOn, startLineDispatcher, trip, type LineDispatcher } from '../line-dispatcher.fake.ts';

let dispatcher: LineDispatcher | null = null;
afterEach(async () => {
  await dispatcher?.close();
  dispatcher = null;
});

async function start() {
  dispatcher = await startLineDispatcher();
  const { client } = dispatcher;
  const tokens = { v0: await signOn(client, 'v0'), v1: await signOn(client, 'v1') };
  const desk = await operator(dispatcher, 'supervisor');
  return { client, tokens, desk };
}

/** A booking in an hour, which no vehicle has set out for. */
async function bookLater(client: LineDispatcher['client']) {
  const { token } = await client.call('registerRider');
  const { nowSec } = await client.call('getService');
  const body = { ...trip('s1', 's5'), when: { kind: 'depart_after' as const, atSec: nowSec + 3600 } };
  const answer = await client.call('requestTrip', { token, body });
  if (answer.kind !== 'offers') throw new Error(`got ${answer.reason}, expected offers`);
  return client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
}

const refusal = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
  );

test('a vehicle breaks down: the rider goes with the other, the desk sees it, and the trail tells who and why', async () => {
  const { client, tokens, desk } = await start();
  const { booking, token } = await bookTrip(client, 's1', 's5');
  const out = booking.vehicle!.vehicleId as 'v0' | 'v1';
  const params = { vehicleId: out };
  await client.call('reportBreakdown', { token: tokens[out], params, body: { reason: 'breakdown' } });
  const { bookingId } = booking;
  const after = await client.call('getBooking', { token, params: { bookingId } });
  expect(after.vehicle!.vehicleId).not.toBe(out);
  expect(after.pickupUntilSec).toBe(booking.pickupUntilSec);
  const { alarms } = await client.call('listAlarms', { token: desk });
  expect(alarms).toMatchObject([{ kind: 'vehicle_out', vehicleId: out, reason: 'breakdown' }]);
  const taken = { alarmId: alarms[0]!.alarmId };
  expect((await client.call('acknowledgeAlarm', { token: desk, params: taken, body: {} })).alarms).toEqual([]);
  const trail = await client.call('auditBooking', { token: desk, params: { bookingId } });
  expect(trail.lines.map((line) => line.kind)).toContain('ride_moved');
  expect(trail.lines.find((line) => line.kind === 'ride_moved')!.by).toBe(`driver:${out}`);
  expect((await client.call('returnVehicle', { token: desk, params, body: {} })).vehicleId).toBe(out);
});

test('MV2 a move is previewed, a stale confirmation is answered with a new preview, a fresh one moves', async () => {
  const { client, desk } = await start();
  const booking = await bookLater(client);
  const order = { vehicleId: booking.vehicle!.vehicleId === 'v0' ? 'v1' : 'v0' };
  const params = { bookingId: booking.bookingId };
  const preview = await client.call('previewMove', { token: desk, params, body: order });
  expect(preview).toMatchObject({ obstacle: null, effects: [{ bookingId: booking.bookingId, breaksPromise: false }] });
  const confirm = (version: string) =>
    client.call('moveTrip', { token: desk, params, body: { order, version, acceptsBroken: [] } });
  expect(await confirm('of yesterday')).toMatchObject({ kind: 'preview', preview: { version: preview.version } });
  expect(await confirm(preview.version)).toEqual({ kind: 'moved', ...params, vehicleId: order.vehicleId });
});

test('the desk lets the service rest, closes a stop, plans a day, records a roll call', async () => {
  const { client, desk } = await start();
  const call = <N extends RouteName>(name: N, more: object) => client.call(name, { token: desk, ...more } as never);
  const { nowSec } = await client.call('getService');
  const order = { fromSec: nowSec + 3600, untilSec: nowSec + 7200, reason: 'typhoon' };
  const closed = await call('suspendService', { body: order });
  expect(closed.suspensions).toMatchObject([order]);
  expect(await client.call('getService')).toMatchObject({ isOpen: true, restsUntilSec: null });
  const soon = { fromSec: nowSec - 60, untilSec: nowSec + 3600, reason: 'snow' };
  const atOnce = (await call('suspendService', { body: soon })).suspensions.find(({ reason }) => reason === 'snow')!;
  // The rest of now and the one right after it are one to whoever waits.
  expect(await client.call('getService')).toMatchObject({ isOpen: false, restsUntilSec: order.untilSec });
  await call('resumeService', { params: { suspensionId: atOnce.suspensionId }, body: {} });
  const { suspensionId } = closed.suspensions[0]!;
  expect((await call('resumeService', { params: { suspensionId }, body: {} })).suspensions).toEqual([]);
  const stop = { stopId: 's3', from: '2026-04-01', until: '2099-01-01', reason: { ja: '工事' } };
  expect((await call('closeStop', { body: stop })).stops).toMatchObject([{ stopId: 's3' }]);
  const params = { vehicleId: 'v0', date: '2026-04-01' };
  expect(await call('previewDay', { params, body: { shifts: [] } })).toEqual({
    findings: [],
    sources: [],
    obstacle: null,
  });
  const { shifts } = await call('planDay', { params, body: { shifts: [] } });
  expect(shifts.map((shift) => shift.vehicleId)).not.toContain('v0');
  // What was ordered is told as it was, drivers and all, so that it can be ordered again.
  const tomorrow = new Date((nowSec + 33 * 3600) * 1000).toISOString().slice(0, 10); // in Osaka
  const startSec = Date.parse(`${tomorrow}T09:00:00+09:00`) / 1000;
  const half = { startSec, endSec: startSec + 10_800, driverId: 'd1', pauses: [] };
  const planned = await call('planDay', { params: { ...params, date: tomorrow }, body: { shifts: [half] } });
  expect(planned.shifts.filter((shift) => shift.vehicleId === 'v0')).toMatchObject([{ isByHand: true, planned: half }]);
  expect(await refusal(call('getDayShifts', { params: { date: 'tomorrow' } }))).toBe('bad_request');
  const rollCall = {
    phase: 'before',
    driverName: '試験 花子',
    atSec: nowSec,
    method: 'it',
    conductedBy: '試験 次郎',
    alcohol: { isDetected: false },
    health: { isWell: true },
    inspection: { isOk: true },
    mayDrive: true,
  };
  await call('recordRollCall', { body: rollCall });
  const { date } = params;
  const day = await call('getRollCalls', { params: { date } });
  expect(day.rollCalls).toMatchObject([{ rollCall: { phase: 'before', driverName: '試験 花子' } }]);
});

test('the driver takes a button back, calls for help, and asks whether somebody fits in', async () => {
  const { client, tokens, desk } = await start();
  const params = { vehicleId: 'v0' };
  const own = { token: tokens.v0, params };
  expect(await refusal(client.call('undoAction', { ...own, body: {} }))).toBe('too_late_to_undo');
  const party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };
  const { nowSec } = await client.call('getService');
  const walkOn = { toStopId: 's4', party, atSec: nowSec };
  // the vehicle stands at its depot, which is no stop
  expect(await client.call('previewWalkOn', { ...own, body: walkOn })).toMatchObject({
    fits: false,
    obstacle: 'not_at_a_stop',
  });
  const toNowhere = { ...own, body: { ...walkOn, toStopId: 's99' } };
  for (const name of ['previewWalkOn', 'boardWalkOn'] as const) {
    expect(await refusal(client.call(name, toNowhere))).toBe('not_found');
  }
  await client.call('raiseSos', { ...own, body: {} });
  expect((await client.call('listAlarms', { token: desk })).alarms).toMatchObject([{ kind: 'sos', vehicleId: 'v0' }]);
  expect(await refusal(client.call('listAlarms', own))).toBe('not_yours');
});

/** The day of the service's clock in the line town. */
const dateOf = async (client: LineDispatcher['client']): Promise<string> =>
  new Date(((await client.call('getService')).nowSec + 9 * 3600) * 1000).toISOString().slice(0, 10);

const own = (change: object = {}): OwnRollCall => ({
  method: 'in_person',
  conductedBy: '模擬 管理者',
  alcohol: { isDetected: false },
  health: { isWell: true },
  inspection: { isOk: true },
  ...change,
});

test('RC3 the roll call that a driver writes down comes with signing on and off, once, and is kept when it says no', async () => {
  dispatcher = await startLineDispatcher();
  const { client } = dispatcher;
  const desk = await operator(dispatcher, 'supervisor');
  const params = { vehicleId: 'v0' };
  const key = 'the-key-of-this-sign-on';
  const unfit = { driverName: '模擬 乗務員', rollCall: own({ alcohol: { isDetected: true } }) };
  expect(await refusal(client.call('signOn', { params, body: unfit, key }))).toBe('no_roll_call');
  expect(await refusal(client.call('signOn', { params, body: unfit, key })), 'sent again').toBe('no_roll_call');
  const { token } = await client.call('signOn', { params, body: { driverName: '模擬 乗務員', rollCall: own() } });
  await client.call('signOff', { token, params, body: { rollCall: own({ report: '坂道に落ち葉' }) } });
  const day = await client.call('getRollCalls', { token: desk, params: { date: await dateOf(client) } });
  expect(day.rollCalls.map(({ by, rollCall }) => [by, rollCall.phase, rollCall.mayDrive, rollCall.report])).toEqual([
    ['driver:v0', 'before', false, undefined],
    ['driver:v0', 'before', true, undefined],
    ['driver:v0', 'after', true, '坂道に落ち葉'],
  ]);
  expect(day.duties).toMatchObject([{ driverName: '模擬 乗務員', hasBefore: true, hasAfter: true }]);
});

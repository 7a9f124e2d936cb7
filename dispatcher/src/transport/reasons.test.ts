/** Why this vehicle and why no trip, over HTTP: what the desk is told, and that nobody else is. */
import { afterEach, expect, test } from 'vitest';
import { Refused } from '../client/api-client.ts';
import { bookTrip, operator, signOn, startLineDispatcher, trip, type LineDispatcher } from '../line-dispatcher.fake.ts';

let dispatcher: LineDispatcher | null = null;
afterEach(async () => {
  await dispatcher?.close();
  dispatcher = null;
});

async function start() {
  dispatcher = await startLineDispatcher({}, { vehicles: 2, stops: 30, promises: { maxWaitSec: 900 } });
  const { client } = dispatcher;
  for (const vehicleId of ['v0', 'v1']) await signOn(client, vehicleId);
  return { client, desk: await operator(dispatcher, 'desk') };
}

const refusal = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
  );

test('EX1 EX4 the desk asks why a trip goes with its vehicle, now and as it was decided', async () => {
  const { client, desk } = await start();
  const { booking, token } = await bookTrip(client, 's3', 's7');
  const { bookingId } = booking;
  const call = { token: desk, params: { bookingId } };
  const { vehicleId } = booking.vehicle!;
  const other = vehicleId === 'v0' ? 'v1' : 'v0';
  expect(await client.call('explainTrip', call)).toMatchObject({ bookingId, vehicleId, about: 'now' });
  const { decisions } = await client.call('explainDecisions', call);
  const rival = { vehicleId: other, price: { drive: 0, wait: 0, ride: 0, walk: 0, total: 0 } };
  expect(decisions).toMatchObject([{ about: 'offer', vehicleId, fixed: null, rivals: [rival], obstacles: [] }]);
  const unknown = { token: desk, params: { bookingId: 'nobody' } };
  expect(await refusal(client.call('explainTrip', unknown))).toBe('not_found');
  expect(await refusal(client.call('explainDecisions', unknown))).toBe('not_found');
  const asRider = { token, params: { bookingId } };
  expect(await refusal(client.call('explainTrip', asRider))).toBe('not_yours');
  expect(await refusal(client.call('explainDecisions', asRider))).toBe('not_yours');
});

test('EX5 a refusal to the desk carries what binds by vehicle class; one to the rider does not', async () => {
  const { client, desk } = await start();
  const { token, subjectId: forRiderId } = await client.call('registerRider');
  const far = trip('s28', 's20'); // 2,800 s from the depot
  const toDesk = await client.call('requestTrip', { token: desk, body: { ...far, forRiderId } });
  const diagnosis = [{ vehicleClass: 'wagon', vehicles: 2, binding: 'pickup_window', alone: ['pickup_window'] }];
  const told = toDesk.kind === 'refused' ? toDesk : toDesk.insteadOf;
  expect(told).toMatchObject({ reason: 'no_vehicle_available', diagnosis });
  const toRider = await client.call('requestTrip', { token, body: far });
  expect(JSON.stringify(toRider)).toContain('no_vehicle_available');
  expect(JSON.stringify(toRider)).not.toContain('diagnosis');
});

import { expect, test } from 'vitest';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { playDispatch, tripBetween } from '../testing/play-dispatch.ts';
import { boardOf } from './board.ts';

const TEN = OPENING_SEC + 3600;

test('the board has every booking with its vehicle, expected times and the least slack of what is still to come', () => {
  const service = playDispatch(lineWorld({ vehicles: 2 }), TEN);
  const signOn = { kind: 'sign_on', vehicleId: 'v0', driverName: 'Test', tokenHash: 't', isVirtual: false } as const;
  service.facts({ kind: 'anybody' }, signOn);
  service.book('r1', tripBetween(3, 7));
  const day = boardOf(service.world, service.state, '2026-04-01', TEN, new Map());
  expect(day.vehicles.map(({ vehicleId, driverName }) => [vehicleId, driverName])).toEqual([
    ['v0', 'Test'],
    ['v1', null],
  ]);
  const [shift] = day.vehicles.flatMap(({ shifts }) => shifts);
  const [trip] = shift!.trips;
  expect(trip).toMatchObject({ number: 1, fromStopId: 's3', toStopId: 's7', isLate: false });
  expect(shift!.calls.map(({ stopId, board, leave }) => [stopId, board, leave])).toEqual([
    ['s3', [1], []],
    ['s7', [], [1]],
  ]);
  // The drop-off leaves less room than the pickup or as much: slack never grows towards the front.
  const [atPickup, atDropoff] = shift!.calls;
  expect(atPickup!.slackSec).toBe(Math.min(trip!.pickupUntilSec - trip!.pickupSec!, atDropoff!.slackSec));
  expect(atDropoff!.slackSec).toBe(trip!.dropoffBySec - trip!.dropoffSec!);
  const tomorrow = boardOf(service.world, service.state, '2026-04-02', TEN, new Map());
  expect(tomorrow.vehicles.flatMap(({ shifts }) => shifts)).toEqual([]);
});

test('a vehicle that is out is shown so, with the reason and how long, until it is back', () => {
  const service = playDispatch(lineWorld(), TEN);
  const desk = { kind: 'operator', operatorId: 'op1' } as const;
  const outage = () => boardOf(service.world, service.state, '2026-04-01', TEN, new Map()).vehicles[0]!.out;
  expect(outage()).toBeNull();
  const order = { reason: 'maintenance', untilSec: TEN + 1800 } as const;
  service.facts(desk, { kind: 'take_vehicle_out', vehicleId: 'v0', order });
  expect(outage()).toEqual(order);
  service.facts(desk, { kind: 'return_vehicle', vehicleId: 'v0' });
  expect(outage()).toBeNull();
});

test('a vehicle that did not move is shown late, with negative slack', () => {
  const service = playDispatch(lineWorld(), TEN);
  service.book('r1', tripBetween(3, 7));
  const [shift] = boardOf(service.world, service.state, '2026-04-01', TEN + 3600, new Map()).vehicles[0]!.shifts;
  expect(shift!.trips[0]!.isLate).toBe(true);
  expect(shift!.calls[0]!.slackSec).toBeLessThan(0);
});

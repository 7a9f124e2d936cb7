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
  const shift = day.vehicles.flatMap(({ shifts }) => shifts).find(({ trips }) => trips.length > 0);
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
  expect(tomorrow.vehicles.flatMap(({ shifts }) => shifts)).toMatchObject([{ trips: [] }, { trips: [] }]);
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

test('SH1 the board has the shifts of the plan in force, and one that is gone only for its trips of the day', () => {
  const service = playDispatch(lineWorld({ vehicles: 2 }), TEN);
  const desk = { kind: 'operator', operatorId: 'op1' } as const;
  const at = (hour: number) => OPENING_SEC + (hour - 9) * 3600;
  const hoursOf = (date: string) =>
    boardOf(service.world, service.state, date, service.nowSec, new Map()).vehicles.map(({ shifts }) =>
      shifts.map(({ startSec, endSec, trips }) => [(startSec - at(0)) / 3600, (endSec - at(0)) / 3600, trips.length]),
    );
  const plan = (...hours: (readonly [number, number])[]) => {
    const shifts = hours.map(([from, until]) => ({
      startSec: at(from),
      endSec: at(until),
      driverId: null,
      pauses: [],
    }));
    service.facts(desk, { kind: 'plan_day', vehicleId: 'v0', date: '2026-04-01', shifts });
  };
  const other = hoursOf('2026-04-01')[1];
  plan([9, 17]);
  expect(hoursOf('2026-04-01')).toEqual([[[9, 17, 0]], other]); // before anything is booked
  service.facts(desk, { kind: 'plan_day', vehicleId: 'v1', date: '2026-04-01', shifts: [] });
  service.book('r1', tripBetween(3, 7));
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const signOn = { vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', ...signOn });
  }
  expect(hoursOf('2026-04-01')).toEqual([[[9, 17, 1]], []]);
  service.serveNextCall('v0');
  service.serveNextCall('v0');
  plan([9, 13], [13, 17]);
  expect(hoursOf('2026-04-01')).toEqual([
    [
      [9, 13, 0],
      [9, 17, 1], // driven, and no longer planned
      [13, 17, 0],
    ],
    [],
  ]);
  plan([9, 12]);
  expect(hoursOf('2026-04-01')[0]).toEqual([
    [9, 12, 0],
    [9, 17, 1],
  ]);
  service.nowSec += 3 * 86_400; // a day that is over stays as it was
  expect(hoursOf('2026-04-01')[0]).toEqual([
    [9, 12, 0],
    [9, 17, 1],
  ]);
});

import type { Board, BoardCall, BoardTrip, BoardVehicle } from '@noriai/core/contracts/board.ts';
import { expect, test } from 'vitest';
import { lanesOf, leastSlackSec, scaleOf, slackBarsOf, slackOfTrip } from './timeline-bars.ts';

const HOUR = 3_600;

function vehicle(trips: Partial<BoardTrip>[], calls: Partial<BoardCall>[]): BoardVehicle {
  const shift = { shiftId: 'x', startSec: 8 * HOUR, endSec: 17 * HOUR, isActive: true, onBoard: 0 };
  return {
    vehicleId: 'v',
    name: { ja: '1号車' },
    plate: '',
    seats: 8,
    wheelchairPlaces: 1,
    driverName: null,
    isVirtual: false,
    position: null,
    positionSec: null,
    out: null,
    shifts: [{ ...shift, calls: calls as BoardCall[], trips: trips as BoardTrip[] }],
  };
}
const trip = (number: number, pickupSec: number, dropoffSec: number, status: BoardTrip['status'] = 'booked') => ({
  number,
  status,
  pickupSec,
  dropoffSec,
  pickupFromSec: pickupSec - 300,
  dropoffBySec: dropoffSec + 600,
});

test('bars that would cover each other lie in lanes; who does not travel has no bar', () => {
  const lanes = lanesOf(
    vehicle(
      [
        trip(1, 9 * HOUR, 9.5 * HOUR),
        trip(2, 9.2 * HOUR, 9.3 * HOUR),
        trip(3, 9.5 * HOUR, 10 * HOUR),
        trip(4, 9 * HOUR, 10 * HOUR, 'cancelled'),
        // Its bar is as long as a finger is wide, so the next begins in another lane.
        trip(5, 9.75 * HOUR, 9.76 * HOUR),
      ],
      [],
    ),
  );
  expect(lanes.map((lane) => lane.map((bar) => bar.trip.number))).toEqual([
    [1, 3],
    [2, 5],
  ]);
});

test('the scale holds every shift and every bar, at least six hours', () => {
  const day = { vehicles: [vehicle([trip(1, 7.9 * HOUR, 8.5 * HOUR)], [])], nowSec: 9 * HOUR };
  const scale = scaleOf(day as unknown as Board);
  expect(scale.hours[0]).toBe(7 * HOUR);
  expect(scale.place(7 * HOUR)).toBe('0%');
  expect(scale.place(17 * HOUR)).toBe('100%');
  expect(scale.span(7 * HOUR, 12 * HOUR)).toEqual({ insetInlineStart: '0%', width: '50%' });
});

test('slack is shown for each call, for a trip the least of where it gets on and off', () => {
  const busy = vehicle(
    [],
    [
      { arriveSec: 1, slackSec: 400, board: [7], leave: [] },
      { arriveSec: 2, slackSec: 179, board: [], leave: [8] },
      { arriveSec: 3, slackSec: -10, board: [], leave: [7] },
    ],
  );
  expect(slackBarsOf(busy).map(({ level }) => level)).toEqual(['easy', 'tight', 'broken']);
  expect(leastSlackSec(busy)).toBe(-10);
  expect([slackOfTrip(busy, 7), slackOfTrip(busy, 8), slackOfTrip(busy, 9)]).toEqual([-10, 179, null]);
  expect(leastSlackSec(vehicle([], []))).toBeNull();
});

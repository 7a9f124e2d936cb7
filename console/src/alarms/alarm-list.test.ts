import type { Board, BoardCall, BoardTrip } from '@noriai/core/contracts/board.ts';
import { expect, test } from 'vitest';
import { alarmsOf } from './alarm-list.ts';

const call = (inSec: number, slackSec: number): BoardCall => ({
  callId: 'c',
  stopId: 's',
  stopName: { ja: '駅' },
  position: { lat: 0, lon: 0 },
  arriveSec: 1000 + inSec,
  leaveSec: 1000 + inSec,
  slackSec,
  board: [7],
  leave: [],
});
const late = {
  bookingId: 'b',
  number: 7,
  isLate: true,
  pickupSec: 900,
  pickupUntilSec: 600,
  dropoffSec: 950,
  dropoffBySec: 800,
};

function day(driverName: string | null, calls: BoardCall[], trips: unknown[] = []): Board {
  const shift = {
    shiftId: 'x',
    startSec: 0,
    endSec: 9999,
    isActive: true,
    onBoard: 0,
    calls,
    trips: trips as BoardTrip[],
  };
  const vehicle = { vehicleId: 'v', name: { ja: '1号車' }, plate: '', seats: 8, wheelchairPlaces: 1, driverName };
  const rest = { isVirtual: false, position: null, positionSec: null, out: null, shifts: [shift] };
  return { date: '2026-04-01', nowSec: 1000, sequence: 1, vehicles: [{ ...vehicle, ...rest }] };
}
const kinds = (board: Board): string =>
  alarmsOf(board)
    .map(({ kind, sec }) => `${kind} ${sec}`)
    .join(', ');

test('late promises, missing drivers and vehicles that do not move are alarms, worst first', () => {
  expect(kinds(day('山田', [call(300, 600)]))).toBe('');
  expect(kinds(day(null, [call(300, 600)]))).toBe('no_driver 300');
  expect(kinds(day(null, [call(3000, 600)])), 'still time to find a driver').toBe('');
  expect(kinds(day('山田', [call(0, -400)], [late]))).toBe('not_moving 400, late 300');
  expect(kinds(day('山田', [call(0, -100)])), 'within five minutes').toBe('');
});

import type { BoardVehicle } from '@noriai/core/contracts/board.ts';
import type { RollCallDay } from '@noriai/core/contracts/fleet.ts';
import { expect, test } from 'vitest';
import { dueRollCalls } from './due-roll-calls.ts';

const HOUR = 3_600;
const shift = { shiftId: 'x', startSec: 8 * HOUR, endSec: 17 * HOUR, isActive: true, onBoard: 0, calls: [], trips: [] };
const vehicle = (vehicleId: string, driverName: string | null): BoardVehicle => ({
  vehicleId,
  name: { ja: vehicleId },
  plate: '',
  seats: 8,
  wheelchairPlaces: 1,
  driverName,
  isVirtual: false,
  position: null,
  positionSec: null,
  out: null,
  shifts: [shift],
});
const duty = (vehicleId: string, change: Partial<RollCallDay['duties'][number]>): RollCallDay['duties'][number] => ({
  driverName: `driver of ${vehicleId}`,
  vehicleId,
  startSec: 8 * HOUR,
  endSec: null,
  hasBefore: true,
  hasAfter: false,
  ...change,
});
const called = (vehicleId: string, atSec: number): RollCallDay['rollCalls'][number] => ({
  rollCallId: 'r',
  recordedSec: atSec,
  by: 'operator:o',
  rollCall: {
    phase: 'before',
    driverName: 'somebody',
    vehicleId,
    atSec,
    method: 'in_person',
    conductedBy: 'somebody else',
    alcohol: { isDetected: false },
    health: { isWell: true },
    mayDrive: true,
  },
});
const words = (...args: Parameters<typeof dueRollCalls>): string[] =>
  dueRollCalls(...args).map(
    ({ kind, vehicleId, driverName, sec }) => `${kind} ${vehicleId} ${driverName} ${sec / HOUR}`,
  );

test('a shift is due four hours before it begins, until somebody was called for it or drives', () => {
  const none = { duties: [], rollCalls: [] };
  expect(words(none, [vehicle('a', null)], 4 * HOUR)).toEqual(['before a null 8']);
  expect(words(none, [vehicle('a', null)], 4 * HOUR - 1), 'too early').toEqual([]);
  expect(words(none, [vehicle('a', null)], 17 * HOUR), 'over').toEqual([]);
  expect(words(none, [vehicle('a', '山田')], 9 * HOUR), 'somebody drives').toEqual([]);
  expect(words({ duties: [], rollCalls: [called('a', 7 * HOUR)] }, [vehicle('a', null)], 7.5 * HOUR)).toEqual([]);
  expect(words({ duties: [], rollCalls: [called('b', 7 * HOUR)] }, [vehicle('a', null)], 7.5 * HOUR)).toEqual([
    'before a null 8',
  ]);
  expect(words({ duties: [], rollCalls: [called('a', 4 * HOUR - 1)] }, [vehicle('a', null)], 5 * HOUR)).toEqual([
    'before a null 8',
  ]);
});

test('duties without a call before come first, then those that ended without one after, then those that run', () => {
  const duties = [
    duty('c', {}),
    duty('a', { endSec: 12 * HOUR }),
    duty('b', { hasBefore: false }),
    duty('d', { endSec: 12 * HOUR, hasAfter: true }),
  ];
  expect(words({ duties, rollCalls: [] }, [], 13 * HOUR)).toEqual([
    'missed b driver of b 8',
    'after a driver of a 12',
    'later c driver of c 8',
  ]);
});

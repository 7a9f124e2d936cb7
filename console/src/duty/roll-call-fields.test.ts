import { rollCall } from '@noriai/core/contracts/fleet.ts';
import { decode } from '@noriai/core/contracts/schema.ts';
import { expect, test } from 'vitest';
import { blankForm, rollCallOf, type RollCallFields } from './roll-call-fields.ts';

const form = (change: Partial<RollCallFields>): RollCallFields => ({
  ...blankForm('点呼 花子'),
  driverName: '運転 太郎',
  ...change,
});

test('what is typed becomes a record as the contract has it; empty lines are left out', () => {
  const before = rollCallOf(form({ vehicleId: 'v1', breath: '０', instructions: '雨に注意' }), 1000);
  expect(decode(rollCall, before).ok).toBe(true);
  expect(before).toEqual({
    phase: 'before',
    driverName: '運転 太郎',
    vehicleId: 'v1',
    atSec: 1000,
    method: 'in_person',
    conductedBy: '点呼 花子',
    alcohol: { isDetected: false, breathMicrogramPerL: 0 },
    health: { isWell: true },
    inspection: { isOk: true },
    instructions: '雨に注意',
    mayDrive: true,
  });
  const after = rollCallOf(form({ phase: 'after', report: '異常なし', driverId: 'd1' }), 1000);
  expect(decode(rollCall, after).ok).toBe(true);
  expect(after).toMatchObject({ phase: 'after', report: '異常なし', driverId: 'd1' });
  expect(after, 'the vehicle is inspected before duty').not.toHaveProperty('inspection');
});

test('there is no record without driver or caller, of a reading that is no number, or of somebody who drives after alcohol', () => {
  expect(rollCallOf(form({ driverName: ' ' }), 0)).toBeNull();
  expect(rollCallOf(form({ conductedBy: '' }), 0)).toBeNull();
  expect(rollCallOf(form({ breath: '0.1' }), 0)).toBeNull();
  expect(rollCallOf(form({ isAlcohol: true }), 0)).toBeNull();
  expect(rollCallOf(form({ isAlcohol: true, mayDrive: false }), 0)).not.toBeNull();
});

test('RC1 a reading above 0 is alcohol, whatever was pressed, and nobody drives with it', () => {
  expect(rollCallOf(form({ breath: '１２' }), 0), 'may drive').toBeNull();
  const found = rollCallOf(form({ breath: '１２', mayDrive: false }), 0);
  expect(found?.alcohol).toEqual({ isDetected: true, breathMicrogramPerL: 12 });
  expect(decode(rollCall, found).ok).toBe(true);
  expect(rollCallOf(form({ breath: '00' }), 0)?.alcohol.isDetected).toBe(false);
});

import { ownRollCall } from '@noriai/core/contracts/fleet.ts';
import { decode } from '@noriai/core/contracts/schema.ts';
import { expect, test } from 'vitest';
import { emptyRollCall, finished, mayDrive, type RollCallAnswers } from './roll-call.ts';

const good: RollCallAnswers = {
  ...emptyRollCall(),
  conductedBy: ' 模擬 管理者 ',
  hasAlcohol: false,
  isWell: true,
  isVehicleOk: true,
};

test('a roll call is finished when every question was answered, and the service accepts it', () => {
  const done = finished(good)!;
  expect(done).toMatchObject({ conductedBy: '模擬 管理者', alcohol: { isDetected: false } });
  expect(decode(ownRollCall, done)).toMatchObject({ ok: true });
  expect(mayDrive(done)).toBe(true);
});

test.each([{ hasAlcohol: null }, { isWell: null }, { isVehicleOk: null }, { conductedBy: '  ' }])(
  'it is not finished with %o',
  (missing) => expect(finished({ ...good, ...missing })).toBeNull(),
);

test.each([{ hasAlcohol: true }, { isWell: false }, { isVehicleOk: false }])('nobody drives with %o', (bad) => {
  expect(mayDrive(finished({ ...good, ...bad })!)).toBe(false);
});

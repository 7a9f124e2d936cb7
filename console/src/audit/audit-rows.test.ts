import type { AuditLine } from '@noriai/core/contracts/fleet.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { afterEach, expect, test } from 'vitest';
import { auditRow, isFound } from './audit-rows.ts';

afterEach(() => {
  language.value = 'ja';
});

const numbers = new Map([['b12', '12番']]);
const vehicles = new Map([
  ['v0', '0号車'],
  ['v1', '1号車'],
]);
const known = {
  names: new Map([['op1', '模擬 太郎']]),
  vehicleName: (id: string) => vehicles.get(id) ?? id,
};
const line = (change: Partial<AuditLine>): AuditLine => ({
  sequence: 1,
  atSec: 0,
  kind: 'ride_moved',
  by: 'operator:op1',
  bookingIds: ['b12', 'of-another-day'],
  vehicleIds: ['v1'],
  fact: '{}',
  ...change,
});
const row = (change: Partial<AuditLine>) => auditRow(line(change), numbers, known);
const by = (change: Partial<AuditLine>) => row(change).by;

test('a fact is read in words: what, which trips and vehicles by number and name, who', () => {
  expect(row({})).toMatchObject({ what: '予約を別の車両へ移した', about: '12番・1号車', by: '担当者 模擬 太郎' });
  language.value = 'en';
  expect(row({})).toMatchObject({ what: 'moved a booking to another vehicle', by: 'operator 模擬 太郎' });
});

test('what the page does not know stays as the ledger has it', () => {
  const change = { kind: 'ride_flown', by: 'pilot:p1', vehicleIds: ['gone'] };
  expect(row(change)).toMatchObject({ what: 'ride_flown', about: '12番・gone', by: 'pilot:p1' });
});

test('an actor is said by role, a driver by the vehicle, a rider by the end of the id', () => {
  expect(by({ by: 'operator:0199a1b2-c3d4-7000-8000-0123456789ab' })).toBe('担当者 …456789ab');
  expect(by({ by: 'driver:v0' })).toBe('乗務員（0号車）');
  expect(by({ by: 'driver' }), 'of the one vehicle that the fact is about').toBe('乗務員（1号車）');
  expect(by({ by: 'driver', vehicleIds: ['v0', 'v1'] }), 'of one of them').toBe('乗務員');
  expect(by({ by: 'rider:0199a1b2-c3d4-7000-8000-0123456789ab' })).toBe('利用者 …456789ab');
  expect(by({ by: 'rider' })).toBe('利用者');
  expect(by({ by: 'plan' })).toBe('予定どおり（自動）');
  expect(by({ by: 'service' })).toBe('自動');
  expect(by({ by: 'anybody' }), 'who signs on').toBe('乗務員（1号車）');
  expect(by({ by: 'anybody', vehicleIds: [] }), 'who registers').toBe('登録前の方');
  expect([by({ by: null }), by({ by: '' })]).toEqual(['', '']);
});

test('who acted for the rider is said, also where no command names anybody', () => {
  const doneBy = (of: object) => ({ by: null, fact: JSON.stringify({ kind: 'ride_booked', doneBy: of }) });
  expect(by(doneBy({ kind: 'desk', operatorId: 'op1' }))).toBe('担当者 模擬 太郎');
  expect(by(doneBy({ kind: 'standing_order', orderId: 'o1' }))).toBe('毎週の予約（自動）');
  expect(by(doneBy({ kind: 'waitlist', waitId: 'w1' }))).toBe('空き待ち（自動）');
  expect(by({ ...doneBy({ kind: 'proxy', riderId: 'r2' }), by: 'rider:r2' })).toBe('代わりの方 r2');
  expect(by({ by: null, kind: 'ride_booked' }), 'a booking says nobody where it was the rider').toBe('利用者');
  expect(by({ by: 'rider:r1', fact: '{"note":"\\"doneBy\\""}' }), 'the word alone, in a note').toBe('利用者 r1');
});

test('a row is found by what stands there and by what the ledger calls it', () => {
  for (const filter of ['', ' ', '移した', '12番', '1号車', '太郎', 'ride_moved', 'RIDE_', 'v1', 'operator:op1', 'b12'])
    expect(isFound(row({}), filter), filter).toBe(true);
  for (const filter of ['予約した', '0号車', 'ride_booked']) expect(isFound(row({}), filter), filter).toBe(false);
});

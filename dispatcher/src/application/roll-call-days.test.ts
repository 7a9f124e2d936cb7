import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { RollCallReader } from '@noriai/core/dispatch/roll-calls.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { playDispatch } from '@noriai/core/testing/play-dispatch.ts';
import { expect, test } from 'vitest';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import { SystemClock } from '../adapters/system-clock.ts';
import { RollCallDays } from './roll-call-days.ts';

const DAY = '2026-04-01';

/** A ledger that counts what is read of it. */
class CountedLedger extends MemoryLedger {
  entriesRead = 0;

  override async *read(afterSequence: number): AsyncIterable<readonly LedgerEntry[]> {
    for await (const entries of super.read(afterSequence)) {
      this.entriesRead += entries.length;
      yield entries;
    }
  }
}

test('RC2 a day that is asked for again reads only what is new, also by two desks at once, and says the same', async () => {
  const service = playDispatch(lineWorld({ vehicles: 3 }), OPENING_SEC);
  const signOn = (vehicleId: string, driverName: string): void =>
    void service.facts(
      { kind: 'anybody' },
      { kind: 'sign_on', vehicleId, driverName, tokenHash: driverName, isVirtual: false },
    );
  const ledger = new CountedLedger(service.world.area.id);
  const kept = new RollCallDays(service.world, { ledger, clock: new SystemClock() }, (text) => text);
  for (const [i, driverName] of ['試験 花子', '試験 次郎', '試験 三郎'].entries()) {
    const known = service.ledger.length;
    signOn(`v${i}`, driverName);
    await ledger.append(known, service.ledger.slice(known));
    const fresh = new RollCallReader(service.world, DAY);
    for (const entry of service.ledger) fresh.add(entry);
    const [first, second] = await Promise.all([kept.on(DAY), kept.on(DAY)]);
    expect(first).toEqual(fresh.result());
    expect(second).toEqual(first);
  }
  expect(ledger.entriesRead).toBe(service.ledger.length);
  expect((await kept.on('2026-04-02')).duties).toEqual([]);
  expect(ledger.entriesRead, 'facts from before the day').toBe(service.ledger.length);
});

test('RC2 the roll call before a duty that begins at midnight is read, too', async () => {
  const midnightSec = OPENING_SEC + 15 * 3600;
  const service = playDispatch(lineWorld(), midnightSec - 1200);
  const driver = { driverName: '試験 花子', driverId: 'd1' };
  const checks = { alcohol: { isDetected: false }, health: { isWell: true }, inspection: { isOk: true } };
  const how = { method: 'in_person', conductedBy: '管理 太郎', atSec: service.nowSec, mayDrive: true } as const;
  const rollCall = { phase: 'before', ...driver, ...checks, ...how } as const;
  service.facts({ kind: 'operator', operatorId: 'op1' }, { kind: 'record_roll_call', rollCallId: 'rc1', rollCall });
  service.nowSec = midnightSec + 60;
  service.facts({ kind: 'anybody' }, { kind: 'sign_on', vehicleId: 'v0', ...driver, tokenHash: 'h', isVirtual: false });
  const ledger = new MemoryLedger(service.world.area.id);
  await ledger.append(0, service.ledger);
  const kept = new RollCallDays(service.world, { ledger, clock: new SystemClock() }, (text) => text);
  expect(await kept.on('2026-04-02')).toMatchObject({ rollCalls: [], duties: [{ hasBefore: true }] });
});

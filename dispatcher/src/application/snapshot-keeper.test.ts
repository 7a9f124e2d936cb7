import { openState } from '@noriai/core/dispatch/state.ts';
import { expect, test } from 'vitest';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import { sha256Hasher } from '../adapters/secrets.ts';
import { MemorySnapshots } from '../adapters/snapshot-stores.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { Clock } from './ports.ts';
import { SNAPSHOT_FACTS, SnapshotKeeper } from './snapshot-keeper.ts';

/** A keeper over a ledger that grows when the test says so, and a clock that goes on when it says so. */
function keeper(everySec: number) {
  const ledger = new MemoryLedger('line');
  const store = new MemorySnapshots();
  const state = openState();
  const timers: { readonly delaySec: number; readonly run: () => void }[] = [];
  const trouble: unknown[] = [];
  const told: number[] = [];
  const clock: Clock = {
    nowSec: () => 0,
    shiftSec: 0,
    stopwatchMs: () => 0,
    soon: (run) => run(),
    after: (delaySec, run) => {
      const timer = { delaySec, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
  const made = new SnapshotKeeper({
    snapshots: { store, madeBy: 'us' },
    ledger,
    hasher: sha256Hasher,
    clock,
    state: () => state,
    everySec,
    onKeep: (sequence) => told.push(sequence),
    onTrouble: (error) => trouble.push(error),
  });
  const happen = async (count: number) => {
    const entries = Array.from({ length: count }, (_, i): LedgerEntry => {
      const event = { kind: 'driver_signed_off', vehicleId: 'v0' } as const;
      return { sequence: state.sequence + i + 1, atSec: 0, command: null, event };
    });
    await ledger.append(state.sequence, entries);
    state.sequence += count;
  };
  /** The time of the timer comes, and what it sets off ends. */
  const goOn = async () => {
    const timer = timers.shift()!;
    timer.run();
    await made.keep();
    return timer.delaySec;
  };
  return { made, store, timers, trouble, told, happen, goOn };
}

test('FS5 while the service runs, the state is kept as often as it is set, when enough has happened', async () => {
  const { made, store, timers, told, happen, goOn } = keeper(300);
  made.start();
  await happen(SNAPSHOT_FACTS - 1);
  expect(await goOn()).toBe(300);
  expect(store.kept.size).toBe(0);
  await happen(1);
  await goOn();
  expect(store.kept.get('line')!.sequence).toBe(SNAPSHOT_FACTS);
  await happen(2 * SNAPSHOT_FACTS);
  await goOn();
  expect(told).toEqual([SNAPSHOT_FACTS, 3 * SNAPSHOT_FACTS]);
  expect(timers).toHaveLength(1);
  await made.close();
  expect(timers).toHaveLength(0);
});

test('FS5 with 0 only when asked; a disk that refuses is said and tried again', async () => {
  const { made, store, timers, trouble, happen } = keeper(0);
  made.start();
  expect(timers).toHaveLength(0);
  await happen(SNAPSHOT_FACTS);
  const put = store.put.bind(store);
  store.put = () => Promise.reject(new Error('disk full'));
  await made.keep();
  expect(trouble).toHaveLength(1);
  store.put = put;
  await made.keep();
  expect(store.kept.size).toBe(1);
});

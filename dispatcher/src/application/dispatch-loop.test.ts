import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { expect, test } from 'vitest';
import { MemoryLedger, type MemoryStore } from '../adapters/memory-ledger.ts';
import { sha256Hasher } from '../adapters/secrets.ts';
import { DispatchLoop, type LoopParts } from './dispatch-loop.ts';
import { LedgerMismatch } from './state-pair.ts';
import { FaultyLedger, HandClock, book, nowhere, seatCounter, seatsTaken } from './seat-counter.fake.ts';

interface Bench {
  readonly loop: DispatchLoop;
  readonly ledger: FaultyLedger;
  readonly clock: HandClock;
  readonly rules: ReturnType<typeof seatCounter>;
  readonly published: LedgerEntry[];
  readonly troubles: string[];
}

async function openBench(seats: number, store: MemoryStore = new Map(), more: Partial<LoopParts> = {}): Promise<Bench> {
  const ledger = new FaultyLedger(new MemoryLedger('nowhere', store));
  const clock = new HandClock();
  const rules = seatCounter(seats);
  const published: LedgerEntry[] = [];
  const troubles: string[] = [];
  const loop = await DispatchLoop.open({
    world: nowhere,
    rules,
    ledger,
    clock,
    hasher: sha256Hasher,
    publisher: { published: (entries) => published.push(...entries) },
    observer: { commandDone() {}, batchDone() {}, trouble: (message) => troubles.push(message) },
    ...more,
  });
  return { loop, ledger, clock, rules, published, troubles };
}

/** One word for each outcome: the subject of what was done, or the refusal. */
async function outcomes(loop: DispatchLoop, ...offerIds: string[]): Promise<string[]> {
  const results = await Promise.all(offerIds.map((offerId) => loop.submit(book(offerId))));
  return results.map((result) => (result.ok ? result.subjectId : result.refusal));
}

test('LP1 while the append is under way nothing is answered, shown or published', async () => {
  const { loop, ledger, published } = await openBench(5);
  const release = ledger.hold();
  let isAnswered = false;
  const answer = loop.submit(book('a')).then(() => (isAnswered = true));
  await expect.poll(() => ledger.appends).toBe(2);
  expect([isAnswered, seatsTaken(loop.state), published.length]).toEqual([false, 0, 0]);
  release();
  await answer;
  expect([seatsTaken(loop.state), published.map((entry) => entry.sequence)]).toEqual([1, [2]]);
});

test('LP2 the last seat goes to the first of a batch only, in one append', async () => {
  const { loop, ledger } = await openBench(2);
  expect(await outcomes(loop, 'a', 'b', 'c')).toEqual(['a', 'b', 'offer_gone']);
  expect(ledger.appends).toBe(2); // the opening and the batch
});

test('LP3 when the append fails everybody is told busy, the refused too, and the seats are free again', async () => {
  const { loop, ledger, published, troubles } = await openBench(2);
  ledger.faults.push('refused');
  expect(await outcomes(loop, 'a', 'b', 'c')).toEqual(['busy', 'busy', 'busy']);
  expect([seatsTaken(loop.state), published.length, troubles.length]).toEqual([0, 0, 1]);
  expect(await outcomes(loop, 'd', 'e')).toEqual(['d', 'e']);
});

test('LP4 a batch that was written although the append failed is found before the next decision', async () => {
  const { loop, ledger, published } = await openBench(2);
  ledger.faults.push('written_but_failed');
  expect(await outcomes(loop, 'a')).toEqual(['busy']);
  expect(published.map((entry) => entry.sequence)).toEqual([2]);
  expect(await outcomes(loop, 'b', 'c')).toEqual(['b', 'offer_gone']);
});

test('LP4 what another writer wrote first is taken over', async () => {
  const store: MemoryStore = new Map();
  const one = await openBench(2, store);
  const two = await openBench(2, store);
  expect(await outcomes(one.loop, 'a')).toEqual(['a']);
  expect(await outcomes(two.loop, 'b')).toEqual(['busy']);
  expect(await outcomes(two.loop, 'b')).toEqual(['b']);
  expect(await outcomes(one.loop, 'c')).toEqual(['busy']);
  expect(await outcomes(one.loop, 'c')).toEqual(['offer_gone']);
  expect(one.loop.proof()).toEqual(two.loop.proof());
});

test('LP4 while the ledger cannot be read the service says so, refuses, and recovers by itself', async () => {
  const { loop, ledger, clock } = await openBench(2);
  ledger.faults.push('refused');
  ledger.isUnreadable = true;
  expect(await outcomes(loop, 'a')).toEqual(['busy']);
  expect(loop.health).toBe('failing');
  expect(await outcomes(loop, 'a')).toEqual(['busy']);
  ledger.isUnreadable = false;
  clock.advance(1);
  await expect.poll(() => loop.health).toBe('ok');
  expect(await outcomes(loop, 'a')).toEqual(['a']);
});

test('LP5 LP7 after a restart the state is the same and a key seen before has no second effect', async () => {
  const store: MemoryStore = new Map();
  const before = await openBench(9, store);
  const first = await before.loop.submit(book('a', 'key-1'));
  await outcomes(before.loop, 'b', 'c');
  const after = await openBench(9, store);
  expect(after.loop.proof()).toEqual(before.loop.proof());
  expect(await after.loop.submit(book('other', 'key-1'))).toMatchObject({ ok: true, subjectId: 'a' });
  expect(first).toMatchObject({ ok: true, subjectId: 'a' });
  expect(after.loop.proof()).toEqual(before.loop.proof());
});

test('LP6 a command that finds the queue full gets busy at once', async () => {
  const { loop } = await openBench(9, new Map(), { maxQueued: 2 });
  expect(await outcomes(loop, 'a', 'b', 'c')).toEqual(['a', 'b', 'busy']);
  expect(await outcomes(loop, 'd')).toEqual(['d']);
});

test('LP8 when the clock goes back decisions keep the date of the newest fact', async () => {
  const { loop, clock, published } = await openBench(9);
  await outcomes(loop, 'a');
  clock.sec -= 500;
  await outcomes(loop, 'b');
  expect(published.map((entry) => entry.atSec)).toEqual([1_800_000_000, 1_800_000_000]);
});

test('LP9 what is due happens without a command, and before the commands that come later', async () => {
  const { loop, clock, rules, published } = await openBench(9);
  rules.dueSec = clock.sec + 30;
  await outcomes(loop, 'a');
  clock.advance(29);
  await outcomes(loop, 'b');
  clock.advance(1);
  await expect
    .poll(() => published.map((entry) => entry.event.kind))
    .toEqual(['ride_booked', 'ride_booked', 'driver_signed_off']);
  rules.dueSec = clock.sec;
  await outcomes(loop, 'c');
  expect(published.slice(3).map((entry) => entry.event.kind)).toEqual(['driver_signed_off', 'ride_booked']);
});

test('LP10 a command that breaks an assertion harms no other of its batch', async () => {
  const { loop } = await openBench(9);
  const broken = loop.submit({ ...book('x'), command: { kind: 'sign_off', vehicleId: 'v1' } });
  const failed = expect(broken).rejects.toThrow('breaks an assertion');
  expect(await outcomes(loop, 'a')).toEqual(['a']);
  await failed;
});

test('LP10 a fact that cannot be applied is never written, and the others of its batch are decided anew', async () => {
  const { loop, published } = await openBench(9);
  const first = loop.submit(book('a'));
  const broken = expect(loop.submit(book('cannot-be-applied'))).rejects.toThrow('cannot be applied');
  expect(await outcomes(loop, 'b')).toEqual(['b']);
  await broken;
  expect(await first).toMatchObject({ ok: true, subjectId: 'a' });
  expect(published.map((entry) => entry.event)).toMatchObject([{ bookingId: 'a' }, { bookingId: 'b' }]);
});

test('LP11 closing finishes what was taken and refuses what comes later', async () => {
  const { loop } = await openBench(9);
  const taken = outcomes(loop, 'a', 'b');
  const closed = loop.close();
  expect(await outcomes(loop, 'c')).toEqual(['busy']);
  await closed;
  expect(await taken).toEqual(['a', 'b']);
});

test('LP12 a new ledger begins with the area, and another area is refused', async () => {
  const store: MemoryStore = new Map();
  await openBench(9, store);
  expect(JSON.parse(store.get('nowhere')![0]!.event)).toEqual({ kind: 'area_opened', areaId: 'nowhere' });
  const elsewhere = { area: { id: 'elsewhere' } } as unknown as LoopParts['world'];
  await expect(openBench(9, store, { world: elsewhere })).rejects.toThrow(LedgerMismatch);
});

test('LP13 where it cannot be told what is due, that is reported and commands go on', async () => {
  const isDueKnown = { yet: true };
  const nextDueSec = (): number | null => {
    if (!isDueKnown.yet) throw new Error('a promise of the code is broken');
    return null;
  };
  const { loop, troubles } = await openBench(9, new Map(), { rules: { ...seatCounter(9), nextDueSec } });
  isDueKnown.yet = false;
  expect(await outcomes(loop, 'a')).toEqual(['a']);
  await expect.poll(() => troubles).toContain('what is due next cannot be told');
  expect(await outcomes(loop, 'b')).toEqual(['b']);
});

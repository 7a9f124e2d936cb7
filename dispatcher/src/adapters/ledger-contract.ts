/** What every ledger must do, run against each adapter: `ledgerContract('sqlite', open)`. Imported by tests only. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { describe, expect, test } from 'vitest';
import type { FactFormat } from '@noriai/core/dispatch/upcast.ts';
import { CHAIN_START, chained } from '../application/ledger-chain.ts';
import { LedgerConflict, type Ledger } from '../application/ports.ts';
import { sha256Hasher } from './secrets.ts';

/** Opens a ledger of an area; the same store name must find the same entries again. */
export type OpenLedger = (store: string, areaId: string, facts?: FactFormat) => Ledger;

export function ledgerContract(name: string, open: OpenLedger): void {
  describe(`${name} ledger`, () => {
    test('LG1 the first entry is 1, and a new ledger is empty', async () => {
      const ledger = open('numbers', 'town');
      expect(await ledger.lastSequence()).toBe(0);
      expect(await readAll(ledger)).toEqual([]);
      await ledger.append(0, entries(1, 3));
      await ledger.append(3, entries(4, 1));
      expect((await readAll(ledger)).map((entry) => entry.sequence)).toEqual([1, 2, 3, 4]);
    });

    test('LG2 LG3 a late writer is told the expected and the current sequence, and nothing of its batch is written', async () => {
      const [first, second] = [open('late', 'town'), open('late', 'town')];
      await first.append(0, entries(1, 2));
      const late = second.append(0, entries(1, 5));
      await expect(late).rejects.toThrow(LedgerConflict);
      await expect(late).rejects.toMatchObject({ expectedSequence: 0, currentSequence: 2 });
      expect(await readAll(first)).toEqual(entries(1, 2));
      await second.append(2, entries(3, 1));
      expect(await first.lastSequence()).toBe(3);
    });

    test('LG3 a writer that is ahead of the ledger writes nothing either', async () => {
      const ledger = open('ahead', 'town');
      await expect(ledger.append(7, entries(8, 1))).rejects.toMatchObject({ expectedSequence: 7, currentSequence: 0 });
      expect(await ledger.lastSequence()).toBe(0);
    });

    test('LG4 entries are read back equal and in order from any sequence on, after opening again too', async () => {
      const ledger = open('long', 'town');
      const all = entries(1, 2500);
      await ledger.append(0, all);
      await ledger.close();
      const again = open('long', 'town');
      expect(await readAll(again)).toEqual(all);
      for (const after of [1, 999, 1000, 1001, 2499, 2500, 9999]) {
        expect(await readAll(again, after)).toEqual(all.slice(after));
      }
    });

    test('LG5 two areas in one store do not see each other', async () => {
      const [hill, valley] = [open('shared', 'hill'), open('shared', 'valley')];
      await hill.append(0, entries(1, 3));
      await valley.append(0, entries(1, 1));
      expect(await hill.lastSequence()).toBe(3);
      expect(await readAll(valley)).toEqual(entries(1, 1));
    });

    test('LG11 an append of nothing changes nothing, and fails like any other when somebody else wrote', async () => {
      const ledger = open('nothing', 'town');
      await ledger.append(0, entries(1, 2));
      await ledger.append(2, []);
      await expect(ledger.append(1, [])).rejects.toThrow(LedgerConflict);
      expect(await readAll(ledger)).toEqual(entries(1, 2));
    });

    test('LG12 the newest entry from before a time is found, also among many of the same second', async () => {
      const ledger = open('times', 'town');
      expect(await ledger.sequenceBefore(1_800_000_000)).toBe(0);
      const times = [5, 5, 5, 7, 7, 9];
      const all = times.map((sec, i) => ({ ...entries(i + 1, 1)[0]!, atSec: 1_800_000_000 + sec }));
      await ledger.append(0, all);
      for (let sec = 4; sec <= 11; sec++) {
        const before = times.filter((one) => one < sec).length;
        expect(await ledger.sequenceBefore(1_800_000_000 + sec), `second ${sec}`).toBe(before);
      }
    });

    test('LG9 each entry is chained to the one before, over batches and openings, as worked out by hand', async () => {
      const ledger = open('chain', 'town');
      await ledger.append(0, entries(1, 2));
      await ledger.close();
      const again = open('chain', 'town');
      await again.append(2, entries(3, 1));
      const expected = chained(sha256Hasher, 'town', CHAIN_START, entries(1, 3), 1).map(({ hash }) => hash);
      expect(await Promise.all([0, 1, 2, 3, 4].map((at) => again.hashAt(at)))).toEqual([
        CHAIN_START,
        ...expected,
        null,
      ]);
      const bytes = (one: LedgerEntry) => [one.command && JSON.stringify(one.command), JSON.stringify(one.event)];
      const byHand = (before: string, one: LedgerEntry) =>
        sha256Hasher.hash(before + JSON.stringify(['town', one.sequence, one.atSec, 1, ...bytes(one)]));
      const [first, second] = entries(1, 2);
      expect(expected[1]).toBe(byHand(byHand('0'.repeat(64), first!), second!));
    });

    test('LG9 the same facts of another area have another chain', async () => {
      const [hill, valley] = [open('areas', 'hill'), open('areas', 'valley')];
      for (const ledger of [hill, valley]) await ledger.append(0, entries(1, 1));
      expect(await hill.hashAt(1)).not.toBe(await valley.hashAt(1));
    });

    test('LG10 facts written in an older format are read as they would be written today, beside newer ones', async () => {
      const older = open('formats', 'town');
      await older.append(0, entries(1, 2));
      const change: FactFormat['steps'][number]['change'] = (fact) => ({
        ...fact,
        number: 1000 + (fact['number'] as number),
      });
      const facts = { current: 2, steps: [{ from: 1, kind: 'ride_booked', change }] };
      const newer = open('formats', 'town', facts);
      await newer.append(2, entries(3, 1));
      expect((await readAll(newer)).map(({ event }) => (event as { number: number }).number)).toEqual([1001, 1002, 3]);
      expect(await newer.hashAt(2)).toBe(await older.hashAt(2));
    });
  });
}

export async function readAll(ledger: Ledger, afterSequence = 0): Promise<LedgerEntry[]> {
  const all: LedgerEntry[] = [];
  for await (const some of ledger.read(afterSequence)) all.push(...some);
  return all;
}

/** Entries with text that JSON and SQL must both carry. */
export function entries(first: number, count: number): LedgerEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    sequence: first + i,
    atSec: 1_800_000_000 + first + i,
    command: i % 2 === 0 ? { key: `key-${first + i}`, contentHash: 'ab', subjectId: '乗合 "1"' } : null,
    event: { kind: 'ride_booked', bookingId: `b${first + i} 'い' \u2028`, number: first + i },
  }));
}

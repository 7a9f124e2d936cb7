/** What every ledger must do, run against each adapter: `ledgerContract('sqlite', open)`. Imported by tests only. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { describe, expect, test } from 'vitest';
import { LedgerConflict, type Ledger } from '../application/ports.ts';

/** Opens a ledger of an area; the same store name must find the same entries again. */
export type OpenLedger = (store: string, areaId: string) => Ledger;

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

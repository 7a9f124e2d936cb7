/** The twin of the SQLite ledger: same contract, kept in memory. For tests and simulations; several ledgers may share a store. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { LedgerConflict, type Ledger } from '../application/ports.ts';

/** What outlives a ledger that is closed and opened again: rows of JSON by area. */
export type MemoryStore = Map<string, string[]>;

export class MemoryLedger implements Ledger {
  readonly areaId: string;
  private readonly rows: string[];

  constructor(areaId: string, store: MemoryStore = new Map()) {
    this.areaId = areaId;
    if (!store.has(areaId)) store.set(areaId, []);
    this.rows = store.get(areaId)!;
  }

  lastSequence(): Promise<number> {
    return Promise.resolve(this.rows.length);
  }

  async *read(afterSequence: number): AsyncIterable<readonly LedgerEntry[]> {
    const CHUNK = 1000;
    for (let at = afterSequence; at < this.rows.length; at += CHUNK) {
      yield this.rows.slice(at, at + CHUNK).map((row) => JSON.parse(row) as LedgerEntry);
    }
  }

  append(expectedSequence: number, entries: readonly LedgerEntry[]): Promise<void> {
    if (this.rows.length !== expectedSequence) {
      return Promise.reject(new LedgerConflict(this.areaId, expectedSequence, this.rows.length));
    }
    this.rows.push(...entries.map((entry) => JSON.stringify(entry)));
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

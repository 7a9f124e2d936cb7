/** The twin of the SQLite ledger: same contract, kept in memory. For tests and simulations; several ledgers may share a store. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { factFormat, type FactFormat } from '@noriai/core/dispatch/upcast.ts';
import { lastBefore } from '../application/last-before.ts';
import { CHAIN_START, ChainReader, chained, readChained, type StoredEntry } from '../application/ledger-chain.ts';
import { LedgerConflict, type Ledger } from '../application/ports.ts';
import { sha256Hasher } from './secrets.ts';

/** What outlives a ledger that is closed and opened again: entries by area. */
export type MemoryStore = Map<string, StoredEntry[]>;

const CHUNK = 1000;

export class MemoryLedger implements Ledger {
  readonly areaId: string;
  private readonly rows: StoredEntry[];
  private readonly facts: FactFormat;

  constructor(areaId: string, store: MemoryStore = new Map(), facts: FactFormat = factFormat) {
    this.areaId = areaId;
    this.facts = facts;
    if (!store.has(areaId)) store.set(areaId, []);
    this.rows = store.get(areaId)!;
  }

  lastSequence(): Promise<number> {
    return Promise.resolve(this.rows.length);
  }

  async *read(afterSequence: number): AsyncIterable<readonly LedgerEntry[]> {
    const after = { sequence: afterSequence, hash: this.findHash(afterSequence) ?? CHAIN_START };
    const reader = new ChainReader(sha256Hasher, this.areaId, after);
    for (let at = afterSequence; at < this.rows.length; at += CHUNK) {
      yield readChained(reader, this.rows.slice(at, at + CHUNK), this.facts, 'ledger in memory');
    }
  }

  append(expectedSequence: number, entries: readonly LedgerEntry[]): Promise<void> {
    if (this.rows.length !== expectedSequence) {
      return Promise.reject(new LedgerConflict(this.areaId, expectedSequence, this.rows.length));
    }
    const lastHash = this.rows.at(-1)?.hash ?? CHAIN_START;
    this.rows.push(...chained(sha256Hasher, this.areaId, lastHash, entries, this.facts.current));
    return Promise.resolve();
  }

  hashAt(sequence: number): Promise<string | null> {
    return Promise.resolve(this.findHash(sequence));
  }

  sequenceBefore(atSec: number): Promise<number> {
    return Promise.resolve(lastBefore(atSec, this.rows.length, (sequence) => this.rows[sequence - 1]!.atSec));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private findHash(sequence: number): string | null {
    return sequence === 0 ? CHAIN_START : (this.rows[sequence - 1]?.hash ?? null);
  }
}

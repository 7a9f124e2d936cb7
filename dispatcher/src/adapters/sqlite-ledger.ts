/**
 * The ledger of the embedded profile: one SQLite file in WAL mode with full sync, one row an entry. The unique key
 * (area, sequence) is the fence against a second writer. About 1,000 appends a second on a laptop's disk, so the
 * dispatch loop appends in batches. To back up while it runs: `noriai ledger backup`.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { factFormat, type FactFormat } from '@noriai/core/dispatch/upcast.ts';
import { CHAIN_START, ChainReader, chained, readChained } from '../application/ledger-chain.ts';
import { lastBefore } from '../application/last-before.ts';
import { LedgerConflict, LedgerUnavailable, type Ledger } from '../application/ports.ts';
import { openLedgerFile, selectEntries, touchFile, storedEntry, unavailable, type LedgerRow } from './ledger-file.ts';
import { sha256Hasher } from './secrets.ts';

/** Some five milliseconds to read: while the service runs, others have their turn between chunks. */
const CHUNK = 250;

interface Tip {
  readonly sequence: number;
  readonly hash: string;
}

export class SqliteLedger implements Ledger {
  readonly areaId: string;
  private readonly path: string;
  private readonly facts: FactFormat;
  private readonly database: DatabaseSync;
  private readonly selectLast: StatementSync;
  private readonly selectHash: StatementSync;
  private readonly selectTime: StatementSync;
  private readonly selectAfter: StatementSync;
  private readonly insert: StatementSync;

  /** @throws LedgerUnavailable when the file cannot be opened, is no ledger, is damaged or is of a newer format */
  constructor(path: string, areaId: string, facts: FactFormat = factFormat) {
    this.areaId = areaId;
    this.path = path;
    this.facts = facts;
    this.database = openLedgerFile(path);
    const prepare = (sql: string): StatementSync => this.database.prepare(sql);
    this.selectLast = prepare(
      'SELECT sequence, hash FROM ledger_entry WHERE area_id = ? ORDER BY sequence DESC LIMIT 1',
    );
    this.selectHash = prepare('SELECT hash FROM ledger_entry WHERE area_id = ? AND sequence = ?');
    this.selectTime = prepare('SELECT at_sec FROM ledger_entry WHERE area_id = ? AND sequence = ?');
    this.selectAfter = prepare(selectEntries);
    this.insert = prepare(
      'INSERT INTO ledger_entry (area_id, sequence, at_sec, format, command, event, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
  }

  async lastSequence(): Promise<number> {
    return this.guarded('read', () => this.readTip().sequence);
  }

  /** The chain is followed while reading: what was changed is never taken for true. */
  async *read(afterSequence: number): AsyncIterable<readonly LedgerEntry[]> {
    const hash = (await this.hashAt(afterSequence)) ?? CHAIN_START;
    const reader = new ChainReader(sha256Hasher, this.areaId, { sequence: afterSequence, hash });
    for (;;) {
      const entries = this.guarded('read', () => this.readChunk(reader));
      if (entries.length === 0) return;
      yield entries;
    }
  }

  async append(expectedSequence: number, entries: readonly LedgerEntry[]): Promise<void> {
    this.guarded('write', () => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        this.insertAll(expectedSequence, entries);
        if (entries.length === 0) this.database.exec(touchFile);
        this.database.exec('COMMIT');
      } catch (error) {
        this.rollBack();
        throw error;
      }
    });
  }

  async hashAt(sequence: number): Promise<string | null> {
    if (sequence === 0) return CHAIN_START;
    const row = this.guarded('read', () => this.selectHash.get(this.areaId, sequence)) as { hash: string } | undefined;
    return row?.hash ?? null;
  }

  async sequenceBefore(atSec: number): Promise<number> {
    const secOf = (sequence: number) => (this.selectTime.get(this.areaId, sequence) as { at_sec: number }).at_sec;
    return this.guarded('read', () => lastBefore(atSec, this.readTip().sequence, secOf));
  }

  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
  }

  private insertAll(expectedSequence: number, entries: readonly LedgerEntry[]): void {
    const tip = this.readTip();
    if (tip.sequence !== expectedSequence) throw new LedgerConflict(this.areaId, expectedSequence, tip.sequence);
    for (const one of chained(sha256Hasher, this.areaId, tip.hash, entries, this.facts.current)) {
      this.insert.run(this.areaId, one.sequence, one.atSec, one.format, one.command, one.event, one.hash);
    }
  }

  /** Some errors have rolled back already; then there is nothing left to do. */
  private rollBack(): void {
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
  }

  private readTip(): Tip {
    return (this.selectLast.get(this.areaId) as Tip | undefined) ?? { sequence: 0, hash: CHAIN_START };
  }

  private readChunk(reader: ChainReader): LedgerEntry[] {
    const rows = this.selectAfter.all(this.areaId, reader.sequence, CHUNK) as unknown as LedgerRow[];
    return readChained(reader, rows.map(storedEntry), this.facts, `ledger ${this.path}, area ${this.areaId}`);
  }

  private guarded<T>(what: 'read' | 'write', run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (error instanceof LedgerConflict || error instanceof LedgerUnavailable) throw error;
      throw unavailable(this.path, `cannot ${what}`, error);
    }
  }
}

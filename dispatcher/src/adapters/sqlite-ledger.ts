/**
 * The ledger of the embedded profile: one SQLite file in WAL mode with full sync, one row an entry. The unique key
 * (area, sequence) is the fence against a second writer. About 1,000 appends a second on a laptop's disk, so the
 * dispatch loop appends in batches. To back up: copy the file with its `-wal`, or `VACUUM INTO` while it runs.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CommandTrace, DispatchEvent, LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { LedgerConflict, LedgerUnavailable, type Ledger } from '../application/ports.ts';

const FORMAT_VERSION = 1;
/** `NORI`, so that `file` and we can tell our files from other people's SQLite files. */
const APPLICATION_ID = 0x4e4f5249;
const CHUNK = 1000;

interface Row {
  readonly sequence: number;
  readonly at_sec: number;
  readonly command: string | null;
  readonly event: string;
}

export class SqliteLedger implements Ledger {
  readonly areaId: string;
  private readonly path: string;
  private readonly database: DatabaseSync;
  private readonly selectLast: StatementSync;
  private readonly selectAfter: StatementSync;
  private readonly insert: StatementSync;

  /** @throws LedgerUnavailable when the file cannot be opened, is no ledger, is damaged or is of a newer format */
  constructor(path: string, areaId: string) {
    this.areaId = areaId;
    this.path = path;
    this.database = openDatabase(path);
    const prepare = (sql: string): StatementSync => this.database.prepare(sql);
    this.selectLast = prepare('SELECT coalesce(max(sequence), 0) AS sequence FROM ledger_entry WHERE area_id = ?');
    this.selectAfter = prepare(
      'SELECT sequence, at_sec, command, event FROM ledger_entry WHERE area_id = ? AND sequence > ? ORDER BY sequence LIMIT ?',
    );
    this.insert = prepare(
      'INSERT INTO ledger_entry (area_id, sequence, at_sec, command, event) VALUES (?, ?, ?, ?, ?)',
    );
  }

  async lastSequence(): Promise<number> {
    return this.guarded('read', () => this.readLastSequence());
  }

  async *read(afterSequence: number): AsyncIterable<readonly LedgerEntry[]> {
    let after = afterSequence;
    for (;;) {
      const entries = this.guarded('read', () => this.readChunk(after));
      if (entries.length === 0) return;
      yield entries;
      after += entries.length;
    }
  }

  async append(expectedSequence: number, entries: readonly LedgerEntry[]): Promise<void> {
    this.guarded('write', () => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        this.insertAll(expectedSequence, entries);
        this.database.exec('COMMIT');
      } catch (error) {
        this.rollBack();
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
  }

  private insertAll(expectedSequence: number, entries: readonly LedgerEntry[]): void {
    const current = this.readLastSequence();
    if (current !== expectedSequence) throw new LedgerConflict(this.areaId, expectedSequence, current);
    for (const { sequence, atSec, command, event } of entries) {
      this.insert.run(this.areaId, sequence, atSec, command && JSON.stringify(command), JSON.stringify(event));
    }
  }

  /** Some errors have rolled back already; then there is nothing left to do. */
  private rollBack(): void {
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
  }

  private readLastSequence(): number {
    return (this.selectLast.get(this.areaId) as { sequence: number }).sequence;
  }

  private readChunk(after: number): LedgerEntry[] {
    const rows = this.selectAfter.all(this.areaId, after, CHUNK) as unknown as Row[];
    return rows.map((row, i) => this.entryOf(row, after + 1 + i));
  }

  private entryOf(row: Row, sequence: number): LedgerEntry {
    if (row.sequence !== sequence) {
      throw new LedgerUnavailable(
        `ledger ${this.path}: got entry ${row.sequence} of area ${this.areaId}, expected ${sequence}: the file is damaged, restore a backup`,
      );
    }
    return {
      sequence,
      atSec: row.at_sec,
      command: row.command === null ? null : (JSON.parse(row.command) as CommandTrace),
      event: JSON.parse(row.event) as DispatchEvent,
    };
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

function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 2000 });
    checkFormat(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON');
    createTables(database);
    return database;
  } catch (error) {
    database?.close();
    throw error instanceof LedgerUnavailable ? error : unavailable(path, 'cannot open', error);
  }
}

function checkFormat(database: DatabaseSync, path: string): void {
  const applicationId = pragma(database, 'application_id');
  const tables = (database.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number }).n;
  if (applicationId !== APPLICATION_ID && (tables > 0 || applicationId !== 0)) {
    throw new LedgerUnavailable(`${path} is a database but not a ledger of Noriai: give another data folder`);
  }
  const version = pragma(database, 'user_version');
  if (version > FORMAT_VERSION) {
    throw new LedgerUnavailable(
      `ledger ${path}: got format ${version}, expected at most ${FORMAT_VERSION}: it was written by a newer Noriai, install that`,
    );
  }
}

function createTables(database: DatabaseSync): void {
  if (pragma(database, 'user_version') === FORMAT_VERSION) return;
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS ledger_entry (
      area_id TEXT NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence > 0),
      at_sec INTEGER NOT NULL,
      command TEXT,
      event TEXT NOT NULL,
      PRIMARY KEY (area_id, sequence)
    ) STRICT, WITHOUT ROWID;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${FORMAT_VERSION};
    COMMIT`);
}

function pragma(database: DatabaseSync, name: string): number {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] as number;
}

function unavailable(path: string, what: string, error: unknown): LedgerUnavailable {
  const reason = error instanceof Error ? error.message : String(error);
  return new LedgerUnavailable(`ledger ${path}: ${what}: ${reason}`, { cause: error });
}

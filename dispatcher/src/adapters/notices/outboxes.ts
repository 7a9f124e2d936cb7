/** Where notices wait: a SQLite file, or memory. */
import { DatabaseSync } from 'node:sqlite';
import { isOfLaterFact, type OutboxRow, type OutboxStore } from '../../application/notices/outbox.ts';
import { closeToOthers, makeOwnFile } from '../own-file.ts';

export class MemoryOutbox implements OutboxStore {
  private readonly marks = new Map<string, number>();
  private readonly rows = new Map<string, OutboxRow>();

  /** All there is, for whoever looks through it. */
  get contents(): readonly OutboxRow[] {
    return [...this.rows.values()];
  }

  mark(areaId: string): number | null {
    return this.marks.get(areaId) ?? null;
  }

  put(areaId: string, sequence: number, rows: readonly OutboxRow[]): void {
    if ((this.marks.get(areaId) ?? -1) >= sequence) return;
    this.add(rows);
    this.marks.set(areaId, sequence);
  }

  goBackTo(areaId: string, sequence: number): void {
    for (const rowId of this.rows.keys()) if (isOfLaterFact(rowId, areaId, sequence)) this.rows.delete(rowId);
    this.marks.set(areaId, sequence);
  }

  add(rows: readonly OutboxRow[]): void {
    for (const row of rows) if (!this.rows.has(row.rowId)) this.rows.set(row.rowId, row);
  }

  due(nowSec: number, limit: number, channel?: OutboxRow['channel']): readonly OutboxRow[] {
    return [...this.rows.values()]
      .filter((row) => row.state === 'waiting' && row.dueSec <= nowSec && row.channel === (channel ?? row.channel))
      .sort((a, b) => a.dueSec - b.dueSec || (a.rowId < b.rowId ? -1 : 1))
      .slice(0, limit);
  }

  waitingCount(): number {
    return [...this.rows.values()].filter(({ state }) => state === 'waiting').length;
  }

  settle(row: OutboxRow, following: readonly OutboxRow[]): void {
    const before = this.rows.get(row.rowId);
    if (before && before.state !== 'waiting' && row.state !== 'sent') return;
    this.rows.set(row.rowId, row);
    this.add(following);
  }

  find(rowId: string): OutboxRow | null {
    return this.rows.get(rowId) ?? null;
  }

  forgetBefore(atSec: number): void {
    for (const row of this.rows.values()) {
      if (row.state !== 'waiting' && row.atSec < atSec) this.rows.delete(row.rowId);
    }
  }

  close(): void {}
}

/** The file of notices cannot be opened; the message says what to do. */
export class OutboxUnavailable extends Error {
  override readonly name = 'OutboxUnavailable';
}

/** Beside the ledger; may be deleted: then notices begin with the next fact. */
export class SqliteOutbox implements OutboxStore {
  private readonly database: DatabaseSync;

  /** @throws OutboxUnavailable when it cannot be opened, is damaged or is something else; then it is left as it is */
  constructor(path: string) {
    this.database = openOutbox(path);
  }

  /** The farthest mark of all areas; 0 when there is none. */
  farthestMark(): number {
    return this.database.prepare('SELECT coalesce(max(sequence), 0) AS n FROM mark').get()!['n'] as number;
  }

  mark(areaId: string): number | null {
    const row = this.database.prepare('SELECT sequence FROM mark WHERE area_id = ?').get(areaId);
    return (row?.['sequence'] as number | undefined) ?? null;
  }

  put(areaId: string, sequence: number, rows: readonly OutboxRow[]): void {
    this.whole(() => {
      if ((this.mark(areaId) ?? -1) >= sequence) return;
      this.insert(rows);
      this.setMark(areaId, sequence);
    });
  }

  goBackTo(areaId: string, sequence: number): void {
    this.whole(() => {
      const rowIds = this.database.prepare('SELECT row_id FROM outbox').all();
      const remove = this.database.prepare('DELETE FROM outbox WHERE row_id = ?');
      for (const { row_id: rowId } of rowIds as { row_id: string }[])
        if (isOfLaterFact(rowId, areaId, sequence)) remove.run(rowId);
      this.setMark(areaId, sequence);
    });
  }

  private setMark(areaId: string, sequence: number): void {
    this.database.prepare('INSERT OR REPLACE INTO mark VALUES (?, ?)').run(areaId, sequence);
  }

  add(rows: readonly OutboxRow[]): void {
    this.whole(() => this.insert(rows));
  }

  private insert(rows: readonly OutboxRow[]): void {
    const insert = this.database.prepare('INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, ?)');
    for (const row of rows) insert.run(row.rowId, row.state, row.dueSec, row.atSec, JSON.stringify(row));
  }

  private whole(run: () => void): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      run();
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  due(nowSec: number, limit: number, channel?: OutboxRow['channel']): readonly OutboxRow[] {
    const byWay = channel === undefined ? '' : `AND json_extract(body, '$.channel') = ?`;
    const sql = `SELECT body FROM outbox WHERE state = 'waiting' ${byWay} AND due_sec <= ? ORDER BY due_sec, row_id LIMIT ?`;
    const values = channel === undefined ? [nowSec, limit] : [channel, nowSec, limit];
    return this.database
      .prepare(sql)
      .all(...values)
      .map(bodyOf);
  }

  waitingCount(): number {
    const row = this.database.prepare(`SELECT count(*) AS count FROM outbox WHERE state = 'waiting'`).get();
    return row?.['count'] as number;
  }

  settle(row: OutboxRow, following: readonly OutboxRow[]): void {
    const sql = `INSERT INTO outbox VALUES (?, ?, ?, ?, ?) ON CONFLICT (row_id) DO UPDATE
      SET state = excluded.state, due_sec = excluded.due_sec, at_sec = excluded.at_sec, body = excluded.body
      WHERE state = 'waiting' OR excluded.state = 'sent'`;
    this.whole(() => {
      const values = [row.rowId, row.state, row.dueSec, row.atSec, JSON.stringify(row)];
      if (this.database.prepare(sql).run(...values).changes > 0) this.insert(following);
    });
  }

  find(rowId: string): OutboxRow | null {
    const row = this.database.prepare('SELECT body FROM outbox WHERE row_id = ?').get(rowId);
    return row ? bodyOf(row) : null;
  }

  forgetBefore(atSec: number): void {
    this.database.prepare(`DELETE FROM outbox WHERE state <> 'waiting' AND at_sec < ?`).run(atSec);
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }
}

function openOutbox(path: string): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    makeOwnFile(path);
    database = new DatabaseSync(path, { timeout: 2000 });
    checkIsOutbox(database);
    database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS mark (area_id TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS outbox (row_id TEXT PRIMARY KEY, state TEXT NOT NULL, due_sec INTEGER NOT NULL,
        at_sec INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS outbox_due ON outbox (state, due_sec, row_id);
      CREATE INDEX IF NOT EXISTS outbox_due_by_way ON outbox (state, json_extract(body, '$.channel'), due_sec, row_id);`);
    closeToOthers(path);
    return database;
  } catch (error) {
    database?.close();
    throw new OutboxUnavailable(
      `notices ${path}: cannot open: ${(error as Error).message}: where it is damaged, move it away with what lies beside it (-wal, -shm), then notices begin with the next fact`,
      { cause: error },
    );
  }
}

function checkIsOutbox(database: DatabaseSync): void {
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  if (tables.length > 0 && !tables.some(({ name }) => name === 'outbox'))
    throw new Error('it is a database but holds no notices of Noriai');
  const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get()!;
  if (found !== 'ok') throw new Error(String(found).replaceAll('\n', ' '));
}

function bodyOf(row: Record<string, unknown>): OutboxRow {
  return JSON.parse(row['body'] as string) as OutboxRow;
}

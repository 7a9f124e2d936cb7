/** The SQLite file of a ledger: how it is opened, known as ours, made, and brought to the present format. */
import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CHAIN_START, chainHash, type StoredEntry } from '../application/ledger-chain.ts';
import { LedgerUnavailable } from '../application/ports.ts';
import { closeToOthers, makeOwnFile } from './own-file.ts';
import { sha256Hasher } from './secrets.ts';

/** 1: without a chain; 2: each entry with its format of facts and its hash. */
export const LEDGER_FORMAT = 2;
/** `NORI`, so that `file` and we can tell our files from other people's SQLite files. */
const APPLICATION_ID = 0x4e4f5249;

/**
 * Opens the file for writing, makes it when it is not there, and brings an older format to the present one.
 *
 * @throws LedgerUnavailable when it is no ledger, is empty, damaged or of a newer format; then it is left as it is
 */
export function openLedgerFile(path: string): DatabaseSync {
  if (!existsSync(path)) beginLedger(path);
  return opened(path, {}, (database) => {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON');
    upgrade(database);
  });
}

/** Opens an existing file for reading only. @throws LedgerUnavailable also when it is of an older format */
export function openLedgerForReading(path: string): DatabaseSync {
  return opened(path, { readOnly: true }, (database) => {
    const format = pragma(database, 'user_version');
    if (format === LEDGER_FORMAT) return;
    throw new LedgerUnavailable(
      `ledger ${path}: got format ${format}, expected ${LEDGER_FORMAT}: start the service once, it brings it up to date`,
    );
  });
}

function opened(
  path: string,
  options: { readOnly?: boolean },
  prepare: (database: DatabaseSync) => void,
): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    if (statSync(path).size === 0) throw emptyFile(path); // opened by SQLite it would lose the log that lies beside it
    database = new DatabaseSync(path, { timeout: 2000, ...options });
    checkFormat(database, path);
    if (!options.readOnly) closeToOthers(path);
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw error instanceof LedgerUnavailable ? error : unavailable(path, 'cannot open', error);
  }
}

/**
 * Made whole under another name first, so that what is found under its own name was a ledger once: a crash in between
 * leaves no empty file, which would be taken for a ledger that lost everything.
 */
function beginLedger(path: string): void {
  if (existsSync(`${path}-wal`)) throw lostBesideLog(path);
  const draft = `${path}.new-${process.pid}`;
  try {
    rmSync(draft, { force: true });
    makeOwnFile(draft);
    const database = new DatabaseSync(draft);
    try {
      database.exec(`PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; BEGIN; ${ledgerTable};
        PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${LEDGER_FORMAT}; COMMIT`);
    } finally {
      database.close();
    }
    placeNew(draft, path);
  } catch (error) {
    throw unavailable(path, 'cannot open', error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Never over the ledger of somebody who was quicker. */
function placeNew(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch {
    if (!existsSync(path)) renameSync(draft, path); // a file system without links
  }
}

function emptyFile(path: string): LedgerUnavailable {
  return new LedgerUnavailable(
    `ledger ${path}: got an empty file, expected a ledger: it is damaged and all its entries are gone, restore a backup into another data folder`,
  );
}

function lostBesideLog(path: string): LedgerUnavailable {
  return new LedgerUnavailable(
    `ledger ${path}: got its log ${path}-wal alone, expected the ledger beside it: restore a backup into another data folder; where you deleted the ledger on purpose, delete the log, too`,
  );
}

export function unavailable(path: string, what: string, error: unknown): LedgerUnavailable {
  const reason = error instanceof Error ? error.message : String(error);
  return new LedgerUnavailable(`ledger ${path}: ${what}: ${reason}`, { cause: error });
}

/** Writes a page that says what it said before: fails exactly when the disk refuses. */
export const touchFile = `PRAGMA user_version = ${LEDGER_FORMAT}`;

export interface LedgerRow {
  readonly sequence: number;
  readonly at_sec: number;
  readonly format: number;
  readonly command: string | null;
  readonly event: string;
  readonly hash: string;
}

export function storedEntry({ sequence, at_sec: atSec, format, command, event, hash }: LedgerRow): StoredEntry {
  return { sequence, atSec, format, command, event, hash };
}

const ledgerTable = `
  CREATE TABLE ledger_entry (
    area_id TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    at_sec INTEGER NOT NULL,
    command TEXT,
    event TEXT NOT NULL,
    format INTEGER NOT NULL DEFAULT 1,
    hash TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (area_id, sequence)
  ) STRICT, WITHOUT ROWID`;

export const selectEntries =
  'SELECT sequence, at_sec, format, command, event, hash FROM ledger_entry WHERE area_id = ? AND sequence > ? ORDER BY sequence LIMIT ?';

function checkFormat(database: DatabaseSync, path: string): void {
  const applicationId = pragma(database, 'application_id');
  const tables = (database.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number }).n;
  if (applicationId !== APPLICATION_ID && (tables > 0 || applicationId !== 0)) {
    throw new LedgerUnavailable(`${path} is a database but not a ledger of Noriai: give another data folder`);
  }
  if (tables === 0) throw emptyFile(path);
  const version = pragma(database, 'user_version');
  if (version > LEDGER_FORMAT) {
    throw new LedgerUnavailable(
      `ledger ${path}: got format ${version}, expected at most ${LEDGER_FORMAT}: it was written by a newer Noriai, install that`,
    );
  }
}

/** In one transaction, so that a crash on the way leaves the older format whole. */
function upgrade(database: DatabaseSync): void {
  const version = pragma(database, 'user_version');
  if (version === LEDGER_FORMAT) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    if (version === 1) addChain(database);
    database.exec(`PRAGMA user_version = ${LEDGER_FORMAT}; COMMIT`);
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** What was written without a chain gets one as it stands: from here on no change goes unseen. */
function addChain(database: DatabaseSync): void {
  database.exec(`ALTER TABLE ledger_entry ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE ledger_entry ADD COLUMN hash TEXT NOT NULL DEFAULT ''`);
  const setHash = database.prepare('UPDATE ledger_entry SET hash = ? WHERE area_id = ? AND sequence = ?');
  const areas = database.prepare('SELECT DISTINCT area_id FROM ledger_entry').all() as { area_id: string }[];
  const select = database.prepare(selectEntries);
  for (const { area_id: areaId } of areas) {
    let last = { sequence: 0, hash: CHAIN_START };
    for (;;) {
      const rows = select.all(areaId, last.sequence, 1000) as unknown as LedgerRow[];
      if (rows.length === 0) break;
      for (const row of rows) {
        const hash = chainHash(sha256Hasher, last.hash, areaId, storedEntry(row));
        setHash.run(hash, areaId, row.sequence);
        last = { sequence: row.sequence, hash };
      }
    }
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] as number;
}

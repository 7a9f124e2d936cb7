import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FactFormat } from '@noriai/core/dispatch/upcast.ts';
import { afterAll, expect, test } from 'vitest';
import { LedgerUnavailable } from '../application/ports.ts';
import { entries, ledgerContract, readAll } from './ledger-contract.ts';
import { verifyLedger } from './ledger-verify.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'noriai-ledger-'));
const fileOf = (store: string): string => join(folder, `${store}.sqlite`);
const open = (store: string, areaId = 'town', facts?: FactFormat): SqliteLedger =>
  new SqliteLedger(fileOf(store), areaId, facts);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

ledgerContract('sqlite', open);

/** The connection inside, to set limits that a test needs and nobody else may. */
const connectionOf = (ledger: SqliteLedger): DatabaseSync => (ledger as unknown as { database: DatabaseSync }).database;

test('LG6 the file is in WAL mode with full sync', () => {
  const connection = connectionOf(open('sync'));
  expect(connection.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(connection.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
});

test('LG7 a file that is no database is refused and left as it is', () => {
  const text = 'bookings of April\n'.repeat(100);
  writeFileSync(fileOf('letter'), text);
  expect(() => open('letter')).toThrow(LedgerUnavailable);
  expect(readFileSync(fileOf('letter'), 'utf8')).toBe(text);
});

test("LG7 somebody else's database is refused and left as it is", () => {
  const other = new DatabaseSync(fileOf('other'));
  other.exec('CREATE TABLE recipe (name TEXT)');
  other.close();
  const before = readFileSync(fileOf('other'));
  expect(() => open('other')).toThrow(/not a ledger of Noriai/);
  expect(readFileSync(fileOf('other')).equals(before)).toBe(true);
});

test('LG14 an empty file, or a log whose ledger is gone, is refused and left as it is, for writing and for reading', async () => {
  writeFileSync(fileOf('emptied'), '');
  writeFileSync(`${fileOf('emptied')}-wal`, 'entries that are not in the file yet');
  expect(() => open('emptied')).toThrow(/emptied\.sqlite: got an empty file, expected a ledger: .*restore a backup/);
  expect(() => verifyLedger(fileOf('emptied'))).toThrow(/emptied\.sqlite: got an empty file, expected a ledger/);
  expect(readFileSync(fileOf('emptied'), 'utf8')).toBe('');
  expect(readFileSync(`${fileOf('emptied')}-wal`, 'utf8')).toBe('entries that are not in the file yet');
  rmSync(fileOf('emptied'));
  expect(() => open('emptied')).toThrow(/got its log .*emptied\.sqlite-wal alone, expected the ledger beside it/);
  expect(existsSync(fileOf('emptied'))).toBe(false);
  new DatabaseSync(fileOf('bare')).exec('PRAGMA journal_mode = WAL');
  expect(() => open('bare')).toThrow(/got an empty file/);
});

test('LG14 a new ledger is there whole or not at all, with nothing beside it, and one that is there stays', async () => {
  const ledger = open('begun');
  const beside = readdirSync(folder).filter((name) => name.startsWith('begun'));
  expect(beside.sort()).toEqual(['begun.sqlite', 'begun.sqlite-shm', 'begun.sqlite-wal']);
  await ledger.append(0, entries(1, 3));
  expect(await open('begun').lastSequence()).toBe(3);
  expect(() => open(join('nowhere', 'begun'))).toThrow(LedgerUnavailable);
});

test('LG7 a ledger of a newer format is refused', async () => {
  const ledger = open('newer');
  connectionOf(ledger).exec('PRAGMA user_version = 99');
  await ledger.close();
  expect(() => open('newer')).toThrow(/got format 99, expected at most 2/);
});

test('LG9 whatever is changed in an entry is seen when reading, and the entry is named', async () => {
  const changes = {
    time: 'UPDATE ledger_entry SET at_sec = at_sec + 1 WHERE sequence = 3',
    fact: `UPDATE ledger_entry SET event = replace(event, 'b3', 'b4') WHERE sequence = 3`,
    command: `UPDATE ledger_entry SET command = NULL WHERE sequence = 3`,
    format: 'UPDATE ledger_entry SET format = 0 WHERE sequence = 3',
    order: 'UPDATE ledger_entry SET sequence = CASE sequence WHEN 3 THEN 40 ELSE 3 END WHERE sequence IN (3, 4)',
    hash: `UPDATE ledger_entry SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE sequence = 3`,
  };
  for (const [name, sql] of Object.entries(changes)) {
    const ledger = open(`changed-${name}`);
    await ledger.append(0, entries(1, 5));
    connectionOf(ledger).exec(sql);
    await expect(readAll(ledger), name).rejects.toThrow(/area town: entry 3 is damaged/);
  }
});

test('LG9 a ledger from before the chain gets one when it is opened, with every entry as it was', async () => {
  const old = new DatabaseSync(fileOf('format-1'));
  old.exec(`CREATE TABLE ledger_entry (area_id TEXT NOT NULL, sequence INTEGER NOT NULL CHECK (sequence > 0),
    at_sec INTEGER NOT NULL, command TEXT, event TEXT NOT NULL, PRIMARY KEY (area_id, sequence)) STRICT, WITHOUT ROWID;
    PRAGMA application_id = ${0x4e4f5249}; PRAGMA user_version = 1`);
  const insert = old.prepare('INSERT INTO ledger_entry VALUES (?, ?, ?, ?, ?)');
  old.exec('BEGIN');
  for (const { sequence, atSec, command, event } of entries(1, 1500)) {
    for (const areaId of ['town', 'valley']) {
      insert.run(areaId, sequence, atSec, command && JSON.stringify(command), JSON.stringify(event));
    }
  }
  old.exec('COMMIT');
  old.close();
  const ledger = open('format-1');
  expect(await readAll(ledger)).toEqual(entries(1, 1500));
  expect(await readAll(open('format-1', 'valley'))).toEqual(entries(1, 1500));
  await ledger.append(1500, entries(1501, 1));
  const fresh = open('format-2');
  await fresh.append(0, entries(1, 1501));
  expect(await ledger.hashAt(1501)).toBe(await fresh.hashAt(1501));
});

test('LG7 a missing entry is seen when reading', async () => {
  const ledger = open('gap');
  await ledger.append(0, entries(1, 5));
  connectionOf(ledger).exec('DELETE FROM ledger_entry WHERE sequence = 3');
  await expect(readAll(ledger)).rejects.toThrow(/entry 3 is damaged, got entry 4, expected 3/);
});

test('LG2 LG8 on a full disk nothing of the batch remains, and it works again afterwards', async () => {
  const ledger = open('full');
  await ledger.append(0, entries(1, 10));
  const connection = connectionOf(ledger);
  const pages = Object.values(connection.prepare('PRAGMA page_count').get()!)[0] as number;
  connection.exec(`PRAGMA max_page_count = ${pages + 1}`);
  await expect(ledger.append(10, entries(11, 2000))).rejects.toThrow(LedgerUnavailable);
  expect(await readAll(ledger)).toEqual(entries(1, 10));
  connection.exec('PRAGMA max_page_count = 1000000');
  await ledger.append(10, entries(11, 2000));
  expect(await ledger.lastSequence()).toBe(2010);
});

test('LG8 LG11 a ledger that may only be read refuses to write and still reads', async () => {
  const ledger = open('readonly');
  await ledger.append(0, entries(1, 1));
  connectionOf(ledger).exec('PRAGMA query_only = ON');
  await expect(ledger.append(1, entries(2, 1))).rejects.toThrow(LedgerUnavailable);
  await expect(ledger.append(1, [])).rejects.toThrow(LedgerUnavailable);
  expect(await readAll(ledger)).toEqual(entries(1, 1));
});

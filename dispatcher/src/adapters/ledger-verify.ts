/** Reads a ledger file from its first entry to its last and says whether every entry is as it was written. */
import type { DatabaseSync } from 'node:sqlite';
import { ChainReader, type Damage, type StoredEntry } from '../application/ledger-chain.ts';
import { openLedgerForReading, selectEntries, storedEntry, unavailable, type LedgerRow } from './ledger-file.ts';
import { sha256Hasher } from './secrets.ts';

/** How far an area's chain goes; whoever notes the hash elsewhere can tell later that nothing was cut off its end. */
export interface AreaChain {
  readonly areaId: string;
  readonly entries: number;
  readonly hash: string;
}

export interface VerifiedArea extends AreaChain {
  /** The first damaged entry; `entries` and `hash` are of the last whole one. */
  readonly damage: Damage | null;
}

/** About 300,000 entries a second. @throws LedgerUnavailable when the file cannot be read as a ledger */
export function verifyLedger(path: string): VerifiedArea[] {
  return withLedger(path, (database) => areasOf(database).map((areaId) => verifyArea(database, areaId)));
}

function verifyArea(database: DatabaseSync, areaId: string): VerifiedArea {
  const reader = new ChainReader(sha256Hasher, areaId);
  let damage: Damage | null = null;
  for (const stored of entriesOf(database, areaId)) {
    damage = reader.findDamage(stored) ?? (isJson(stored) ? null : notJson(stored));
    if (damage) break;
  }
  return { areaId, entries: reader.sequence, hash: reader.hash, damage };
}

/** Every entry of an area as it is stored, in order, whether whole or not. */
export function* entriesOf(database: DatabaseSync, areaId: string): Generator<StoredEntry> {
  const select = database.prepare(selectEntries);
  for (let after = 0; ;) {
    const rows = select.all(areaId, after, 1000) as unknown as LedgerRow[];
    if (rows.length === 0) return;
    for (const row of rows) yield storedEntry(row);
    after = rows.at(-1)!.sequence;
  }
}

export function areasOf(database: DatabaseSync): string[] {
  const rows = database.prepare('SELECT DISTINCT area_id FROM ledger_entry ORDER BY area_id').all();
  return rows.map((row) => row['area_id'] as string);
}

/** @throws LedgerUnavailable that names the file when it cannot be read */
export function withLedger<T>(path: string, run: (database: DatabaseSync) => T): T {
  const database = openLedgerForReading(path);
  try {
    return run(database);
  } catch (error) {
    const isFileTrouble = error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
    throw isFileTrouble ? unavailable(path, 'cannot read', error) : error;
  } finally {
    database.close();
  }
}

function isJson({ command, event }: StoredEntry): boolean {
  try {
    JSON.parse(event);
    JSON.parse(command ?? 'null');
    return true;
  } catch {
    return false;
  }
}

function notJson({ sequence }: StoredEntry): Damage {
  return { sequence, what: 'its text is not JSON' };
}

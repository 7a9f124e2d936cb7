/**
 * Backup and restore of what cannot be made again: ledger and accounts. A backup is a folder with both files and a
 * `backup.json` that says where each area's chain ends, so that a restore can prove that it brings back the same.
 * It is taken while the service runs, and it never writes over anything (rules BK1 to BK8).
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from '@noriai/data/area/make-folder.ts';
import { openLedgerForReading } from './ledger-file.ts';
import { verifyLedger, type AreaChain } from './ledger-verify.ts';
import { closeToOthers, makeOwnFile } from './own-file.ts';

/** A backup cannot be taken or restored; the message says what to do. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

export interface BackupNote {
  readonly format: 'noriai-backup-1';
  /** When it was taken, ISO 8601. */
  readonly takenAt: string;
  readonly version: string;
  readonly areas: readonly AreaChain[];
  /** SHA-256 of each file. */
  readonly files: Readonly<Record<string, string>>;
}

const NOTE = 'backup.json';
const LEDGER = 'ledger.sqlite';
/** Beside the ledger, where there are any: people, without the keys that open what is personal. */
const DATABASES = [LEDGER, 'accounts.sqlite'];
/** In no backup, and only beside its own ledger; where it is gone, notices begin with the next fact. */
const NOTICES = 'notices.sqlite';
/** Only when asked for: whoever has them can read and sign everything. */
const KEYS = ['secret', 'account-keys.json'];

export interface BackupWish {
  readonly dataDir: string;
  readonly folder: string;
  readonly withKeys: boolean;
  readonly version: string;
  readonly takenAt: string;
}

/** @throws BackupRefused, LedgerUnavailable; then the folder is not there */
export function takeBackup(wish: BackupWish): BackupNote {
  const { dataDir, withKeys } = wish;
  const folder = resolve(wish.folder);
  if (!existsSync(join(dataDir, LEDGER)))
    throw new BackupRefused(`there is no ${LEDGER} in ${dataDir}: give another --data-dir`);
  if (existsSync(folder)) throw new BackupRefused(`${folder} is there already: give a folder that is not`);
  if (withKeys) checkKeysAreThere(dataDir);
  openLedgerForReading(join(dataDir, LEDGER)).close(); // what is no ledger is said before anything is made
  const draft = draftBeside(folder);
  try {
    const note = backupInto(draft, wish);
    renameSync(draft, folder);
    flush(dirname(folder));
    return note;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

function checkKeysAreThere(dataDir: string): void {
  const missing = KEYS.filter((name) => !existsSync(join(dataDir, name)));
  if (missing.length === 0) return;
  throw new BackupRefused(
    `there is no ${missing.join(' and no ')} in ${dataDir}: put back what is missing, or leave --with-keys out and nobody's name can be read from this backup`,
  );
}

/** A folder of another name until the backup is whole: nobody takes a half one for a backup. */
function draftBeside(folder: string): string {
  try {
    makeFolder(dirname(folder));
    return mkdtempSync(`${folder}.unfinished-`);
  } catch (error) {
    throw cannotBeMade(folder, error);
  }
}

function backupInto(folder: string, { dataDir, withKeys, version, takenAt }: BackupWish): BackupNote {
  const databases = DATABASES.filter((name) => existsSync(join(dataDir, name)));
  for (const name of databases) copyDatabase(join(dataDir, name), join(folder, name));
  const keys = withKeys ? KEYS : [];
  for (const name of keys) copyFileSync(join(dataDir, name), join(folder, name), constants.COPYFILE_EXCL);
  const areas = wholeAreas(join(folder, LEDGER), join(dataDir, LEDGER));
  const names = [...databases, ...keys];
  const files = Object.fromEntries(names.map((name) => [name, fileHash(join(folder, name))]));
  const note: BackupNote = { format: 'noriai-backup-1', takenAt, version, areas, files };
  writeFileSync(join(folder, NOTE), `${JSON.stringify(note, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  for (const name of [...names, NOTE, '.']) flush(join(folder, name));
  return note;
}

function makeFolderOrRefuse(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw cannotBeMade(folder, error);
  }
}

function cannotBeMade(folder: string, error: unknown): BackupRefused {
  return new BackupRefused(`${folder} cannot be made (${(error as Error).message}): give another folder`, {
    cause: error,
  });
}

/** One consistent moment of a database that others may write to meanwhile. */
function copyDatabase(from: string, to: string): void {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(from, { timeout: 10_000, readOnly: true });
    makeOwnFile(to); // empty: VACUUM writes into it
    database.prepare('VACUUM INTO ?').run(to);
  } catch (error) {
    throw new BackupRefused(`${from} cannot be copied into the backup: ${(error as Error).message}`, { cause: error });
  } finally {
    database?.close();
  }
}

/** Checks the whole backup first, then copies; snapshots and proofs may be there. @throws BackupRefused; then nothing was written */
export function restoreBackup(folder: string, dataDir: string): BackupNote {
  const note = checkBackup(folder);
  const names = Object.keys(note.files);
  const mayNotBe = [...new Set([...names, ...DATABASES, NOTICES])].flatMap((name) => [name, `${name}-wal`]);
  const there = mayNotBe.filter((name) => existsSync(join(dataDir, name)));
  if (there.length > 0) {
    throw new BackupRefused(
      `${dataDir} has ${there.join(', ')} already: move them away first, they belong to another ledger, or give another --data-dir`,
    );
  }
  makeFolderOrRefuse(dataDir);
  for (const name of names) {
    copyFileSync(join(folder, name), join(dataDir, name), constants.COPYFILE_EXCL);
    closeToOthers(join(dataDir, name)); // a backup of an older version, or one that was carried about
    flush(join(dataDir, name));
  }
  flush(dataDir);
  return note;
}

/** @throws BackupRefused when a file is missing or changed, or the ledger's chain is not the one that was noted */
export function checkBackup(folder: string): BackupNote {
  const note = readNote(folder);
  for (const [name, hash] of Object.entries(note.files)) {
    const path = join(folder, name);
    const got = existsSync(path) ? fileHash(path) : null;
    if (got === hash) continue;
    throw new BackupRefused(`${path} is ${got === null ? 'missing' : 'not what was backed up'}: use another backup`);
  }
  const ledger = join(folder, LEDGER);
  if (JSON.stringify(wholeAreas(ledger, ledger)) === JSON.stringify(note.areas)) return note;
  throw new BackupRefused(`${folder}: the ledger's chain is not the one that ${NOTE} notes: use another backup`);
}

function readNote(folder: string): BackupNote {
  let note: Partial<BackupNote> | null = null;
  try {
    note = JSON.parse(readFileSync(join(folder, NOTE), 'utf8')) as Partial<BackupNote> | null;
  } catch {
    // said below
  }
  const { format, areas, files } = note ?? {};
  if (format === 'noriai-backup-1' && Array.isArray(areas) && isFileList(files)) return note as BackupNote;
  throw new BackupRefused(
    `${folder} holds no whole backup (${NOTE} is missing or damaged): give a folder that noriai ledger backup made`,
  );
}

/** The ledger and others that backups have, each with a hash; any other name could lead out of the folder. */
function isFileList(files: unknown): boolean {
  if (typeof files !== 'object' || files === null || !Object.hasOwn(files, LEDGER)) return false;
  return Object.entries(files).every(
    ([name, hash]) => [...DATABASES, ...KEYS].includes(name) && typeof hash === 'string',
  );
}

/**
 * Where each area's chain ends.
 *
 * @param source the file that is named when it is damaged: the copy is gone by then
 * @throws BackupRefused that names the first damaged entry
 */
function wholeAreas(path: string, source: string): AreaChain[] {
  return verifyLedger(path).map((area) => {
    if (area.damage)
      throw new BackupRefused(
        `${source}, area ${area.areaId}: entry ${area.damage.sequence} is damaged, ${area.damage.what}`,
      );
    return { areaId: area.areaId, entries: area.entries, hash: area.hash };
  });
}

function fileHash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** Onto the disk, so that it outlasts a power cut. */
function flush(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}

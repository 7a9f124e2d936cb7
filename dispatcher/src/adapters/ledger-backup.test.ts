import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { bookTrip, startLineDispatcher } from '../line-dispatcher.fake.ts';
import { BackupRefused, checkBackup, restoreBackup, takeBackup } from './ledger-backup.ts';
import { entries, readAll } from './ledger-contract.ts';
import { verifyLedger } from './ledger-verify.ts';
import { sha256Hasher } from './secrets.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const root = mkdtempSync(join(tmpdir(), 'noriai-backup-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
/** A data folder with a ledger of 1,000 entries and its keys, and names of folders that are not there yet. */
async function dataFolder() {
  const folder = mkdtempSync(join(root, 'data-'));
  const ledger = new SqliteLedger(join(folder, 'ledger.sqlite'), 'town');
  await ledger.append(0, entries(1, 1000));
  writeFileSync(join(folder, 'secret'), 'key of the house');
  made++;
  return { folder, ledger, backup: join(root, `backup-${made}-`), elsewhere: join(root, `restored-${made}-`) };
}

function take(dataDir: string, folder: string, withKeys = false) {
  return takeBackup({ dataDir, folder, withKeys, version: '0.0.0', takenAt: '2026-04-01T00:00:00Z' });
}

/** A folder, and whatever was begun for it under another name. */
function namesBeside(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
}

test('BK1 restore drill: a backup taken while bookings come in is a whole beginning of the ledger, and the service starts from it', async () => {
  const { folder, ledger: _first, backup, elsewhere } = await dataFolder();
  rmSync(join(folder, 'ledger.sqlite'));
  rmSync(join(folder, 'ledger.sqlite-wal'), { force: true });
  rmSync(join(folder, 'ledger.sqlite-shm'), { force: true });
  const ledger = new SqliteLedger(join(folder, 'ledger.sqlite'), 'line');
  const dispatcher = await startLineDispatcher({ ledger });
  const before = await bookTrip(dispatcher.client, 's1', 's5');
  const more = Promise.all(['s3', 's4', 's6'].map((to) => bookTrip(dispatcher.client, 's2', to)));
  const note = take(folder, backup);
  await more;
  const whole = await readAll(ledger);
  await dispatcher.close();
  expect(restoreBackup(backup, elsewhere)).toEqual(note);
  const restored = new SqliteLedger(join(elsewhere, 'ledger.sqlite'), 'line');
  expect(await readAll(restored)).toEqual(whole.slice(0, note.areas[0]!.entries));
  const again = await startLineDispatcher({ ledger: restored });
  const { bookings } = await again.client.call('listBookings', { token: before.token });
  expect(bookings.map(({ bookingId }) => bookingId)).toEqual([before.booking.bookingId]);
  await bookTrip(again.client, 's1', 's7');
  await again.close();
});

test('BK2 nothing is ever written over: neither by a backup nor by a restore', async () => {
  const { folder, backup } = await dataFolder();
  take(folder, backup);
  expect(() => take(folder, backup)).toThrow(/is there already/);
  expect(() => restoreBackup(backup, folder)).toThrow(/has ledger\.sqlite.* already: move them away/);
  expect(verifyLedger(join(folder, 'ledger.sqlite'))).toMatchObject([{ entries: 1000, damage: null }]);
});

test('BK3 the keys are left out unless they are asked for; those that are missing then are named, and nothing is made', async () => {
  const { folder, backup, elsewhere } = await dataFolder();
  take(folder, backup);
  expect(readdirSync(backup).sort()).toEqual(['backup.json', 'ledger.sqlite']);
  expect(() => take(folder, elsewhere, true)).toThrow(`there is no account-keys.json in ${folder}`);
  writeFileSync(join(folder, 'account-keys.json'), 'keys of what is personal');
  rmSync(join(folder, 'secret'));
  expect(() => take(folder, elsewhere, true)).toThrow(`there is no secret in ${folder}`);
  rmSync(join(folder, 'account-keys.json'));
  expect(() => take(folder, elsewhere, true)).toThrow(`there is no secret and no account-keys.json in ${folder}`);
  expect(namesBeside(elsewhere)).toEqual([]);
  for (const name of ['secret', 'account-keys.json']) writeFileSync(join(folder, name), name);
  take(folder, elsewhere, true);
  expect(readdirSync(elsewhere).sort()).toEqual(['account-keys.json', 'backup.json', 'ledger.sqlite', 'secret']);
});

test('BK4 a backup that was changed, cut or put together from two is refused and nothing is restored', async () => {
  const damages: Record<string, (backup: string) => void> = {
    'a byte more': (backup) => writeFileSync(join(backup, 'ledger.sqlite'), 'x', { flag: 'a' }),
    'a file less': (backup) => rmSync(join(backup, 'ledger.sqlite')),
    'no note': (backup) => rmSync(join(backup, 'backup.json')),
  };
  for (const [name, damage] of Object.entries(damages)) {
    const { folder, backup, elsewhere } = await dataFolder();
    take(folder, backup);
    damage(backup);
    expect(() => restoreBackup(backup, elsewhere), name).toThrow(BackupRefused);
    expect(existsSync(elsewhere), name).toBe(false);
  }
});

test('BK4 a note that names other files than backups have, or is none, is refused and nothing is copied', async () => {
  const { folder, backup, elsewhere } = await dataFolder();
  const whole = take(folder, backup);
  writeFileSync(join(root, 'stray'), 'x');
  const notes: Record<string, unknown> = {
    'a way out of the folder': { ...whole, files: { ...whole.files, '../stray': sha256Hasher.hash('x') } },
    'another name': { ...whole, files: { ...whole.files, area: sha256Hasher.hash('x') } },
    'no ledger': { ...whole, files: {} },
    'no hash': { ...whole, files: { 'ledger.sqlite': 1 } },
    'no areas': { ...whole, areas: null },
    'the format alone': { format: 'noriai-backup-1' },
    'another format': { ...whole, format: 'noriai-backup-2' },
    nothing: null,
  };
  for (const [name, note] of Object.entries(notes)) {
    writeFileSync(join(backup, 'backup.json'), JSON.stringify(note));
    expect(() => restoreBackup(backup, elsewhere), name).toThrow(/holds no whole backup \(backup\.json is missing or/);
    expect(existsSync(elsewhere), name).toBe(false);
  }
});

test('BK8 a backup that is refused leaves nothing behind, and the source is named that is at fault', async () => {
  const faults: Record<string, readonly [fault: (folder: string) => void, message: string]> = {
    'a damaged entry': [
      (folder) => {
        const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
        database.exec(`UPDATE ledger_entry SET event = '{}' WHERE sequence = 700`);
        database.close();
      },
      'ledger.sqlite, area town: entry 700 is damaged',
    ],
    'no database': [
      (folder) => writeFileSync(join(folder, 'ledger.sqlite'), 'bookings of April\n'.repeat(100)),
      'ledger.sqlite: cannot open: file is not a database',
    ],
    'an empty ledger': [
      (folder) => writeFileSync(join(folder, 'ledger.sqlite'), ''),
      'ledger.sqlite: got an empty file',
    ],
    'accounts that are none': [
      (folder) => writeFileSync(join(folder, 'accounts.sqlite'), 'names of April\n'.repeat(100)),
      'accounts.sqlite cannot be copied into the backup: file is not a database',
    ],
  };
  for (const [name, [fault, message]] of Object.entries(faults)) {
    const { folder, ledger, backup } = await dataFolder();
    await ledger.close();
    fault(folder);
    expect(() => take(folder, backup), name).toThrow(`${folder}/${message}`);
    expect(namesBeside(backup), name).toEqual([]);
  }
});

test('BK5 a damaged ledger is not backed up as if it were whole: the first damaged entry is named', async () => {
  const { folder, backup } = await dataFolder();
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
  database.exec(`UPDATE ledger_entry SET event = '{}' WHERE sequence IN (700, 800)`);
  database.close();
  expect(() => take(folder, backup)).toThrow(/area town: entry 700 is damaged/);
  expect(() => checkBackup(backup)).toThrow(/holds no whole backup/);
  expect(verifyLedger(join(folder, 'ledger.sqlite'))).toMatchObject([{ entries: 699, damage: { sequence: 700 } }]);
});

test('BK6 accounts or notices of another ledger in the data folder are named, and nothing is restored before they are moved away', async () => {
  for (const name of ['notices.sqlite', 'notices.sqlite-wal', 'accounts.sqlite']) {
    const { folder, backup, elsewhere } = await dataFolder();
    take(folder, backup);
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, name), 'of the ledger that was lost');
    expect(() => restoreBackup(backup, elsewhere)).toThrow(`has ${name} already: move them away first`);
    expect(readdirSync(elsewhere)).toEqual([name]);
    rmSync(join(elsewhere, name));
    restoreBackup(backup, elsewhere);
    expect(readdirSync(elsewhere)).toEqual(['ledger.sqlite']);
  }
});

test('BK7 a backup, or a restore, into a folder that cannot be made is refused at once', async () => {
  const { folder } = await dataFolder();
  const whole = join(folder, 'whole');
  take(folder, whole);
  const notBelow = [join(folder, 'secret', 'backup'), ...(process.platform === 'linux' ? ['/proc/noriai/backup'] : [])];
  for (const path of notBelow) {
    for (const into of [() => take(folder, path), () => restoreBackup(whole, path)]) {
      expect(into).toThrow(/cannot be made .*: give another folder/);
    }
  }
});

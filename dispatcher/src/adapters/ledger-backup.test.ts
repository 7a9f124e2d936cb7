import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { bookTrip, startLineDispatcher } from '../line-dispatcher.fake.ts';
import { BackupRefused, checkBackup, restoreBackup, takeBackup } from './ledger-backup.ts';
import { entries, readAll } from './ledger-contract.ts';
import { verifyLedger } from './ledger-verify.ts';
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
  return { folder, ledger, backup: join(root, `backup-${made}`), elsewhere: join(root, `restored-${made}`) };
}

function take(dataDir: string, folder: string, withKeys = false) {
  return takeBackup({ dataDir, folder, withKeys, version: '0.0.0', takenAt: '2026-04-01T00:00:00Z' });
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

test('BK3 the keys are left out unless they are asked for', async () => {
  const { folder, backup, elsewhere } = await dataFolder();
  take(folder, backup);
  take(folder, elsewhere, true);
  expect(readdirSync(backup).sort()).toEqual(['backup.json', 'ledger.sqlite']);
  expect(readdirSync(elsewhere).sort()).toEqual(['backup.json', 'ledger.sqlite', 'secret']);
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

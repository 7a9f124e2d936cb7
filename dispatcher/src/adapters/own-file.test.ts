import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from './accounts/account-store-contract.ts';
import { SqliteAccounts } from './accounts/sqlite-accounts.ts';
import { restoreBackup, takeBackup } from './ledger-backup.ts';
import { entries, readAll } from './ledger-contract.ts';
import { SqliteOutbox } from './notices/outboxes.ts';
import { closeToOthers, makeOwnFile } from './own-file.ts';
import { FileSnapshots } from './snapshot-stores.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const root = mkdtempSync(join(tmpdir(), 'noriai-own-'));
const umaskBefore = process.platform === 'win32' ? 0 : process.umask();
beforeAll(() => void (process.platform !== 'win32' && process.umask(0o022)));
afterAll(() => {
  if (process.platform !== 'win32') process.umask(umaskBefore);
  rmSync(root, { recursive: true, force: true });
});

const ends = ['', '-wal', '-shm'];
/** Rights in octal of a file and what lies beside it. */
const rightsOf = (path: string, beside = ends): string[] =>
  beside.filter((end) => existsSync(path + end)).map((end) => (statSync(path + end).mode & 0o777).toString(8));

/** What a town has in its data folder, with something written in each. */
async function openAll(folder: string) {
  const ledger = new SqliteLedger(join(folder, 'ledger.sqlite'), 'town');
  await ledger.append(await ledger.lastSequence(), entries((await ledger.lastSequence()) + 1, 3));
  const accounts = new SqliteAccounts(join(folder, 'accounts.sqlite'));
  accounts.putAccount(account('a1'), []);
  const outbox = new SqliteOutbox(join(folder, 'notices.sqlite'));
  outbox.put('town', 1, []);
  const close = async () => {
    await ledger.close();
    accounts.close();
    outbox.close();
  };
  return { ledger, accounts, close };
}
const names = ['ledger.sqlite', 'accounts.sqlite', 'notices.sqlite'];

test.skipIf(process.platform === 'win32')(
  'AC28 ledger, accounts and notices are made for their user alone, with all that SQLite keeps beside them',
  async () => {
    const folder = mkdtempSync(join(root, 'made-'));
    const { close } = await openAll(folder);
    for (const name of names) expect([name, ...rightsOf(join(folder, name))]).toEqual([name, '600', '600', '600']);
    await close();
    const snapshots = join(folder, 'snapshots');
    const snapshot = { areaId: 'town', sequence: 1 } as Parameters<FileSnapshots['put']>[0];
    await new FileSnapshots(snapshots).put(snapshot);
    expect([...rightsOf(snapshots, ['']), ...rightsOf(join(snapshots, 'town.json.gz'), [''])]).toEqual(['700', '600']);
  },
);

test.skipIf(process.platform === 'win32')(
  'AC28 what an older version left open to others is closed at the next start, and a running one is not disturbed',
  async () => {
    const folder = mkdtempSync(join(root, 'old-'));
    const first = await openAll(folder);
    for (const name of names) for (const end of ends) chmodSync(join(folder, name + end), 0o644);
    const second = await openAll(folder);
    for (const name of names) expect([name, ...rightsOf(join(folder, name))]).toEqual([name, '600', '600', '600']);
    expect(await readAll(first.ledger)).toHaveLength(6);
    await first.close();
    await second.close();
  },
);

test.skipIf(process.platform === 'win32')(
  'AC28 BK1 a backup and what is restored from it are for their user alone, also from a backup that others could read',
  async () => {
    const folder = mkdtempSync(join(root, 'data-'));
    await (await openAll(folder)).close();
    const backup = join(root, 'backup');
    takeBackup({ dataDir: folder, folder: backup, withKeys: false, version: '0.0.0', takenAt: '2026-04-01T00:00:00Z' });
    const copies = ['ledger.sqlite', 'accounts.sqlite'];
    const kept = [...copies, 'backup.json'].map((name) => rightsOf(join(backup, name), ['']));
    expect([rightsOf(backup, ['']), ...kept]).toEqual([['700'], ['600'], ['600'], ['600']]);
    for (const name of copies) chmodSync(join(backup, name), 0o644);
    const restored = join(root, 'restored');
    restoreBackup(backup, restored);
    const back = copies.map((name) => rightsOf(join(restored, name), ['']));
    expect([rightsOf(restored, ['']), ...back]).toEqual([['700'], ['600'], ['600']]);
  },
);

test('AC28 LG7 a file of somebody else is refused and keeps its rights; nothing is made where there is no folder', () => {
  const letter = join(root, 'letter.sqlite');
  writeFileSync(letter, 'names of April\n'.repeat(100));
  const before = rightsOf(letter);
  expect(() => new SqliteAccounts(letter)).toThrow(/cannot open/);
  expect(() => new SqliteLedger(letter, 'town')).toThrow(/cannot open/);
  expect([rightsOf(letter), readFileSync(letter, 'utf8').slice(0, 14)]).toEqual([before, 'names of April']);
  makeOwnFile(join(root, 'nowhere', 'x'));
  closeToOthers(join(root, 'nowhere', 'x'));
  expect(existsSync(join(root, 'nowhere'))).toBe(false);
});

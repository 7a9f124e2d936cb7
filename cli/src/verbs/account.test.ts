/** `noriai account …` as the operator types it. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { SqliteAccounts } from '@noriai/dispatcher/adapters/accounts/sqlite-accounts.ts';
import { areaFolder } from '@noriai/data/area/area-folder.ts';
import { makeFolder } from '@noriai/data/area/make-folder.ts';
import { projectDir } from '../project-dir.ts';

// Each call starts the real program, which takes long where many programs run.
vi.setConfig({ testTimeout: 180_000 });

const root = mkdtempSync(join(tmpdir(), 'noriai-account-verbs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The verbs over a data folder of their own. */
function accountsIn(name: string) {
  const dataDir = join(root, name);
  const run = (...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const main = join(projectDir, 'cli', 'src', 'main.ts');
    const given = ['--disable-warning=ExperimentalWarning', main, 'account', ...words, '--data-dir', dataDir];
    return new Promise((resolve) => {
      execFile(process.execPath, given, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      });
    });
  };
  const done = async (...words: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...words);
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };
  const mistake = async (...words: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...words);
    expect([code, stdout]).toEqual([1, '']);
    return stderr;
  };
  return { dataDir, done, mistake };
}

test('AC29 the key is not changed while a service has the accounts open; the file of keys stays as it is', async () => {
  const { dataDir, done, mistake } = accountsIn('keys');
  const keys = (): string => readFileSync(join(dataDir, 'account-keys.json'), 'utf8');
  await done('add-operator', 'root', '--name', '模擬 管理', '--role', 'admin');
  const before = keys();
  const service = new SqliteAccounts(join(dataDir, 'accounts.sqlite'));
  expect(await mistake('rotate-key')).toContain('are in use: stop the service');
  expect(keys()).toBe(before);
  service.close();
  expect(await done('rotate-key')).toContain('1 accounts are sealed with key k2');
  expect(Object.keys((JSON.parse(keys()) as { keys: object }).keys)).toEqual(['k2']);
  expect(await done('list')).toContain('模擬 管理');
});

test('AC29 a change of keys that cannot be finished leaves everybody found as before, and no key is lost', async () => {
  const { dataDir, done, mistake } = accountsIn('unfinished');
  await done('add-operator', 'root', '--name', '模擬 管理', '--role', 'admin');
  const store = new SqliteAccounts(join(dataDir, 'accounts.sqlite'));
  const [root] = store.accountsOf('operator');
  store.putAccount({ ...root!, accountId: 'unreadable', sealed: 'k9.AAAA.AAAA.AAAA' }, []);
  store.close();
  expect(await mistake('rotate-key')).toContain('operator unreadable: personal data cannot be opened');
  expect(await done('set-password', 'root')).toContain('root has a new password');
  expect(await done('list')).toContain('模擬 管理');
});

test('AC35 whatever needs accounts that are there says so where there are none, and makes nothing', async () => {
  const { dataDir, done, mistake } = accountsIn('mistyped');
  const verbs = [
    ['list'],
    ['set-password', 'root'],
    ['set-roles', 'root', '--role', 'desk'],
    ['disable', 'root'],
    ['enable', 'root'],
    ['rotate-key'],
  ];
  for (const words of verbs) {
    expect(await mistake(...words)).toContain(`there is no accounts.sqlite in ${dataDir}: give another --data-dir`);
    expect(existsSync(dataDir)).toBe(false);
  }
  await done('add-operator', 'root', '--name', '模擬 管理', '--role', 'admin');
  expect(await done('list')).toContain('模擬 管理');
});

test('AC31 AC32 roles are asked for, areas are those there are, and the only admin stays', async () => {
  const { dataDir, done, mistake } = accountsIn('roles');
  expect(await mistake('add-operator', 'root', '--name', '模擬 管理')).toContain(
    "option '--role <role>' not specified",
  );
  await done('add-operator', 'root', '--name', '模擬 管理', '--role', 'admin', '--role', 'desk', '--area', 'my-town');
  expect(await mistake('set-roles', 'root')).toContain("option '--role <role>' not specified");
  makeFolder(areaFolder(dataDir, 'my-town'));
  expect(await mistake('set-roles', 'root', '--role', 'admin', '--area', 'nope')).toContain(
    '--area nope: give one of my-town, or * for every area',
  );
  expect(await mistake('set-roles', 'root', '--role', 'desk')).toContain('root is the only active admin');
  expect(await mistake('disable', 'root')).toContain('root is the only active admin');
  expect(await done('list')).toContain('admin@my-town, desk@my-town');
  await done('add-operator', 'second', '--name', '模擬 二人目', '--role', 'admin');
  await done('disable', 'root');
});

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addOperator } from '@noriai/dispatcher/application/accounts/operators.ts';
import { afterEach, expect, test } from 'vitest';
import { accountsOf, keysPath, openAccounts } from './open-accounts.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'noriai-accounts-'));
  folders.push(folder);
  return folder;
}

test('AC7 the keys of another installation are refused, left as they are, and the right ones open everything again', async () => {
  const [own, other] = [newFolder(), newFolder()];
  const operator = { loginName: 'hanako', name: '模擬 花子', password: 'twelve letters at least', grants: [] };
  for (const folder of [own, other]) {
    const parts = accountsOf(folder);
    await addOperator(parts, operator, 'host');
    parts.store.close();
  }
  const right = `${keysPath(own)}.right`;
  copyFileSync(keysPath(own), right);
  copyFileSync(keysPath(other), keysPath(own));
  expect(() => openAccounts(own, false)).toThrow(/opens none of the accounts in .*restore the file of keys/);
  expect(readFileSync(keysPath(own), 'utf8')).toBe(readFileSync(keysPath(other), 'utf8'));
  copyFileSync(right, keysPath(own));
  const { store } = openAccounts(own, false);
  expect(store.accountsOf('operator')).toHaveLength(1);
  store.close();
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { AccountsUnavailable } from '../../application/accounts/account-store.ts';
import { account, accountStoreContract } from './account-store-contract.ts';
import { MemoryAccounts } from './memory-accounts.ts';
import { SqliteAccounts } from './sqlite-accounts.ts';

const folder = mkdtempSync(join(tmpdir(), 'noriai-accounts-'));
const fileOf = (name: string): string => join(folder, `${name}.sqlite`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

accountStoreContract('memory', () => new MemoryAccounts());
accountStoreContract('sqlite', (name) => new SqliteAccounts(fileOf(name)));

test('AC1 AC4 accounts outlive the program, and another program sees what was written and that it was', () => {
  const [service, verb] = [new SqliteAccounts(fileOf('two')), new SqliteAccounts(fileOf('two'))];
  const mark = service.changeMark();
  verb.putAccount(account('a1'), ['x']);
  expect(service.findByLookup('x')).toEqual(account('a1'));
  expect(service.changeMark()).not.toBe(mark);
  service.close();
  verb.close();
  expect(new SqliteAccounts(fileOf('two')).findAccount('a1')).toEqual(account('a1'));
});

test('AC29 accounts are opened alone only while nobody else has them open, and then nobody else opens them', () => {
  const service = new SqliteAccounts(fileOf('alone'));
  expect(() => new SqliteAccounts(fileOf('alone'), { isAlone: true })).toThrow(/are in use: stop the service/);
  service.putAccount(account('a1'), ['x']);
  service.close();
  const alone = new SqliteAccounts(fileOf('alone'), { isAlone: true });
  expect(() => new SqliteAccounts(fileOf('alone'))).toThrow(AccountsUnavailable);
  alone.putAccount(account('a2'), ['y']);
  alone.close();
  expect(new SqliteAccounts(fileOf('alone')).accountsOf('operator')).toHaveLength(2);
});

test('AC25 a file that may only be read says so of everything that would write, and keeps nothing of it', () => {
  const store = new SqliteAccounts(fileOf('read-only'));
  store.putAccount(account('a1'), ['x']);
  const { database } = store as unknown as { database: DatabaseSync };
  database.exec('PRAGMA query_only = ON');
  expect(() => store.putAccount(account('a2'), ['y'])).toThrow(AccountsUnavailable);
  expect(() => store.putAttempts('guess', { failures: 1, lastSec: 1 })).toThrow(AccountsUnavailable);
  expect([store.findByLookup('x')?.accountId, store.findByLookup('y')]).toEqual(['a1', null]);
  database.exec('PRAGMA query_only = OFF');
  store.putAccount(account('a2'), ['y']);
  expect(store.findByLookup('y')).toEqual(account('a2'));
});

test('AC1 what is no file of accounts, or of a newer format, is refused and left as it is', () => {
  writeFileSync(fileOf('letter'), 'names of April\n'.repeat(100));
  expect(() => new SqliteAccounts(fileOf('letter'))).toThrow(AccountsUnavailable);
  expect(readFileSync(fileOf('letter'), 'utf8')).toContain('April');
  const other = new DatabaseSync(fileOf('other'));
  other.exec('CREATE TABLE recipe (name TEXT)');
  other.close();
  expect(() => new SqliteAccounts(fileOf('other'))).toThrow(/holds no accounts of Noriai/);
  new SqliteAccounts(fileOf('newer')).close();
  const newer = new DatabaseSync(fileOf('newer'));
  newer.exec('PRAGMA user_version = 9');
  newer.close();
  expect(() => new SqliteAccounts(fileOf('newer'))).toThrow(/got format 9, expected at most 1/);
});

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Account } from '../application/accounts/account-store.ts';
import { account } from './accounts/account-store-contract.ts';
import { SqliteAccounts } from './accounts/sqlite-accounts.ts';
import { checkLedgerIsNotLost } from './ledger-traces.ts';
import { SqliteOutbox } from './notices/outboxes.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const root = mkdtempSync(join(tmpdir(), 'noriai-traces-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A data folder with accounts of these kinds, and an outbox whose marks are these. */
function folderWith(kinds: readonly Account['kind'][], marks: readonly number[]): string {
  const folder = mkdtempSync(join(root, 'data-'));
  const accounts = new SqliteAccounts(join(folder, 'accounts.sqlite'));
  for (const kind of kinds) accounts.putAccount({ ...account(kind), kind }, []);
  accounts.close();
  const outbox = new SqliteOutbox(join(folder, 'notices.sqlite'));
  marks.forEach((mark, i) => outbox.put(`town-${i}`, mark, []));
  outbox.close();
  return folder;
}

test('LG15 a ledger may begin in a folder without others, beside operators, and beside notices of nothing', () => {
  const empty = mkdtempSync(join(root, 'data-'));
  checkLedgerIsNotLost(empty);
  expect(readdirSync(empty)).toEqual([]);
  checkLedgerIsNotLost(folderWith(['operator'], []));
  checkLedgerIsNotLost(folderWith([], [0, 0]));
});

test('LG15 beside riders, drivers or notices of facts it is said what is there, that the ledger is gone and what to do', () => {
  const said = (folder: string): string => {
    try {
      checkLedgerIsNotLost(folder);
      return 'nothing';
    } catch (error) {
      return (error as Error).message.replace(folder, 'FOLDER');
    }
  };
  expect(said(folderWith(['operator', 'rider'], []))).toMatch(
    /^FOLDER: got accounts\.sqlite with riders and no ledger\.sqlite, expected the ledger that they belong to: restore a backup into another data folder, .*another --data-dir$/,
  );
  expect(said(folderWith(['driver', 'rider'], []))).toContain('got accounts.sqlite with riders and drivers and no');
  expect(said(folderWith([], [0, 17]))).toContain('got notices.sqlite of 17 facts and no ledger.sqlite');
  const lost = folderWith(['driver'], [3]);
  expect(said(lost)).toContain('got accounts.sqlite with drivers and notices.sqlite of 3 facts and no ledger.sqlite');
  expect(existsSync(join(lost, 'ledger.sqlite'))).toBe(false);
  const begun = new SqliteLedger(join(lost, 'ledger.sqlite'), 'town');
  expect(said(lost)).toBe('nothing');
  void begun.close();
});

test('LG15 damaged accounts or notices are not taken for none', () => {
  for (const name of ['accounts.sqlite', 'notices.sqlite']) {
    const folder = mkdtempSync(join(root, 'data-'));
    writeFileSync(join(folder, name), 'names of April\n'.repeat(100));
    expect(() => checkLedgerIsNotLost(folder), name).toThrow(`${join(folder, name)}: cannot open`);
  }
});

/** Opens the accounts of a data folder: the file of people and, beside it, the file of keys that opens what is personal. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accountParts } from '@noriai/dispatcher/adapters/accounts/account-parts.ts';
import {
  KeyRingVault,
  readKeyRing,
  withNewKey,
  writeKeyRing,
} from '@noriai/dispatcher/adapters/accounts/key-ring-vault.ts';
import { SqliteAccounts } from '@noriai/dispatcher/adapters/accounts/sqlite-accounts.ts';
import { SecretIdSource } from '@noriai/dispatcher/adapters/secrets.ts';
import { SystemClock } from '@noriai/dispatcher/adapters/system-clock.ts';
import { resealAll } from '@noriai/dispatcher/application/accounts/reseal.ts';
import type { AccountParts } from '@noriai/dispatcher/application/accounts/accounts.ts';
import { openDataFolder } from './data-folder.ts';

export interface AccountFiles {
  readonly store: SqliteAccounts;
  readonly vault: KeyRingVault;
}

/**
 * @param isDemo the demo has accounts of its own
 * @throws AccountsUnavailable, VaultClosed
 */
export function openAccounts(dataDir: string, isDemo: boolean): AccountFiles {
  const path = accountsPath(dataDir, isDemo);
  const ring = readKeyRing(keysPath(dataDir, isDemo), !existsSync(path));
  return { store: new SqliteAccounts(path), vault: new KeyRingVault(ring) };
}

export const accountsPath = (dataDir: string, isDemo = false): string =>
  join(dataDir, isDemo ? 'accounts-demo.sqlite' : 'accounts.sqlite');
export const keysPath = (dataDir: string, isDemo = false): string =>
  join(dataDir, isDemo ? 'account-keys-demo.json' : 'account-keys.json');

/** What the account verbs work with, beside a service that may run at the same time. */
export function accountsOf(dataDir: string): AccountParts {
  const { secret } = openDataFolder(dataDir, false);
  return accountParts({
    ...openAccounts(dataDir, false),
    areaId: '*',
    ids: new SecretIdSource(secret),
    clock: new SystemClock(),
  });
}

/**
 * A new key for all that is personal; the old ones are dropped once everything is sealed anew. Stopped on the way, it is
 * simply done again: until then the file has the old keys, too.
 */
export function rotateKey(dataDir: string): { readonly accounts: number; readonly keyId: string } {
  const path = keysPath(dataDir);
  const ring = withNewKey(readKeyRing(path, false));
  writeKeyRing(path, ring);
  const parts = accountsOf(dataDir);
  try {
    const accounts = resealAll(parts);
    writeKeyRing(path, { current: ring.current, keys: { [ring.current]: ring.keys[ring.current]! } });
    return { accounts, keyId: ring.current };
  } finally {
    parts.store.close();
  }
}

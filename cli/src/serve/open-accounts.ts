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
import { VaultClosed } from '@noriai/dispatcher/application/accounts/account-ports.ts';
import { areKeysForeign } from '@noriai/dispatcher/application/accounts/foreign-keys.ts';
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
  readKeyRing(keysPath(dataDir, isDemo), !existsSync(path));
  const store = new SqliteAccounts(path);
  // Read once more: from here on nobody changes the keys.
  const vault = new KeyRingVault(readKeyRing(keysPath(dataDir, isDemo), false));
  if (areKeysForeign(store, vault)) {
    store.close();
    throw new VaultClosed(
      `${keysPath(dataDir, isDemo)} opens none of the accounts in ${path}: restore the file of keys that belongs to them`,
    );
  }
  return { store, vault };
}

export const accountsPath = (dataDir: string, isDemo = false): string =>
  join(dataDir, isDemo ? 'accounts-demo.sqlite' : 'accounts.sqlite');
export const keysPath = (dataDir: string, isDemo = false): string =>
  join(dataDir, isDemo ? 'account-keys-demo.json' : 'account-keys.json');

/** What the account verbs work with, beside a service that may run at the same time. */
export function accountsOf(dataDir: string): AccountParts {
  const { secret } = openDataFolder(dataDir, false);
  return partsOf(openAccounts(dataDir, false), secret);
}

function partsOf(files: AccountFiles, secret: Buffer): AccountParts {
  return accountParts({ ...files, areaId: '*', ids: new SecretIdSource(secret), clock: new SystemClock() });
}

/**
 * A new key for all that is personal; the old ones are dropped once everything is sealed anew. Nobody else may have the
 * accounts open, who would go on with the old key (rule AC29). Stopped on the way, it is simply done again: until then the
 * file has the old keys, too.
 *
 * @throws AccountsUnavailable while a service uses them, VaultClosed when the key of a record is missing
 */
export function rotateKey(dataDir: string): { readonly accounts: number; readonly keyId: string } {
  const path = keysPath(dataDir);
  readKeyRing(path, false); // said before anything is made
  const { secret } = openDataFolder(dataDir, false);
  const store = new SqliteAccounts(accountsPath(dataDir), { isAlone: true });
  try {
    const before = readKeyRing(path, false);
    const ring = withNewKey(before);
    writeKeyRing(path, ring);
    const accounts = resealed(partsOf({ store, vault: new KeyRingVault(ring) }, secret), () =>
      writeKeyRing(path, { ...ring, current: before.current }),
    );
    writeKeyRing(path, { current: ring.current, keys: { [ring.current]: ring.keys[ring.current]! } });
    return { accounts, keyId: ring.current };
  } finally {
    store.close();
  }
}

/** @param goBack makes the key current again by which everybody is found */
function resealed(parts: AccountParts, goBack: () => void): number {
  try {
    return resealAll(parts);
  } catch (error) {
    goBack();
    throw error;
  }
}

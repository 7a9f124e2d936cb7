/** Puts together what accounts work with; what is not given is kept in memory, for tests and simulations. */
import type { PasswordHasher, SecretSource, Vault } from '../../application/accounts/account-ports.ts';
import type { AccountStore } from '../../application/accounts/account-store.ts';
import type { AccountParts } from '../../application/accounts/accounts.ts';
import { sha256Hasher } from '../secrets.ts';
import { argon2Hasher, randomSecrets, timeBasedFactor } from './crypto-accounts.ts';
import { KeyRingVault, newKeyRing } from './key-ring-vault.ts';
import { MemoryAccounts } from './memory-accounts.ts';

export interface AccountOptions extends Pick<AccountParts, 'areaId' | 'ids' | 'clock'> {
  readonly store?: AccountStore | undefined;
  readonly vault?: Vault | undefined;
  readonly passwords?: PasswordHasher | undefined;
  readonly secrets?: SecretSource | undefined;
  /** Default: none. */
  readonly secondFactorRoles?: AccountParts['secondFactorRoles'] | undefined;
}

export function accountParts({
  store,
  vault,
  passwords,
  secrets,
  secondFactorRoles,
  ...given
}: AccountOptions): AccountParts {
  return {
    ...given,
    store: store ?? new MemoryAccounts(),
    vault: vault ?? new KeyRingVault(newKeyRing()),
    passwords: passwords ?? argon2Hasher(),
    secondFactorRoles: secondFactorRoles ?? [],
    secrets: secrets ?? randomSecrets,
    factor: timeBasedFactor,
    hasher: sha256Hasher,
  };
}

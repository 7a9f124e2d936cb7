/** Seals all that is personal anew, after the key was changed (rule AC7). */
import type { Account } from './account-store.ts';
import type { AccountParts } from './accounts.ts';
import { VaultClosed, type Vault } from './account-ports.ts';
import { lookupsOfCard, type RiderCard } from './rider-cards.ts';

/**
 * Also makes the blind indexes anew, which hang on the key; whoever is waiting for a code asks for another. All or
 * nothing. Answers how many accounts.
 *
 * @param parts with the vault of the new key, which opens the old ones too
 * @throws VaultClosed that names the account whose key is missing
 */
export function resealAll(parts: AccountParts): number {
  const { store } = parts;
  return store.transaction(() => {
    let count = 0;
    for (const kind of ['operator', 'rider', 'driver', 'tablet'] as const) {
      for (const account of store.accountsOf(kind)) {
        resealOne(parts, account);
        count++;
      }
    }
    return count;
  });
}

function resealOne(parts: AccountParts, account: Account): void {
  const { store, vault } = parts;
  try {
    store.putAccount(resealed(vault, account), lookupsOf(parts, account));
    for (const session of store.sessionsOf(account.accountId)) {
      store.putSession({ ...session, sealedDevice: resealedText(vault, session.sealedDevice) });
    }
  } catch (error) {
    if (!(error instanceof VaultClosed)) throw error;
    throw new VaultClosed(`${account.kind} ${account.accountId}: ${error.message}`, { cause: error });
  }
}

function resealed(vault: Vault, account: Account): Account {
  return {
    ...account,
    sealed: resealedText(vault, account.sealed),
    sealedFactor: resealedText(vault, account.sealedFactor),
  };
}

function resealedText(vault: Vault, sealed: string | null): string | null {
  return sealed === null ? null : vault.seal(vault.open(sealed));
}

function lookupsOf(parts: AccountParts, { kind, sealed }: Account): string[] {
  if (sealed === null) return [];
  const card = JSON.parse(parts.vault.open(sealed)) as RiderCard & { loginName: string; driverNumber: string };
  if (kind === 'rider') return lookupsOfCard(parts, card);
  if (kind === 'operator') return [parts.vault.blind('login', card.loginName)];
  return kind === 'driver' ? [parts.vault.blind('driver', card.driverNumber)] : [];
}

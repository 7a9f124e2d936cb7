/** Keys of other accounts are told before anything is sealed with them (rule AC7). */
import type { AccountStore } from './account-store.ts';
import { openedOrNull, type Vault } from './account-ports.ts';

/** So many of each kind are tried: a few may have been sealed by a key that is lost. */
const TRIED = 50;

/** Whether the vault opens nothing of what is stored. O(accounts tried) */
export function areKeysForeign(store: Pick<AccountStore, 'idsAfter' | 'findAccount'>, vault: Vault): boolean {
  const kinds = ['operator', 'rider', 'driver'] as const;
  const sealed = kinds
    .flatMap((kind) => store.idsAfter(kind, '', TRIED))
    .flatMap((accountId) => store.findAccount(accountId)?.sealed ?? []);
  return sealed.length > 0 && sealed.every((text) => openedOrNull(() => vault.open(text)) === null);
}

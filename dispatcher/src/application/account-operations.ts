/** What the HTTP operations of accounts do. None of them goes through the dispatch loop. */
import type { accountRoutes } from '@noriai/core/contracts/account-routes.ts';
import type { Me } from '@noriai/core/contracts/accounts.ts';
import { done, note, type AccountParts } from './accounts/accounts.ts';
import type { Holder } from './accounts/holder.ts';
import { operatorCard, signInOperator } from './accounts/operators.ts';
import type { Operations } from './operations.ts';

export type AccountOperations = Pick<Operations, keyof typeof accountRoutes>;

export function accountOperations(parts: AccountParts): AccountOperations {
  const { store } = parts;
  return {
    signInOperator: async ({ body }) => signInOperator(parts, body),

    getMe: async ({ holder }) => done(meOf(parts, holder!)),

    signOut: async ({ holder }) => {
      const { sessionId, accountId } = holder!;
      if (sessionId !== null) store.endSession(sessionId);
      if (accountId !== null) note(parts, accountId, 'signed_out', null);
      return done({});
    },
  };
}

function meOf(parts: AccountParts, { actor, rights, accountId, tabletOf }: Holder): Me {
  const account = accountId === null ? null : parts.store.findAccount(accountId);
  const card = account?.kind === 'operator' ? operatorCard(parts, account) : null;
  return {
    kind: account?.kind ?? (actor.kind === 'rider' ? 'rider' : 'driver'),
    accountId,
    name: card?.name ?? null,
    riderId: actor.kind === 'rider' ? actor.riderId : null,
    vehicleId: actor.kind === 'driver' ? actor.vehicleId : tabletOf,
    areaId: parts.areaId,
    rights: [...rights],
    grants: [...(account?.grants ?? [])],
    hasSecondFactor: account?.kind !== 'operator' ? 'not_needed' : account.sealedFactor === null ? 'no' : 'yes',
  };
}

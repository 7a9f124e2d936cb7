/** Whoever holds a token: what the dispatch loop knows them as, and what they may do. */
import type { Right } from '@noriai/core/contracts/rights.ts';
import type { Actor } from '@noriai/core/dispatch/commands.ts';

export interface Holder {
  /** A tablet that waits for its driver acts as nobody. */
  readonly actor: Actor;
  /** What an operator may do in this area; empty for everybody else. */
  readonly rights: readonly Right[];
  /** Null for tokens of the ledger: riders without an account, and drivers on duty. */
  readonly accountId: string | null;
  readonly sessionId: string | null;
  /** Vehicle that a tablet is paired with. */
  readonly tabletOf: string | null;
}

/** The holder of a token that stands in the ledger. */
export function ledgerHolder(actor: Actor): Holder {
  return { actor, rights: [], accountId: null, sessionId: null, tabletOf: null };
}

/** Codes that are used once: sent to a rider's phone, read by the desk, or typed into a tablet (rules AC13, AC14). */
import type { AccountParts } from './accounts.ts';

export const CODE_VALID_SEC = 600;
const TRIES = 5;

/** What a code opened. */
export interface OpenedChallenge {
  readonly subjectId: string | null;
  readonly sealed: string | null;
}

/** Makes a code; an older one for the same is worth nothing any more. */
export function makeCode(
  { store, vault, secrets, clock }: AccountParts,
  challengeId: string,
  { subjectId, sealed, digits }: OpenedChallenge & { readonly digits: number },
): { readonly code: string; readonly endsSec: number } {
  const code = secrets.newDigits(digits);
  const endsSec = clock.nowSec() + CODE_VALID_SEC;
  const codeHash = vault.blind(`code ${challengeId}`, code);
  store.putChallenge({ challengeId, codeHash, subjectId, sealed, endsSec, triesLeft: TRIES });
  return { code, endsSec };
}

/** Null for a wrong, used or late code; after a few wrong ones the right one is worth nothing either. */
export function useCode(parts: AccountParts, challengeId: string, code: string): OpenedChallenge | null {
  const challenge = checkCode(parts, challengeId, code);
  if (challenge) parts.store.dropChallenge(challengeId);
  return challenge;
}

/** The same for a code that is used up later, by `dropChallenge`, when what it allows is done. */
export function checkCode(
  { store, vault, secrets, clock }: AccountParts,
  challengeId: string,
  code: string,
): OpenedChallenge | null {
  const challenge = store.findChallenge(challengeId);
  if (!challenge || challenge.endsSec <= clock.nowSec() || challenge.triesLeft <= 0) return null;
  if (secrets.isSame(vault.blind(`code ${challengeId}`, code), challenge.codeHash)) return challenge;
  store.putChallenge({ ...challenge, triesLeft: challenge.triesLeft - 1 });
  return null;
}

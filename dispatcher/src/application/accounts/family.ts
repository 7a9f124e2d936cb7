/**
 * Family: somebody asks to book for another, who agrees by passing on the code that was sent to them, or at the desk (rule
 * AC21). Who may act for whom stands in the ledger; names and what they need are told to those who agreed to it.
 */
import type { Family } from '@noriai/core/contracts/rider-card.ts';
import type { PeopleView } from '@noriai/core/contracts/arrangements.ts';
import { openedOrNull } from './account-ports.ts';
import type { Account } from './account-store.ts';
import { done, guardedAtOnce, no, note, type AccountOutcome } from './accounts.ts';
import { afterFailure, waitSec } from './lock-out.ts';
import { CODE_VALID_SEC, checkCode, makeCode } from './one-time-codes.ts';
import { cardOf } from './rider-cards.ts';
import { CODE_DIGITS, findRider, lookupOf, type RiderName, type RiderParts } from './riders.ts';

/** Sends the code to whom it concerns; the answer is the same when nobody has that number (rule AC9). */
export function askToActFor(parts: RiderParts, askerId: string, name: RiderName): AccountOutcome<{ validSec: number }> {
  const asker = findRider(parts, askerId);
  if (!asker) return no('not_found', 'only a rider with an account can ask');
  const lookup = lookupOf(parts, name);
  const subject = `ask ${lookup}`;
  const asked = parts.store.findAttempts(subject);
  const wait = waitSec(asked, parts.clock.nowSec());
  if (wait > 0) return no('locked_out', `wait ${wait} s before asking again`);
  parts.store.putAttempts(subject, afterFailure(asked, parts.clock.nowSec()));
  const account = parts.store.findByLookup(lookup);
  const card = account?.status === 'active' ? cardOf(parts, account) : null;
  if (account && card && account.accountId !== askerId) {
    const subjectId = account.accountId;
    const { code } = makeCode(parts, challengeOf(lookup, askerId), { subjectId, sealed: null, digits: CODE_DIGITS });
    parts.sendCode({ riderId: subjectId, card, code, askedBy: cardOf(parts, asker)?.name ?? '' });
    note(parts, askerId, 'proxy_asked', subjectId);
  }
  return done({ validSec: CODE_VALID_SEC });
}

/**
 * Who agreed by passing the code on; a wrong, used or late code is `wrong_credentials`. The code is good until `consentUsed`: what
 * the ledger could not take is asked again with it.
 */
export function agreedTo(
  parts: RiderParts,
  askerId: string,
  { code, ...name }: RiderName & { readonly code: string },
): AccountOutcome<Account> {
  const lookup = lookupOf(parts, name);
  return guardedAtOnce(parts, `proxy ${lookup}`, () => {
    const opened = checkCode(parts, challengeOf(lookup, askerId), code);
    const rider = opened?.subjectId == null ? null : findRider(parts, opened.subjectId);
    if (!rider) return null;
    parts.store.putAttempts(`ask ${lookup}`, null);
    note(parts, askerId, 'proxy_agreed', rider.accountId);
    return rider;
  });
}

/** The asker may act now. */
export function consentUsed(parts: RiderParts, askerId: string, name: RiderName): void {
  parts.store.dropChallenge(challengeOf(lookupOf(parts, name), askerId));
}

/** The rider whom the name finds, for somebody who may act for them already. */
export function findNamed(parts: RiderParts, name: RiderName): Account | null {
  const account = parts.store.findByLookup(lookupOf(parts, name));
  return account?.status === 'active' ? account : null;
}

/** The family by name; who has no account has none. */
export function familyOf(parts: RiderParts, { proxies, actsFor }: PeopleView): Family {
  const card = (riderId: string) => {
    const account = findRider(parts, riderId);
    return account && openedOrNull(() => cardOf(parts, account));
  };
  return {
    proxies: proxies.map((riderId) => ({ riderId, name: card(riderId)?.name ?? '' })),
    actsFor: actsFor.map((riderId) => {
      const { name = '', needs = '', usualNeeds } = card(riderId) ?? {};
      return { riderId, name, needs, ...(usualNeeds && { usualNeeds }) };
    }),
  };
}

/** The asker's own code: what was sent for one does not let another in. */
const challengeOf = (lookup: string, askerId: string): string => `proxy-code ${askerId} ${lookup}`;

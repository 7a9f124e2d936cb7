/**
 * What all accounts share: sessions, the holder of a token, the trail of who did what. What is particular to operators,
 * riders, drivers and tablets stands in the files of their names.
 */
import { rightsIn, type Right, type Role } from '@noriai/core/contracts/rights.ts';
import type { SignedIn } from '@noriai/core/contracts/accounts.ts';
import type { CommandRefusal } from '@noriai/core/contracts/refusals.ts';
import type { Actor } from '@noriai/core/dispatch/commands.ts';
import type { Clock, Hasher, IdSource } from '../ports.ts';
import type { PasswordHasher, SecondFactor, SecretSource, Vault } from './account-ports.ts';
import type { Account, AccountStore, Session } from './account-store.ts';
import type { Holder } from './holder.ts';
import { afterFailure, waitSec } from './lock-out.ts';
import { hasSecondFactor } from './second-factor.ts';

export interface AccountParts {
  readonly areaId: string;
  readonly store: AccountStore;
  readonly vault: Vault;
  readonly passwords: PasswordHasher;
  readonly secrets: SecretSource;
  readonly factor: SecondFactor;
  readonly hasher: Hasher;
  readonly ids: IdSource;
  readonly clock: Pick<Clock, 'nowSec'>;
  /** Who has one of these roles here may do nothing before a second factor is set up (rule AC23). */
  readonly secondFactorRoles: readonly Role[];
}

export type AccountOutcome<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly refusal: CommandRefusal; readonly detail: string };

export const done = <T>(answer: T): AccountOutcome<T> => ({ ok: true, answer });
export const no = <T>(refusal: CommandRefusal, detail: string): AccountOutcome<T> => ({ ok: false, refusal, detail });

const DAY_SEC = 86_400;
/** A session ends when it was not used for so long. */
const IDLE_SEC: Readonly<Record<Account['kind'], number>> = {
  operator: DAY_SEC / 2,
  rider: 400 * DAY_SEC,
  tablet: 400 * DAY_SEC,
  driver: DAY_SEC,
};
/** Use is noted at most this often, so that reading does not write. */
const NOTE_USE_SEC = 600;

/** Whose token it is, or null when nobody has it (any more). About 20 µs. */
export function findHolder(parts: AccountParts, token: string): Holder | null {
  const { store, hasher, clock } = parts;
  const session = store.findSession(hasher.hash(token));
  const nowSec = clock.nowSec();
  if (!session || session.endsSec <= nowSec) return null;
  const account = store.findAccount(session.accountId);
  if (account?.status !== 'active') return null;
  if (nowSec - session.seenSec >= NOTE_USE_SEC) noteUse(parts, session, account);
  return {
    actor: actorOf(account),
    rights: account.kind === 'operator' ? rightsOf(parts, account) : [],
    accountId: account.accountId,
    sessionId: session.sessionId,
    tabletOf: account.kind === 'tablet' ? account.vehicleId : null,
  };
}

function rightsOf(parts: AccountParts, account: Account): readonly Right[] {
  return lacksSecondFactor(parts, account) ? [] : rightsIn(parts.areaId, account.grants);
}

/** Whether the account must set up a second factor before it may do anything. */
export function lacksSecondFactor(parts: AccountParts, account: Account): boolean {
  const { areaId, secondFactorRoles } = parts;
  const isAsked = account.grants.some(
    (grant) => secondFactorRoles.includes(grant.role) && (grant.areaId === '*' || grant.areaId === areaId),
  );
  return isAsked && !hasSecondFactor(parts, account);
}

function noteUse({ store, clock }: AccountParts, session: Session, account: Account): void {
  const seenSec = clock.nowSec();
  try {
    store.putSession({ ...session, seenSec, endsSec: seenSec + IDLE_SEC[account.kind] });
  } catch {
    // A disk that refuses must not keep anybody from looking up their trip; the session ends a little earlier.
  }
}

function actorOf(account: Account): Actor {
  switch (account.kind) {
    case 'operator':
      return { kind: 'operator', operatorId: account.accountId };
    case 'rider':
      return { kind: 'rider', riderId: account.accountId };
    case 'driver':
    case 'tablet':
      return { kind: 'anybody' };
  }
}

/** Begins a session on a device; the token is told this once. */
export function beginSession(parts: AccountParts, account: Account, device: string | null): SignedIn {
  const { store, secrets, hasher, ids, vault, clock } = parts;
  const token = secrets.newToken();
  const nowSec = clock.nowSec();
  const session: Session = {
    sessionId: ids.newId(),
    accountId: account.accountId,
    tokenHash: hasher.hash(token),
    sealedDevice: device === null ? null : vault.seal(device),
    createdSec: nowSec,
    seenSec: nowSec,
    endsSec: nowSec + IDLE_SEC[account.kind],
  };
  store.putSession(session);
  const { sessionId, endsSec } = session;
  return { token, sessionId, accountId: account.accountId, endsSec };
}

/** Ends every session of an account but one. */
export function endSessions({ store }: AccountParts, accountId: string, keptSessionId: string | null = null): void {
  for (const { sessionId } of store.sessionsOf(accountId)) if (sessionId !== keptSessionId) store.endSession(sessionId);
}

/**
 * Under these a new account is found once more, beside its names, until it is changed: a request whose answer was lost comes
 * again with its key, and must not make another account nor be told that somebody is there already (rule AC26). The first
 * is of the key, the second of the key and what came with it.
 *
 * @param key idempotency key; null from a program beside the service
 */
export function addedLookups(
  { vault }: AccountParts,
  kind: Account['kind'],
  { actorId, key, content }: { readonly actorId: string; readonly key: string | null; readonly content: object },
): readonly string[] {
  if (key === null) return [];
  return [[], [content]].map((more) => vault.blind(`added ${kind}`, JSON.stringify([actorId, key, ...more])));
}

/** The account that the same request made before, or why there is none: the name is taken, or the key by something else. */
export function addedBefore(
  { store }: AccountParts,
  [byKey, byContent]: readonly string[],
  taken: string,
): AccountOutcome<Account> {
  const before = byContent === undefined ? null : store.findByLookup(byContent);
  if (before) return done(before);
  return byKey !== undefined && store.findByLookup(byKey)
    ? no('key_reused', 'the key came before with something else: send a new key')
    : no('already_exists', taken);
}

/** Writes down who did what; `actorId` is an account, `service`, or `host` for whoever sits at the machine. */
export function note(parts: AccountParts, actorId: string, what: string, subjectId: string | null): void {
  parts.store.addAudit({ atSec: parts.clock.nowSec(), actorId, what, subjectId });
}

/**
 * Lets a guess be tried that takes its time, counts it when it was wrong, and makes the next one wait (rule AC10).
 *
 * @param subject what is guessed at, blind
 * @param attempt null when the guess is wrong
 */
export async function guarded<T>(
  parts: AccountParts,
  subject: string,
  attempt: () => Promise<T | null>,
): Promise<AccountOutcome<T>> {
  const { store, clock } = parts;
  const before = store.findAttempts(subject);
  const wait = waitSec(before, clock.nowSec());
  if (wait > 0) return lockedOut(wait);
  // Counted before it is tried, so that attempts side by side cannot outrun the count.
  store.putAttempts(subject, afterFailure(before, clock.nowSec()));
  const found = await attempt();
  if (found === null) return wrongGuess();
  store.putAttempts(subject, null);
  return done(found);
}

/**
 * The same for a guess that is decided at once. Count, code and all that a right one changes are written together: what the
 * disk refuses, or a crash breaks off, has used up nothing and can be tried again (rule AC25).
 */
export function guardedAtOnce<T>(parts: AccountParts, subject: string, attempt: () => T | null): AccountOutcome<T> {
  const { store, clock } = parts;
  return store.transaction(() => {
    const before = store.findAttempts(subject);
    const wait = waitSec(before, clock.nowSec());
    if (wait > 0) return lockedOut(wait);
    const found = attempt();
    store.putAttempts(subject, found === null ? afterFailure(before, clock.nowSec()) : null);
    return found === null ? wrongGuess() : done(found);
  });
}

const lockedOut = (waitedSec: number): AccountOutcome<never> =>
  no('locked_out', `wait ${waitedSec} s before the next attempt`);
const wrongGuess = (): AccountOutcome<never> => no('wrong_credentials', 'name or number, password or code do not fit');

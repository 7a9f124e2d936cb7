/** Operators: the town's and the desk's people, who sign in with a password and a second factor (rules AC8 to AC12). */
import type { OperatorSignIn, SignedIn } from '@noriai/core/contracts/accounts.ts';
import { rightsOfRole, type Grant } from '@noriai/core/contracts/rights.ts';
import type { Mistake } from '@noriai/core/contracts/schema.ts';
import { LookupTaken, type Account } from './account-store.ts';
import { hasSecondFactor, passesSecondFactor } from './second-factor.ts';
import {
  addedBefore,
  addedLookups,
  beginSession,
  done,
  endSessions,
  guarded,
  guardedAtOnce,
  no,
  note,
  type AccountOutcome,
  type AccountParts,
} from './accounts.ts';

/** What is personal of an operator. */
export interface OperatorCard {
  readonly loginName: string;
  readonly name: string;
}

export interface NewOperator extends OperatorCard {
  readonly password: string;
  readonly grants: readonly Grant[];
}

/** NIST SP 800-63B: length counts, rules on kinds of characters do not. */
export const PASSWORD_MIN_LENGTH = 12;

/** @param actorId who adds it; an operator grants nothing beyond the own areas (rule AC34) */
export async function addOperator(
  parts: AccountParts,
  operator: NewOperator,
  actorId: string,
  key: string | null = null,
): Promise<AccountOutcome<Account>> {
  const { store, vault, passwords, ids, clock } = parts;
  const { loginName, name, password, grants } = operator;
  const beyond = beyondReach(parts, actorId, grants);
  if (beyond.length > 0) return notYours(beyond);
  const nowSec = clock.nowSec();
  const account: Account = {
    accountId: ids.newId(),
    kind: 'operator',
    status: 'active',
    sealed: vault.seal(JSON.stringify({ loginName, name } satisfies OperatorCard)),
    secretHash: await passwords.hash(password),
    sealedFactor: null,
    grants,
    vehicleId: null,
    createdSec: nowSec,
    changedSec: nowSec,
  };
  const added = addedLookups(parts, 'operator', { actorId, key, content: operator });
  try {
    store.transaction(() => {
      store.putAccount(account, [lookupOf(parts, loginName), ...added]);
      note(parts, actorId, 'operator_added', account.accountId);
    });
    return done(account);
  } catch (error) {
    if (!(error instanceof LookupTaken)) throw error;
    return addedBefore(parts, added, 'that login name is in use');
  }
}

export async function signInOperator(
  parts: AccountParts,
  { loginName, password, secondFactor, deviceName }: OperatorSignIn,
): Promise<AccountOutcome<SignedIn>> {
  const { store } = parts;
  const lookup = lookupOf(parts, loginName);
  const account = store.findByLookup(lookup);
  const checked = await guarded(parts, lookup, async () => {
    const isRight = await verifyPassword(parts, account, password);
    const present = isRight ? unchanged(parts, account!) : null;
    return present?.status === 'active' ? present : null;
  });
  if (!checked.ok) return checked;
  return store.transaction(() => admitted(parts, checked.answer, secondFactor, deviceName));
}

/** The second half of a sign-in, once the password is known to be right. */
function admitted(
  parts: AccountParts,
  operator: Account,
  secondFactor: string | undefined,
  deviceName: string | undefined,
): AccountOutcome<SignedIn> {
  if (hasSecondFactor(parts, operator)) {
    if (secondFactor === undefined) {
      return no('second_factor_needed', 'send secondFactor, the code of the authenticator app');
    }
    const passes = () => passesSecondFactor(parts, operator, secondFactor) || null;
    const factor = guardedAtOnce(parts, `factor ${operator.accountId}`, passes);
    if (!factor.ok) return factor;
  }
  if (unchanged(parts, operator)?.status !== 'active')
    return no('wrong_credentials', 'the account was changed meanwhile');
  const session = beginSession(parts, operator, deviceName ?? null);
  note(parts, operator.accountId, 'signed_in', null);
  return done(session);
}

/** As slow for a name that nobody has as for a wrong password, so that names cannot be found out. */
async function verifyPassword(parts: AccountParts, account: Account | null, password: string): Promise<boolean> {
  const encoded = account?.secretHash ?? null;
  if (encoded !== null) return parts.passwords.verify(password, encoded);
  await parts.passwords.hash(password);
  return false;
}

/** The account as it is after the slow check of its password; null when another password was set meanwhile. */
function unchanged({ store }: AccountParts, { accountId, secretHash }: Account): Account | null {
  const present = store.findAccount(accountId);
  return present?.secretHash === secretHash ? present : null;
}

export interface OperatorChange {
  readonly password?: string;
  readonly grants?: readonly Grant[];
  readonly status?: 'active' | 'disabled';
  /** For somebody who lost the app and the recovery codes. */
  readonly dropSecondFactor?: boolean;
}

/**
 * A new password, or other grants or status; whatever changes, everybody signed in by the account must sign in anew. There is
 * always an active admin (rule AC31), and nobody reaches beyond the own areas (rule AC34).
 */
export async function changeOperator(
  parts: AccountParts,
  accountId: string,
  change: OperatorChange,
  actorId: string,
): Promise<AccountOutcome<Account>> {
  const { store, passwords, clock } = parts;
  if (store.findAccount(accountId)?.kind !== 'operator') return no('not_found', `there is no operator ${accountId}`);
  const newHash = change.password === undefined ? null : await passwords.hash(change.password);
  return store.transaction(() => {
    const account = store.findAccount(accountId)!; // whatever was changed while the hash was worked out stays
    const beyond = changedBeyond(parts, actorId, account, change);
    if (beyond.length > 0) return notYours(beyond);
    const { grants = account.grants, status = account.status } = change;
    const secretHash = newHash ?? account.secretHash;
    const sealedFactor = change.dropSecondFactor === true ? null : account.sealedFactor;
    const changed = { ...account, secretHash, sealedFactor, grants, status, changedSec: clock.nowSec() };
    if (isOnlyAdmin(parts, account) && !isAdmin(parts, changed))
      return no('last_admin', 'no active admin would be left');
    store.putAccount(changed, store.lookupsOf(accountId));
    for (const lookup of store.lookupsOf(accountId)) store.putAttempts(lookup, null);
    endSessions(parts, accountId);
    note(parts, actorId, `operator_changed:${Object.keys(change).join(',')}`, accountId);
    return done(changed);
  });
}

/** Grants that a change by an operator touches in areas where that operator is no admin. */
function changedBeyond(
  parts: AccountParts,
  actorId: string,
  account: Account,
  { grants, ...rest }: OperatorChange,
): readonly Grant[] {
  const before = beyondReach(parts, actorId, account.grants);
  if (Object.keys(rest).length > 0 && before.length > 0) return before; // the password opens everything
  if (!grants) return [];
  const after = beyondReach(parts, actorId, grants);
  return [...before.filter((grant) => !isAmong(grant, after)), ...after.filter((grant) => !isAmong(grant, before))];
}

const isAmong = ({ role, areaId }: Grant, grants: readonly Grant[]): boolean =>
  grants.some((one) => one.role === role && one.areaId === areaId);

/** Of some grants those in areas whose accounts the actor may not change; none for who sits at the machine. */
function beyondReach({ store }: AccountParts, actorId: string, grants: readonly Grant[]): readonly Grant[] {
  if (actorId === 'host') return [];
  const own = store.findAccount(actorId)?.grants ?? [];
  const reach = own.filter(({ role }) => rightsOfRole[role].includes('accounts')).map(({ areaId }) => areaId);
  return reach.includes('*') ? [] : grants.filter(({ areaId }) => !reach.includes(areaId));
}

function notYours(beyond: readonly Grant[]): AccountOutcome<never> {
  const where = beyond.map(({ role, areaId }) => `${role} in ${areaId === '*' ? 'every area' : areaId}`).join(', ');
  return no('not_yours', `${where}: only an admin of there, or of every area, changes that`);
}

function isOnlyAdmin(parts: AccountParts, account: Account): boolean {
  const admins = parts.store.accountsOf('operator').filter((one) => isAdmin(parts, one));
  return admins.length === 1 && admins[0]!.accountId === account.accountId;
}

/** An active one here; from the machine itself, whose area is `*`, of whatever area. */
function isAdmin({ areaId }: AccountParts, { status, grants }: Account): boolean {
  const isHere = (grant: Grant) => areaId === '*' || grant.areaId === '*' || grant.areaId === areaId;
  return status === 'active' && grants.some((grant) => grant.role === 'admin' && isHere(grant));
}

/** Grants in areas that are not served here, each a mistake; what the operator has elsewhere already may stay (rule AC32). */
export function strayGrants(
  { areaId }: AccountParts,
  grants: readonly Grant[],
  before: readonly Grant[] = [],
): readonly Mistake[] {
  const known = new Set(['*', areaId, ...before.map((grant) => grant.areaId)]);
  return grants.flatMap((grant, i) => {
    if (known.has(grant.areaId)) return [];
    return [{ path: `grants[${i}].areaId`, got: grant.areaId, expected: `${areaId}, or * for every area` }];
  });
}

/** The operator's own wish, who proves to know the old one; the device in hand stays signed in. */
export async function changePassword(
  parts: AccountParts,
  account: Account,
  { password, newPassword }: { readonly password: string; readonly newPassword: string },
  sessionId: string | null,
): Promise<AccountOutcome<Record<string, never>>> {
  const { store, passwords, clock } = parts;
  const [lookup = account.accountId] = store.lookupsOf(account.accountId);
  const checked = await guarded(parts, lookup, async () => (await verifyPassword(parts, account, password)) || null);
  if (!checked.ok) return checked;
  const secretHash = await passwords.hash(newPassword);
  const present = unchanged(parts, account);
  if (present?.status !== 'active') return no('wrong_credentials', 'the password was changed meanwhile');
  store.transaction(() => {
    store.putAccount({ ...present, secretHash, changedSec: clock.nowSec() }, store.lookupsOf(account.accountId));
    endSessions(parts, account.accountId, sessionId);
    note(parts, account.accountId, 'password_changed', null);
  });
  return done({});
}

export function operatorCard({ vault }: AccountParts, account: Account): OperatorCard | null {
  return account.sealed === null ? null : (JSON.parse(vault.open(account.sealed)) as OperatorCard);
}

export function findOperator(parts: AccountParts, loginName: string): Account | null {
  return parts.store.findByLookup(lookupOf(parts, loginName));
}

function lookupOf({ vault }: AccountParts, loginName: string): string {
  return vault.blind('login', loginName);
}

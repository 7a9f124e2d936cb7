/** Riders: registered by the desk or by their own phone number, signed in by one-time code, erased at their wish. */
import type {
  Language,
  ProfileChange,
  RiderOrder,
  RiderProfile,
  RiderRecord,
  SignedIn,
} from '@noriai/core/contracts/accounts.ts';
import type { Actor } from '@noriai/core/dispatch/commands.ts';
import { LookupTaken, type Account } from './account-store.ts';
import {
  addedBefore,
  addedLookups,
  beginSession,
  done,
  endSessions,
  guardedAtOnce,
  no,
  note,
  type AccountOutcome,
  type AccountParts,
} from './accounts.ts';
import { afterFailure, waitSec } from './lock-out.ts';
import { CODE_VALID_SEC, makeCode, useCode } from './one-time-codes.ts';
import {
  cardOf,
  changedByRider,
  emptyCard,
  lookupsOfCard,
  memberLookup,
  phoneLookup,
  phoneOf,
  sealCard,
  type PushSubscription,
  type RiderCard,
} from './rider-cards.ts';
import type { RiderIndex } from './rider-index.ts';

/** A code on its way to a rider; whoever sends it must not keep it. */
export interface CodeMessage {
  /** Null for somebody who is only about to become a rider. */
  readonly riderId: string | null;
  readonly card: RiderCard;
  readonly code: string;
  /** Name of whoever would like to book for them; absent where it is for signing in. */
  readonly askedBy?: string;
}

export interface RiderParts extends AccountParts {
  readonly index: RiderIndex;
  readonly sendCode: (message: CodeMessage) => void;
  /** Whether somebody unknown may register by their phone number. */
  readonly openSignUp: boolean;
  /** Public key for push messages, null where none are sent. */
  readonly pushKey: string | null;
  /** Ends all that the dispatch has for the rider; refused while a booking is open. */
  readonly leaveService: (riderId: string, actor: Actor) => Promise<AccountOutcome<unknown>>;
  /** Whether the dispatch has let the rider go. */
  readonly hasLeft: (riderId: string) => boolean;
  readonly isBlocked: (riderId: string) => boolean;
}

/** One of them. */
export interface RiderName {
  readonly phone?: string;
  readonly memberNumber?: string;
}

export const CODE_DIGITS = 6;

/** Sends a code where there is somebody to send it to; the answer tells nothing of that (rule AC9). */
export function requestCode(
  parts: RiderParts,
  { language, ...name }: RiderName & { readonly language?: Language },
): AccountOutcome<{ validSec: number }> {
  const lookup = lookupOf(parts, name);
  const subject = `send ${lookup}`;
  const sent = parts.store.findAttempts(subject);
  const wait = waitSec(sent, parts.clock.nowSec());
  if (wait > 0) return no('locked_out', `wait ${wait} s before the next code`);
  parts.store.putAttempts(subject, afterFailure(sent, parts.clock.nowSec()));
  const account = parts.store.findByLookup(lookup);
  const card = account?.status === 'active' ? cardOf(parts, account) : newcomer(parts, name, account, language);
  if (card) {
    const sealed = account ? null : sealCard(parts, card);
    if (account) parts.store.dropChallenge(challengeOf(null, lookup));
    const { code } = makeCode(parts, challengeOf(account, lookup), {
      subjectId: account?.accountId ?? null,
      sealed,
      digits: CODE_DIGITS,
    });
    parts.sendCode({ riderId: account?.accountId ?? null, card, code });
  }
  return done({ validSec: CODE_VALID_SEC });
}

/** The card of somebody who registers by phone number; null when that is not open. */
function newcomer(
  { openSignUp }: RiderParts,
  { phone }: RiderName,
  account: Account | null,
  language: Language = 'ja',
): RiderCard | null {
  if (account !== null || phone === undefined || !openSignUp) return null;
  return { ...emptyCard, phone: phoneOf(phone), language };
}

export function signInRider(
  parts: RiderParts,
  { code, deviceName, ...name }: RiderName & { readonly code: string; readonly deviceName?: string },
): AccountOutcome<SignedIn> {
  const lookup = lookupOf(parts, name);
  const checked = guardedAtOnce(parts, lookup, () => {
    const account = openedBy(parts, lookup, code);
    if (!account) return null;
    parts.store.putAttempts(`send ${lookup}`, null);
    const session = beginSession(parts, account, deviceName ?? null);
    note(parts, session.accountId, 'signed_in', null);
    return { session, account };
  });
  if (!checked.ok) return checked;
  const { session, account } = checked.answer;
  parts.index.put(account.accountId, cardOf(parts, account));
  return done(session);
}

/** Whose code it is; who was not known yet is registered by it. */
function openedBy(parts: RiderParts, lookup: string, code: string): Account | null {
  const known = parts.store.findByLookup(lookup);
  const opened = useCode(parts, challengeOf(known, lookup), code) ?? useCode(parts, challengeOf(null, lookup), code);
  if (!opened) return null;
  // Who was registered by the desk while the code was on its way has shown all the same whose telephone it is.
  if (known) return known.status === 'active' ? known : null;
  return registered(parts, JSON.parse(parts.vault.open(opened.sealed!)) as RiderCard);
}

function registered(parts: RiderParts, card: RiderCard): Account {
  const account = newAccount(parts, card);
  parts.store.putAccount(account, lookupsOfCard(parts, card));
  note(parts, account.accountId, 'rider_registered', null);
  return account;
}

function newAccount(parts: RiderParts, card: RiderCard): Account {
  const nowSec = parts.clock.nowSec();
  return {
    accountId: parts.ids.newId(),
    kind: 'rider',
    status: 'active',
    sealed: sealCard(parts, card),
    secretHash: null,
    sealedFactor: null,
    grants: [],
    vehicleId: null,
    createdSec: nowSec,
    changedSec: nowSec,
  };
}

/** The desk registers a rider. */
export function addRider(
  parts: RiderParts,
  order: RiderOrder,
  actorId: string,
  key: string | null = null,
): AccountOutcome<RiderRecord> {
  const card = cardOfOrder(order);
  return written(
    parts,
    newAccount(parts, card),
    card,
    actorId,
    'rider_added',
    addedLookups(parts, 'rider', { actorId, key, content: order }),
  );
}

export function changeRider(
  parts: RiderParts,
  riderId: string,
  order: RiderOrder,
  actorId: string,
): AccountOutcome<RiderRecord> {
  const account = findRider(parts, riderId);
  if (!account) return no('not_found', `there is no rider ${riderId}`);
  return written(parts, account, { ...cardOf(parts, account)!, ...cardOfOrder(order) }, actorId, 'rider_changed');
}

function cardOfOrder(order: RiderOrder): RiderCard {
  return { ...order, phone: order.phone === null ? null : phoneOf(order.phone) };
}

function written(
  parts: RiderParts,
  account: Account,
  card: RiderCard,
  actorId: string,
  what: string,
  added: readonly string[] = [],
): AccountOutcome<RiderRecord> {
  const { store, index, clock } = parts;
  try {
    store.transaction(() => {
      const changed = { ...account, sealed: sealCard(parts, card), changedSec: clock.nowSec() };
      store.putAccount(changed, [...lookupsOfCard(parts, card), ...added]);
      note(parts, actorId, what, account.accountId);
    });
  } catch (error) {
    if (!(error instanceof LookupTaken)) throw error;
    const before = addedBefore(parts, added, 'another rider has that phone or member number');
    return before.ok ? done(recordOf(parts, before.answer, cardOf(parts, before.answer)!)) : before;
  }
  index.put(account.accountId, card);
  return done(recordOf(parts, account, card));
}

export function getRider(parts: RiderParts, riderId: string): AccountOutcome<RiderRecord> {
  const account = findRider(parts, riderId);
  return account
    ? done(recordOf(parts, account, cardOf(parts, account)!))
    : no('not_found', `there is no rider ${riderId}`);
}

export function getProfile(parts: RiderParts, riderId: string): AccountOutcome<RiderProfile> {
  const account = findRider(parts, riderId);
  if (!account) return no('not_found', 'this rider has no account');
  const { notes: _desk, pushSubscriptions: _browsers, ...card } = cardOf(parts, account)!;
  return done({ riderId, ...card });
}

export function changeProfile(parts: RiderParts, riderId: string, change: ProfileChange): AccountOutcome<RiderProfile> {
  const account = findRider(parts, riderId);
  if (!account) return no('not_found', 'this rider has no account');
  const outcome = written(parts, account, changedByRider(cardOf(parts, account)!, change), riderId, 'rider_changed');
  return outcome.ok ? getProfile(parts, riderId) : outcome;
}

const MOST_BROWSERS = 5;

/** A browser of the rider agreed to push messages; the oldest gives way. */
export function addPush(
  parts: RiderParts,
  riderId: string,
  subscription: PushSubscription,
): AccountOutcome<Record<string, never>> {
  const account = findRider(parts, riderId);
  if (!account) return no('not_found', 'this rider has no account');
  const card = cardOf(parts, account)!;
  const others = (card.pushSubscriptions ?? []).filter(({ endpoint }) => endpoint !== subscription.endpoint);
  const pushSubscriptions = [...others, subscription].slice(-MOST_BROWSERS);
  const outcome = written(parts, account, { ...card, pushSubscriptions }, riderId, 'push_added');
  return outcome.ok ? done({}) : outcome;
}

/** A browser took its agreement back, or is gone: nothing is sent there any more. */
export function dropPush(parts: AccountParts, riderId: string, endpoint: string): void {
  const account = findRider(parts, riderId);
  const card = account && cardOf(parts, account);
  if (!account || !card?.pushSubscriptions?.some((one) => one.endpoint === endpoint)) return;
  const pushSubscriptions = card.pushSubscriptions.filter((one) => one.endpoint !== endpoint);
  const sealed = sealCard(parts, { ...card, pushSubscriptions });
  parts.store.putAccount({ ...account, sealed }, parts.store.lookupsOf(riderId));
  note(parts, 'service', 'push_gone', riderId);
}

/**
 * Leaves the id, on which the ledger's statistics hang, and nothing else (rule AC16). The dispatch lets the rider go first, so
 * that nothing is booked for somebody who is no more; who was let go and not erased, because the process died in between,
 * is erased when it is asked for again, or by the daily clearing.
 */
export async function eraseRider(
  parts: RiderParts,
  riderId: string,
  actor: Actor,
): Promise<AccountOutcome<Record<string, never>>> {
  if (!findRider(parts, riderId)) return no('not_found', `there is no rider ${riderId}`);
  const left = await parts.leaveService(riderId, actor);
  if (!left.ok) return left;
  eraseAccount(parts, riderId, nameOf(actor));
  return done({});
}

function nameOf(actor: Actor): string {
  return actor.kind === 'rider' ? actor.riderId : actor.kind === 'operator' ? actor.operatorId : actor.kind;
}

function eraseAccount(parts: RiderParts, riderId: string, actorId: string): void {
  const { store, index, clock } = parts;
  const account = findRider(parts, riderId);
  if (!account) return; // erased meanwhile
  store.transaction(() => {
    const lookups = store.lookupsOf(riderId);
    store.putAccount({ ...account, status: 'erased', sealed: null, changedSec: clock.nowSec() }, []);
    endSessions(parts, riderId);
    store.dropChallengesOf(riderId);
    for (const lookup of lookups) {
      store.dropChallenge(challengeOf(null, lookup));
      for (const subject of ['', 'send ', 'ask ', 'proxy ']) store.putAttempts(`${subject}${lookup}`, null);
    }
    note(parts, actorId, 'rider_erased', riderId);
  });
  index.put(riderId, null);
}

/** A code that the desk reads to the rider on the phone. */
export function readCode(
  parts: RiderParts,
  riderId: string,
  actorId: string,
): AccountOutcome<{ code: string; endsSec: number }> {
  const account = findRider(parts, riderId);
  const lookups = account ? lookupsOfCard(parts, cardOf(parts, account)!) : [];
  if (lookups.length === 0) return no('not_found', `there is no rider ${riderId} with a phone or member number`);
  return parts.store.transaction(() => {
    note(parts, actorId, 'rider_code_read', riderId);
    for (const lookup of lookups) parts.store.dropChallenge(challengeOf(null, lookup));
    return done(makeCode(parts, challengeOf(account, ''), { subjectId: riderId, sealed: null, digits: CODE_DIGITS }));
  });
}

/** Who told both numbers is known to the rider, so that a family member can be named without looking through riders. */
export function resolveRider(
  parts: RiderParts,
  { phone, memberNumber }: Required<RiderName>,
): AccountOutcome<{ riderId: string }> {
  const [byPhone, byNumber] = [phoneLookup(parts, phone), memberLookup(parts, memberNumber)].map((lookup) =>
    parts.store.findByLookup(lookup),
  );
  const isOne = byPhone?.status === 'active' && byPhone.accountId === byNumber?.accountId;
  return isOne ? done({ riderId: byPhone.accountId }) : no('not_found', 'no rider has both these numbers');
}

/** Erases who was not seen and had no trip for so long; answers how many. */
export async function eraseForgotten(
  parts: RiderParts,
  beforeSec: number,
  lastTripSec: (riderId: string) => number | null,
): Promise<number> {
  const forgotten = parts.store.accountsOf('rider').filter((account) => {
    const seenSec = parts.store.sessionsOf(account.accountId).map((session) => session.seenSec);
    const lastSec = Math.max(account.changedSec, lastTripSec(account.accountId) ?? 0, ...seenSec);
    return account.status !== 'erased' && lastSec < beforeSec;
  });
  return eraseAll(parts, forgotten);
}

/** Erases whom the dispatch has let go and a death of the process has kept; answers how many. */
export function eraseWhoLeft(parts: RiderParts): Promise<number> {
  const isLeft = ({ accountId, status }: Account) => status !== 'erased' && parts.hasLeft(accountId);
  return eraseAll(parts, parts.store.accountsOf('rider').filter(isLeft));
}

async function eraseAll(parts: RiderParts, accounts: readonly Account[]): Promise<number> {
  let erased = 0;
  for (const { accountId } of accounts) {
    if ((await eraseRider(parts, accountId, { kind: 'service' })).ok) erased++;
  }
  return erased;
}

export function findRider({ store }: AccountParts, riderId: string): Account | null {
  const account = store.findAccount(riderId);
  return account?.kind === 'rider' && account.status !== 'erased' ? account : null;
}

function recordOf({ store }: RiderParts, { accountId, createdSec }: Account, known: RiderCard): RiderRecord {
  const { pushSubscriptions: _browsers, ...card } = known;
  return { riderId: accountId, ...card, sessions: store.sessionsOf(accountId).length, createdSec };
}

export function lookupOf(parts: AccountParts, { phone, memberNumber }: RiderName): string {
  return phone === undefined ? memberLookup(parts, memberNumber ?? '') : phoneLookup(parts, phone);
}

/** One code at a time for a rider, whichever number it is typed with; who has no account yet has only the number. */
const challengeOf = (account: Account | null, lookup: string): string => `rider-code ${account?.accountId ?? lookup}`;

/** Drivers and their tablets: a tablet is paired with its vehicle by a code, and the driver signs on by number and PIN. */
import type { SignedIn } from '@noriai/core/contracts/accounts.ts';
import { openedOrNull } from './account-ports.ts';
import { LookupTaken, type Account } from './account-store.ts';
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
import { makeCode, useCode } from './one-time-codes.ts';

/** What is personal of a driver. */
interface DriverCard {
  readonly driverNumber: string;
  readonly name: string;
}

export interface DriverView extends DriverCard {
  readonly driverId: string;
  readonly isActive: boolean;
}

const PAIRING_DIGITS = 8;

export async function addDriver(
  parts: AccountParts,
  { pin, ...card }: DriverCard & { readonly pin: string },
  actorId: string,
  key: string | null = null,
): Promise<AccountOutcome<DriverView>> {
  const added = addedLookups(parts, 'driver', { actorId, key, content: { pin, ...card } });
  const nowSec = parts.clock.nowSec();
  const account: Account = {
    ...blankAccount(parts, 'driver', nowSec),
    sealed: parts.vault.seal(JSON.stringify(card)),
    secretHash: await parts.passwords.hash(pin),
  };
  try {
    parts.store.transaction(() => {
      parts.store.putAccount(account, [driverLookup(parts, card.driverNumber), ...added]);
      note(parts, actorId, 'driver_added', account.accountId);
    });
  } catch (error) {
    if (!(error instanceof LookupTaken)) throw error;
    const before = addedBefore(parts, added, 'another driver has that number');
    return before.ok ? done(viewOf(parts, before.answer)) : before;
  }
  return done(viewOf(parts, account));
}

export async function changeDriver(
  parts: AccountParts,
  driverId: string,
  change: { readonly name?: string; readonly pin?: string; readonly isActive?: boolean },
  actorId: string,
): Promise<AccountOutcome<DriverView>> {
  const { store, vault, passwords, clock } = parts;
  if (store.findAccount(driverId)?.kind !== 'driver') return no('not_found', `there is no driver ${driverId}`);
  const newHash = change.pin === undefined ? null : await passwords.hash(change.pin);
  const account = store.findAccount(driverId)!; // whatever was changed while the hash was worked out stays
  const card = cardOf(parts, account);
  const changed: Account = {
    ...account,
    sealed: vault.seal(JSON.stringify({ ...card, name: change.name ?? card.name })),
    secretHash: newHash ?? account.secretHash,
    status: change.isActive === undefined ? account.status : change.isActive ? 'active' : 'disabled',
    changedSec: clock.nowSec(),
  };
  store.transaction(() => {
    store.putAccount(changed, store.lookupsOf(driverId));
    for (const lookup of store.lookupsOf(driverId)) store.putAttempts(lookup, null);
    note(parts, actorId, `driver_changed:${Object.keys(change).join(',')}`, driverId);
  });
  return done(viewOf(parts, changed));
}

export function listDrivers(parts: AccountParts): DriverView[] {
  return parts.store
    .accountsOf('driver')
    .map((account) => openedOrNull(() => viewOf(parts, account)) ?? closedView(account));
}

/**
 * Who gives this number and PIN. What the ledger is told of them is the number alone (rule AC17).
 */
export async function checkDriver(
  parts: AccountParts,
  { driverNumber, pin }: { readonly driverNumber: string; readonly pin: string },
): Promise<AccountOutcome<DriverView>> {
  const lookup = driverLookup(parts, driverNumber);
  const account = parts.store.findByLookup(lookup);
  return guarded(parts, lookup, async () => {
    const encoded = account?.status === 'active' ? account.secretHash : null;
    if (encoded === null)
      await parts.passwords.hash(pin); // as slow as a wrong PIN
    else if (await parts.passwords.verify(pin, encoded)) {
      const present = parts.store.findAccount(account!.accountId);
      return present?.status === 'active' && present.secretHash === encoded ? viewOf(parts, present) : null;
    }
    return null;
  });
}

/**
 * Whether it is the town's driver code. It is one for all vehicles, so wrong ones count together (rule AU7); a new code
 * begins without them. Who gives none has guessed nothing.
 */
export function checkDriverCode(
  parts: AccountParts,
  given: string | undefined,
  expected: string,
): AccountOutcome<Record<string, never>> {
  if (given === undefined) return no('wrong_code', 'the driver code is missing');
  const subject = parts.vault.blind('driver code', expected);
  const checked = guardedAtOnce(parts, subject, () => (parts.secrets.isSame(given, expected) ? {} : null));
  return checked.ok || checked.refusal === 'locked_out' ? checked : no('wrong_code', 'the driver code is wrong');
}

/** A code that pairs one tablet with the vehicle; a newer one for the vehicle takes its place. */
export function issuePairingCode(parts: AccountParts, vehicleId: string, actorId: string) {
  note(parts, actorId, 'pairing_code_read', vehicleId);
  // The code alone names the vehicle, so its first digits are a look-up and the rest the secret.
  const handle = parts.secrets.newDigits(PAIRING_DIGITS / 2);
  const { code, endsSec } = makeCode(parts, `pairing ${handle}`, {
    subjectId: vehicleId,
    sealed: null,
    digits: PAIRING_DIGITS / 2,
  });
  return { code: `${handle}${code}`, endsSec };
}

export function pairTablet(
  parts: AccountParts,
  { code, deviceName }: { readonly code: string; readonly deviceName?: string },
): AccountOutcome<SignedIn> {
  const [handle, rest] = [code.slice(0, PAIRING_DIGITS / 2), code.slice(PAIRING_DIGITS / 2)];
  return guardedAtOnce(parts, `pairing ${handle}`, () => {
    const opened = useCode(parts, `pairing ${handle}`, rest);
    if (!opened) return null;
    const account: Account = {
      ...blankAccount(parts, 'tablet', parts.clock.nowSec()),
      vehicleId: opened.subjectId,
    };
    parts.store.putAccount(account, []);
    note(parts, account.accountId, 'tablet_paired', account.vehicleId);
    return beginSession(parts, account, deviceName ?? null);
  });
}

export function listTablets({ store }: AccountParts) {
  return store
    .accountsOf('tablet')
    .filter(({ status }) => status === 'active')
    .map(({ accountId, vehicleId }) => {
      const seenSec = store.sessionsOf(accountId)[0]?.seenSec ?? null;
      return { tabletId: accountId, vehicleId: vehicleId ?? '', seenSec };
    });
}

export function endTablet(
  parts: AccountParts,
  tabletId: string,
  actorId: string,
): AccountOutcome<Record<string, never>> {
  const account = parts.store.findAccount(tabletId);
  if (account?.kind !== 'tablet') return no('not_found', `there is no tablet ${tabletId}`);
  parts.store.transaction(() => {
    parts.store.putAccount({ ...account, status: 'disabled' }, []);
    endSessions(parts, tabletId);
    note(parts, actorId, 'tablet_ended', tabletId);
  });
  return done({});
}

function blankAccount({ ids }: AccountParts, kind: Account['kind'], nowSec: number): Account {
  return {
    accountId: ids.newId(),
    kind,
    status: 'active',
    sealed: null,
    secretHash: null,
    sealedFactor: null,
    grants: [],
    vehicleId: null,
    createdSec: nowSec,
    changedSec: nowSec,
  };
}

function cardOf({ vault }: AccountParts, account: Account): DriverCard {
  return JSON.parse(vault.open(account.sealed!)) as DriverCard;
}

function viewOf(parts: AccountParts, account: Account): DriverView {
  return { driverId: account.accountId, ...cardOf(parts, account), isActive: account.status === 'active' };
}

/** A driver whose key is gone can still be told to be there. */
function closedView({ accountId, status }: Account): DriverView {
  return { driverId: accountId, driverNumber: '', name: '', isActive: status === 'active' };
}

const driverLookup = ({ vault }: AccountParts, driverNumber: string): string => vault.blind('driver', driverNumber);

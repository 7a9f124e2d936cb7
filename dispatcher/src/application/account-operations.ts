/** What the HTTP operations of accounts do. Only a driver's sign-on goes through the dispatch loop. */
import type { Actor } from '@noriai/core/dispatch/commands.ts';
import type { accountRoutes } from '@noriai/core/contracts/account-routes.ts';
import type { OwnRollCall } from '@noriai/core/contracts/fleet.ts';
import type { Me } from '@noriai/core/contracts/accounts.ts';
import type { PeopleView } from '@noriai/core/contracts/arrangements.ts';
import { mistakeLine, type Mistake } from '@noriai/core/contracts/schema.ts';
import { ties, type Family, type RiderCard } from '@noriai/core/contracts/rider-card.ts';
import { openedOrNull } from './accounts/account-ports.ts';
import type { Account } from './accounts/account-store.ts';
import {
  done,
  endSessions,
  lacksSecondFactor,
  no,
  note,
  type AccountOutcome,
  type AccountParts,
} from './accounts/accounts.ts';
import {
  addDriver,
  changeDriver,
  checkDriver,
  endTablet,
  issuePairingCode,
  listDrivers,
  listTablets,
  pairTablet,
} from './accounts/drivers.ts';
import { agreedTo, askToActFor, consentUsed, familyOf, findNamed } from './accounts/family.ts';
import type { Holder } from './accounts/holder.ts';
import {
  addOperator,
  changeOperator,
  changePassword,
  operatorCard,
  signInOperator,
  strayGrants,
} from './accounts/operators.ts';
import { cardOf } from './accounts/rider-cards.ts';
import {
  addPush,
  addRider,
  changeProfile,
  changeRider,
  eraseRider,
  findRider,
  getProfile,
  getRider,
  readCode,
  requestCode,
  resolveRider,
  signInRider,
  type RiderParts,
} from './accounts/riders.ts';
import { beginSecondFactor, confirmSecondFactor, hasSecondFactor } from './accounts/second-factor.ts';
import type { OperationOutcome, OperationRequest, Operations } from './operations.ts';

type AccountRouteName = keyof typeof accountRoutes;
export type AccountOperations = Pick<Operations, AccountRouteName>;

export interface AccountOperationParts extends RiderParts {
  /** Who may act for whom, as the ledger knows it. */
  readonly peopleOf: (riderId: string) => PeopleView;
  /** All that the dispatch knows of a rider. */
  readonly tripsOf: (riderId: string) => Omit<RiderCard, 'rider' | 'people'>;
  /** Lets the asker book for a rider who agreed by code. */
  readonly letActFor: (
    request: OperationRequest<'confirmActFor'>,
    riderId: string,
  ) => Promise<OperationOutcome<unknown>>;
  /** Ends the duties that somebody has, or that are on a vehicle: what they were signed on with is worth nothing any more. */
  readonly endDuties: (
    actor: Actor,
    of: { readonly driverId: string } | { readonly vehicleId: string },
  ) => Promise<void>;
  /** Whether the area has the vehicle. */
  readonly hasVehicle: (vehicleId: string) => boolean;
  /** Takes the vehicle into service for a driver who proved who they are. */
  readonly signOn: (
    request: OperationRequest<'signOnDriver'>,
    driver: { readonly driverName: string; readonly driverId: string },
    rollCall: OwnRollCall | undefined,
  ) => Promise<OperationOutcome<{ token: string; subjectId: string }>>;
}

const AUDIT_LINES = 500;

export function accountOperations(parts: AccountOperationParts): AccountOperations {
  return {
    ...ownOperations(parts),
    ...riderOperations(parts),
    ...driverOperations(parts),
    ...operatorOperations(parts),
  };
}

/** Signing in and out, and what whoever is signed in does to the own account. */
function ownOperations(parts: AccountOperationParts) {
  const { store } = parts;
  return {
    signInOperator: async ({ body }) => signInOperator(parts, body),
    requestRiderCode: async ({ body }) => requestCode(parts, body),
    signInRider: async ({ body }) => signInRider(parts, body),
    pairTablet: async ({ body }) => pairTablet(parts, body),

    getMe: async ({ holder }) => done(meOf(parts, holder!)),

    signOut: async ({ holder }) => {
      const { sessionId, accountId } = holder!;
      if (sessionId !== null) store.endSession(sessionId);
      if (accountId !== null) note(parts, accountId, 'signed_out', null);
      return done({});
    },

    listSessions: async ({ holder }) => done({ sessions: sessionsOf(parts, holder!) }),

    endSession: async ({ holder, params }) => {
      const own = sessionsOf(parts, holder!).find(({ sessionId }) => sessionId === params['sessionId']);
      if (!own) return no('not_found', `there is no session ${params['sessionId']}`);
      store.endSession(own.sessionId);
      return done({});
    },

    changePassword: async ({ holder, body }) =>
      ofOperator(parts, holder!, (account) => changePassword(parts, account, body, holder!.sessionId)),

    beginSecondFactor: async ({ holder }) =>
      ofOperator(parts, holder!, (account) =>
        beginSecondFactor(parts, account, operatorCard(parts, account)?.loginName ?? ''),
      ),

    confirmSecondFactor: async ({ holder, body }) =>
      ofOperator(parts, holder!, (account) => confirmSecondFactor(parts, account, body.code)),
  } satisfies Partial<AccountOperations>;
}

function riderOperations(parts: AccountOperationParts) {
  return {
    getProfile: async (request) => getProfile(parts, riderOf(request)),
    changeProfile: async (request) => changeProfile(parts, riderOf(request), request.body),
    getPushKey: async () => done({ publicKey: parts.pushKey }),
    addPush: async (request) => addPush(parts, riderOf(request), request.body),
    eraseMe: (request) => eraseRider(parts, riderOf(request), request.actor),
    resolveRider: async ({ body }) => resolveRider(parts, body),

    getFamily: async (request) => done(familyOf(parts, parts.peopleOf(riderOf(request)))),
    askToActFor: async (request) => askToActFor(parts, riderOf(request), request.body),
    confirmActFor: (request) => confirmActFor(parts, request),

    searchRiders: async ({ body }) => {
      const { riders, isAll } = parts.index.search(body.text);
      return done({ riders: riders.map((rider) => ({ ...rider, isBlocked: parts.isBlocked(rider.riderId) })), isAll });
    },
    addRider: async (request) => addRider(parts, request.body, actorOf(request), request.key),
    getRiderCard: async ({ params }) => riderCard(parts, params['riderId']!),
    getRider: async ({ params }) => getRider(parts, params['riderId']!),
    changeRider: async (request) => changeRider(parts, request.params['riderId']!, request.body, actorOf(request)),
    eraseRider: (request) => eraseRider(parts, request.params['riderId']!, request.actor),
    readRiderCode: async (request) => readCode(parts, request.params['riderId']!, actorOf(request)),

    signOutRider: async (request) => {
      const riderId = request.params['riderId']!;
      if (!findRider(parts, riderId)) return no('not_found', `there is no rider ${riderId}`);
      endSessions(parts, riderId);
      note(parts, actorOf(request), 'rider_signed_out', riderId);
      return done({});
    },
  } satisfies Partial<AccountOperations>;
}

/** Sent again when its answer was lost, it finds the code used up and the consent given. */
async function confirmActFor(
  parts: AccountOperationParts,
  request: OperationRequest<'confirmActFor'>,
): Promise<OperationOutcome<Family>> {
  const askerId = riderOf(request);
  const { code: _code, ...name } = request.body;
  const before = parts.peopleOf(askerId);
  const known = findNamed(parts, name);
  if (known && before.actsFor.includes(known.accountId)) {
    consentUsed(parts, askerId, name);
    return done(familyOf(parts, before));
  }
  const agreed = await agreedTo(parts, askerId, request.body);
  if (!agreed.ok) return agreed;
  const set = await parts.letActFor(request, agreed.answer.accountId);
  if (!set.ok) return set;
  consentUsed(parts, askerId, name);
  return done(familyOf(parts, parts.peopleOf(askerId)));
}

function riderCard(parts: AccountOperationParts, riderId: string): OperationOutcome<RiderCard> {
  const found = getRider(parts, riderId);
  if (!found.ok) return found;
  const trips = parts.tripsOf(riderId);
  return done({ rider: found.answer, ...trips, people: peopleOnCard(parts, trips.rules) });
}

/** Everybody the rider is tied to, by name where they have an account. */
function peopleOnCard(parts: AccountOperationParts, { people, keptApartFrom }: RiderCard['rules']) {
  const tied = {
    books_for_rider: people.proxies,
    rider_books_for: people.actsFor,
    travels_with: people.linked,
    asked_by_rider: people.askedToLink,
    asks_rider: people.askedBy,
    kept_apart: keptApartFrom,
  };
  return ties.flatMap((tie) =>
    tied[tie].map((riderId) => {
      const found = getRider(parts, riderId);
      const { name, kana, phone } = found.ok ? found.answer : { name: '', kana: '', phone: null };
      return { riderId, name, kana, phone, tie };
    }),
  );
}

function driverOperations(parts: AccountOperationParts) {
  return {
    listDrivers: async () => done({ drivers: listDrivers(parts) }),
    addDriver: async (request) => addDriver(parts, request.body, actorOf(request), request.key),
    changeDriver: async (request) => {
      const driverId = request.params['driverId']!;
      const changed = await changeDriver(parts, driverId, request.body, actorOf(request));
      if (changed.ok && request.body.isActive === false) await parts.endDuties(request.actor, { driverId });
      return changed;
    },
    listTablets: async () => done({ tablets: listTablets(parts) }),
    endTablet: async (request) => {
      const tabletId = request.params['tabletId']!;
      const vehicleId = parts.store.findAccount(tabletId)?.vehicleId;
      const ended = endTablet(parts, tabletId, actorOf(request));
      if (ended.ok && vehicleId) await parts.endDuties(request.actor, { vehicleId });
      return ended;
    },

    issuePairingCode: async (request) => {
      const vehicleId = request.params['vehicleId']!;
      if (!parts.hasVehicle(vehicleId)) return no('not_found', `there is no vehicle ${vehicleId}`);
      return done(issuePairingCode(parts, vehicleId, actorOf(request)));
    },

    signOnDriver: async (request) => {
      const checked = await checkDriver(parts, request.body);
      if (!checked.ok) return checked;
      const { driverNumber, driverId } = checked.answer;
      return parts.signOn(request, { driverName: `乗務員 ${driverNumber}`, driverId }, request.body.rollCall);
    },
  } satisfies Partial<AccountOperations>;
}

function operatorOperations(parts: AccountOperationParts) {
  const { store } = parts;
  const view = (account: Account) => ({
    accountId: account.accountId,
    ...(openedOrNull(() => operatorCard(parts, account)) ?? { loginName: '', name: '' }),
    isActive: account.status === 'active',
    hasSecondFactor: openedOrNull(() => hasSecondFactor(parts, account)) ?? true,
    grants: [...account.grants],
  });
  return {
    listOperators: async () => done({ operators: store.accountsOf('operator').map(view) }),

    addOperator: async (request) => {
      const stray = strayGrants(parts, request.body.grants);
      if (stray.length > 0) return mistaken(stray);
      const added = await addOperator(parts, request.body, actorOf(request), request.key);
      return added.ok ? done(view(added.answer)) : added;
    },

    changeOperator: async (request) => {
      const accountId = request.params['accountId']!;
      const { isActive, ...change } = request.body;
      const status = isActive === undefined ? {} : ({ status: isActive ? 'active' : 'disabled' } as const);
      const stray = strayGrants(parts, change.grants ?? [], store.findAccount(accountId)?.grants);
      if (stray.length > 0) return mistaken(stray);
      const changed = await changeOperator(parts, accountId, { ...change, ...status }, actorOf(request));
      return changed.ok ? done(view(changed.answer)) : changed;
    },

    readAudit: async () => done({ lines: [...store.audit(AUDIT_LINES)] }),
  } satisfies Partial<AccountOperations>;
}

const mistaken = (mistakes: readonly Mistake[]) =>
  ({ ok: false, refusal: 'bad_request', detail: mistakes.map(mistakeLine).join('; '), mistakes }) as const;

function meOf(parts: AccountParts, { actor, rights, accountId, tabletOf }: Holder): Me {
  const account = accountId === null ? null : parts.store.findAccount(accountId);
  return {
    kind: account?.kind ?? (actor.kind === 'rider' ? 'rider' : 'driver'),
    accountId,
    name: account ? nameOf(parts, account) : null,
    riderId: actor.kind === 'rider' ? actor.riderId : null,
    vehicleId: actor.kind === 'driver' ? actor.vehicleId : tabletOf,
    areaId: parts.areaId,
    rights: [...rights],
    grants: [...(account?.grants ?? [])],
    hasSecondFactor: account?.kind === 'operator' ? factorOf(parts, account) : 'not_needed',
  };
}

function factorOf(parts: AccountParts, account: Account): Me['hasSecondFactor'] {
  if (hasSecondFactor(parts, account)) return 'yes';
  return lacksSecondFactor(parts, account) ? 'required' : 'no';
}

function nameOf(parts: AccountParts, account: Account): string | null {
  if (account.kind === 'operator') return operatorCard(parts, account)?.name ?? null;
  return account.kind === 'rider' ? (cardOf(parts, account)?.name ?? null) : null;
}

function sessionsOf({ store, vault }: AccountParts, { accountId, sessionId: own }: Holder) {
  return store.sessionsOf(accountId ?? '').map(({ sessionId, sealedDevice, createdSec, seenSec }) => ({
    sessionId,
    deviceName: sealedDevice === null ? null : openedOrNull(() => vault.open(sealedDevice)),
    createdSec,
    seenSec,
    isThis: sessionId === own,
  }));
}

async function ofOperator<T>(
  { store }: AccountParts,
  { accountId }: Holder,
  run: (account: Account) => AccountOutcome<T> | Promise<AccountOutcome<T>>,
): Promise<AccountOutcome<T>> {
  const account = accountId === null ? null : store.findAccount(accountId);
  return account?.kind === 'operator' ? run(account) : no('not_found', 'only the account of an operator has this');
}

function riderOf({ actor }: Pick<OperationRequest<AccountRouteName>, 'actor'>): string {
  return actor.kind === 'rider' ? actor.riderId : '';
}

/** Who does it, for the trail. */
function actorOf({ actor }: Pick<OperationRequest<AccountRouteName>, 'actor'>): string {
  return actor.kind === 'operator' ? actor.operatorId : actor.kind;
}

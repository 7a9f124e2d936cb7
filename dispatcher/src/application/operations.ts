/**
 * What each route of the contracts does, free of HTTP: turns a request into a command for the loop and answers with the
 * view of what came of it. Who may call was settled before (`transport/authorise.ts`).
 */
import { isCalendarDate } from '@noriai/core/contracts/area.ts';
import { peopleView, riderRulesView, standingOrdersOf, waitlistOf } from '@noriai/core/dispatch/arrangement-views.ts';
import { lastParty, placesOfRider } from '@noriai/core/dispatch/rider-places.ts';
import { areaView, bookingsOfRider, findManifest, fleetView } from '@noriai/core/dispatch/views.ts';
import { boardOf } from '@noriai/core/dispatch/board.ts';
import { findDirections } from '@noriai/core/dispatch/directions.ts';
import { endOfRest } from '@noriai/core/dispatch/shifts.ts';
import { findStreetNotice, streetNotices } from '@noriai/core/dispatch/street-views.ts';
import type { DriverMessages } from '@noriai/core/contracts/broadcasts.ts';
import type { OwnRollCall } from '@noriai/core/contracts/fleet.ts';
import type { CommandRefusal } from '@noriai/core/contracts/refusals.ts';
import type { AnswerOf, BodyOf, RouteName } from '@noriai/core/contracts/routes.ts';
import type { Mistake } from '@noriai/core/contracts/schema.ts';
import type { TripAnswer } from '@noriai/core/contracts/trips.ts';
import type { ServiceView } from '@noriai/core/contracts/service.ts';
import type { Actor, Command } from '@noriai/core/dispatch/commands.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { accountOperations } from './account-operations.ts';
import { checkDriverCode } from './accounts/drivers.ts';
import type { RiderParts } from './accounts/riders.ts';
import type { Holder } from './accounts/holder.ts';
import { ownRollCalls } from './own-roll-calls.ts';
import type { CommandResult, DispatchLoop } from './dispatch-loop.ts';
import type { Clock, Hasher, IdSource, Ledger } from './ports.ts';
import { broadcastOperations } from './broadcast-operations.ts';
import { fleetOperations } from './fleet-operations.ts';
import { withPeople, type PersonOf } from './people-on-board.ts';
import { openText, withReason } from './personal-text.ts';
import { proofOperations, type ProofStore } from './promise-proofs.ts';
import { tripOperations } from './trip-operations.ts';
import type { VehiclePositions } from './vehicle-positions.ts';

export interface OperationRequest<N extends RouteName> {
  readonly actor: Actor;
  /** Whose token came with the request; null when none came. */
  readonly holder: Holder | null;
  /** Idempotency key; null where the route needs none. */
  readonly key: string | null;
  /** From the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: BodyOf<N>;
  /** A virtual driver or rider of the demo. */
  readonly isVirtual: boolean;
}

export type OperationOutcome<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | {
      readonly ok: false;
      readonly refusal: CommandRefusal;
      readonly detail: string;
      readonly mistakes?: readonly Mistake[];
      /** Offers that are held instead of one that is gone. */
      readonly instead?: TripAnswer;
    };

export type Operations = {
  readonly [N in RouteName]: (request: OperationRequest<N>) => Promise<OperationOutcome<AnswerOf<N>>>;
};

export interface OperationParts {
  readonly world: ServiceWorld;
  readonly loop: DispatchLoop;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly hasher: Hasher;
  readonly positions: VehiclePositions;
  readonly ledger: Pick<Ledger, 'read' | 'sequenceBefore'>;
  readonly accounts: RiderParts;
  readonly proofs: ProofStore;
  readonly personOf: PersonOf;
  /** Whether a notice would reach the rider by one of the ways that are set up. */
  readonly canReach: (riderId: string) => boolean;
  /** What the driver of a vehicle is told. */
  readonly messagesFor: (vehicleId: string) => DriverMessages;
  /** Drivers sign on with number and PIN on a paired tablet, and no other way. */
  readonly driverPins: boolean;
  /** Code that drivers must give to sign on, or null where none is asked for. */
  readonly driverCode: string | null;
  readonly isDemo: boolean;
  readonly version: string;
}

export function operations(parts: OperationParts): Operations {
  const { world, loop, clock, ids, positions } = parts;
  const nowSec = (): number => clock.nowSec();
  const manifest = (vehicleId: string) => {
    const found = findManifest(world, loop.state, vehicleId, nowSec());
    return orNotFound(found && withPeople(found, loop.state, parts.personOf), `vehicle ${vehicleId}`);
  };
  const submit = (name: RouteName, request: OperationRequest<RouteName>, command: Command): Promise<CommandResult> =>
    loop.submit({
      actor: request.actor,
      key: request.key,
      contentHash: contentHash(parts.hasher, name, request),
      command,
    });

  /** The code or PIN that was given is left out of the content's hash: it goes to the ledger and is soon guessed there. */
  const takeVehicle = async (
    name: 'signOn' | 'signOnDriver',
    request: OperationRequest<RouteName>,
    driver: { readonly driverName: string; readonly driverId?: string },
    rollCall: OwnRollCall | undefined,
  ) => {
    const vehicleId = request.params['vehicleId']!;
    const told = await ownRollCalls(parts, request.key!).before(vehicleId, driver, rollCall);
    if (!told.ok) return told;
    const token = ids.tokenFor(`driver ${vehicleId}`, request.key!);
    const { isVirtual } = request;
    const tokenHash = parts.hasher.hash(token);
    const command = { kind: 'sign_on', vehicleId, ...driver, tokenHash, isVirtual } as const;
    const result = await submit(name, { ...request, body: driver }, command);
    return result.ok ? done({ token, subjectId: result.subjectId }) : result;
  };

  return {
    ...accountOperations({
      ...parts.accounts,
      hasVehicle: (vehicleId) => world.vehicleIndexById.has(vehicleId),
      peopleOf: (riderId) => peopleView(loop.state, riderId),
      tripsOf: (riderId) => tripsOfRider(parts, riderId),
      endDuties: async (actor, of) => {
        const isMeant = (vehicleId: string, driverId?: string) =>
          'vehicleId' in of ? vehicleId === of.vehicleId : driverId === of.driverId;
        for (const [vehicleId, { driverId, isVirtual }] of loop.state.drivers) {
          if (isVirtual || !isMeant(vehicleId, driverId)) continue;
          await loop.submit({ actor, key: null, contentHash: '', command: { kind: 'sign_off', vehicleId } });
        }
      },
      letActFor: async (request, riderId) => {
        const otherId = request.actor.kind === 'rider' ? request.actor.riderId : '';
        const command = { kind: 'set_relation', relation: 'proxy', otherId, consent: 'code' } as const;
        // The code is the word of the rider concerned; what was typed goes nowhere.
        const result = await submit(
          'confirmActFor',
          { ...request, actor: { kind: 'rider', riderId }, body: {} },
          command,
        );
        return result.ok ? done({}) : result;
      },
      signOn: (request, driver, rollCall) => takeVehicle('signOnDriver', request, driver, rollCall),
    }),
    ...tripOperations({ ...parts, submit }),
    ...fleetOperations({ ...parts, submit }),
    ...broadcastOperations({ ...parts, submit }),
    ...proofOperations(parts),

    getService: async () => done(serviceView(parts)),
    getArea: async () => done(areaView(world)),
    getFleet: async () => done(fleetView(world, loop.state, nowSec(), positions.all)),

    findWalk: async ({ body }) => {
      const walk = world.walkBetween(body.from, body.to, body.rider);
      if (!walk) return notFound('way on foot between these points');
      const plain = (point: readonly number[]): number[] => [...point];
      const steps = walk.steps.map((step) => ({ ...step, at: plain(step.at) }));
      return done({ ...walk, steps, course: walk.course.map(plain) });
    },

    registerRider: async (request) => {
      const token = ids.tokenFor('rider', request.key!);
      const command = { kind: 'register_rider', riderId: ids.newId(), tokenHash: parts.hasher.hash(token) } as const;
      const result = await submit('registerRider', request, command);
      return result.ok ? done({ token, subjectId: result.subjectId }) : result;
    },

    signOn: async (request) => {
      const { code, rollCall, ...driver } = request.body;
      const admitted = request.isVirtual ? done({}) : admitDriver(parts, code);
      return admitted.ok ? takeVehicle('signOn', request, driver, rollCall) : admitted;
    },

    getManifest: async ({ params }) => manifest(params['vehicleId']!),

    getDirections: async ({ params }) =>
      orNotFound(findDirections(world, loop.state, params['vehicleId']!, nowSec()), `vehicle ${params['vehicleId']}`),

    getBoard: async ({ params }) => {
      const date = params['date'] === 'today' ? world.calendar.dateAt(nowSec()) : params['date']!;
      if (!isCalendarDate(date)) return notFound(`day ${date}`);
      return done(boardOf(world, loop.state, date, nowSec(), positions.all));
    },

    reportAction: async (request) => {
      const vehicleId = request.params['vehicleId']!;
      const command = { kind: 'driver_action', vehicleId, action: request.body } as const;
      const result = await submit('reportAction', request, command);
      return result.ok ? manifest(vehicleId) : result;
    },

    reportPosition: async ({ params, body }) => {
      positions.report(params['vehicleId']!, body);
      return done({});
    },

    listStreetNotices: async () => done(streetNotices(world, loop.state, nowSec())),

    postStreetNotice: async (request) => {
      const command = { kind: 'post_street_notice', noticeId: ids.newId(), order: request.body } as const;
      const result = await submit('postStreetNotice', request, command);
      if (!result.ok) return result;
      const noticeId = result.subjectId;
      return orNotFound(findStreetNotice(world, loop.state, noticeId, nowSec()), `street notice ${noticeId}`);
    },

    endStreetNotice: async (request) => {
      const noticeId = request.params['noticeId']!;
      const result = await submit('endStreetNotice', request, { kind: 'end_street_notice', noticeId });
      return result.ok ? done(streetNotices(world, loop.state, nowSec())) : result;
    },

    signOff: async (request) => {
      const vehicleId = request.params['vehicleId']!;
      const driver = loop.state.drivers.get(vehicleId);
      const result = await submit('signOff', request, { kind: 'sign_off', vehicleId });
      if (!result.ok) return result;
      if (driver) await ownRollCalls(parts, request.key!).after(vehicleId, driver, request.body.rollCall);
      return manifest(vehicleId);
    },
  };
}

/** What the dispatch knows of a rider, for the desk. */
function tripsOfRider({ world, loop, clock, positions, accounts }: OperationParts, riderId: string) {
  const { state } = loop;
  const nowSec = clock.nowSec();
  const bookings = bookingsOfRider(world, state, riderId, nowSec, positions.all);
  return {
    rules: withReason(riderRulesView(world, state, riderId, nowSec, bookings), (text) =>
      openText(accounts.vault, text),
    ),
    places: placesOfRider(state, riderId),
    lastParty: lastParty(state, riderId),
    standingOrders: standingOrdersOf(state, riderId),
    waitlist: waitlistOf(state, riderId),
  };
}

/** The clock of the service and whether it runs now. */
export function serviceView({
  world,
  loop,
  clock,
  driverCode,
  driverPins,
  isDemo,
  version,
}: OperationParts): ServiceView {
  const nowSec = clock.nowSec();
  const windows = world.calendar.windowsBetween(nowSec, nowSec);
  const restsUntilSec = endOfRest(loop.state, nowSec);
  return {
    nowSec,
    clockShiftSec: clock.shiftSec,
    isOpen: restsUntilSec === null && windows.some(({ startSec, endSec }) => startSec <= nowSec && nowSec < endSec),
    restsUntilSec,
    isDemo,
    asksDriverCode: driverCode !== null,
    asksDriverPin: driverPins,
    version,
  };
}

/** Tells whether a key that comes again has the same content; what the server makes up itself is not part of it. */
function contentHash(hasher: Hasher, name: RouteName, request: OperationRequest<RouteName>): string {
  return hasher.hash(JSON.stringify([name, request.actor, request.params, request.body, request.isVirtual]));
}

/** Whether a person may sign on by the driver code; where there are PINs it opens nothing, so it is not compared either. */
function admitDriver(
  { driverPins, driverCode, accounts }: OperationParts,
  code: string | undefined,
): OperationOutcome<unknown> {
  if (driverPins) {
    return { ok: false, refusal: 'wrong_code', detail: 'drivers sign on with number and PIN on a paired tablet here' };
  }
  return driverCode === null ? done({}) : checkDriverCode(accounts, code, driverCode);
}

export function done<Answer>(answer: Answer): OperationOutcome<Answer> {
  return { ok: true, answer };
}

export function notFound<Answer>(what: string): OperationOutcome<Answer> {
  return { ok: false, refusal: 'not_found', detail: `there is no ${what}` };
}

export function orNotFound<Answer>(found: Answer | null, what: string): OperationOutcome<Answer> {
  return found === null ? notFound(what) : done(found);
}

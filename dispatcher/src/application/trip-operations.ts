/** What the HTTP operations about trips and lasting arrangements do (`core/contracts/trip-routes.ts`). */
import type { PersonLink } from '@noriai/core/contracts/arrangements.ts';
import type { CommandRefusal } from '@noriai/core/contracts/refusals.ts';
import type { RouteName } from '@noriai/core/contracts/routes.ts';
import type { tripRoutes } from '@noriai/core/contracts/trip-routes.ts';
import type { TripAnswer, TripOrder, TripRequest } from '@noriai/core/contracts/trips.ts';
import { mayActFor } from '@noriai/core/dispatch/acting.ts';
import {
  findStandingOrder,
  findWaitlistEntry,
  peopleView,
  riderRulesView,
  standingOrdersOf,
  waitlistOf,
} from '@noriai/core/dispatch/arrangement-views.ts';
import type { Command } from '@noriai/core/dispatch/commands.ts';
import { bookingsOfRider, findBooking, findTripAnswer } from '@noriai/core/dispatch/views.ts';
import { nextDepartures, platformSec } from '@noriai/core/rules/timetable.ts';
import type { CommandResult } from './dispatch-loop.ts';
import {
  done,
  notFound,
  orNotFound,
  type OperationOutcome,
  type OperationParts,
  type OperationRequest,
  type Operations,
} from './operations.ts';
import { openText, sealText, withReason } from './personal-text.ts';

export type TripOperations = Pick<Operations, keyof typeof tripRoutes>;
type Submit = (name: RouteName, request: OperationRequest<RouteName>, command: Command) => Promise<CommandResult>;

/** Departures in one answer. */
const DEPARTURES_SHOWN = 12;

export function tripOperations(
  parts: Pick<OperationParts, 'world' | 'loop' | 'clock' | 'ids' | 'positions' | 'accounts'> & {
    readonly submit: Submit;
  },
): TripOperations {
  const { world, loop, clock, ids, positions, submit } = parts;
  const { vault } = parts.accounts;
  const nowSec = (): number => clock.nowSec();
  const bookings = (riderId: string) => bookingsOfRider(world, loop.state, riderId, nowSec(), positions.all);
  const booking = (bookingId: string) =>
    orNotFound(findBooking(world, loop.state, bookingId, nowSec(), positions.all), `booking ${bookingId}`);
  const answer = (requestId: string) => orNotFound(findTripAnswer(loop.state, requestId), `trip request ${requestId}`);
  const order = (orderId: string) => orNotFound(findStandingOrder(loop.state, orderId), `standing order ${orderId}`);
  const entry = (waitId: string) => orNotFound(findWaitlistEntry(loop.state, waitId), `waitlist entry ${waitId}`);
  const rules = (riderId: string) => {
    const view = riderRulesView(world, loop.state, riderId, nowSec(), bookings(riderId));
    return done(withReason(view, (text) => openText(vault, text)));
  };
  const people = (riderId: string) => done(peopleView(loop.state, riderId));
  const isKnown = (riderId: string) => isRider(parts, riderId);

  /** The view, when the caller may act for the rider in the path; else as if there were none. */
  async function ofRider<Answer>(
    { actor, params }: OperationRequest<RouteName>,
    view: (riderId: string) => OperationOutcome<Answer>,
  ): Promise<OperationOutcome<Answer>> {
    const riderId = params['riderId']!;
    return mayActFor(loop.state, actor, riderId) ? view(riderId) : notFound(`rider ${riderId}`);
  }

  async function command<Answer>(
    name: RouteName,
    request: OperationRequest<RouteName>,
    given: Command,
    view: (subjectId: string) => OperationOutcome<Answer>,
  ): Promise<OperationOutcome<Answer>> {
    const result = await submit(name, request, given);
    return result.ok ? view(result.subjectId) : result;
  }

  type LinkRequest = OperationRequest<RouteName> & { readonly body: PersonLink };
  const relate =
    <Answer>(
      name: RouteName,
      kind: 'set_relation' | 'end_relation',
      relation: 'proxy' | 'company' | 'apart',
      view: (riderId: string) => OperationOutcome<Answer>,
    ) =>
    async (request: LinkRequest) => {
      const { riderId: otherId, ...forWhom } = request.body;
      if (kind === 'set_relation' && !isKnown(otherId)) return notFound<Answer>(`rider ${otherId}`);
      return command(name, request, { kind, relation, otherId, ...forWhom }, view);
    };

  return {
    listDepartures: async ({ params }) => departures(parts, params['stationId']!, params['fromSec']!),

    requestTrip: (request) => {
      const { forRiderId, despiteLimits, ...trip } = request.body as TripOrder;
      const forWhom = { ...(forRiderId !== undefined && { forRiderId }), ...(despiteLimits && { despiteLimits }) };
      const given = { kind: 'request_trip', requestId: ids.newId(), request: trip as TripRequest, ...forWhom } as const;
      return command('requestTrip', request, given, answer);
    },

    bookOffer: async (request) => {
      const { offerId } = request.body;
      const result = await submit('bookOffer', request, { kind: 'book_offer', offerId });
      if (!result.ok) return result;
      return result.refusal ? gone(result.refusal, offerId, answer(result.subjectId)) : booking(result.subjectId);
    },

    listBookings: async ({ actor }) => done({ bookings: bookings(actor.kind === 'rider' ? actor.riderId : '') }),
    listBookingsOf: (request) => ofRider(request, (riderId) => done({ bookings: bookings(riderId) })),

    getBooking: async ({ actor, params }) => {
      const ride = loop.state.rides.get(params['bookingId']!);
      const isTheirs = ride && mayActFor(loop.state, actor, ride.riderId);
      return isTheirs ? booking(ride.rideId) : notFound(`booking ${params['bookingId']}`);
    },

    cancelBooking: (request) => {
      const bookingId = request.params['bookingId']!;
      return command('cancelBooking', request, { kind: 'cancel_booking', bookingId, order: request.body }, booking);
    },

    callReturn: (request) => {
      const bookingId = request.params['bookingId']!;
      return command('callReturn', request, { kind: 'call_return', requestId: ids.newId(), bookingId }, answer);
    },

    placeStandingOrder: (request) => {
      const given = { kind: 'place_standing_order', orderId: ids.newId(), ...request.body } as const;
      return command('placeStandingOrder', request, given, order);
    },
    changeStandingOrder: (request) => {
      const orderId = request.params['orderId']!;
      const given = { kind: 'change_standing_order', orderId, order: request.body.order } as const;
      return command('changeStandingOrder', request, given, order);
    },
    endStandingOrder: (request) => {
      const orderId = request.params['orderId']!;
      return command('endStandingOrder', request, { kind: 'end_standing_order', orderId, ...request.body }, order);
    },
    listStandingOrders: (request) =>
      ofRider(request, (riderId) => done({ orders: standingOrdersOf(loop.state, riderId) })),

    joinWaitlist: (request) =>
      command('joinWaitlist', request, { kind: 'join_waitlist', waitId: ids.newId(), ...request.body }, entry),
    leaveWaitlist: (request) => {
      const waitId = request.params['waitId']!;
      return command('leaveWaitlist', request, { kind: 'leave_waitlist', waitId }, () => done({}));
    },
    listWaitlist: (request) => ofRider(request, (riderId) => done({ entries: waitlistOf(loop.state, riderId) })),

    getPeople: (request) => ofRider(request, people),
    addProxy: relate('addProxy', 'set_relation', 'proxy', people),
    removeProxy: relate('removeProxy', 'end_relation', 'proxy', people),
    addCompanion: relate('addCompanion', 'set_relation', 'company', people),
    removeCompanion: relate('removeCompanion', 'end_relation', 'company', people),
    keepApart: relate('keepApart', 'set_relation', 'apart', rules),
    endKeepApart: relate('endKeepApart', 'end_relation', 'apart', rules),
    getRiderRules: (request) => ofRider(request, rules),
    setRiderRules: async (request) => {
      const riderId = request.params['riderId']!;
      if (!isKnown(riderId)) return notFound(`rider ${riderId}`);
      const sealed = withReason(request.body, (text) => sealText(vault, text));
      return command('setRiderRules', request, { kind: 'set_rider_rules', riderId, rules: sealed }, rules);
    },
  };
}

/** Whoever has an account or a device of their own, or whom the dispatch knows already. O(devices) */
function isRider({ loop, accounts }: Pick<OperationParts, 'loop' | 'accounts'>, riderId: string): boolean {
  const { riders, ridesOfRider, riderByTokenHash } = loop.state;
  if (riders.has(riderId) || ridesOfRider.has(riderId)) return true;
  return accounts.store.findAccount(riderId)?.kind === 'rider' || [...riderByTokenHash.values()].includes(riderId);
}

/** The offer is gone; the answer says what is held instead. */
function gone<Answer>(
  refusal: CommandRefusal,
  offerId: string,
  answer: OperationOutcome<TripAnswer>,
): OperationOutcome<Answer> {
  const detail = `offer ${offerId} is not held (any more)`;
  return { ok: false, refusal, detail, ...(answer.ok && { instead: answer.answer }) };
}

function departures({ world, clock }: Pick<OperationParts, 'world' | 'clock'>, stationId: string, from: string) {
  const fromSec = from === 'now' ? clock.nowSec() : Number(from);
  if (!Number.isSafeInteger(fromSec) || fromSec < 0 || fromSec > 8_000_000_000) {
    const mistake = { path: 'fromSec', got: from, expected: '`now`, or seconds since 1970 UTC' };
    return { ok: false, refusal: 'bad_request', detail: mistake.expected, mistakes: [mistake] } as const;
  }
  const { timetable } = world;
  const toPlatformSec = timetable && platformSec(timetable, stationId);
  if (!timetable || toPlatformSec === null) return notFound<never>(`station ${stationId} in the timetable`);
  const found = nextDepartures(timetable, world.calendar, stationId, fromSec, DEPARTURES_SHOWN);
  return done({
    stationId,
    departures: found.map(({ departure: { tripId, routeName, headsign }, atSec }) => {
      return { tripId, atSec, beThereSec: atSec - toPlatformSec, routeName, headsign };
    }),
  });
}

/** Taking a held offer, and cancelling what was taken. */
import type { TripRequest } from '../contracts/trips.ts';
import { byWhom, hasLeft, mayActFor, ownRide } from './acting.ts';
import { reasonAgainstRestoring } from './admission.ts';
import type { Actor, Command } from './commands.ts';
import { accepted, nameOf, refused, type Moment, type Outcome } from './decide.ts';
import { askFor, heldOf } from './decide-trip.ts';
import { dateOfRide } from './evolve.ts';
import type { ByWhom, CancelReason, DispatchEvent } from './events.ts';
import { wayBackRequest } from './find-offers.ts';
import { replan } from './replan.ts';
import { shiftsBetween } from './shifts.ts';
import type { DispatchState, Ride } from './state.ts';

/**
 * Books an offer, with its way back where it has one, and frees the others of the same request. An offer that is gone
 * brings the next best at once: the request is asked anew and its offers are held.
 */
export function takeOffer(moment: Moment, actor: Actor, offerId: string): Outcome {
  const { state, nowSec } = moment;
  const ride = ownRide(state, actor, offerId);
  if (!ride) return askAgain(moment, actor, offerId);
  const partner = ride.pairedWith === undefined ? null : (state.rides.get(ride.pairedWith) ?? null);
  if (ride.status !== 'held') return refused('already_booked', `offer ${offerId} was taken before`);
  const isGone = ride.heldUntilSec <= nowSec || (ride.pairedWith !== undefined && partner?.status !== 'held');
  if (isGone) return refused('offer_gone', `offer ${offerId} was held until ${ride.heldUntilSec}`);
  const ways = partner ? (ride.isWayBack ? [partner, ride] : [ride, partner]) : [ride];
  return accepted(ways[0]!.rideId, [
    ...othersReleased(state, ways),
    ...bookedWays(moment, ways, byWhom(actor, ride.riderId)),
    ...endedByBooking(moment, ways[0]!),
    ...openReturnOf(moment, ways[0]!, state.requests.get(ride.requestId)?.request),
  ]);
}

function othersReleased(state: DispatchState, ways: readonly Ride[]): DispatchEvent[] {
  return ways.flatMap(({ requestId, rideId }): DispatchEvent[] => {
    const offerIds = (state.heldByRequest.get(requestId) ?? []).filter((id) => id !== rideId);
    return offerIds.length > 0 ? [{ kind: 'offers_released', requestId, offerIds, why: 'other_taken' }] : [];
  });
}

/** What a booking needs to get its number. */
export type NewBooking = Pick<Ride, 'rideId' | 'pickupFromSec'>;

/** Each way gets the next number of its day. */
export function bookedWays({ world, state }: Moment, ways: readonly NewBooking[], by: ByWhom): DispatchEvent[] {
  const given = new Map<string, number>();
  return ways.map((ride) => {
    const date = dateOfRide(world, ride);
    const number = (given.get(date) ?? state.lastNumber.get(date) ?? 0) + 1;
    given.set(date, number);
    return { kind: 'ride_booked', bookingId: ride.rideId, number, ...by };
  });
}

/** A booking ends what it came from: a place on the waitlist, the open return that was called. */
function endedByBooking({ state }: Moment, { requestId, openReturnId }: Ride): DispatchEvent[] {
  const events: DispatchEvent[] = [];
  for (const entry of state.waitlist.values()) {
    const isIts =
      entry.offeredRequestId === requestId || (openReturnId !== undefined && entry.openReturnId === openReturnId);
    if (isIts) events.push({ kind: 'waitlist_ended', waitId: entry.waitId, riderId: entry.riderId, why: 'booked' });
  }
  if (openReturnId !== undefined) events.push({ kind: 'open_return_ended', bookingId: openReturnId, why: 'called' });
  return events;
}

/** The way back that the rider will call, until the service ends that day. */
export function openReturnOf(
  { world, state, nowSec }: Moment,
  way: Pick<Ride, 'rideId' | 'riderId' | 'dropoffBySec'>,
  request: TripRequest | undefined,
): DispatchEvent[] {
  if (request?.returnTrip?.kind !== 'open') return [];
  const { dropoffBySec } = way;
  const windows = world.calendar.windowsOn(world.calendar.dateAt(dropoffBySec));
  const running = shiftsBetween(world, state, dropoffBySec, dropoffBySec, nowSec);
  const ends = [windows.at(-1), ...running].map((one) => one?.endSec ?? dropoffBySec);
  return [
    {
      kind: 'open_return_noted',
      bookingId: way.rideId,
      riderId: way.riderId,
      request: wayBackRequest(request, { kind: 'now' }),
      untilSec: Math.max(...ends),
    },
  ];
}

/** Ids have 64 characters at the most. */
const LONG_ID = 48;

/** The offer was let go: what can be had now is held, under the same request with the number of the fact behind it. */
function askAgain(moment: Moment, actor: Actor, offerId: string): Outcome {
  const { state } = moment;
  const requestId = offerId.slice(0, offerId.lastIndexOf('-'));
  const asked = state.requests.get(requestId);
  const gone = `offer ${offerId} is not held (any more)`;
  if (!asked || !mayActFor(state, actor, asked.riderId)) return refused('offer_gone', gone);
  const released = heldOf(state, asked.riderId);
  const newId = `${requestId.length > LONG_ID ? requestId.split('_')[0]! : requestId}_${state.sequence}`;
  const acting = { riderId: asked.riderId, ...byWhom(actor, asked.riderId) };
  const { events } = askFor(moment, acting, newId, asked.request, released);
  return { ok: true, events: [...released, ...events], subjectId: newId, refusal: 'offer_gone' };
}

/** Cancels a booking that has not boarded; later than the area's deadline it is recorded as late. */
export function cancelBooking(
  moment: Moment,
  actor: Actor,
  command: Extract<Command, { kind: 'cancel_booking' }>,
): Outcome {
  const { state } = moment;
  const ride = ownRide(state, actor, command.bookingId);
  if (!ride || ride.status === 'held') return refused('not_found', `there is no booking ${command.bookingId} of yours`);
  if (ride.status === 'on_board') return refused('too_late_to_cancel', 'the rider has boarded');
  if (ride.status !== 'booked') return refused('already_ended', `the booking is ${ride.status}`);
  const partner =
    command.order.withReturn && ride.pairedWith !== undefined ? state.rides.get(ride.pairedWith) : undefined;
  const ways = partner?.status === 'booked' ? [ride, partner] : [ride];
  const by = actor.kind === 'service' ? 'service' : 'rider';
  const reason = command.order.reason ?? 'other';
  return accepted(
    ride.rideId,
    ways.map((way) => cancellation(moment, way, by, reason, byWhom(actor, ride.riderId))),
  );
}

/** How long a cancellation can be taken back. */
export const RESTORE_SEC = 60;

/** Takes a cancellation back while it is fresh and somebody can still keep what was promised; else nothing changes. */
export function restoreBooking(moment: Moment, actor: Actor, bookingId: string): Outcome {
  const { state, nowSec } = moment;
  const ride = ownRide(state, actor, bookingId);
  if (!ride || ride.status === 'held') return refused('not_found', `there is no booking ${bookingId} of yours`);
  if (ride.status === 'booked') return accepted(bookingId, []);
  if (hasLeft(state, ride.riderId)) return refused('not_found', `the rider of ${bookingId} has left the service`);
  const isFresh = ride.status === 'cancelled' && nowSec <= (ride.cancelledSec ?? 0) + RESTORE_SEC;
  if (!isFresh || !isRidersReason(ride.cancelReason)) {
    return refused('too_late_to_undo', `only a cancellation of the last ${RESTORE_SEC} s can be taken back`);
  }
  const reason = reasonAgainstRestoring(moment, ride, actor.kind === 'operator');
  if (reason) return refused('too_late_to_undo', `${bookingId} would be refused by now: ${reason}`);
  const by = nameOf(actor);
  const displaced = [{ ride, pickup: ride.pickup, dropoff: ride.dropoff }];
  const { events, keptIds } = replan(moment, displaced, { reason: 'operator', by, keepOnly: true });
  if (keptIds.length === 0) return refused('too_late_to_undo', `the seat of ${bookingId} is taken`);
  return accepted(
    bookingId,
    events.map((event) =>
      event.kind === 'ride_moved' ? { kind: 'ride_restored', bookingId, shiftId: event.shiftId, by } : event,
    ),
  );
}

function isRidersReason(reason: CancelReason | null): boolean {
  return reason !== null && ['changed_my_mind', 'booked_by_mistake', 'unable_to_make_trip', 'other'].includes(reason);
}

/** The rider agrees to what took the place of a broken promise; who does not agree cancels, which is never late then. */
export function acceptChange({ state }: Moment, actor: Actor, bookingId: string): Outcome {
  const ride = ownRide(state, actor, bookingId);
  if (!ride?.broken) return refused('not_found', `nothing was changed of a booking ${bookingId} of yours`);
  if (ride.broken.consent === 'accepted') return accepted(bookingId, []);
  return accepted(bookingId, [{ kind: 'change_accepted', bookingId, by: nameOf(actor) }]);
}

/** The fact of a cancellation, late when after the area's deadline. */
export function cancellation(
  moment: Moment,
  ride: Ride,
  by: 'rider' | 'service',
  reason: Extract<DispatchEvent, { kind: 'ride_cancelled' }>['reason'],
  done: ByWhom,
): DispatchEvent {
  const isLate = isLateToCancel(moment, ride);
  return { kind: 'ride_cancelled', bookingId: ride.rideId, by, reason, isLate, ...done };
}

/** Whether the area's deadline is over; never so for a promise that was broken. */
export function isLateToCancel({ world, nowSec }: Moment, ride: Ride): boolean {
  return !ride.broken && nowSec > ride.pickupFromSec - world.area.promises.cancelDeadlineSec;
}

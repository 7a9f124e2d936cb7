/** Taking a held offer, and cancelling what was taken. */
import type { Actor, Command } from './commands.ts';
import { accepted, nameOf, refused, type Moment, type Outcome } from './decide.ts';
import { dateOfRide } from './evolve.ts';
import type { DispatchEvent } from './events.ts';
import type { DispatchState, Ride } from './state.ts';

/** Books an offer and frees the others of the same request. */
export function takeOffer({ world, state, nowSec }: Moment, actor: Actor, offerId: string): Outcome {
  const ride = ownRide(state, actor, offerId);
  if (!ride) return refused('offer_gone', `offer ${offerId} is not held (any more)`);
  if (ride.status !== 'held') return refused('already_booked', `offer ${offerId} was taken before`);
  if (ride.heldUntilSec <= nowSec) return refused('offer_gone', `offer ${offerId} was held until ${ride.heldUntilSec}`);
  const others = (state.heldByRequest.get(ride.requestId) ?? []).filter((id) => id !== offerId);
  const events: DispatchEvent[] = [];
  if (others.length > 0) {
    events.push({ kind: 'offers_released', requestId: ride.requestId, offerIds: others, why: 'other_taken' });
  }
  const number = (state.lastNumber.get(dateOfRide(world, ride)) ?? 0) + 1;
  events.push({ kind: 'ride_booked', bookingId: offerId, number });
  return accepted(offerId, events);
}

/** Cancels a booking that has not boarded; later than the area's deadline it is recorded as late. */
export function cancelBooking(
  { world, state, nowSec }: Moment,
  actor: Actor,
  command: Extract<Command, { kind: 'cancel_booking' }>,
): Outcome {
  const ride = ownRide(state, actor, command.bookingId);
  if (!ride || ride.status === 'held') return refused('not_found', `there is no booking ${command.bookingId} of yours`);
  if (ride.status === 'on_board') return refused('too_late_to_cancel', 'the rider has boarded');
  if (ride.status !== 'booked') return refused('already_ended', `the booking is ${ride.status}`);
  const isLate = !ride.broken && nowSec > ride.pickupFromSec - world.area.promises.cancelDeadlineSec;
  const by = actor.kind === 'rider' ? 'rider' : 'service';
  const reason = command.order.reason ?? 'other';
  return accepted(ride.rideId, [{ kind: 'ride_cancelled', bookingId: ride.rideId, by, reason, isLate }]);
}

/** The rider agrees to what took the place of a broken promise; who does not agree cancels, which is never late then. */
export function acceptChange({ state }: Moment, actor: Actor, bookingId: string): Outcome {
  const ride = ownRide(state, actor, bookingId);
  if (!ride?.broken) return refused('not_found', `nothing was changed of a booking ${bookingId} of yours`);
  if (ride.broken.consent === 'accepted') return accepted(bookingId, []);
  return accepted(bookingId, [{ kind: 'change_accepted', bookingId, by: nameOf(actor) }]);
}

/** The ride, when it belongs to the rider who asks (or the desk or the service itself asks); somebody else's is as if it were not there. */
export function ownRide(state: DispatchState, actor: Actor, rideId: string): Ride | null {
  const ride = state.rides.get(rideId);
  if (!ride) return null;
  const isDesk = actor.kind === 'service' || actor.kind === 'operator';
  return isDesk || (actor.kind === 'rider' && actor.riderId === ride.riderId) ? ride : null;
}

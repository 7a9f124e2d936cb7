/** Requests of riders: asking for a trip, and calling a return that was left open. */
import { bookingLimit } from '../contracts/booking-rules.ts';
import type { RefusalReason, TripRequest } from '../contracts/trips.ts';
import { actingFor, byWhom, isRefused, ownRide, type Acting } from './acting.ts';
import { admission, type Admission, type AdmissionOptions } from './admission.ts';
import { askTrip, refuse, type Ask, type Asked } from './ask-trip.ts';
import type { Actor, Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import { wayBackMistake } from './find-offers.ts';
import type { DispatchState, Ride } from './state.ts';
import { wishOf, type WishTerms } from './wish.ts';

/** Answers a request; a rider's earlier offers that were not taken are released first. */
export function requestTrip(
  moment: Moment,
  actor: Actor,
  command: Extract<Command, { kind: 'request_trip' }>,
): Outcome {
  const acting = actingFor(moment.state, actor, command.forRiderId);
  if (isRefused(acting)) return acting;
  const { requestId, request, despiteLimits } = command;
  if (despiteLimits && actor.kind !== 'operator') return refused('not_yours', 'only the desk may book despite limits');
  const mistake = timeMistake(moment, acting, request);
  if (mistake) return refused('bad_request', mistake);
  const released = heldOf(moment.state, acting.riderId);
  const { events } = askFor(moment, acting, requestId, request, released, { ...(despiteLimits && { despiteLimits }) });
  return accepted(requestId, [...released, ...events]);
}

/**
 * Calls the open return of a booking: planned with priority, no limit applies, and when nothing is free the rider comes
 * first on the waitlist.
 */
export function callReturn(
  moment: Moment,
  actor: Actor,
  { requestId, bookingId }: Extract<Command, { kind: 'call_return' }>,
): Outcome {
  const ride = ownRide(moment.state, actor, bookingId);
  if (!ride) return refused('not_found', `there is no booking ${bookingId} of yours`);
  const open = moment.state.openReturns.get(bookingId);
  if (!open) return refused('open_return_ended', `booking ${bookingId} has no open return (any more)`);
  if (ride.status === 'booked') return refused('wrong_order', 'the way there has not begun');
  const released = heldOf(moment.state, ride.riderId);
  const maxWaitSec = bookingLimit(moment.world.area.bookingRules, 'openReturnMaxWaitSec');
  const terms = { isUrgent: true, maxWaitSec };
  const acting = { riderId: ride.riderId, ...byWhom(actor, ride.riderId) };
  const options = { isOpenReturn: true, terms, openReturnId: bookingId } as const;
  const { events, reason } = askFor(moment, acting, requestId, open.request, released, options);
  const isWaiting = [...moment.state.waitlist.values()].some((entry) => entry.openReturnId === bookingId);
  const waits = reason === 'no_vehicle_available' && events[0]?.kind === 'trip_refused' && !isWaiting;
  return accepted(requestId, [...released, ...events, ...(waits ? [waitsUrgently(moment, requestId, open)] : [])]);
}

function waitsUrgently(
  { nowSec }: Moment,
  requestId: string,
  open: {
    readonly bookingId: string;
    readonly riderId: string;
    readonly request: TripRequest;
    readonly untilSec: number;
  },
): DispatchEvent {
  return {
    kind: 'waitlist_joined',
    waitId: `${requestId}w`,
    riderId: open.riderId,
    request: open.request,
    fromSec: nowSec,
    untilSec: open.untilSec,
    isUrgent: true,
    openReturnId: open.bookingId,
  };
}

interface AskOptions extends AdmissionOptions {
  readonly maxOffers?: number;
  readonly holdSec?: number;
  readonly wantsNextBest?: boolean;
  readonly openReturnId?: string;
}

/**
 * Plans what a rider asks for, when the rider may have it.
 *
 * @param released facts that let go of offers and bookings for it; they go before what comes of it
 */
export function askFor(
  { world, state, nowSec }: Moment,
  acting: Acting,
  requestId: string,
  request: TripRequest,
  released: readonly DispatchEvent[],
  options: AskOptions = {},
): Asked {
  const moment = { world, state, nowSec };
  const withoutRideIds = releasedIds(released);
  const admit = (one: TripRequest) => admission(moment, acting.riderId, one, { ...options, withoutRideIds });
  const admitted = admit(request);
  const ask: Ask = {
    ...acting,
    requestId,
    request,
    terms: typeof admitted === 'string' ? {} : admitted.terms,
    termsFor: (other) => termsOf(admit(other)),
    maxOffers: options.maxOffers ?? world.area.promises.maxOffers,
    holdSec: options.holdSec ?? world.area.promises.offerHoldSec,
    withoutRideIds,
    wantsNextBest: options.wantsNextBest ?? true,
    ...(options.openReturnId !== undefined && { openReturnId: options.openReturnId }),
    ...(typeof admitted !== 'string' && admitted.companyId !== null && { companyId: admitted.companyId }),
  };
  return typeof admitted === 'string' ? refuse(moment, ask, admitted) : askTrip(moment, ask);
}

function termsOf(admitted: Admission | RefusalReason): WishTerms | null {
  return typeof admitted === 'string' ? null : admitted.terms;
}

/** What is wrong with the times of a request by themselves, whatever can be had; null when nothing is. */
export function timeMistake(moment: Moment, { riderId }: Acting, request: TripRequest): string | null {
  const { world, state, nowSec } = moment;
  if (request.returnTrip?.kind !== 'at') return null;
  const terms = termsOf(admission(moment, riderId, request, { despiteLimits: true }));
  const wish = terms && wishOf(world, request, nowSec, terms, state.stopClosures);
  return wish === null || typeof wish === 'string' ? null : wayBackMistake(world, wish);
}

/** Releases what is held for a rider, but what came from the waitlist, which has a time of its own. */
export function heldOf(state: DispatchState, riderId: string): DispatchEvent[] {
  const fromWaitlist = new Set([...state.waitlist.values()].map((entry) => entry.offeredRequestId));
  const events: DispatchEvent[] = [];
  for (const [requestId, offerIds] of state.heldByRequest) {
    const ride = state.rides.get(offerIds[0]!)!;
    if (ride.riderId !== riderId || fromWaitlist.has(wayThere(ride))) continue;
    events.push({ kind: 'offers_released', requestId, offerIds, why: 'asked_again' });
  }
  return events;
}

/** The request of the way there of a ride. */
function wayThere({ requestId, isWayBack }: Ride): string {
  return isWayBack ? requestId.slice(0, -1) : requestId;
}

function releasedIds(released: readonly DispatchEvent[]): ReadonlySet<string> {
  const idsOf = (event: DispatchEvent): readonly string[] => {
    if (event.kind === 'ride_cancelled') return [event.bookingId];
    return event.kind === 'offers_released' ? event.offerIds : [];
  };
  return new Set(released.flatMap(idsOf));
}

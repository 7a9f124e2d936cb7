import { refusals } from '../contracts/refusals.ts';
import type { Offer, TripAnswer } from '../contracts/trips.ts';
import type { DispatchEvent, HeldOffer } from './events.ts';

type AnswerEvent = Extract<DispatchEvent, { kind: 'offers_made' | 'trip_refused' }>;

/** What the rider is told about a trip request. */
export function tripAnswer(event: AnswerEvent): TripAnswer {
  if (event.kind === 'trip_refused') {
    const { ja, easy, en } = refusals[event.reason];
    const { requestId, reason, alternatives } = event;
    return { kind: 'refused', requestId, reason, message: { ja, easy, en }, alternatives };
  }
  const offers = event.offers.map(publicOffer);
  return { kind: 'offers', requestId: event.requestId, offers, heldUntilSec: event.heldUntilSec };
}

/** An offer without what only the dispatcher needs to know. */
function publicOffer(held: HeldOffer): Offer {
  const { shiftId: _shiftId, ...offer } = held;
  return offer;
}

import { refusals } from '../contracts/refusals.ts';
import type { LocalText } from '../contracts/area.ts';
import type { OfferLeg, RefusalReason, TripAnswer } from '../contracts/trips.ts';
import type { DispatchEvent, HeldOffer } from './events.ts';

type AnswerEvent = Extract<DispatchEvent, { kind: 'offers_made' | 'trip_refused' }>;

/** What the rider is told about a trip request. */
export function tripAnswer(event: AnswerEvent): TripAnswer {
  if (event.kind === 'trip_refused') {
    const { requestId, reason, alternatives, diagnosis } = event;
    const refusal = { reason, message: plainText(reason), alternatives: [...alternatives] };
    return { kind: 'refused', requestId, ...refusal, ...(diagnosis && { diagnosis: [...diagnosis] }) };
  }
  const offers = event.offers.map(publicOffer);
  const answer = { kind: 'offers', requestId: event.requestId, offers, heldUntilSec: event.heldUntilSec } as const;
  if (!event.insteadOf) return answer;
  const { reason, alternatives, diagnosis } = event.insteadOf;
  const insteadOf = { reason, message: plainText(reason), alternatives: [...alternatives] };
  return { ...answer, insteadOf: { ...insteadOf, ...(diagnosis && { diagnosis: [...diagnosis] }) } };
}

/** The plain text of a reason. */
export function plainText(reason: RefusalReason): LocalText {
  const { ja, easy, en } = refusals[reason];
  return { ja, easy, en };
}

/** The answer with the ways back put to the ways there. */
export function withReturnLegs(answer: TripAnswer, legs: readonly HeldOffer[]): TripAnswer {
  if (answer.kind !== 'offers') return answer;
  const legOf = new Map(legs.map((leg) => [leg.pairedWith, publicOffer(leg)]));
  const offers = answer.offers.map((offer) => {
    const returnLeg = legOf.get(offer.offerId);
    return returnLeg ? { ...offer, returnLeg } : offer;
  });
  return { ...answer, offers };
}

/** An offer without what only the dispatcher needs to know. */
function publicOffer(held: HeldOffer): OfferLeg {
  const { shiftId: _shiftId, pairedWith: _pairedWith, ...offer } = held;
  return offer;
}

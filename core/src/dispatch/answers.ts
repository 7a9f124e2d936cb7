import { keptReasonTexts, type KeptReason, type StandingOrderDay } from '../contracts/arrangements.ts';
import { refusals } from '../contracts/refusals.ts';
import type { LocalText } from '../contracts/area.ts';
import type { SuspensionReason } from '../contracts/fleet.ts';
import type { TcrpReason } from '../contracts/tcrp.ts';
import { refusalReasons, type OfferLeg, type RefusalReason, type TripAnswer } from '../contracts/trips.ts';
import type { DispatchEvent, HeldOffer } from './events.ts';

type DayReason = NonNullable<StandingOrderDay['reason']>;
type AnswerEvent = Extract<DispatchEvent, { kind: 'offers_made' | 'trip_refused' }>;

/** What the rider is told about a trip request. */
export function tripAnswer(event: AnswerEvent): TripAnswer {
  if (event.kind === 'trip_refused') {
    const { requestId, reason, suspension, alternatives, diagnosis } = event;
    const refusal = { reason, ...toldOf(reason, suspension), alternatives: [...alternatives] };
    return { kind: 'refused', requestId, ...refusal, ...(diagnosis && { diagnosis: [...diagnosis] }) };
  }
  const offers = event.offers.map(publicOffer);
  const answer = { kind: 'offers', requestId: event.requestId, offers, heldUntilSec: event.heldUntilSec } as const;
  if (!event.insteadOf) return answer;
  const { reason, alternatives, diagnosis } = event.insteadOf;
  const insteadOf = { reason, ...toldOf(reason), alternatives: [...alternatives] };
  return { ...answer, insteadOf: { ...insteadOf, ...(diagnosis && { diagnosis: [...diagnosis] }) } };
}

/**
 * What is told of a reason: its code for other operators and its plain text.
 *
 * @param suspension why the service rests, where that is the reason and was written down
 */
export function toldOf(
  reason: RefusalReason,
  suspension?: SuspensionReason,
): { readonly tcrp: TcrpReason; readonly message: LocalText } {
  const { ja, easy, en, tcrp } = refusals[reason];
  const isWeather = suspension !== undefined && weather.has(suspension);
  return { tcrp: isWeather ? 'BAD_WEATHER' : tcrp, message: { ja, easy, en } };
}

/** What is told of the reason of a day of a standing order: nothing of a day that was left out, which has no refusal. */
export function toldOfDay(
  reason: StandingOrderDay['reason'],
  suspension?: SuspensionReason,
): Pick<StandingOrderDay, 'tcrp' | 'message'> {
  if (reason === undefined) return {};
  if (isKept(reason)) return { message: keptReasonTexts[reason] };
  return isRefusal(reason) ? toldOf(reason, suspension) : {};
}

function isKept(reason: DayReason): reason is KeptReason {
  return Object.hasOwn(keptReasonTexts, reason);
}

function isRefusal(reason: DayReason): reason is RefusalReason {
  return refusalReasons.some((refusal) => refusal === reason);
}

const weather: ReadonlySet<SuspensionReason> = new Set(['typhoon', 'heavy_rain', 'snow']);

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

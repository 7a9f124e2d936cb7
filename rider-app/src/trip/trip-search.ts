/** Asking for offers and taking one: the states that the offers screen shows. */
import type { Booking, Offer, Place, TripAnswer, TripOrder } from '@noriai/core/contracts/trips.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { signal } from '@preact/signals';
import { rememberStart, rememberStop } from './draft.ts';
import { api, asRider, setBooking } from './rider-session.ts';

export type SearchState =
  | { readonly kind: 'searching' }
  | {
      readonly kind: 'answered';
      readonly request: TripOrder;
      readonly answer: TripAnswer;
      /** The offer that was pressed went to somebody else; this is what is held instead. */
      readonly isInstead?: true;
    }
  | { readonly kind: 'failed'; readonly problem: CallProblem };

export const search = signal<SearchState>({ kind: 'searching' });
/** The offer that is being booked, so that no second press does anything. */
export const offerInBooking = signal<string | null>(null);

/** Keys by offer: a second try after a lost connection must not book twice. */
const bookingKeys = new Map<string, string>();
let latest = 0;

/** Asks for offers; only the newest request counts. */
export async function searchTrip(request: TripOrder): Promise<void> {
  const mine = ++latest;
  search.value = { kind: 'searching' };
  const key = newKey();
  const result = await asRider(() => api.call('requestTrip', { body: request, key }));
  if (mine !== latest) return;
  search.value = result.ok
    ? { kind: 'answered', request, answer: result.answer }
    : { kind: 'failed', problem: result.problem };
}

/**
 * Takes an offer; returns the booking, or what went wrong.
 *
 * @param start where the rider said the trip begins; left out: as it was asked for last
 */
export async function takeOffer(offer: Offer, start = startOfSearch()): Promise<Booking | CallProblem> {
  offerInBooking.value = offer.offerId;
  const key = bookingKeys.get(offer.offerId) ?? newKey();
  bookingKeys.set(offer.offerId, key);
  const result = await asRider(() => api.call('bookOffer', { body: { offerId: offer.offerId }, key }));
  offerInBooking.value = null;
  if (!result.ok) {
    showInstead(offer, result.problem);
    return result.problem;
  }
  rememberStop(offer.dropoff.stopId);
  rememberStop(offer.pickup.stopId);
  setBooking(result.answer);
  if (start) rememberStart(result.answer.bookingId, start);
  return result.answer;
}

const startOfSearch = (): Place | null => (search.value.kind === 'answered' ? search.value.request.from : null);

/** The next best is held already: it takes the place of the offers that were shown. */
function showInstead({ offerId }: Offer, { instead }: CallProblem): void {
  const before = search.value;
  if (!instead || before.kind !== 'answered' || before.answer.kind !== 'offers') return;
  if (!before.answer.offers.some((one) => one.offerId === offerId)) return;
  search.value = { kind: 'answered', request: before.request, answer: instead, isInstead: true };
}

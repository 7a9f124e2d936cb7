/** Offers for a wish: single ways, one after the other in time, or pairs of there and back. */
import { bookingLimit } from '../contracts/booking-rules.ts';
import type { RefusalReason, TripRequest, TripTime } from '../contracts/trips.ts';
import { policyOf } from '../rules/policy.ts';
import { stopWalkSec } from '../rules/promises.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import type { HeldOffer } from './events.ts';
import { openPlanner, shortestDirectSec, type Planner } from './planner.ts';
import { wishOf, type Wish, type WishTerms } from './wish.ts';

/** From the earliest possible pickup of the way there to the latest of a way back, the stay not counted. */
const PAIR_SPAN_SEC = 4 * 3_600;

/** How offers are made. */
export interface OfferTerms {
  readonly requestId: string;
  readonly terms: WishTerms;
  readonly maxOffers: number;
}

export interface Found {
  /** Offers of the way there, best first. */
  readonly offers: readonly HeldOffer[];
  /** The way back of each, where a return pair was wished for. */
  readonly waysBack: readonly HeldOffer[];
  /** Why there is no pair, where that lies in the way back. */
  readonly reason: RefusalReason | null;
}

/** The plan around a wish and its way back; rides in `withoutRideIds` are as if they were not there. */
export function openFor(moment: Moment, wish: Wish, withoutRideIds: ReadonlySet<string>): Planner {
  return openPlanner(moment, wish, withoutRideIds, lastPickupSec(moment, wish, wayBackOf(wish.request)));
}

/** Plans and holds what is wished for, with the way back where one is to be offered together with the way there. */
export function findOffers(moment: Moment, planner: Planner, wish: Wish, ask: OfferTerms): Found {
  const back = wayBackOf(wish.request);
  if (back) return pairsFor(moment, planner, wish, ask, back);
  return { offers: offersFor(moment, planner, wish, ask), waysBack: [], reason: null };
}

export type WayBack = { readonly staySec: number } | { readonly when: TripTime };

/** The way back that is to be offered together with the way there; none when there is none or it is left open. */
export function wayBackOf({ returnTrip }: TripRequest): WayBack | null {
  return returnTrip === undefined || returnTrip.kind === 'open' ? null : returnTrip;
}

/**
 * What is wrong with the time of the way back, or null: it lies before the way there can arrive with nobody else on board
 * or, where it is to arrive by a time, before that. A way back now is one at once.
 */
export function wayBackMistake(world: ServiceWorld, wish: Wish): string | null {
  const back = wayBackOf(wish.request);
  if (!back || !('when' in back) || back.when.kind === 'now') return null;
  const arrivalSec = wish.arriveBySec ?? wish.leaveSec + shortestDirectSec(world, wish, wish.leaveSec);
  const { atSec } = back.when;
  if (atSec >= arrivalSec) return null;
  return `returnTrip.when: got ${atSec}, before the way there arrives: give ${arrivalSec} or later`;
}

function lastPickupSec(moment: Moment, wish: Wish, back: WayBack | null): number {
  if (!back) return wish.latestPickupSec;
  if ('staySec' in back) return wish.latestPickupSec + back.staySec + PAIR_SPAN_SEC;
  const wishedSec = back.when.kind === 'now' ? moment.nowSec : back.when.atSec;
  return Math.max(wish.latestPickupSec, wishedSec + moment.world.area.promises.maxWaitSec);
}

/**
 * The best offer for the wish, then others further on in time, each planned with the ones before already held.
 *
 * @param made offers of the request that there are already
 */
export function offersFor(
  { world }: Moment,
  planner: Planner,
  wish: Wish,
  { requestId, maxOffers }: Pick<OfferTerms, 'requestId' | 'maxOffers'>,
  made = 0,
): readonly HeldOffer[] {
  const offers: HeldOffer[] = [];
  let notBeforeSec = wish.leaveSec;
  while (offers.length < maxOffers) {
    const offer = planner.offer(wish, notBeforeSec, `${requestId}-${made + offers.length + 1}`);
    if (!offer) break;
    offers.push(offer);
    notBeforeSec = offer.pickupFromSec + policyOf(world.area).offerSpacingSec;
  }
  return offers;
}

/** Ways there, each with a way back that fits; a way there without one is let go again. */
function pairsFor(moment: Moment, planner: Planner, wish: Wish, ask: OfferTerms, back: WayBack): Found {
  const offers: HeldOffer[] = [];
  const waysBack: HeldOffer[] = [];
  let reason: RefusalReason | null = null;
  let notBeforeSec = wish.leaveSec;
  for (let tries = 0; offers.length < ask.maxOffers && tries <= ask.maxOffers; tries++) {
    const offerId = `${ask.requestId}-${offers.length + 1}`;
    const there = planner.offer(wish, notBeforeSec, offerId);
    if (!there) break;
    notBeforeSec = there.pickupFromSec + policyOf(moment.world.area).offerSpacingSec;
    const wishBack = wishForWayBack(moment, wish.request, ask.terms, back, there);
    const wayBack = typeof wishBack === 'string' ? null : planner.offer(wishBack, wishBack.leaveSec, `${offerId}r`);
    if (wayBack) {
      offers.push({ ...there, pairedWith: wayBack.offerId });
      waysBack.push({ ...wayBack, pairedWith: offerId });
    } else {
      planner.withdraw(offerId);
      reason = typeof wishBack === 'string' && wishBack.startsWith('departure') ? wishBack : 'return_not_possible';
    }
  }
  return { offers, waysBack, reason };
}

/** The same the other way round, after the stay or at its own time, never before the rider has arrived. */
function wishForWayBack(
  { world, state, nowSec }: Moment,
  request: TripRequest,
  given: WishTerms,
  back: WayBack,
  there: HeldOffer,
): Wish | RefusalReason {
  const arrivedSec = there.dropoffBySec + stopWalkSec(there.dropoff);
  const maxStaySec = bookingLimit(world.area.bookingRules, 'maxStaySec');
  if ('staySec' in back && back.staySec > maxStaySec) return 'return_not_possible';
  const when: TripTime = 'staySec' in back ? { kind: 'depart_after', atSec: arrivedSec + back.staySec } : back.when;
  const terms = { ...given, notBeforeSec: arrivedSec };
  return wishOf(world, wayBackRequest(request, when), nowSec, terms, state.stopClosures);
}

/** The request for the way back of a request: all that it says of the riders holds both ways, whom it is together with does not. */
export function wayBackRequest(request: TripRequest, when: TripTime): TripRequest {
  const { from, to, when: _when, returnTrip: _returnTrip, togetherWith: _togetherWith, ...riders } = request;
  return { ...riders, from: to, to: from, when };
}

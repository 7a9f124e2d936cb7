/** From a request to facts: offers that are held, singly or in pairs of there and back, the next best, or a refusal. */
import { bookingLimit } from '../contracts/booking-rules.ts';
import type { SuspensionReason } from '../contracts/fleet.ts';
import type { ClassObstacle } from '../contracts/obstacles.ts';
import type { Alternative, RefusalReason, TripRequest, TripTime } from '../contracts/trips.ts';
import { policyOf } from '../rules/policy.ts';
import { stopWalkSec } from '../rules/promises.ts';
import { findAlternatives } from './alternatives.ts';
import type { Moment } from './decide.ts';
import { whyAtRest } from './decide-closing.ts';
import type { ByWhom, DispatchEvent, HeldOffer, InsteadOf } from './events.ts';
import { openPlanner, type Planner } from './planner.ts';
import { wishOf, type Wish, type WishTerms } from './wish.ts';

/** From the earliest possible pickup of the way there to the latest of a way back, the stay not counted. */
const PAIR_SPAN_SEC = 4 * 3_600;

export interface Ask extends ByWhom {
  readonly requestId: string;
  readonly riderId: string;
  readonly request: TripRequest;
  readonly terms: WishTerms;
  readonly maxOffers: number;
  readonly holdSec: number;
  /** Rides that are as if they were not there: the rider's earlier offers. */
  readonly withoutRideIds: ReadonlySet<string>;
  /** Whether the next best is held when the wish cannot be had. */
  readonly wantsNextBest: boolean;
  readonly openReturnId?: string;
  readonly companyId?: string;
}

export interface Asked {
  readonly events: readonly DispatchEvent[];
  /** Offers of the way there, best first; none when refused. */
  readonly offers: readonly HeldOffer[];
  /** The way back of each, where a return pair was wished for. */
  readonly waysBack: readonly HeldOffer[];
  readonly reason: RefusalReason | null;
}

/** Plans what is asked for. Facts say what was held, in the order in which they must be applied. */
export function askTrip(moment: Moment, ask: Ask): Asked {
  const wish = wishOf(moment.world, ask.request, moment.nowSec, ask.terms, moment.state.stopClosures);
  if (typeof wish === 'string') return refuse(moment, ask, wish);
  const back = wayBackOf(ask.request);
  const planner = openPlanner(moment, wish, ask.withoutRideIds, lastPickupSec(moment, wish, back));
  if (!planner.holdsAll(wish.company)) return refuse(moment, ask, 'not_together');
  const found = back
    ? pairsFor(moment, planner, wish, ask, back)
    : { offers: offersFor(moment, planner, wish, ask), waysBack: [] };
  if (found.offers.length > 0) return { ...found, reason: null, events: offered(moment, ask, planner, found) };
  const suspension = whyAtRest(moment, wish);
  if (suspension) return refuse(moment, ask, 'service_suspended', { suspension });
  const reason =
    'reason' in found && found.reason ? found.reason : wish.company ? 'not_together' : planner.reasonForNone();
  const nextBest = reason === 'no_vehicle_available' && ask.wantsNextBest && !back;
  const diagnosis = wantsDiagnosis(ask, reason) ? { diagnosis: planner.obstacles(wish) } : {};
  return nextBest ? offerNextBest(moment, ask, wish, { reason, ...diagnosis }) : refuse(moment, ask, reason, diagnosis);
}

/** The desk has somebody on the phone who asks why; whoever reads a page is told the reason and what else can be had. */
function wantsDiagnosis({ doneBy }: Ask, reason: RefusalReason): boolean {
  return doneBy?.kind === 'desk' && ofThePlan.has(reason);
}
/** Reasons that lie in the plan as it stands. */
const ofThePlan: ReadonlySet<RefusalReason> = new Set(['no_vehicle_available', 'no_road_between', 'not_together']);

/** What is known of a refusal besides its reason; alternatives are looked for when they are not. */
interface RefusalFacts {
  readonly alternatives?: readonly Alternative[];
  readonly diagnosis?: readonly ClassObstacle[];
  readonly suspension?: SuspensionReason;
}

/** Refuses with the nearest things that can be had. */
export function refuse(moment: Moment, ask: Ask, reason: RefusalReason, known: RefusalFacts = {}): Asked {
  const { requestId, riderId, request, doneBy, openReturnId } = ask;
  const alternatives = known.alternatives ?? findAlternatives(moment, request, reason, ask.withoutRideIds, ask.terms);
  const event: DispatchEvent = {
    kind: 'trip_refused',
    requestId,
    riderId,
    request,
    reason,
    alternatives,
    ...(known.diagnosis && { diagnosis: known.diagnosis }),
    ...(known.suspension && { suspension: known.suspension }),
    ...(openReturnId !== undefined && { openReturnId }),
    ...(doneBy && { doneBy }),
  };
  return { events: [event], offers: [], waysBack: [], reason };
}

type WayBack = { readonly staySec: number } | { readonly when: TripTime };

/** The way back that is to be offered together with the way there; none when there is none or it is left open. */
function wayBackOf({ returnTrip }: TripRequest): WayBack | null {
  return returnTrip === undefined || returnTrip.kind === 'open' ? null : returnTrip;
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
function offersFor(
  { world }: Moment,
  planner: Planner,
  wish: Wish,
  { requestId, maxOffers }: Pick<Ask, 'requestId' | 'maxOffers'>,
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
function pairsFor(moment: Moment, planner: Planner, wish: Wish, ask: Ask, back: WayBack) {
  const offers: HeldOffer[] = [];
  const waysBack: HeldOffer[] = [];
  let reason: RefusalReason | null = null;
  let notBeforeSec = wish.leaveSec;
  for (let tries = 0; offers.length < ask.maxOffers && tries <= ask.maxOffers; tries++) {
    const offerId = `${ask.requestId}-${offers.length + 1}`;
    const there = planner.offer(wish, notBeforeSec, offerId);
    if (!there) break;
    notBeforeSec = there.pickupFromSec + policyOf(moment.world.area).offerSpacingSec;
    const wishBack = wishForWayBack(moment, ask, back, there);
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
  ask: Ask,
  back: WayBack,
  there: HeldOffer,
): Wish | RefusalReason {
  const arrivedSec = there.dropoffBySec + stopWalkSec(there.dropoff);
  const maxStaySec = bookingLimit(world.area.bookingRules, 'maxStaySec');
  if ('staySec' in back && back.staySec > maxStaySec) return 'return_not_possible';
  const when: TripTime = 'staySec' in back ? { kind: 'depart_after', atSec: arrivedSec + back.staySec } : back.when;
  const terms = { ...ask.terms, notBeforeSec: arrivedSec };
  return wishOf(world, wayBackRequest(ask.request, when), nowSec, terms, state.stopClosures);
}

/** The request for the way back of a request: all that it says of the riders holds both ways, whom it is together with does not. */
export function wayBackRequest(request: TripRequest, when: TripTime): TripRequest {
  const { from, to, when: _when, returnTrip: _returnTrip, togetherWith: _togetherWith, ...riders } = request;
  return { ...riders, from: to, to: from, when };
}

interface Found {
  readonly offers: readonly HeldOffer[];
  readonly waysBack: readonly HeldOffer[];
}

/** The facts of offers that are held, and of the routes that they changed. */
function offered(
  moment: Moment,
  ask: Ask,
  planner: Planner,
  { offers, waysBack }: Found,
  insteadOf?: InsteadOf,
): DispatchEvent[] {
  const { requestId, riderId, request, doneBy, openReturnId, companyId } = ask;
  const shared = { riderId, heldUntilSec: moment.nowSec + ask.holdSec, ...(doneBy && { doneBy }) };
  const events: DispatchEvent[] = [
    {
      kind: 'offers_made',
      requestId,
      request,
      offers,
      ...shared,
      ...(insteadOf && { insteadOf }),
      ...(openReturnId !== undefined && { openReturnId }),
      ...(companyId !== undefined && { companyId }),
    },
  ];
  if (waysBack.length > 0) {
    const when: TripTime = { kind: 'depart_after', atSec: waysBack[0]!.pickupFromSec };
    const wayBack = { requestId: `${requestId}r`, request: wayBackRequest(request, when), offers: waysBack };
    events.push({ kind: 'offers_made', ...wayBack, ...shared, returnOf: requestId });
  }
  events.push(...planner.changedRoutes());
  return events;
}

/** Holds what comes nearest to the wish in time, so that whoever was second after the last seat can take it at once. */
function offerNextBest(moment: Moment, ask: Ask, wish: Wish, refusal: Omit<InsteadOf, 'alternatives'>): Asked {
  const { reason } = refusal;
  const { world, state, nowSec } = moment;
  const alternatives = findAlternatives(moment, ask.request, reason, ask.withoutRideIds, ask.terms);
  const spanSec = bookingLimit(world.area.bookingRules, 'nextBestSpanSec');
  const wishedSec = wish.arriveBySec ?? wish.leaveSec;
  const wishes = alternatives
    .filter(({ kind, pickupFromSec }) => isInTime(kind) && Math.abs(pickupFromSec - wishedSec) <= spanSec)
    .map((alternative) => wishOf(world, alternative.request, nowSec, ask.terms, state.stopClosures))
    .filter((other) => typeof other !== 'string')
    .sort((a, b) => a.leaveSec - b.leaveSec);
  const [first] = wishes;
  if (!first) return refuse(moment, ask, reason, { ...refusal, alternatives });
  const planner = openPlanner(moment, first, ask.withoutRideIds, wishes.at(-1)!.latestPickupSec);
  const offers: HeldOffer[] = [];
  for (const other of wishes) {
    const count = other === wishes.at(-1) ? ask.maxOffers - offers.length : 1;
    offers.push(...offersFor(moment, planner, other, { requestId: ask.requestId, maxOffers: count }, offers.length));
  }
  if (offers.length === 0) return refuse(moment, ask, reason, { ...refusal, alternatives });
  const found = { offers, waysBack: [] };
  return { ...found, reason, events: offered(moment, ask, planner, found, { ...refusal, alternatives }) };
}

const isInTime = (kind: Alternative['kind']): boolean => kind === 'earlier' || kind === 'later';

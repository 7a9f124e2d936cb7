/** From a request to facts: offers that are held, singly or in pairs of there and back, the next best, or a refusal. */
import { bookingLimit } from '../contracts/booking-rules.ts';
import type { SuspensionReason } from '../contracts/fleet.ts';
import type { ClassObstacle } from '../contracts/obstacles.ts';
import type { Alternative, RefusalReason, TripRequest, TripTime } from '../contracts/trips.ts';
import { findAlternatives } from './alternatives.ts';
import type { Moment } from './decide.ts';
import { whyAtRest } from './decide-closing.ts';
import type { ByWhom, DispatchEvent, HeldOffer, InsteadOf } from './events.ts';
import { findOffers, offersFor, openFor, wayBackOf, wayBackRequest, type Found } from './find-offers.ts';
import { openPlanner, type Planner } from './planner.ts';
import { wishOf, type Wish, type WishTerms } from './wish.ts';

export interface Ask extends ByWhom {
  readonly requestId: string;
  readonly riderId: string;
  readonly request: TripRequest;
  readonly terms: WishTerms;
  readonly maxOffers: number;
  readonly holdSec: number;
  /** Rides that are as if they were not there: the rider's earlier offers. */
  readonly withoutRideIds: ReadonlySet<string>;
  /** The terms under which the rider may have another request, or null when limits or rules are against it. */
  readonly termsFor: (request: TripRequest) => WishTerms | null;
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
  const planner = openFor(moment, wish, ask.withoutRideIds);
  if (!planner.holdsAll(wish.company)) return refuse(moment, ask, 'not_together');
  const found = findOffers(moment, planner, wish, ask);
  if (found.offers.length > 0) return { ...found, reason: null, events: offered(moment, ask, planner, found) };
  const suspension = whyAtRest(moment, wish);
  if (suspension) return refuse(moment, ask, 'service_suspended', { suspension });
  const reason = found.reason ?? (wish.company ? 'not_together' : planner.reasonForNone());
  const nextBest = reason === 'no_vehicle_available' && ask.wantsNextBest && !wayBackOf(ask.request);
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
  const alternatives = known.alternatives ?? findAlternatives(moment, ask, reason);
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

/** The facts of offers that are held, and of the routes that they changed. */
function offered(
  moment: Moment,
  ask: Ask,
  planner: Planner,
  { offers, waysBack }: Pick<Found, 'offers' | 'waysBack'>,
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
  const alternatives = findAlternatives(moment, ask, reason);
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

/**
 * Why each decision about a trip was made, compared in the state in which it was made. Nothing is kept for it when it is
 * made: the ledger is played again up to each fact that put the trip on a vehicle, and the comparison is worked out there.
 *
 * An offer is planned anew from the wish; when that comes to what the fact says, other vehicles are compared as they were
 * for the wish. Else, and for moves, they are compared within what was promised.
 */
import type { TripReasons } from '../contracts/reasons.ts';
import type { TripRequest } from '../contracts/trips.ts';
import { bookingLimit } from '../contracts/booking-rules.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { applyInsertion, bestInsertions } from '../optimizer/insertion.ts';
import { addRide } from '../optimizer/plan-problem.ts';
import { policyOf } from '../rules/policy.ts';
import { admission } from './admission.ts';
import type { Moment } from './decide.ts';
import type { DispatchEvent, HeldOffer, LedgerEntry } from './events.ts';
import { evolve } from './evolve.ts';
import { benchFor, earliestTries, rideInput } from './planner.ts';
import { openState, type Ride } from './state.ts';
import { worldInForce } from './street-notices.ts';
import { comparison, reasonsWithinPromise } from './trip-reasons.ts';
import { wishOf, type Wish } from './wish.ts';

type OffersMade = Extract<DispatchEvent, { kind: 'offers_made' }>;
interface Pending {
  readonly event: DispatchEvent;
  readonly atSec: number;
}

/** Feed it the ledger from its beginning, then ask for `decisions`. O(facts) and some milliseconds a decision. */
export class DecisionReader {
  /** Whether nothing more can come. */
  isOver = false;
  private readonly usual: ServiceWorld;
  private readonly bookingId: string;
  private readonly state = openState();
  private readonly found: TripReasons[] = [];
  private pending: Pending | null = null;

  constructor(usual: ServiceWorld, bookingId: string) {
    this.usual = usual;
    this.bookingId = bookingId;
  }

  add(entry: LedgerEntry): void {
    if (entry.event.kind !== 'route_planned') this.settle();
    evolve(this.usual, this.state, entry);
    if (putsOnVehicle(entry.event, this.bookingId)) this.pending = entry;
    const status = this.state.rides.get(this.bookingId)?.status;
    this.isOver = this.pending === null && (status === 'completed' || status === 'no_show');
  }

  /** Oldest first. */
  decisions(): readonly TripReasons[] {
    this.settle();
    return this.found;
  }

  /** Compares once the routes of the decision are planned. */
  private settle(): void {
    const ride = this.state.rides.get(this.bookingId);
    if (this.pending === null || !ride) return;
    const visits = this.state.shifts.get(ride.shiftId)?.visits ?? [];
    if (!visits.some(({ rideId }) => rideId === ride.rideId)) return;
    const { event, atSec } = this.pending;
    this.pending = null;
    const moment = { world: worldInForce(this.usual, this.state), state: this.state, nowSec: atSec };
    this.found.push(reasonsOf(moment, ride, event));
  }
}

function putsOnVehicle(event: DispatchEvent, bookingId: string): boolean {
  switch (event.kind) {
    case 'offers_made':
      return event.offers.some(({ offerId }) => offerId === bookingId);
    case 'ride_moved':
    case 'ride_restored':
      return event.bookingId === bookingId;
    case 'promise_broken':
      return event.bookingId === bookingId && event.replacement !== null;
    default:
      return false;
  }
}

function reasonsOf(moment: Moment, ride: Ride, event: DispatchEvent): TripReasons {
  const within = reasonsWithinPromise(moment, ride);
  if (event.kind !== 'offers_made') {
    const movedFor = 'reason' in event && typeof event.reason === 'string' ? event.reason : null;
    return { ...within, about: 'move', movedFor };
  }
  return { ...within, about: 'offer', ...offerComparison(moment, event, ride.rideId) };
}

/** The offer planned anew beside those made before it; null when that does not come to what the fact says. */
function offerComparison(moment: Moment, made: OffersMade, offerId: string): ReturnType<typeof comparison> | null {
  const at = made.offers.findIndex((offer) => offer.offerId === offerId);
  const offer = made.offers[at]!;
  const wish = wishBehind(moment, made, offer);
  if (wish === null) return null;
  const before = at === 0 ? null : made.offers[at - 1]!;
  const spacedSec = before && before.pickupFromSec + policyOf(moment.world.area).offerSpacingSec;
  const later = made.offers.slice(at).flatMap(({ offerId: id, pairedWith }) => [id, pairedWith ?? id]);
  const bench = benchFor(moment, wish, new Set(later), offer.pickupUntilSec);
  for (const earliestSec of earliestTries(bench, wish, Math.max(wish.leaveSec, spacedSec ?? 0))) {
    const index = addRide(bench.problem, rideInput(bench, wish, earliestSec));
    const [best] = bestInsertions(bench.problem, bench.plan, index, 1);
    if (!best) continue;
    if (bench.shifts[best.vehicle]!.shift.shiftId !== offer.shiftId) return null;
    const earlySec = moment.nowSec + best.pickupSec - offer.pickupFromSec;
    if (earlySec < 0 || earlySec >= 60) return null;
    applyInsertion(bench.problem, bench.plan, best);
    return comparison(bench, index);
  }
  return null;
}

/** What was asked for, or, when that could not be had, the alternative that the offer is for. */
function wishBehind(moment: Moment, made: OffersMade, offer: HeldOffer): Wish | null {
  if (made.returnOf !== undefined) return null;
  const { world, state, nowSec } = moment;
  const maxWaitSec = bookingLimit(world.area.bookingRules, 'openReturnMaxWaitSec');
  const isCalled = made.openReturnId !== undefined;
  const options = isCalled ? { isOpenReturn: true, terms: { isUrgent: true, maxWaitSec } } : { despiteLimits: true };
  const admitted = admission(moment, made.riderId, made.request, options);
  if (typeof admitted === 'string') return null;
  const wishes = requestsBehind(made)
    .map((request) => wishOf(world, request, nowSec, admitted.terms, state.stopClosures))
    .filter((wish) => typeof wish !== 'string')
    .sort((a, b) => b.leaveSec - a.leaveSec);
  return wishes.find((wish) => wish.leaveSec <= offer.pickupFromSec) ?? null;
}

function requestsBehind({ request, insteadOf }: OffersMade): readonly TripRequest[] {
  return insteadOf ? insteadOf.alternatives.map((alternative) => alternative.request) : [request];
}

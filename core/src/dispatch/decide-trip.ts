/** A trip request: offers that are held, or a refusal with the nearest things that can be had. */
import type { Alternative, RefusalReason, TripRequest } from '../contracts/trips.ts';
import { policyOf } from '../rules/policy.ts';
import type { Command } from './commands.ts';
import { accepted, type Moment, type Outcome } from './decide.ts';
import type { DispatchEvent, HeldOffer } from './events.ts';
import { findAlternatives } from './alternatives.ts';
import { openPlanner, type Planner } from './planner.ts';
import type { DispatchState } from './state.ts';
import { wishOf, type Wish } from './wish.ts';

/** Answers a request; a rider's earlier offers that were not taken are released first. */
export function requestTrip(
  moment: Moment,
  riderId: string,
  command: Extract<Command, { kind: 'request_trip' }>,
): Outcome {
  const { requestId, request } = command;
  const released = heldOf(moment.state, riderId);
  const wish = wishOf(moment.world, request, moment.nowSec);
  const planner = typeof wish === 'string' ? null : openPlanner(moment, wish, releasedIds(released));
  const offers = typeof wish === 'string' ? [] : offersFor(moment, planner!, wish, requestId);
  if (offers.length === 0) {
    const reason = typeof wish === 'string' ? wish : planner!.reasonForNone();
    const alternatives = findAlternatives(moment, request, reason, releasedIds(released));
    return accepted(requestId, [...released, refusal(requestId, riderId, request, reason, alternatives)]);
  }
  const heldUntilSec = moment.nowSec + moment.world.area.promises.offerHoldSec;
  const made: DispatchEvent = { kind: 'offers_made', requestId, riderId, request, heldUntilSec, offers };
  return accepted(requestId, [...released, made, ...planner!.changedRoutes()]);
}

function refusal(
  requestId: string,
  riderId: string,
  request: TripRequest,
  reason: RefusalReason,
  alternatives: readonly Alternative[],
): DispatchEvent {
  return { kind: 'trip_refused', requestId, riderId, request, reason, alternatives };
}

/**
 * The best offer for the wish, then others further on in time, so that the rider has a real choice, each planned with the
 * ones before already held.
 */
function offersFor({ world }: Moment, planner: Planner, wish: Wish, requestId: string): readonly HeldOffer[] {
  const offers: HeldOffer[] = [];
  let notBeforeSec = wish.leaveSec;
  while (offers.length < world.area.promises.maxOffers) {
    const offer = planner.offer(wish, notBeforeSec, `${requestId}-${offers.length + 1}`);
    if (!offer) break;
    offers.push(offer);
    notBeforeSec = offer.pickupFromSec + policyOf(world.area).offerSpacingSec;
  }
  return offers;
}

function heldOf(state: DispatchState, riderId: string): DispatchEvent[] {
  const events: DispatchEvent[] = [];
  for (const [requestId, offerIds] of state.heldByRequest) {
    if (state.rides.get(offerIds[0]!)!.riderId !== riderId) continue;
    events.push({ kind: 'offers_released', requestId, offerIds, why: 'asked_again' });
  }
  return events;
}

function releasedIds(released: readonly DispatchEvent[]): ReadonlySet<string> {
  return new Set(released.flatMap((event) => (event.kind === 'offers_released' ? event.offerIds : [])));
}

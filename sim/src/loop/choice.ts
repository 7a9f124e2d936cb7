/**
 * How riders choose, stated. The burden of an offer, in seconds:
 *
 *     burden = |promised time − wished time| + 2 × seconds walked (to the stop and from it)
 *
 * where the promised time is the begin of the pickup window, or for a wish to arrive the latest drop-off. The least burden is
 * taken if it does not exceed the rider's own tolerance, drawn evenly from `leastToleranceSec` to `mostToleranceSec`.
 * That walking weighs twice as much as waiting is a common finding for older people; the numbers are ours (grade C).
 */
import type { Offer } from '@noriai/core/contracts/trips.ts';
import { stopWalkSec } from '@noriai/core/rules/promises.ts';
import { between, chanceOf } from '../chance/chance.ts';
import type { Town } from './day-actors.ts';
import { chanceKey, type Traveller } from './traveller.ts';

const WALK_WEIGHT = 2;

export function wishedAt({ when, askedSec }: Traveller): number {
  return when.kind === 'now' ? askedSec : when.atSec;
}

/** The rider's own limit of burden, the same under every policy. */
export function toleranceSec({ scenario, seed }: Town, traveller: Traveller): number {
  const { leastToleranceSec, mostToleranceSec } = scenario.riders;
  return between(chanceOf(seed, 'tolerance', chanceKey(traveller)), leastToleranceSec, mostToleranceSec);
}

/** The offer of least burden, or null when even that is too much. */
export function chosenOffer(town: Town, traveller: Traveller, offers: readonly Offer[]): Offer | null {
  const wishSec = wishedAt(traveller);
  const burdenSec = (offer: Offer): number => {
    const isToArrive = traveller.when.kind === 'arrive_by';
    const awaySec = isToArrive ? Math.max(0, wishSec - offer.dropoffBySec) : Math.abs(offer.pickupFromSec - wishSec);
    return awaySec + WALK_WEIGHT * (stopWalkSec(offer.pickup) + stopWalkSec(offer.dropoff));
  };
  let best: Offer | null = null;
  for (const offer of offers) if (best === null || burdenSec(offer) < burdenSec(best)) best = offer;
  return best !== null && burdenSec(best) <= toleranceSec(town, traveller) ? best : null;
}

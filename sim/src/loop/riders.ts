/**
 * Riders ask by phone or app, weigh the offers, take one or none, come to the stop in time, late or not at all, and go back
 * later. The choice model, stated: an offer's burden is the seconds the pickup is away from the wish plus twice the seconds
 * walked; the least burden is taken if it does not exceed the rider's own tolerance.
 */
import type { Offer, TripRequest } from '@noriai/core/contracts/trips.ts';
import type { DispatchEvent } from '@noriai/core/dispatch/events.ts';
import { stopWalkSec } from '@noriai/core/rules/promises.ts';
import { between, chanceOf, happens } from '../chance/chance.ts';
import type { Town } from './day-actors.ts';
import type { PhoneDesk } from './phone-desk.ts';
import type { Traveller } from './traveller.ts';

/** Seconds an app user looks at the offers. */
const APP_LOOK_SEC = 40;
/** Nobody plans a trip in the last part of the service hours. */
const LAST_TRIP_SEC = 2_400;
/** From the news that a promise cannot be kept to the rider's answer. */
const THINK_SEC = 120;
/** Riders are at the stop this long before the promised time. */
const EARLY_SEC = 120;

export interface WishCounts {
  /** People who wanted to travel and asked; each counted once however often they asked. */
  wishes: number;
  wishesBooked: number;
  wishesGivenUp: number;
  calls: number;
  callWaitSec: number;
}

export interface Riders {
  readonly add: (traveller: Traveller) => void;
  readonly noteFact: (event: DispatchEvent) => void;
  readonly counts: WishCounts;
}

export function ridersOf(town: Town, desk: PhoneDesk): Riders {
  const { service, agenda, scenario } = town;
  const model = scenario.riders;
  const counts: WishCounts = { wishes: 0, wishesBooked: 0, wishesGivenUp: 0, calls: 0, callWaitSec: 0 };
  /** Who goes back later, by booking. */
  const comingBack = new Map<string, Traveller>();
  /** Who holds a booking that is not over. */
  const booked = new Map<string, Traveller>();
  let requests = 0;

  function add(traveller: Traveller): void {
    agenda.add(traveller.askedSec, () => {
      counts.wishes++;
      if (traveller.channel === 'app') return ask(traveller, requestOf(traveller, service.nowSec), APP_LOOK_SEC, true);
      const call = desk.answer(service.nowSec, callSec(traveller));
      counts.calls++;
      counts.callWaitSec += call.beginSec - call.calledSec;
      const spokenSec = Math.floor((call.endSec - call.beginSec) / 2);
      agenda.add(call.beginSec + spokenSec, () =>
        ask(traveller, requestOf(traveller, service.nowSec), call.endSec - call.beginSec - spokenSec, true),
      );
    });
  }

  function callSec(traveller: Traveller): number {
    const random = chanceOf(town.seed, 'call', traveller.riderId);
    return between(random, Math.ceil(model.callSec / 2), Math.ceil((model.callSec * 3) / 2));
  }

  /** @param lookSec from the offers to the choice, shorter than the hold */
  function ask(traveller: Traveller, request: TripRequest, lookSec: number, mayTryAgain: boolean): void {
    const requestId = `q${++requests}`;
    const actor = { kind: 'rider', riderId: traveller.riderId } as const;
    const decision = service.send(actor, { kind: 'request_trip', requestId, request });
    if (!decision.ok) throw new Error(`request of ${traveller.riderId} was not taken: ${decision.detail}`);
    const answer = decision.events.at(-1)?.kind === 'trip_refused' ? null : offersIn(decision.events);
    if (answer === null) return refused(traveller, decision.events, lookSec, mayTryAgain);
    const chosen = chosenOffer(town, traveller, answer);
    if (!chosen) {
      counts.wishesGivenUp++;
      return;
    }
    const holdSec = service.world.area.promises.offerHoldSec;
    agenda.add(service.nowSec + Math.min(lookSec, holdSec - 1), () => take(traveller, chosen));
  }

  function refused(
    traveller: Traveller,
    events: readonly DispatchEvent[],
    lookSec: number,
    mayTryAgain: boolean,
  ): void {
    const refusal = events.find((event) => event.kind === 'trip_refused')!;
    const random = chanceOf(town.seed, 'again', traveller.riderId);
    const wish = wishedAt(traveller);
    const tolerable = refusal.alternatives.find(
      (other) => Math.abs(other.pickupFromSec - wish) <= toleranceSec(town, traveller),
    );
    if (!mayTryAgain || !tolerable || !happens(random, model.tryAlternativePermille)) {
      counts.wishesGivenUp++;
      return;
    }
    agenda.add(service.nowSec + 20, () => {
      ask(traveller, freshened(tolerable.request, service.nowSec), lookSec, false);
    });
  }

  function take(traveller: Traveller, offer: Offer): void {
    const actor = { kind: 'rider', riderId: traveller.riderId } as const;
    const decision = service.send(actor, { kind: 'book_offer', offerId: offer.offerId });
    if (!decision.ok) {
      counts.wishesGivenUp++;
      return;
    }
    counts.wishesBooked++;
    booked.set(offer.offerId, traveller);
    plan(traveller, offer);
    const back = traveller.returnTrip;
    if (!back) return;
    if (!back.isBookedAhead) comingBack.set(offer.offerId, traveller);
    else {
      const wishSec = inService(offer.dropoffBySec, back.staySec);
      if (wishSec !== null) add(wayBack(traveller, wishSec, service.nowSec + 60, true));
    }
  }

  /** People know the hours and stay no longer than they can get home; null when there is no way back any more. */
  function inService(fromSec: number, staySec: number): number | null {
    const window = service.world.calendar.windowsBetween(fromSec, fromSec + staySec)[0];
    const lastSec = (window?.endSec ?? 0) - LAST_TRIP_SEC;
    return lastSec < fromSec ? null : Math.min(fromSec + staySec, lastSec);
  }

  /** When the booked rider will be at the stop, or cancel before. */
  function plan(traveller: Traveller, offer: Offer): void {
    const random = chanceOf(town.seed, 'comes', traveller.riderId);
    const isCancelling = happens(random, model.cancelPermille);
    const isAbsent = happens(random, model.noShowPermille);
    const isLate = happens(random, model.lateRiderPermille);
    const lateSec = isLate ? between(random, 1, model.lateRiderMaxSec + EARLY_SEC) : 0;
    const walkedSec = service.nowSec + stopWalkSec(offer.pickup);
    const presentSec = Math.max(walkedSec, offer.pickupFromSec - EARLY_SEC + lateSec);
    town.presentSec.set(offer.offerId, isAbsent ? Infinity : presentSec);
    if (!isCancelling) return;
    const cancelSec = service.nowSec + Math.floor(random() * Math.max(1, offer.pickupFromSec - service.nowSec));
    agenda.add(cancelSec, () => cancel(traveller, offer.offerId));
  }

  function cancel(traveller: Traveller, bookingId: string): void {
    if (service.state.rides.get(bookingId)?.status !== 'booked') return;
    const actor = { kind: 'rider', riderId: traveller.riderId } as const;
    service.send(actor, { kind: 'cancel_booking', bookingId, order: { reason: 'changed_my_mind' } });
  }

  /** Who is told of another time than promised takes it if it is within the own tolerance; who is under way does. */
  function weighReplacement({ bookingId, replacement }: Extract<DispatchEvent, { kind: 'promise_broken' }>): void {
    const traveller = booked.get(bookingId);
    if (!traveller || !replacement) return;
    agenda.add(service.nowSec + THINK_SEC, () => {
      const ride = service.state.rides.get(bookingId);
      if (ride?.status !== 'booked' || !ride.broken) return;
      const lateSec = ride.pickupFromSec - Math.max(wishedAt(traveller), ride.broken.pickupFromSec);
      if (ride.isStranded !== true && lateSec > toleranceSec(town, traveller)) return cancel(traveller, bookingId);
      service.send({ kind: 'rider', riderId: traveller.riderId }, { kind: 'accept_change', bookingId });
    });
  }

  function noteFact(event: DispatchEvent): void {
    if (event.kind === 'ride_boarded') town.presentSec.delete(event.bookingId);
    else if (event.kind === 'promise_broken') weighReplacement(event);
    else if (event.kind === 'ride_no_show' || event.kind === 'ride_cancelled') {
      town.presentSec.delete(event.bookingId);
      comingBack.delete(event.bookingId);
      booked.delete(event.bookingId);
    } else if (event.kind === 'ride_completed') {
      booked.delete(event.bookingId);
      const traveller = comingBack.get(event.bookingId);
      if (!traveller) return;
      comingBack.delete(event.bookingId);
      const readySec = inService(event.droppedOffSec, traveller.returnTrip!.staySec);
      if (readySec !== null) add(wayBack(traveller, readySec, readySec, false));
    }
  }

  return { add, noteFact, counts };
}

function offersIn(events: readonly DispatchEvent[]): readonly Offer[] {
  return events.find((event) => event.kind === 'offers_made')!.offers;
}

function requestOf({ from, to, when, party }: Traveller, nowSec: number): TripRequest {
  return freshened({ from, to, when, party }, nowSec);
}

/** A named time that has passed while the rider thought about it means now. */
function freshened(request: TripRequest, nowSec: number): TripRequest {
  const { when } = request;
  return when.kind === 'now' || when.atSec > nowSec ? request : { ...request, when: { kind: 'now' } };
}

function wishedAt(traveller: Traveller): number {
  return traveller.when.kind === 'now' ? traveller.askedSec : traveller.when.atSec;
}

/** The rider's own limit of burden, the same under every policy. */
function toleranceSec(town: Town, traveller: Traveller): number {
  const { leastToleranceSec, mostToleranceSec } = town.scenario.riders;
  return between(chanceOf(town.seed, 'tolerance', traveller.riderId), leastToleranceSec, mostToleranceSec);
}

/** The offer of least burden, or null when even that is too much. */
function chosenOffer(town: Town, traveller: Traveller, offers: readonly Offer[]): Offer | null {
  const wish = wishedAt(traveller);
  const burdenOf = (offer: Offer): number => {
    const awaySec =
      traveller.when.kind === 'arrive_by' ? Math.max(0, wish - offer.dropoffBySec) : offer.pickupFromSec - wish;
    const walkingSec = stopWalkSec(offer.pickup) + stopWalkSec(offer.dropoff);
    return Math.abs(awaySec) + 2 * walkingSec;
  };
  let best: Offer | null = null;
  for (const offer of offers) if (best === null || burdenOf(offer) < burdenOf(best)) best = offer;
  return best !== null && burdenOf(best) <= toleranceSec(town, traveller) ? best : null;
}

function wayBack(traveller: Traveller, wishSec: number, askedSec: number, isTimed: boolean): Traveller {
  return {
    ...traveller,
    riderId: `${traveller.riderId}b`,
    from: traveller.to,
    to: traveller.from,
    askedSec,
    when: isTimed ? { kind: 'depart_after', atSec: wishSec } : { kind: 'now' },
    returnTrip: null,
  };
}

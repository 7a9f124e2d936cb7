/**
 * Riders ask by phone or app, weigh the offers (`choice.ts`), take one or none, come to the stop in time, late or not at all,
 * and go back: booked as a pair, or left open and called. Who is refused may ask for a named alternative or wait for a seat on
 * the waitlist; regular riders have placed a standing order.
 */
import { bookingLimit } from '@noriai/core/contracts/booking-rules.ts';
import type { Offer, ReturnWish, TripRequest } from '@noriai/core/contracts/trips.ts';
import type { Command } from '@noriai/core/dispatch/commands.ts';
import type { DispatchEvent } from '@noriai/core/dispatch/events.ts';
import type { Ride } from '@noriai/core/dispatch/state.ts';
import { stopWalkSec } from '@noriai/core/rules/promises.ts';
import { between, chanceOf, happens } from '../chance/chance.ts';
import { chosenOffer, toleranceSec, wishedAt } from './choice.ts';
import type { Town } from './day-actors.ts';
import type { PhoneDesk } from './phone-desk.ts';
import { standingOrderOf } from './standing.ts';
import { chanceKey, type Traveller } from './traveller.ts';

/** Seconds an app user looks at the offers. */
const APP_LOOK_SEC = 40;
/** Nobody plans a trip in the last part of the service hours. */
const LAST_TRIP_SEC = 2_400;
/** From the news that a promise cannot be kept to the rider's answer; from a refusal to the next request. */
const THINK_SEC = 120;
const ASK_AGAIN_SEC = 20;
/** Riders are at the stop this long before the promised time. */
const EARLY_SEC = 120;
/** Who books the way back, too, reckons with so long a ride. */
const RECKONED_RIDE_SEC = 1_800;

export interface WishCounts {
  /** Trips that people wanted and asked for; each counted once however often they asked. */
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

type EventOf<K extends DispatchEvent['kind']> = Extract<DispatchEvent, { kind: K }>;

export function ridersOf(town: Town, desk: PhoneDesk): Riders {
  const { service, agenda, scenario } = town;
  const model = scenario.riders;
  const counts: WishCounts = { wishes: 0, wishesBooked: 0, wishesGivenUp: 0, calls: 0, callWaitSec: 0 };
  /** Who holds a booking that is not over. */
  const booked = new Map<string, Traveller>();
  /** Who left the way back of a booking open. */
  const comingBack = new Map<string, Traveller>();
  /** Who waits for a seat, by entry of the waitlist; the entry behind a request that the service made for one. */
  const waiting = new Map<string, Traveller>();
  const entryOfRequest = new Map<string, string>();
  /** Who has a standing order, by rider. */
  const regulars = new Map<string, Traveller>();
  let ids = 0;

  function add(traveller: Traveller): void {
    agenda.add(traveller.askedSec, () => {
      if (traveller.standing) return placeOrder(traveller);
      counts.wishes++;
      if (traveller.channel === 'app') return ask(traveller, requestOf(traveller), APP_LOOK_SEC, true);
      const call = desk.answer(service.nowSec, callSec(traveller));
      counts.calls++;
      counts.callWaitSec += call.beginSec - call.calledSec;
      const spokenSec = Math.floor((call.endSec - call.beginSec) / 2);
      agenda.add(call.beginSec + spokenSec, () =>
        ask(traveller, requestOf(traveller), call.endSec - call.beginSec - spokenSec, true),
      );
    });
  }

  function send({ riderId }: Traveller, command: Command) {
    return service.send({ kind: 'rider', riderId }, command);
  }

  function callSec(traveller: Traveller): number {
    const random = chanceOf(town.seed, 'call', chanceKey(traveller));
    return between(random, Math.ceil(model.callSec / 2), Math.ceil((model.callSec * 3) / 2));
  }

  function requestOf(traveller: Traveller): TripRequest {
    const { from, to, when, party } = traveller;
    const returnTrip = returnWishOf(traveller);
    return freshened({ from, to, when, party, ...(returnTrip && { returnTrip }) });
  }

  /** A named time that has passed while the rider thought about it means now. */
  function freshened(request: TripRequest): TripRequest {
    const { when } = request;
    return when.kind === 'now' || when.atSec > service.nowSec ? request : { ...request, when: { kind: 'now' } };
  }

  /** The way back after the stay, no later than there is service; else it is left open. */
  function returnWishOf(traveller: Traveller): ReturnWish | null {
    const { returnTrip } = traveller;
    if (!returnTrip) return null;
    if (!returnTrip.isBookedAhead) return { kind: 'open' };
    const arrivalSec = Math.max(wishedAt(traveller), service.nowSec) + RECKONED_RIDE_SEC;
    const backSec = inService(arrivalSec, returnTrip.staySec);
    const maxStaySec = bookingLimit(service.world.area.bookingRules, 'maxStaySec');
    return backSec === null ? { kind: 'open' } : { kind: 'stay', staySec: Math.min(backSec - arrivalSec, maxStaySec) };
  }

  /** People know the hours and stay no longer than they can get home; null when there is no way back any more. */
  function inService(fromSec: number, staySec: number): number | null {
    const window = service.world.calendar.windowsBetween(fromSec, fromSec + staySec)[0];
    const lastSec = (window?.endSec ?? 0) - LAST_TRIP_SEC;
    return lastSec < fromSec ? null : Math.min(fromSec + staySec, lastSec);
  }

  /** @param lookSec from the offers to the choice, shorter than the hold */
  function ask(traveller: Traveller, request: TripRequest, lookSec: number, mayTryAgain: boolean): void {
    const requestId = `q${++ids}`;
    const bookingId = traveller.wayBackOf;
    const isCalled = bookingId !== undefined && service.state.openReturns.has(bookingId);
    const decision = isCalled
      ? send(traveller, { kind: 'call_return', requestId, bookingId })
      : send(traveller, { kind: 'request_trip', requestId, request });
    if (!decision.ok) throw new Error(`request of ${traveller.riderId} was not taken: ${decision.detail}`);
    const made = decision.events.find((event) => event.kind === 'offers_made');
    if (!made) return refused({ traveller, request, lookSec, mayTryAgain }, decision.events);
    const chosen = chosenOffer(town, traveller, made.offers);
    if (!chosen) {
      counts.wishesGivenUp++;
      return;
    }
    const holdSec = service.world.area.promises.offerHoldSec;
    agenda.add(service.nowSec + Math.min(lookSec, holdSec - 1), () => take(traveller, chosen));
  }

  interface Asked {
    readonly traveller: Traveller;
    readonly request: TripRequest;
    readonly lookSec: number;
    readonly mayTryAgain: boolean;
  }

  /** One way where both cannot be had, a named alternative, a place on the waitlist, or nothing. */
  function refused({ traveller, request, lookSec, mayTryAgain }: Asked, events: readonly DispatchEvent[]): void {
    const joined = events.find((event) => event.kind === 'waitlist_joined');
    if (joined) return void waiting.set(joined.waitId, traveller);
    const refusal = events.find((event) => event.kind === 'trip_refused')!;
    const again = (other: TripRequest, mayTry: boolean) => {
      agenda.add(service.nowSec + ASK_AGAIN_SEC, () => ask(traveller, freshened(other), lookSec, mayTry));
    };
    if (refusal.reason === 'return_not_possible')
      return again({ ...request, returnTrip: { kind: 'open' } }, mayTryAgain);
    const random = chanceOf(town.seed, 'again', chanceKey(traveller));
    const tolerable = refusal.alternatives.find(
      (other) => Math.abs(other.pickupFromSec - wishedAt(traveller)) <= toleranceSec(town, traveller),
    );
    const tries = happens(random, model.tryAlternativePermille);
    const waits = happens(random, model.waitlistPermille);
    if (mayTryAgain && tolerable && tries) return again(tolerable.request, false);
    if (!(refusal.reason === 'no_vehicle_available' && waits && joinWaitlist(traveller, request)))
      counts.wishesGivenUp++;
  }

  function joinWaitlist(traveller: Traveller, request: TripRequest): boolean {
    const waitId = `w${++ids}`;
    const { ok } = send(traveller, { kind: 'join_waitlist', waitId, request: freshened(request) });
    if (ok) waiting.set(waitId, traveller);
    return ok;
  }

  /** A seat was found for somebody on the waitlist: it is held for a while, and weighed like any offer. */
  function weighSeat({ requestId, offers }: EventOf<'offers_made'>): void {
    const waitId = entryOfRequest.get(requestId);
    if (waitId === undefined) return;
    entryOfRequest.delete(requestId);
    const traveller = waiting.get(waitId);
    if (!traveller) return;
    const chosen = chosenOffer(town, traveller, offers);
    agenda.add(service.nowSec + APP_LOOK_SEC, () => {
      if (!waiting.has(waitId)) return; // the hold has ended
      if (chosen) return take(traveller, chosen);
      send(traveller, { kind: 'leave_waitlist', waitId });
    });
  }

  function take(traveller: Traveller, offer: Offer): void {
    const decision = send(traveller, { kind: 'book_offer', offerId: offer.offerId });
    const taken = decision.ok ? decision.events.filter((event) => event.kind === 'ride_booked') : [];
    if (taken.length === 0) {
      counts.wishesGivenUp++;
      return;
    }
    const [there, back] = taken.map(({ bookingId }) => service.state.rides.get(bookingId)!);
    const comes = expect(traveller, there!);
    if (back) {
      counts.wishes++;
      expect({ ...wayBack(traveller, back.rideId), when: { kind: 'depart_after', atSec: back.pickupFromSec } }, back);
      if (!comes) town.presentSec.set(back.rideId, Infinity);
    } else if (traveller.returnTrip) comingBack.set(there!.rideId, traveller);
  }

  /** When the booked rider will be at the stop, or cancel before; false for who will not come. */
  function expect(traveller: Traveller, ride: Ride): boolean {
    counts.wishesBooked++;
    booked.set(ride.rideId, traveller);
    const random = chanceOf(town.seed, 'comes', traveller.standing ? ride.rideId : chanceKey(traveller));
    const isCancelling = happens(random, model.cancelPermille);
    const isAbsent = happens(random, model.noShowPermille);
    const isLate = happens(random, model.lateRiderPermille);
    const lateSec = isLate ? between(random, 1, model.lateRiderMaxSec + EARLY_SEC) : 0;
    const walkedSec = service.nowSec + stopWalkSec(ride.pickup);
    const presentSec = Math.max(walkedSec, ride.pickupFromSec - EARLY_SEC + lateSec);
    town.presentSec.set(ride.rideId, isAbsent ? Infinity : presentSec);
    if (!isCancelling) return !isAbsent;
    const cancelSec = service.nowSec + Math.floor(random() * Math.max(1, ride.pickupFromSec - service.nowSec));
    agenda.add(cancelSec, () => cancel(traveller, ride.rideId));
    return !isAbsent;
  }

  /** Who does not go does not come back either. */
  function cancel(traveller: Traveller, bookingId: string): void {
    const ride = service.state.rides.get(bookingId);
    if (ride?.status !== 'booked') return;
    const withReturn = ride.pairedWith !== undefined && !ride.isWayBack;
    const order = { reason: 'changed_my_mind', ...(withReturn && { withReturn }) } as const;
    send(traveller, { kind: 'cancel_booking', bookingId, order });
  }

  /** Who is told of another time than promised takes it if it is within the own tolerance; who is under way does. */
  function weighReplacement({ bookingId, replacement }: EventOf<'promise_broken'>): void {
    const traveller = booked.get(bookingId);
    if (!traveller || !replacement) return;
    agenda.add(service.nowSec + THINK_SEC, () => {
      const ride = service.state.rides.get(bookingId);
      if (ride?.status !== 'booked' || !ride.broken) return;
      const lateSec = ride.pickupFromSec - Math.max(wishedAt(traveller), ride.broken.pickupFromSec);
      if (ride.isStranded !== true && lateSec > toleranceSec(town, traveller)) return cancel(traveller, bookingId);
      send(traveller, { kind: 'accept_change', bookingId });
    });
  }

  function placeOrder(traveller: Traveller): void {
    const orderId = `o${++ids}`;
    const decision = send(traveller, {
      kind: 'place_standing_order',
      orderId,
      order: standingOrderOf(town, traveller),
    });
    if (!decision.ok && decision.refusal !== 'bad_request') {
      throw new Error(`standing order of ${traveller.riderId} was not taken: ${decision.detail}`);
    }
    if (!decision.ok) {
      // No day of it could ever be had, for its places or its hours: a wish like any other that comes to nothing.
      counts.wishes++;
      counts.wishesGivenUp++;
      return;
    }
    regulars.set(traveller.riderId, traveller);
  }

  /** What the service booked by itself for a standing order: each way is a trip that was wanted. */
  function noteBooked(bookingId: string): void {
    if (booked.has(bookingId)) return;
    const ride = service.state.rides.get(bookingId);
    const traveller = ride && regulars.get(ride.riderId);
    if (!traveller) return;
    counts.wishes++;
    expect({ ...traveller, when: { kind: 'depart_after', atSec: ride.pickupFromSec } }, ride);
  }

  function completed({ bookingId, droppedOffSec }: EventOf<'ride_completed'>): void {
    booked.delete(bookingId);
    const traveller = comingBack.get(bookingId);
    if (!traveller) return;
    comingBack.delete(bookingId);
    const readySec = inService(droppedOffSec, traveller.returnTrip!.staySec);
    if (readySec !== null) add({ ...wayBack(traveller, bookingId), askedSec: readySec });
  }

  function noteFact(event: DispatchEvent): void {
    switch (event.kind) {
      case 'ride_boarded':
        town.presentSec.delete(event.bookingId);
        return;
      case 'promise_broken':
        return weighReplacement(event);
      case 'ride_no_show':
      case 'ride_cancelled':
        town.presentSec.delete(event.bookingId);
        comingBack.delete(event.bookingId);
        booked.delete(event.bookingId);
        return;
      case 'ride_completed':
        return completed(event);
      case 'ride_booked':
        if (regulars.size > 0) agenda.add(service.nowSec, () => noteBooked(event.bookingId));
        return;
      case 'standing_order_day':
        if (event.outcome === 'refused') {
          counts.wishes++;
          counts.wishesGivenUp++;
        }
        return;
      case 'waitlist_tried':
        if (event.requestId !== null) entryOfRequest.set(event.requestId, event.waitId);
        return;
      case 'offers_made':
        return weighSeat(event);
      case 'waitlist_ended':
        if (waiting.delete(event.waitId) && event.why !== 'booked') counts.wishesGivenUp++;
        return;
      default:
        return; // nothing that a rider reacts to
    }
  }

  return { add, noteFact, counts };
}

function wayBack(traveller: Traveller, wayBackOf: string): Traveller {
  const { from, to } = traveller;
  return { ...traveller, from: to, to: from, when: { kind: 'now' }, returnTrip: null, wayBackOf };
}

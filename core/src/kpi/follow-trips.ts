/**
 * What became of each trip request, read from the facts of the ledger alone: live and simulated services are measured by
 * the same code. Trips that have ended can be taken out, so that a year needs no more memory than its open trips.
 */
import type { RefusalReason, TripRequest } from '../contracts/trips.ts';
import type { DispatchEvent, HeldOffer, LedgerEntry, UndoableAction } from '../dispatch/events.ts';

/** Every request ends in exactly one of these; `open` and `booked` are not over yet. */
export type TripOutcome =
  'open' | 'booked' | 'refused' | 'not_taken' | 'cancelled' | 'no_show' | 'not_driven' | 'served';

export interface TripRecord {
  readonly requestId: string;
  readonly riderId: string;
  readonly request: TripRequest;
  readonly askedSec: number;
  readonly offerCount: number;
  outcome: TripOutcome;
  refusal: RefusalReason | null;
  /** The offer that was taken, with the promise. */
  promise: HeldOffer | null;
  isLateCancel: boolean;
  /** When the vehicle stood at the pickup, and at the drop-off. */
  arrivedSec: number | null;
  boardedSec: number | null;
  droppedOffSec: number | null;
  /** Was on board together with another booking. */
  hasShared: boolean;
}

export interface TripFollower {
  readonly apply: (entry: LedgerEntry) => void;
  /** Trips that are over, in the order in which they ended; each is handed out once. */
  readonly takeEnded: () => TripRecord[];
  /** Trips that are not over. */
  readonly rest: () => TripRecord[];
}

export function followTrips(): TripFollower {
  const follower = new Follower();
  return {
    apply: ({ event, atSec }) => follower.apply(event, atSec),
    takeEnded: () => follower.takeEnded(),
    rest: () => [...follower.byRequest.values()],
  };
}

class Follower {
  readonly byRequest = new Map<string, TripRecord>();
  readonly ended: TripRecord[] = [];
  /** Booked trips and open offers by the id of the offer. */
  private readonly byOffer = new Map<string, TripRecord>();
  private readonly offers = new Map<string, HeldOffer>();
  /** Trips on board and time of the last arrival, by shift. */
  private readonly aboard = new Map<string, Set<TripRecord>>();
  private readonly arrivedSec = new Map<string, number>();
  /** Over and not counted yet. */
  private readonly overTrips = new Map<string, TripRecord>();
  /** Shifts of bookings that go with another than was promised. */
  private readonly movedTo = new Map<string, string>();

  apply(event: DispatchEvent, atSec: number): void {
    switch (event.kind) {
      case 'offers_made':
        return this.offered(event, atSec);
      case 'trip_refused':
        this.ended.push({ ...newTrip(event, atSec, 0), outcome: 'refused', refusal: event.reason });
        return;
      case 'offers_released':
        if (event.why !== 'other_taken') this.notTaken(this.byRequest.get(event.requestId));
        return this.forgetOffers(event.offerIds);
      case 'ride_booked':
        return this.booked(event.bookingId);
      case 'ride_cancelled':
        return this.cancelled(event);
      case 'call_arrived':
        this.arrivedSec.set(event.shiftId, event.arrivedSec);
        return;
      case 'ride_boarded':
        return this.boarded(event.bookingId, event.boardedSec);
      case 'action_undone':
        return this.undone(event.undone, event.bookingId);
      case 'ride_restored':
        return this.restored(event.bookingId, event.shiftId);
      case 'ride_moved':
        return this.moved(event.bookingId, event.shiftId);
      case 'promise_broken':
        return this.moved(event.bookingId, event.replacement?.shiftId ?? null);
      case 'ride_no_show':
        return this.over(event.bookingId, 'no_show');
      case 'ride_completed':
        return this.completed(event.bookingId, event.droppedOffSec);
      default:
        return; // says nothing about what became of a trip
    }
  }

  /** What was taken is counted: a cancellation among it cannot be taken back any more. */
  takeEnded(): TripRecord[] {
    this.overTrips.clear();
    return this.ended.splice(0);
  }

  private offered(event: Extract<DispatchEvent, { kind: 'offers_made' }>, atSec: number): void {
    const trip = newTrip(event, atSec, event.offers.length);
    this.byRequest.set(event.requestId, trip);
    for (const offer of event.offers) {
      this.byOffer.set(offer.offerId, trip);
      this.offers.set(offer.offerId, offer);
    }
  }

  /** Whoever was offered the next best only, and did not want it, was refused. */
  private notTaken(trip: TripRecord | undefined): void {
    this.end(trip, trip?.refusal ? 'refused' : 'not_taken');
  }

  private booked(bookingId: string): void {
    const trip = this.byOffer.get(bookingId);
    if (!trip) return; // asked for before the part of the ledger that is read
    trip.outcome = 'booked';
    trip.promise = this.offers.get(bookingId)!;
    trip.refusal = null;
    this.offers.delete(bookingId);
  }

  private cancelled(event: Extract<DispatchEvent, { kind: 'ride_cancelled' }>): void {
    const trip = this.byOffer.get(event.bookingId);
    if (!trip) return;
    trip.isLateCancel = event.isLate;

    this.over(event.bookingId, event.reason === 'not_driven' ? 'not_driven' : 'cancelled');
  }

  /** Who goes on with another vehicle keeps the time of the first boarding. */
  private boarded(bookingId: string, boardedSec: number): void {
    const trip = this.byOffer.get(bookingId);
    if (!trip) return;
    const shiftId = this.shiftOf(bookingId, trip);
    trip.boardedSec ??= boardedSec;
    trip.arrivedSec ??= this.arrivedSec.get(shiftId) ?? boardedSec;
    const aboard = this.aboard.get(shiftId) ?? new Set();
    for (const other of aboard) {
      other.hasShared = true;
      trip.hasShared = true;
    }
    this.aboard.set(shiftId, aboard.add(trip));
  }

  /** What was pressed by mistake did not happen, unless it was counted already. */
  private undone(action: UndoableAction, bookingId: string | null): void {
    if (bookingId === null || action === 'call_arrived') return;
    if (action === 'ride_boarded') {
      const trip = this.byOffer.get(bookingId);
      if (!trip) return;
      this.aboard.get(this.shiftOf(bookingId, trip))?.delete(trip);
      trip.boardedSec = null;
      trip.arrivedSec = null;
      return;
    }
    const trip = this.overTrips.get(bookingId);
    if (!trip) return;
    this.restored(bookingId, this.shiftOf(bookingId, trip));
    if (action === 'ride_no_show') return;
    trip.droppedOffSec = null;
    const shiftId = this.shiftOf(bookingId, trip);
    this.aboard.set(shiftId, (this.aboard.get(shiftId) ?? new Set()).add(trip));
  }

  /** A cancellation that was taken back a moment later: as if it had not been, unless it was counted already. */
  private restored(bookingId: string, shiftId: string): void {
    const trip = this.overTrips.get(bookingId);
    const at = trip ? this.ended.indexOf(trip) : -1;
    if (!trip || at < 0) return;
    this.ended.splice(at, 1);
    trip.outcome = 'booked';
    trip.isLateCancel = false;
    this.byOffer.set(bookingId, trip);
    this.byRequest.set(trip.requestId, trip);
    this.movedTo.set(bookingId, shiftId);
  }

  private moved(bookingId: string, shiftId: string | null): void {
    const trip = this.byOffer.get(bookingId);
    if (!trip) return;
    this.aboard.get(this.shiftOf(bookingId, trip))?.delete(trip);
    if (shiftId !== null) this.movedTo.set(bookingId, shiftId);
  }

  private shiftOf(bookingId: string, trip: TripRecord): string {
    return this.movedTo.get(bookingId) ?? trip.promise!.shiftId;
  }

  private completed(bookingId: string, droppedOffSec: number): void {
    const trip = this.byOffer.get(bookingId);
    if (trip) {
      trip.droppedOffSec = droppedOffSec;
      this.aboard.get(this.shiftOf(bookingId, trip))?.delete(trip);
    }
    this.over(bookingId, 'served');
  }

  private over(bookingId: string, outcome: TripOutcome): void {
    const trip = this.byOffer.get(bookingId);
    this.end(trip, outcome);
    if (trip) this.overTrips.set(bookingId, trip);
    this.byOffer.delete(bookingId);
    this.movedTo.delete(bookingId);
  }

  private end(trip: TripRecord | undefined, outcome: TripOutcome): void {
    if (!trip) return;
    trip.outcome = outcome;
    this.byRequest.delete(trip.requestId);
    this.ended.push(trip);
  }

  private forgetOffers(offerIds: readonly string[]): void {
    for (const offerId of offerIds) {
      this.byOffer.delete(offerId);
      this.offers.delete(offerId);
    }
  }
}

function newTrip(
  event: Extract<DispatchEvent, { kind: 'offers_made' | 'trip_refused' }>,
  askedSec: number,
  offerCount: number,
): TripRecord {
  return {
    requestId: event.requestId,
    riderId: event.riderId,
    request: event.request,
    askedSec,
    offerCount,
    outcome: 'open',
    refusal: event.kind === 'offers_made' ? (event.insteadOf?.reason ?? null) : null,
    promise: null,
    isLateCancel: false,
    arrivedSec: null,
    boardedSec: null,
    droppedOffSec: null,
    hasShared: false,
  };
}

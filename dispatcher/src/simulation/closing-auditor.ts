/**
 * Part of the auditor: what operators close and take out. Nobody is promised a stop, an hour or a vehicle that is closed, no
 * vehicle that is out sets off, and what is taken away is told. Knows the rules by itself.
 */
import type { DispatchEvent, HeldOffer, LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { Notice } from '@noriai/core/dispatch/notices.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';

/** What must hold and does not, in words. */
type Found = (rule: 'closed' | 'promise' | 'untold', what: string) => void;

interface Span {
  readonly fromSec: number;
  readonly untilSec: number;
}

type Ends = Pick<HeldOffer, 'pickup' | 'dropoff' | 'pickupFromSec' | 'pickupUntilSec' | 'shiftId'>;

export class ClosingAuditor {
  private readonly world: ServiceWorld;
  private readonly found: Found;
  private readonly outages = new Map<string, Span>();
  private readonly suspensions = new Map<string, Span>();
  private readonly closures = new Map<
    string,
    { readonly stopId: string; readonly from: string; readonly until: string }
  >();

  constructor(world: ServiceWorld, found: Found) {
    this.world = world;
    this.found = found;
  }

  /** In the order of the ledger. */
  read({ atSec, event }: LedgerEntry): void {
    switch (event.kind) {
      case 'vehicle_taken_out':
        this.outages.set(event.vehicleId, { fromSec: atSec, untilSec: event.untilSec });
        return;
      case 'vehicle_returned':
        this.outages.delete(event.vehicleId);
        return;
      case 'service_suspended':
        this.suspensions.set(event.suspensionId, event);
        return;
      case 'service_resumed':
        this.suspensions.delete(event.suspensionId);
        return;
      case 'stop_closed':
        this.closures.set(event.closureId, event);
        return;
      case 'stop_reopened':
        this.closures.delete(event.closureId);
        return;
      case 'offers_made':
        for (const offer of event.offers) this.checkOffer(offer.offerId, offer, atSec);
        return;
      case 'vehicle_sent':
        if (this.isOut(event.shiftId, atSec)) this.found('closed', `${event.shiftId} is sent and its vehicle is out`);
        return;
      default:
        return;
    }
  }

  /** Wherever a trip begins or ends from now on. */
  checkEnds(rideId: string, { pickup, dropoff }: Pick<Ends, 'pickup' | 'dropoff'>): void {
    if (pickup.stopId === dropoff.stopId) this.found('promise', `${rideId} has both ends at ${pickup.stopId}`);
  }

  private checkOffer(offerId: string, offer: Ends, atSec: number): void {
    const { pickup, dropoff, pickupFromSec, pickupUntilSec, shiftId } = offer;
    const date = this.world.calendar.dateAt(pickupFromSec);
    for (const { stopId, from, until } of this.closures.values()) {
      const isUsed = [pickup, dropoff].some((end) => end.stopId === stopId && !end.door); // doors are no stops
      if (isUsed && from <= date && date <= until) this.found('closed', `${offerId} uses ${stopId}, closed on ${date}`);
    }
    for (const { fromSec, untilSec } of this.suspensions.values()) {
      if (fromSec <= pickupFromSec && pickupUntilSec <= untilSec)
        this.found('closed', `${offerId} begins at hours of rest`);
    }
    const outage = this.outages.get(vehicleOf(shiftId));
    if (outage && atSec < outage.untilSec && pickupUntilSec <= outage.untilSec) {
      this.found('closed', `${offerId} is promised with ${shiftId} while its vehicle is out`);
    }
  }

  private isOut(shiftId: string, atSec: number): boolean {
    const outage = this.outages.get(vehicleOf(shiftId));
    return outage !== undefined && outage.fromSec <= atSec && atSec < outage.untilSec;
  }

  /** Whom a command of somebody else takes something from is told by a notice; `state` has the fact evolved. */
  checkTold(entry: LedgerEntry, state: DispatchState, notices: readonly Notice[]): void {
    const { event } = entry;
    const rideId = findLoser(event);
    const riderId = rideId === null ? undefined : state.rides.get(rideId)?.riderId;
    if (riderId === undefined) return;
    const isTold = notices.some(({ recipient }) => recipient.kind === 'rider' && recipient.riderId === riderId);
    if (!isTold) this.found('untold', `${event.kind} of ${rideId} is told to nobody`);
    if ('by' in event && !event.by) this.found('untold', `${event.kind} of ${rideId} does not say who did it`);
    if (!('reason' in event) || !event.reason) this.found('untold', `${event.kind} of ${rideId} gives no reason`);
  }
}

/** The booking that a fact takes something from, or null; where nothing takes its place, the cancellation says it. */
function findLoser(event: DispatchEvent): string | null {
  if (event.kind === 'promise_broken') return event.replacement ? event.bookingId : null;
  if (event.kind === 'ride_cancelled') return event.by === 'service' ? event.bookingId : null;
  return event.kind === 'stop_moved' || event.kind === 'ride_moved' ? event.bookingId : null;
}

/** A shift's id begins with its vehicle's. */
function vehicleOf(shiftId: string): string {
  return shiftId.slice(0, shiftId.indexOf('@'));
}

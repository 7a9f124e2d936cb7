/**
 * The facts of the ledger. They hold what was decided, not what was wished, so a replay needs no optimizer and a better
 * optimizer never changes the past.
 */
import type { Alternative, CancelOrder, RefusalReason, StopOfTrip, TripRequest } from '../contracts/trips.ts';

/** One halt for one ride; the id of a ride is the id of the offer it came from. */
export interface Visit {
  readonly rideId: string;
  readonly kind: 'pickup' | 'dropoff';
}

/** An offer with all that must be known to keep it: the promise and the vehicle's shift. */
export interface HeldOffer {
  readonly offerId: string;
  readonly shiftId: string;
  readonly pickup: StopOfTrip;
  readonly dropoff: StopOfTrip;
  readonly pickupFromSec: number;
  readonly pickupUntilSec: number;
  readonly dropoffBySec: number;
  readonly fareYen: number;
  readonly isShared: boolean;
}

/** A rider's reason, or `not_driven`: the shift ended and nobody had come. */
export type CancelReason = NonNullable<CancelOrder['reason']> | 'not_driven';

export type DispatchEvent =
  | { readonly kind: 'area_opened'; readonly areaId: string }
  | { readonly kind: 'rider_registered'; readonly riderId: string; readonly tokenHash: string }
  | {
      readonly kind: 'offers_made';
      readonly requestId: string;
      readonly riderId: string;
      readonly request: TripRequest;
      readonly heldUntilSec: number;
      readonly offers: readonly HeldOffer[];
    }
  | {
      readonly kind: 'trip_refused';
      readonly requestId: string;
      readonly riderId: string;
      readonly request: TripRequest;
      readonly reason: RefusalReason;
      readonly alternatives: readonly Alternative[];
    }
  | {
      readonly kind: 'offers_released';
      readonly requestId: string;
      readonly offerIds: readonly string[];
      readonly why: 'expired' | 'other_taken' | 'asked_again' | 'overtaken';
    }
  | { readonly kind: 'ride_booked'; readonly bookingId: string; readonly number: number }
  | {
      readonly kind: 'ride_cancelled';
      readonly bookingId: string;
      readonly by: 'rider' | 'service';
      readonly reason: CancelReason;
      readonly isLate: boolean;
    }
  /** The whole remaining route of a shift, in order. */
  | { readonly kind: 'route_planned'; readonly shiftId: string; readonly visits: readonly Visit[] }
  | {
      readonly kind: 'driver_signed_on';
      readonly vehicleId: string;
      readonly driverName: string;
      readonly tokenHash: string;
      readonly isVirtual: boolean;
    }
  | { readonly kind: 'driver_signed_off'; readonly vehicleId: string }
  /** The driver was told to leave for the next call: from here on that call is fixed. */
  | {
      readonly kind: 'vehicle_sent';
      readonly shiftId: string;
      readonly stopId: string;
      readonly departSec: number;
      readonly arriveSec: number;
    }
  | { readonly kind: 'call_arrived'; readonly shiftId: string; readonly stopId: string; readonly arrivedSec: number }
  | { readonly kind: 'ride_boarded'; readonly bookingId: string; readonly boardedSec: number; readonly lateSec: number }
  | { readonly kind: 'ride_no_show'; readonly bookingId: string; readonly leftSec: number }
  | {
      readonly kind: 'ride_completed';
      readonly bookingId: string;
      readonly droppedOffSec: number;
      readonly lateSec: number;
    }
  /** A promise that the present course of things would break, said once, when it is first seen. */
  | {
      readonly kind: 'promise_at_risk';
      readonly bookingId: string;
      readonly expectedPickupSec: number;
      readonly promisedUntilSec: number;
    };

/** Which command a batch of facts came from, so that the same command sent again has its effect once. */
export interface CommandTrace {
  readonly key: string;
  readonly contentHash: string;
  /** Request, booking, rider or vehicle that the answer is about. */
  readonly subjectId: string;
}

/** A fact as it stands in the ledger. */
export interface LedgerEntry {
  /** 1, 2, 3 … without a gap within an area. */
  readonly sequence: number;
  /** When it was decided, seconds since 1970 UTC. */
  readonly atSec: number;
  /** On the first fact of a batch that a command with a key brought, else null. */
  readonly command: CommandTrace | null;
  readonly event: DispatchEvent;
}

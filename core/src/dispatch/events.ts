/**
 * The facts of the ledger. They hold what was decided, not what was wished, so a replay needs no optimizer and a better
 * optimizer never changes the past.
 */
import type { KeptReason, RiderBlock, SkipReason, StandingOrder } from '../contracts/arrangements.ts';
import type { LocalText, PauseKind, Position } from '../contracts/area.ts';
import type { BroadcastAudience, BroadcastReason, BroadcastText } from '../contracts/broadcasts.ts';
import type { OutageReason, PlannedShift, RollCall, SuspensionReason } from '../contracts/fleet.ts';
import type { ClassObstacle } from '../contracts/obstacles.ts';
import type { StreetReason } from '../contracts/streets.ts';
import type { StreetChange } from '../fleet/street-changes.ts';
import type { Alternative, CancelOrder, Party, RefusalReason, StopOfTrip, TripRequest } from '../contracts/trips.ts';

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
  /** The other way of a return pair: both are taken, or none. */
  readonly pairedWith?: string;
}

/** Who did it, where it was not the rider: somebody of the family, the desk, or an arrangement the rider made. */
export type DoneBy =
  | { readonly kind: 'proxy'; readonly riderId: string }
  | { readonly kind: 'desk'; readonly operatorId: string }
  | { readonly kind: 'standing_order'; readonly orderId: string }
  | { readonly kind: 'waitlist'; readonly waitId: string };

/** Absent: the rider. */
export interface ByWhom {
  readonly doneBy?: DoneBy;
}

/** `proxy`: the other may book for the rider. `company`: the rider would like to travel with the other. `apart`: never together, both ways. */
export type Relation = 'proxy' | 'company' | 'apart';

/**
 * A rider's reason, or the service's: `not_driven`: the shift ended and nobody had come; `found_own_way`: was to be fetched
 * from a vehicle that broke down, and was not there any more; else why the world broke the promise.
 */
export type CancelReason = NonNullable<CancelOrder['reason']> | 'not_driven' | 'found_own_way' | BreakReason;

/** Why the world broke a promise. */
export type BreakReason =
  OutageReason | 'late_vehicle' | 'stop_closed' | 'street_closed' | 'service_suspended' | 'operator' | 'day_plan';

/** What an operator said about streets: nothing in it depends on how the area's streets are numbered. */
export interface StreetNoticeTerms extends StreetChange {
  readonly reason: StreetReason;
  readonly note: string | null;
  readonly fromSec: number;
  /** Null: until it is ended. */
  readonly untilSec: number | null;
}

/** What a rider gets in place of what was promised. */
export interface Replacement {
  readonly shiftId: string;
  readonly pickup: StopOfTrip;
  readonly dropoff: StopOfTrip;
  readonly pickupFromSec: number;
  readonly pickupUntilSec: number;
  readonly dropoffBySec: number;
}

/** What a driver may take back. */
export type UndoableAction = 'call_arrived' | 'ride_boarded' | 'ride_no_show' | 'ride_completed' | 'walk_on_boarded';

/** Where somebody who was on board of a vehicle that cannot go on waits for the other, and between when. */
export interface Fetch {
  readonly pickup: StopOfTrip;
  readonly fromSec: number;
  readonly untilSec: number;
}

/** Before which of the route's visits each pause of the shift stands: after the last one, it is their count. */
export interface PauseAt {
  readonly pauseId: string;
  readonly at: number;
}

/** Why a wish could not be had in whose place something else is offered. */
export interface InsteadOf {
  readonly reason: RefusalReason;
  readonly alternatives: readonly Alternative[];
  readonly diagnosis?: readonly ClassObstacle[];
}

export type DispatchEvent =
  | ArrangementEvent
  | BroadcastEvent
  | { readonly kind: 'area_opened'; readonly areaId: string }
  | { readonly kind: 'rider_registered'; readonly riderId: string; readonly tokenHash: string }
  | (ByWhom & {
      readonly kind: 'offers_made';
      readonly requestId: string;
      readonly riderId: string;
      readonly request: TripRequest;
      readonly heldUntilSec: number;
      readonly offers: readonly HeldOffer[];
      /** The wish itself cannot be had: these are the next best. */
      readonly insteadOf?: InsteadOf;
      /** These are the ways back of another request, offered together with it. */
      readonly returnOf?: string;
      /** The booking whose open return is called with this request. */
      readonly openReturnId?: string;
      /** Travels together with this booking, and with those that do. */
      readonly companyId?: string;
    })
  | (ByWhom & {
      readonly kind: 'trip_refused';
      readonly requestId: string;
      readonly riderId: string;
      readonly request: TripRequest;
      readonly reason: RefusalReason;
      readonly alternatives: readonly Alternative[];
      /** Asked by the desk, and the reason lies in the plan: what keeps the trip out. */
      readonly diagnosis?: readonly ClassObstacle[];
      /** Refused because the service rests: why it does. */
      readonly suspension?: SuspensionReason;
      readonly openReturnId?: string;
    })
  | {
      readonly kind: 'offers_released';
      readonly requestId: string;
      readonly offerIds: readonly string[];
      readonly why:
        'expired' | 'other_taken' | 'asked_again' | 'overtaken' | 'vehicle_out' | 'suspended' | 'streets_changed';
    }
  | (ByWhom & { readonly kind: 'ride_booked'; readonly bookingId: string; readonly number: number })
  | (ByWhom & {
      readonly kind: 'ride_cancelled';
      readonly bookingId: string;
      readonly by: 'rider' | 'service';
      readonly reason: CancelReason;
      readonly isLate: boolean;
    })
  /** The whole remaining route of a shift, in order. */
  | {
      readonly kind: 'route_planned';
      readonly shiftId: string;
      readonly visits: readonly Visit[];
      /** Where the shift's pauses stand; without it they stay behind the visits that they stood behind. */
      readonly pauses?: readonly PauseAt[];
    }
  | {
      readonly kind: 'driver_signed_on';
      readonly vehicleId: string;
      readonly driverName: string;
      readonly tokenHash: string;
      readonly isVirtual: boolean;
      readonly driverId?: string;
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
  | {
      readonly kind: 'call_arrived';
      readonly shiftId: string;
      readonly stopId: string;
      readonly arrivedSec: number;
      /** "Arrived" was not pressed: the boarding or drop-off that follows says it, and is taken back with it. */
      readonly isImplied?: true;
    }
  | { readonly kind: 'ride_boarded'; readonly bookingId: string; readonly boardedSec: number; readonly lateSec: number }
  | { readonly kind: 'ride_no_show'; readonly bookingId: string; readonly leftSec: number }
  | {
      readonly kind: 'ride_completed';
      readonly bookingId: string;
      readonly droppedOffSec: number;
      readonly lateSec: number;
    }
  /** A promise that the present course of things would break, when it is first seen and with each five minutes more. */
  | {
      readonly kind: 'promise_at_risk';
      readonly bookingId: string;
      readonly expectedPickupSec: number;
      readonly promisedUntilSec: number;
    }
  /** The shifts of a vehicle on a day, planned by hand in place of those of the area file; none: it does not run. */
  | {
      readonly kind: 'day_planned';
      readonly vehicleId: string;
      readonly date: string;
      readonly shifts: readonly PlannedShift[];
      /** Shifts with riders that keep their times and get other pauses or depots: their routes follow anew. */
      readonly renewedIds?: readonly string[];
      readonly by: string;
    }
  /** A break or a change of driver began; the vehicle goes for it to its place, where it has one. */
  | {
      readonly kind: 'pause_started';
      readonly shiftId: string;
      readonly pauseId: string;
      readonly pause: PauseKind;
      readonly startedSec: number;
      readonly untilSec: number;
      readonly by: 'plan' | 'driver';
    }
  | {
      readonly kind: 'pause_ended';
      readonly shiftId: string;
      readonly pauseId: string;
      readonly endedSec: number;
      readonly by: 'plan' | 'driver';
      /** Said by the arrival that follows, and taken back with it. */
      readonly isImplied?: true;
    }
  /** The vehicle cannot go on from now; its riders follow, one fact each. */
  | {
      readonly kind: 'vehicle_taken_out';
      readonly vehicleId: string;
      readonly reason: OutageReason;
      readonly untilSec: number;
      /** The stop nearest to where it stands, when it stands still on the way; null: where its shift says it is. */
      readonly stopId: string | null;
      readonly position: Position | null;
      readonly by: string;
    }
  | { readonly kind: 'vehicle_returned'; readonly vehicleId: string; readonly by: string }
  /**
   * A booked ride goes with another shift, and all that was promised holds. A rider who was on board waits where the
   * vehicle stood (`fetched`) and boards again.
   */
  | {
      readonly kind: 'ride_moved';
      readonly bookingId: string;
      readonly shiftId: string;
      readonly reason: BreakReason | 'better_plan';
      readonly by: string;
      readonly fetched?: Fetch;
    }
  /** The world broke a promise: what the rider gets in its place, or null when there is nothing. */
  | {
      readonly kind: 'promise_broken';
      readonly bookingId: string;
      readonly reason: BreakReason;
      readonly replacement: Replacement | null;
      readonly by: string;
      /** The time that the desk asked for, when it moved the trip to another time. */
      readonly askedSec?: number;
    }
  /** The service rests for a time, whatever the hours say; the bookings of that time are cancelled, one fact each. */
  | {
      readonly kind: 'service_suspended';
      readonly suspensionId: string;
      readonly fromSec: number;
      readonly untilSec: number;
      readonly reason: SuspensionReason;
      readonly message: LocalText | null;
      readonly by: string;
    }
  | {
      readonly kind: 'service_resumed';
      readonly suspensionId: string;
      /** The hours that were to be at rest; older facts do not say them. */
      readonly hours?: { readonly fromSec: number; readonly untilSec: number };
      readonly by: string;
    }
  /** A stop is not used on some days, both ends included. */
  | {
      readonly kind: 'stop_closed';
      readonly closureId: string;
      readonly stopId: string;
      readonly from: string;
      readonly until: string;
      readonly reason: LocalText;
      readonly by: string;
    }
  | { readonly kind: 'stop_reopened'; readonly closureId: string; readonly by: string }
  /** Only a person can settle it with the rider; the booking stands as it is. */
  | {
      readonly kind: 'call_needed';
      readonly bookingId: string;
      readonly reason: BreakReason | 'rider_late' | 'kept_apart';
      readonly by: string;
    }
  /** A booking that was cancelled a moment ago is as it was, with the shift named. */
  | { readonly kind: 'ride_restored'; readonly bookingId: string; readonly shiftId: string; readonly by: string }
  /** The driver waits longer at the stop for a rider who is on the way. */
  | { readonly kind: 'wait_extended'; readonly bookingId: string; readonly untilSec: number; readonly by: string }
  /** Somebody got on without a booking; from here on a ride like any other. */
  | {
      readonly kind: 'walk_on_boarded';
      readonly bookingId: string;
      readonly number: number;
      readonly shiftId: string;
      readonly pickup: StopOfTrip;
      readonly dropoff: StopOfTrip;
      readonly party: Party;
      readonly boardedSec: number;
      readonly dropoffBySec: number;
      readonly fareYen: number;
    }
  /** The last action of the shift was pressed by mistake: the fact stays, and this one corrects it. */
  | {
      readonly kind: 'action_undone';
      readonly shiftId: string;
      readonly undone: UndoableAction;
      readonly undoneSequence: number;
      readonly bookingId: string | null;
      /** The route as it is again. */
      readonly visits: readonly Visit[];
      readonly by: string;
    }
  | {
      readonly kind: 'roll_call_recorded';
      readonly rollCallId: string;
      readonly rollCall: RollCall;
      readonly by: string;
    }
  | { readonly kind: 'sos_raised'; readonly vehicleId: string; readonly position: Position | null }
  | { readonly kind: 'alarm_acknowledged'; readonly alarmId: string; readonly note: string | null; readonly by: string }
  /** The rider agreed to what took the place of the promise. Who does not agree cancels. */
  | { readonly kind: 'change_accepted'; readonly bookingId: string; readonly by: string }
  /** As `promise_at_risk` for a drop-off, of riders who wait and of those on board. */
  | {
      readonly kind: 'dropoff_at_risk';
      readonly bookingId: string;
      readonly expectedDropoffSec: number;
      readonly promisedBySec: number;
    }
  | { readonly kind: 'street_notice_posted'; readonly noticeId: string; readonly terms: StreetNoticeTerms }
  | { readonly kind: 'street_notice_ended'; readonly noticeId: string }
  /** From here on every drive time counts with exactly these notices: the new times have taken the place of the old. */
  | { readonly kind: 'streets_in_force'; readonly noticeIds: readonly string[] }
  /** A vehicle under way comes by another way, or goes to another stop, than it was sent. */
  | {
      readonly kind: 'vehicle_redirected';
      readonly shiftId: string;
      readonly stopId: string;
      readonly arriveSec: number;
    }
  /** The street of a promised stop is closed: another stop takes its place; the promised times stay. */
  | {
      readonly kind: 'stop_moved';
      readonly bookingId: string;
      readonly visit: Visit['kind'];
      readonly stop: StopOfTrip;
      readonly reason: 'street_closed';
    };

/** The desk says something to many at once. */
export type BroadcastEvent =
  | {
      readonly kind: 'broadcast_sent';
      readonly broadcastId: string;
      readonly audience: BroadcastAudience;
      readonly reason: BroadcastReason;
      readonly urgency: 'now' | 'soon' | 'routine';
      readonly templateId: string | null;
      readonly text: BroadcastText;
      readonly untilSec: number;
      /** Trips of the riders it went to; empty where it went to drivers or to all riders. */
      readonly bookingIds: readonly string[];
      readonly by: string;
    }
  /** The driver has seen it. */
  | {
      readonly kind: 'broadcast_acknowledged';
      readonly broadcastId: string;
      readonly vehicleId: string;
      readonly driverName: string;
    }
  | { readonly kind: 'broadcast_ended'; readonly broadcastId: string; readonly by: string };

/** Facts about what lasts longer than one trip. */
export type ArrangementEvent =
  /** The way back of a booking was left open: the rider calls when it is time. */
  | {
      readonly kind: 'open_return_noted';
      readonly bookingId: string;
      readonly riderId: string;
      readonly request: TripRequest;
      readonly untilSec: number;
    }
  | {
      readonly kind: 'open_return_ended';
      readonly bookingId: string;
      readonly why: 'called' | 'not_called' | 'rider_left';
    }
  | (ByWhom & {
      readonly kind: 'relation_set' | 'relation_ended';
      readonly relation: Relation;
      readonly riderId: string;
      readonly otherId: string;
      /** The rider agreed by a code that was sent to them; absent: on their own page, or at the desk. */
      readonly consent?: 'code';
    })
  /** Gone for good: facts that end what was to come and all ties follow, and nothing is taken on for this rider again. */
  | (ByWhom & { readonly kind: 'rider_left'; readonly riderId: string })
  /** What the desk decided about a rider, as a whole. */
  | (ByWhom & {
      readonly kind: 'rider_rules_set';
      readonly riderId: string;
      readonly blocked: RiderBlock | null;
      readonly riderTypeId: string | null;
      readonly clearStrikes: boolean;
    })
  | (ByWhom & {
      readonly kind: 'standing_order_placed';
      readonly orderId: string;
      readonly riderId: string;
      readonly order: StandingOrder;
    })
  | (ByWhom & {
      readonly kind: 'standing_order_changed';
      readonly orderId: string;
      readonly riderId: string;
      readonly order: StandingOrder;
      /** Days that were dealt with and are to be dealt with anew, for the change left them out or wants something else. */
      readonly reopened?: readonly string[];
    })
  | (ByWhom & { readonly kind: 'standing_order_ended'; readonly orderId: string })
  /** One day of a standing order was dealt with; the facts of the booking follow. */
  | {
      readonly kind: 'standing_order_day';
      readonly orderId: string;
      readonly date: string;
      readonly outcome: 'booked' | 'refused' | 'skipped';
      /** Booked; of a refused day the booking by the terms before, which stays. */
      readonly bookingId?: string;
      readonly reason?: RefusalReason | SkipReason | KeptReason;
      /** Refused because the service rests: why it does. */
      readonly suspension?: SuspensionReason;
    }
  | (ByWhom & {
      readonly kind: 'waitlist_joined';
      readonly waitId: string;
      readonly riderId: string;
      readonly request: TripRequest;
      /** The request may be had from then until then. */
      readonly fromSec: number;
      readonly untilSec: number;
      /** Called returns come first. */
      readonly isUrgent: boolean;
      readonly openReturnId?: string;
    })
  /** Something was freed and this entry was looked at; with a request id the facts of the offer follow. */
  | { readonly kind: 'waitlist_tried'; readonly waitId: string; readonly requestId: string | null }
  | (ByWhom & {
      readonly kind: 'waitlist_ended';
      readonly waitId: string;
      readonly riderId?: string;
      readonly why: 'booked' | 'left' | 'too_late' | 'not_taken';
    });

/** Which command a batch of facts came from, so that the same command sent again has its effect once. */
export interface CommandTrace {
  readonly key: string;
  readonly contentHash: string;
  /** Request, booking, rider or vehicle that the answer is about. */
  readonly subjectId: string;
  /** What was asked could not be done, and the facts say what was done instead. */
  readonly refusal?: 'offer_gone';
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

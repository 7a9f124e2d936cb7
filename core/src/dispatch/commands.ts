/** What can be asked of the dispatch loop. Ids and token hashes are made outside, because `core` has no chance of its own. */
import type { RiderRulesForm, StandingOrder } from '../contracts/arrangements.ts';
import type { BroadcastOrder } from '../contracts/broadcasts.ts';
import type { DriverAction } from '../contracts/driving.ts';
import type { Position } from '../contracts/area.ts';
import type {
  MoveConfirmation,
  PlannedShift,
  RollCall,
  StopClosureOrder,
  SuspensionOrder,
  VehicleOutOrder,
  WalkOnOrder,
} from '../contracts/fleet.ts';
import type { CommandRefusal } from '../contracts/refusals.ts';
import type { StreetNoticeOrder } from '../contracts/streets.ts';
import type { CancelOrder, TripRequest } from '../contracts/trips.ts';
import type { PlanWish } from './improve-plan.ts';
import type { CommandTrace, DispatchEvent, Relation } from './events.ts';

export type Actor =
  | { readonly kind: 'anybody' }
  | { readonly kind: 'rider'; readonly riderId: string }
  | { readonly kind: 'driver'; readonly vehicleId: string }
  /** Somebody of the town or the desk; who that is stands with the accounts, never in the ledger. */
  | { readonly kind: 'operator'; readonly operatorId: string }
  | { readonly kind: 'service' };

/** For whom a proxy or the desk asks; absent: for oneself. */
interface ForRider {
  readonly forRiderId?: string;
}

export type Command =
  | { readonly kind: 'register_rider'; readonly riderId: string; readonly tokenHash: string }
  | (ForRider & {
      readonly kind: 'request_trip';
      readonly requestId: string;
      readonly request: TripRequest;
      /** The desk only: book although a limit of the rules says no. */
      readonly despiteLimits?: boolean;
    })
  | { readonly kind: 'book_offer'; readonly offerId: string }
  | { readonly kind: 'cancel_booking'; readonly bookingId: string; readonly order: CancelOrder }
  /** Calls the way back that was left open when the booking was made. */
  | { readonly kind: 'call_return'; readonly requestId: string; readonly bookingId: string }
  | (ForRider & { readonly kind: 'place_standing_order'; readonly orderId: string; readonly order: StandingOrder })
  | { readonly kind: 'change_standing_order'; readonly orderId: string; readonly order: StandingOrder }
  | { readonly kind: 'end_standing_order'; readonly orderId: string; readonly cancelBookings: boolean }
  | (ForRider & { readonly kind: 'join_waitlist'; readonly waitId: string; readonly request: TripRequest })
  | { readonly kind: 'leave_waitlist'; readonly waitId: string }
  | (ForRider & {
      readonly kind: 'set_relation' | 'end_relation';
      readonly relation: Relation;
      readonly otherId: string;
      /** The rider agreed by a code that was sent to them. */
      readonly consent?: 'code';
    })
  | { readonly kind: 'set_rider_rules'; readonly riderId: string; readonly rules: RiderRulesForm }
  /** The rider goes for good: before the account is erased, nothing may hang on it any more. */
  | { readonly kind: 'leave_service'; readonly riderId: string }
  | {
      readonly kind: 'sign_on';
      readonly vehicleId: string;
      readonly driverName: string;
      readonly tokenHash: string;
      /** A virtual driver of the demo: any person may take the vehicle over from it. */
      readonly isVirtual: boolean;
      readonly driverId?: string;
    }
  | { readonly kind: 'sign_off'; readonly vehicleId: string }
  /** The driver goes before the end of the shift; riders who are still booked go with others. */
  | { readonly kind: 'sign_off_early'; readonly vehicleId: string; readonly reason: 'driver_unwell' | 'driver_left' }
  | { readonly kind: 'take_vehicle_out'; readonly vehicleId: string; readonly order: VehicleOutOrder }
  | { readonly kind: 'return_vehicle'; readonly vehicleId: string }
  | {
      readonly kind: 'plan_day';
      readonly vehicleId: string;
      readonly date: string;
      readonly shifts: readonly PlannedShift[];
    }
  | { readonly kind: 'suspend_service'; readonly suspensionId: string; readonly order: SuspensionOrder }
  | { readonly kind: 'resume_service'; readonly suspensionId: string }
  | { readonly kind: 'close_stop'; readonly closureId: string; readonly order: StopClosureOrder }
  | { readonly kind: 'reopen_stop'; readonly closureId: string }
  /** Takes back a cancellation of a moment ago. */
  | { readonly kind: 'restore_booking'; readonly bookingId: string }
  /** By hand to another vehicle, place in the route or time, as it was previewed. */
  | { readonly kind: 'move_trip'; readonly bookingId: string; readonly confirmation: MoveConfirmation }
  | {
      readonly kind: 'walk_on';
      readonly vehicleId: string;
      readonly bookingId: string;
      readonly order: WalkOnOrder;
    }
  | { readonly kind: 'extend_wait'; readonly bookingId: string; readonly untilSec: number }
  /** The rider is on the way and will be at the stop by then. */
  | { readonly kind: 'report_late'; readonly bookingId: string; readonly untilSec: number }
  | { readonly kind: 'undo_action'; readonly vehicleId: string }
  | { readonly kind: 'record_roll_call'; readonly rollCallId: string; readonly rollCall: RollCall }
  | { readonly kind: 'raise_sos'; readonly vehicleId: string; readonly position: Position | null }
  | { readonly kind: 'acknowledge_alarm'; readonly alarmId: string; readonly note: string | null }
  | { readonly kind: 'send_broadcast'; readonly broadcastId: string; readonly order: BroadcastOrder }
  | { readonly kind: 'end_broadcast'; readonly broadcastId: string }
  | { readonly kind: 'acknowledge_broadcast'; readonly broadcastId: string; readonly vehicleId: string }
  /** The rider, or the desk in the rider's name, agrees to what took the place of a promise. */
  | { readonly kind: 'accept_change'; readonly bookingId: string }
  | { readonly kind: 'driver_action'; readonly vehicleId: string; readonly action: DriverAction }
  | { readonly kind: 'post_street_notice'; readonly noticeId: string; readonly order: StreetNoticeOrder }
  | { readonly kind: 'end_street_notice'; readonly noticeId: string }
  /** New drive times under exactly these notices have been worked out and wait to take the place of the old. */
  | { readonly kind: 'put_streets_in_force'; readonly noticeIds: readonly string[] }
  /** Routes that the search found elsewhere, on a snapshot. */
  | { readonly kind: 'propose_plan'; readonly wish: PlanWish }
  /** Time goes on: offers expire, vehicles are sent, lateness is seen. */
  | { readonly kind: 'tick' };

export interface CommandEnvelope {
  readonly actor: Actor;
  /** Given by the client and unique per actor; the same key with the same content has its effect once. Null for ticks. */
  readonly key: string | null;
  /** Tells whether a re-sent key has the same content: a hash of actor and content without the ids made by the server. */
  readonly contentHash: string;
  readonly command: Command;
}

/** What comes of a command: facts to append (none when the key was seen before), or a refusal that changes nothing. */
export type Decision =
  | {
      readonly ok: true;
      readonly events: readonly DispatchEvent[];
      /** To be kept on the first fact; null for ticks and repeats. */
      readonly trace: CommandTrace | null;
      /** What the answer is about; the first sending's when the key was seen before. */
      readonly subjectId: string;
      /** What was asked could not be done; the facts say what was done instead. */
      readonly refusal?: 'offer_gone';
    }
  | { readonly ok: false; readonly refusal: CommandRefusal; readonly detail: string };

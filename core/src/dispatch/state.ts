/**
 * The present state of an area's service: what `evolve` makes of the ledger. Plain maps of plain objects, changed in
 * place and only by `evolve`, so that a day replays in seconds; `canonicalState` is its one readable form.
 */
import type { LocalText, PauseKind, Position } from '../contracts/area.ts';
import type { RiderBlock, StandingOrder, StandingOrderDay } from '../contracts/arrangements.ts';
import type { AlarmKind, OutageReason, PlannedShift, RollCall, SuspensionReason } from '../contracts/fleet.ts';
import type { Party, StopOfTrip, TripAnswer, TripRequest } from '../contracts/trips.ts';
import type { Stretch } from '../rules/hours-of-work.ts';
import type { Strike } from '../rules/limits.ts';
import type {
  BreakReason,
  BroadcastEvent,
  CancelReason,
  CommandTrace,
  DoneBy,
  StreetNoticeTerms,
  UndoableAction,
  Visit,
} from './events.ts';

export type RideStatus = 'held' | 'booked' | 'on_board' | 'completed' | 'no_show' | 'cancelled';

/** One ride, from held offer to receipt; its id is the offer's and, once booked, the booking's. */
export interface Ride {
  readonly rideId: string;
  readonly requestId: string;
  readonly riderId: string;
  /** Changes only by a fact that says why. */
  shiftId: string;
  /** The shift that it left for this one, when it was moved last; no better plan moves it again. */
  movedFrom?: string;
  /** When that was. */
  movedSec?: number;
  readonly party: Party;
  /** Stops and times as promised; another promise takes their place only by a `promise_broken` fact, another stop
   *  only by a `stop_moved` fact. */
  pickup: StopOfTrip;
  dropoff: StopOfTrip;
  pickupFromSec: number;
  pickupUntilSec: number;
  dropoffBySec: number;
  readonly fareYen: number;
  readonly isShared: boolean;
  /** While held: when the hold ends. */
  readonly heldUntilSec: number;
  /** The other way of a return pair, and whether this is the way back. */
  readonly pairedWith?: string;
  readonly isWayBack?: true;
  /** The booking whose open return this is. */
  readonly openReturnId?: string;
  /** Travels together with this booking, and with those that do. */
  readonly companyId?: string;
  /** Who booked, where it was not the rider. */
  bookedBy?: DoneBy;
  status: RideStatus;
  /** Booking number of the day, null while held. */
  number: number | null;
  bookedSec: number | null;
  boardedSec: number | null;
  droppedOffSec: number | null;
  cancelReason: CancelReason | null;
  /** The promised window is expected to be missed, and that was said. */
  isAtRisk: boolean;
  /** The times that were said last where the promised ones are expected to be missed. */
  saidPickupSec?: number;
  saidDropoffSec?: number;
  /** Has been on board together with another booking. */
  hasShared: boolean;
  /** What was promised first, when it could not be kept. */
  broken?: BrokenPromise;
  /** Had boarded a vehicle that could not go on, and waits to be fetched from where it stands. */
  isStranded?: boolean;
  cancelledSec?: number;
  /** When it was booked again after a cancellation or a no-show that was taken back. */
  restoredSec?: number;
  /** The way back that ended with the booking, as long as that can be taken back. */
  formerReturn?: OpenReturn;
  /** The driver waits at the stop at least until then. */
  waitUntilSec?: number;
}

/** A promise that the world broke, and whether the rider agreed to what took its place. */
export interface BrokenPromise {
  readonly reason: BreakReason;
  readonly atSec: number;
  readonly pickup: StopOfTrip;
  readonly dropoff: StopOfTrip;
  readonly pickupFromSec: number;
  readonly pickupUntilSec: number;
  readonly dropoffBySec: number;
  readonly consent: 'asked' | 'accepted';
}

/** A break or change of driver that a shift still has before it; nobody is on board while it lasts. */
export interface ShiftPause {
  readonly pauseId: string;
  readonly kind: PauseKind;
  readonly beginFromSec: number;
  readonly beginUntilSec: number;
  readonly durationSec: number;
  /** A place index, or null: where the vehicle happens to stand. */
  readonly place: number | null;
  /** How many of the remaining visits come before it. */
  readonly at: number;
}

/** One vehicle's duty on one day: where it is in its work and what comes next. */
export interface Shift {
  readonly shiftId: string;
  readonly vehicleIndex: number;
  readonly startSec: number;
  readonly endSec: number;
  /** Counts the facts that touched it: what was worked out for it holds until the next one. */
  changes: number;
  /** Remaining visits, in order. */
  visits: readonly Visit[];
  /** Where the vehicle is, or was last: a place index. */
  place: number;
  /** Since when it is free to leave that place. */
  readySec: number;
  /** The call it is driving to, or null when it stands. */
  sent: { readonly place: number; readonly departSec: number; readonly arriveSec: number } | null;
  /** Since when it stands at the call of the first visits, or null when it is not at a call. */
  arrivedSec: number | null;
  /** Place where it ends: a depot. */
  readonly endPlace: number;
  /** Breaks and changes of driver to come, in order. */
  pauses: readonly ShiftPause[];
  /** The one that is under way, or null. */
  pausing: Pausing | null;
  /** The break that the driver's next fact has ended without saying so. */
  leftBreak?: LeftBreak;
  /** What the driver did last, as long as it can be taken back. */
  lastAction: LastAction | null;
  /** Driving so far, and since the last break that counts. */
  drivenSec: number;
  drivenSinceBreakSec: number;
  /** Interruptions of driving since then, of which half an hour counts as a break. */
  brokenSec: number;
}

/** An action and how the shift stood before it. */
export interface LastAction {
  readonly kind: UndoableAction;
  readonly sequence: number;
  readonly atSec: number;
  readonly bookingId: string | null;
  readonly lateSec: number;
  readonly place: number;
  readonly readySec: number;
  readonly sent: Shift['sent'];
  readonly arrivedSec: number | null;
  readonly drivenSec: number;
  readonly drivenSinceBreakSec: number;
  readonly brokenSec: number;
  /** An arrival that nobody pressed: it goes with the action that said it. */
  readonly isImplied?: true;
  /** The break that it ended. */
  readonly leftBreak?: LeftBreak;
  /** What can be taken back once this is: what a walk-on came after, or the arrival that the action said. */
  readonly former?: LastAction;
  /** Whom a walk-on made share the vehicle who had not before. */
  readonly newlySharedIds?: readonly string[];
}

/** A break that whoever went on ended, and how the shift stood before. */
interface LeftBreak {
  readonly pausing: Pausing;
  readonly readySec: number;
  readonly drivenSinceBreakSec: number;
  readonly brokenSec: number;
}

export interface Pausing {
  readonly pauseId: string;
  readonly kind: PauseKind;
  readonly sinceSec: number;
  /** When it is expected to end. */
  readonly untilSec: number;
}

/** From signing on to signing off; null while it lasts. */
export interface DriverDuty {
  readonly vehicleId: string;
  readonly startSec: number;
  readonly endSec: number | null;
  /** At the wheel so far. */
  readonly drivenSec: number;
  /** How the driving stands, or stood at its end. */
  readonly stretch?: Stretch;
}

export interface Suspension {
  readonly fromSec: number;
  readonly untilSec: number;
  readonly reason: SuspensionReason;
  readonly message: LocalText | null;
}

export interface StopClosure {
  readonly stopId: string;
  readonly from: string;
  readonly until: string;
  readonly reason: LocalText;
}

export interface OpenAlarm {
  readonly kind: AlarmKind;
  readonly raisedSec: number;
  readonly reason: string | null;
  readonly bookingId: string | null;
  readonly vehicleId: string | null;
  readonly position: Position | null;
}

/** What the desk said to many at once, as it was sent, and who has seen it. */
export interface BroadcastRecord extends Omit<Extract<BroadcastEvent, { kind: 'broadcast_sent' }>, 'kind'> {
  readonly sentSec: number;
  readonly isEnded: boolean;
  /** By vehicle id: the last driver who acknowledged it there. */
  readonly seenBy: ReadonlyMap<string, { readonly driverName: string; readonly atSec: number }>;
}

/** A vehicle that cannot drive from a time on. */
export interface Outage {
  readonly reason: OutageReason;
  readonly fromSec: number;
  readonly untilSec: number;
}

/** What is known of a rider beyond bookings; none for most. */
export interface RiderRecord {
  /** Who may book for this rider, and for whom this rider may. */
  proxyIds: readonly string[];
  actsForIds: readonly string[];
  /** With whom this rider would like to travel; they are linked when the other would, too. */
  companyIds: readonly string[];
  /** Never aboard together; said nowhere but at the desk. */
  apartIds: readonly string[];
  riderTypeId: string | null;
  blocked: RiderBlock | null;
  /** Oldest first. */
  strikes: readonly Strike[];
  /** Gone for good. */
  hasLeft?: true;
}

/** A way back that the rider calls when it is time. */
export interface OpenReturn {
  readonly bookingId: string;
  readonly riderId: string;
  readonly request: TripRequest;
  readonly untilSec: number;
}

export interface StandingDayRecord extends Omit<StandingOrderDay, 'message' | 'tcrp'> {
  /** Refused because the service rests: why it does. */
  readonly suspension?: SuspensionReason;
}

export interface StandingOrderRecord {
  readonly orderId: string;
  readonly riderId: string;
  order: StandingOrder;
  isEnded: boolean;
  /** How often days of it were reopened; absent: never. */
  changes?: number;
  /** Dealt with so far, oldest first; days long past are forgotten. */
  days: readonly StandingDayRecord[];
  /** The next day to deal with, and from when on; null when there is none. */
  next: { readonly date: string; readonly dueSec: number } | null;
}

export interface WaitlistEntry {
  readonly waitId: string;
  readonly riderId: string;
  readonly request: TripRequest;
  readonly joinedSec: number;
  readonly fromSec: number;
  readonly untilSec: number;
  readonly isUrgent: boolean;
  readonly openReturnId: string | null;
  tries: number;
  triedSec: number | null;
  /** Something was freed since it was last looked at. */
  isDue: boolean;
  /** The request whose offer is held for it. */
  offeredRequestId: string | null;
}

export interface SignedOn {
  readonly driverName: string;
  readonly driverId?: string;
  readonly tokenHash: string;
  readonly isVirtual: boolean;
}

export interface DayFigures {
  requests: number;
  refused: number;
  booked: number;
  completed: number;
  cancelled: number;
  noShow: number;
  shared: number;
  latePickups: number;
}

export interface StreetNoticeRecord extends StreetNoticeTerms {
  readonly noticeId: string;
}

export interface StreetsState {
  /** Posted and not ended, by id; a notice whose time is over stays until the streets are without it. */
  readonly notices: Map<string, StreetNoticeRecord>;
  /** What drive times count with, ordered by id. */
  inForce: readonly StreetNoticeRecord[];
}

export interface DispatchState {
  sequence: number;
  /** Time of the newest fact. */
  atSec: number;
  readonly rides: Map<string, Ride>;
  readonly shifts: Map<string, Shift>;
  /** By vehicle id. */
  readonly drivers: Map<string, SignedOn>;
  readonly vehicleByTokenHash: Map<string, string>;
  /** Rider id by hash of the token. */
  readonly riderByTokenHash: Map<string, string>;
  /** Offers of each request, until they are released or booked. */
  readonly heldByRequest: Map<string, readonly string[]>;
  /** What was answered to each trip request, so that a repeated command gets the same answer. */
  readonly answers: Map<string, TripAnswer>;
  readonly ridesOfRider: Map<string, string[]>;
  /** Commands seen, by key; forgotten after a day. */
  readonly commands: Map<string, CommandTrace & { readonly atSec: number }>;
  /** What was asked, as long as the answer is remembered. */
  readonly requests: Map<string, { readonly riderId: string; readonly request: TripRequest; readonly atSec: number }>;
  /** By rider id; only riders about whom there is something to know. */
  readonly riders: Map<string, RiderRecord>;
  /** By booking id of the way there. */
  readonly openReturns: Map<string, OpenReturn>;
  readonly standingOrders: Map<string, StandingOrderRecord>;
  /** In the order of joining. */
  readonly waitlist: Map<string, WaitlistEntry>;
  /** Figures by service day, `2026-04-01`. */
  readonly figures: Map<string, DayFigures>;
  /** Bookings numbered so far on each service day. */
  readonly lastNumber: Map<string, number>;
  /** Shifts planned by hand, by `vehicle@date`; they stand in for those of the area file. */
  readonly dayPlans: Map<string, readonly PlannedShift[]>;
  /** Times at which the whole service rests, and stops closed by hand, by id. */
  readonly suspensions: Map<string, Suspension>;
  readonly stopClosures: Map<string, StopClosure>;
  /** The last roll call of each driver that ended no duty yet, by the driver's id or name. */
  readonly rollCalls: Map<string, RollCall>;
  /** Duties of each driver of the last months, by the driver's id or name; virtual drivers have none. */
  readonly duties: Map<string, readonly DriverDuty[]>;
  /** What waits for a person at the desk, by id. */
  readonly alarms: Map<string, OpenAlarm>;
  /** By id, in the order of sending. */
  readonly broadcasts: Map<string, BroadcastRecord>;
  /** Vehicles that are out of service, by id. */
  readonly outages: Map<string, Outage>;
  readonly streets: StreetsState;
}

/** The state before the first fact. */
export function openState(): DispatchState {
  return {
    sequence: 0,
    atSec: 0,
    rides: new Map(),
    shifts: new Map(),
    drivers: new Map(),
    vehicleByTokenHash: new Map(),
    riderByTokenHash: new Map(),
    heldByRequest: new Map(),
    answers: new Map(),
    ridesOfRider: new Map(),
    commands: new Map(),
    requests: new Map(),
    riders: new Map(),
    openReturns: new Map(),
    standingOrders: new Map(),
    waitlist: new Map(),
    figures: new Map(),
    lastNumber: new Map(),
    dayPlans: new Map(),
    suspensions: new Map(),
    stopClosures: new Map(),
    rollCalls: new Map(),
    duties: new Map(),
    alarms: new Map(),
    broadcasts: new Map(),
    outages: new Map(),
    streets: { notices: new Map(), inForce: [] },
  };
}

/** Whether a rider may book at all and under which terms: blocked, suspended, limits, whom to travel with and whom not. */
import { bookingLimit, type TripKind } from '../contracts/booking-rules.ts';
import type { RefusalReason, TripRequest } from '../contracts/trips.ts';
import { limitsFor, suspendedUntilSec, type Limits } from '../rules/limits.ts';
import type { Moment } from './decide.ts';
import { dateOfRide } from './evolve.ts';
import type { DispatchState, Ride, RiderRecord } from './state.ts';
import type { WishTerms } from './wish.ts';

export interface Admission {
  readonly terms: WishTerms;
  /** Booking whose company is wished for, or null. */
  readonly companyId: string | null;
}

export interface AdmissionOptions {
  readonly isStanding?: boolean;
  /** The way back that was promised with the way there: no limit applies to it. */
  readonly isOpenReturn?: boolean;
  readonly despiteLimits?: boolean;
  readonly terms?: WishTerms;
  /** Offers and bookings that are let go for this request. */
  readonly withoutRideIds?: ReadonlySet<string>;
}

/** The terms under which the rider may have the trip, or the reason why not. */
export function admission(
  moment: Moment,
  riderId: string,
  request: TripRequest,
  options: AdmissionOptions = {},
): Admission | RefusalReason {
  const rider = moment.state.riders.get(riderId);
  const limits = limitsOf(moment, rider, request, options);
  const reason = options.isOpenReturn ? null : reasonAgainst(moment, riderId, request, options, limits);
  if (reason) return reason;
  const company = request.togetherWith === undefined ? null : companyOf(moment.state, riderId, request.togetherWith);
  if (company === 'not_together') return company;
  return {
    companyId: company?.companyId ?? null,
    terms: {
      riderTypeId: rider?.riderTypeId ?? null,
      advanceDays: Math.min(limits.advanceDays, usualAdvanceDays(moment, options)),
      ...(limits.partySize < Infinity && { maxPartySize: limits.partySize }),
      ...(company && { company: company.rideIds }),
      ...(rider && rider.apartIds.length > 0 && { avoidedRiderIds: new Set(rider.apartIds) }),
      ...options.terms,
    },
  };
}

/** A standing order's day is dealt with from midnight on, so its trip may be a day further away than the order looks. */
function usualAdvanceDays({ world: { area } }: Moment, { isStanding }: AdmissionOptions): number {
  return isStanding ? bookingLimit(area.bookingRules, 'standingAheadDays') + 1 : area.promises.advanceDays;
}

/** The limits that hold for the rider and this kind of trip. */
export function limitsOf(
  { world }: Pick<Moment, 'world'>,
  rider: RiderRecord | undefined,
  request: TripRequest,
  { isStanding, isOpenReturn, despiteLimits }: AdmissionOptions,
): Limits {
  if (despiteLimits || isOpenReturn) return limitsFor({}, { riderTypeId: null, tripKinds: [], party: request.party });
  const subject = {
    riderTypeId: rider?.riderTypeId ?? null,
    tripKinds: tripKindsOf(request, isStanding),
    party: request.party,
  };
  return limitsFor(world.area, subject);
}

/** A trip may be of several kinds: a standing order's return pair to arrive by a time is of three. */
export function tripKindsOf({ when, returnTrip }: TripRequest, isStanding = false): readonly TripKind[] {
  const kinds: TripKind[] = [when.kind];
  if (returnTrip) kinds.push(returnTrip.kind === 'open' ? 'open_return' : 'return_pair');
  if (isStanding) kinds.push('standing');
  return kinds;
}

function reasonAgainst(
  moment: Moment,
  riderId: string,
  request: TripRequest,
  options: AdmissionOptions,
  limits: Limits,
): RefusalReason | null {
  const { world, state, nowSec } = moment;
  const rider = state.riders.get(riderId);
  if (isBlocked(rider, nowSec)) return 'rider_blocked';
  if (options.despiteLimits) return null;
  if (rider && suspendedUntilSec(world.area.fairUse, rider.strikes, nowSec) !== null) return 'rider_suspended';
  return overLimit(moment, riderId, addedBy(request, nowSec), options, limits);
}

function isBlocked(rider: RiderRecord | undefined, nowSec: number): boolean {
  if (rider?.hasLeft || !rider?.blocked) return rider?.hasLeft === true;
  return rider.blocked.untilSec === null || rider.blocked.untilSec > nowSec;
}

/**
 * Why a cancelled booking may not come back: the rider was blocked, or has booked up to a limit since. What the cancellation
 * counts against the rider goes away with it, so a suspension is no reason; nor is anything against a way back that was
 * called, without which the rider stays where a vehicle has brought them.
 */
export function reasonAgainstRestoring(
  moment: Moment,
  ride: Ride,
  despiteLimits: boolean,
): Extract<RefusalReason, 'rider_blocked' | 'too_many_bookings' | 'too_many_trips'> | null {
  const { state, nowSec } = moment;
  const rider = state.riders.get(ride.riderId);
  if (ride.openReturnId !== undefined) return null;
  if (isBlocked(rider, nowSec)) return 'rider_blocked';
  if (despiteLimits || !hasMoreSince(state, ride)) return null;
  const isStanding = ride.bookedBy?.kind === 'standing_order';
  const limits = limitsOf(moment, rider, requestOf(state, ride), { isStanding });
  return overLimit(moment, ride.riderId, { ways: 1, atSec: ride.pickupFromSec }, {}, limits);
}

/**
 * Whether the rider has booked, restored or been offered something since a ride was cancelled, or in the same second; the
 * other way of its pair was let in with it.
 */
function hasMoreSince(state: DispatchState, { riderId, pairedWith, cancelledSec = 0 }: Ride): boolean {
  const own = (state.ridesOfRider.get(riderId) ?? []).map((id) => state.rides.get(id)!);
  const isSince = ({ bookedSec, restoredSec }: Ride) => Math.max(bookedSec ?? 0, restoredSec ?? 0) >= cancelledSec;
  const offered = stillOffered(state, riderId, {}).map(([first]) => state.requests.get(first!.requestId));
  return (
    own.some((ride) => ride.status !== 'cancelled' && ride.rideId !== pairedWith && isSince(ride)) ||
    offered.some((asked) => (asked?.atSec ?? 0) >= cancelledSec)
  );
}

/** What the ride was asked for with, its pair as one; as its times say when that was too long ago to be known. */
function requestOf(state: DispatchState, ride: Ride): TripRequest {
  const asked = state.requests.get(ride.isWayBack ? ride.requestId.slice(0, -1) : ride.requestId);
  const { pickup, dropoff, party, pickupFromSec: atSec } = ride;
  return (
    asked?.request ?? {
      from: { kind: 'stop', stopId: pickup.stopId },
      to: { kind: 'stop', stopId: dropoff.stopId },
      when: { kind: 'depart_after', atSec },
      party,
    }
  );
}

/** How many bookings would be added, and on which day. */
interface Added {
  readonly ways: 1 | 2;
  readonly atSec: number;
}

function addedBy({ when, returnTrip }: TripRequest, nowSec: number): Added {
  const ways = returnTrip && returnTrip.kind !== 'open' ? 2 : 1;
  return { ways, atSec: when.kind === 'now' ? nowSec : when.atSec };
}

function overLimit(
  { world, state }: Moment,
  riderId: string,
  { ways, atSec }: Added,
  options: AdmissionOptions,
  limits: Limits,
): 'too_many_bookings' | 'too_many_trips' | null {
  if (limits.activeBookings === Infinity && limits.tripsPerDay === Infinity) return null;
  const own = (state.ridesOfRider.get(riderId) ?? []).filter((id) => !options.withoutRideIds?.has(id));
  const rides = own.map((id) => state.rides.get(id)!);
  const open = rides.filter((ride) => ride.status === 'booked' || ride.status === 'on_board');
  const offered = stillOffered(state, riderId, options);
  if (open.length + offered.length + ways > limits.activeBookings) return 'too_many_bookings';
  const date = world.calendar.dateAt(atSec);
  const thatDay = rides.filter((ride) => ride.status !== 'cancelled' && dateOfRide(world, ride) === date);
  const offeredThatDay = offered.filter((offers) => offers.some((ride) => dateOfRide(world, ride) === date));
  return thatDay.length + offeredThatDay.length + ways > limits.tripsPerDay ? 'too_many_trips' : null;
}

/**
 * What is held for the rider and stays so, by request: it can be taken, so it counts like the booking that it may become. A
 * standing order does not give up its day for what is on a screen just then.
 */
function stillOffered(
  state: DispatchState,
  riderId: string,
  { isStanding, withoutRideIds }: AdmissionOptions,
): readonly (readonly Ride[])[] {
  if (isStanding) return [];
  const offered: Ride[][] = [];
  for (const offerIds of state.heldByRequest.values()) {
    const rides = offerIds.filter((id) => !withoutRideIds?.has(id)).map((id) => state.rides.get(id)!);
    if (rides[0]?.riderId === riderId) offered.push(rides);
  }
  return offered;
}

/** Both would like to travel with each other. */
export function areLinked(state: DispatchState, riderId: string, otherId: string): boolean {
  const wants = (a: string, b: string) => state.riders.get(a)?.companyIds.includes(b) === true;
  return wants(riderId, otherId) && wants(otherId, riderId);
}

function companyOf(state: DispatchState, riderId: string, bookingId: string) {
  const ride = state.rides.get(bookingId);
  const mayJoin = ride?.status === 'booked' && (ride.riderId === riderId || areLinked(state, riderId, ride.riderId));
  if (!ride || !mayJoin) return 'not_together';
  const companyId = ride.companyId ?? ride.rideId;
  const rideIds = companions(state, ride).filter((other) => other.status === 'booked' || other.status === 'on_board');
  return { companyId, rideIds: new Set([ride.rideId, ...rideIds.map((other) => other.rideId)]) };
}

/** Bookings that travel together with a ride on its shift, without itself. */
export function companions(state: DispatchState, ride: Ride): readonly Ride[] {
  const companyId = ride.companyId ?? ride.rideId;
  const others = new Set<Ride>();
  for (const { rideId } of state.shifts.get(ride.shiftId)?.visits ?? []) {
    const other = state.rides.get(rideId)!;
    if (other !== ride && (other.companyId ?? other.rideId) === companyId && other.status !== 'held') others.add(other);
  }
  return [...others];
}

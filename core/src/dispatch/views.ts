/** The present state as riders, drivers and onlookers see it. Everything is worked out anew: nothing here is kept. */
import type { AreaFile, LocalText, Position } from '../contracts/area.ts';
import type { Call, FleetVehicle, FleetView, Manifest, RiderAtCall } from '../contracts/driving.ts';
import type { AreaView } from '../contracts/service.ts';
import {
  partySize,
  type Booking,
  type BookingStatus,
  type TripAnswer,
  type VehicleOfTrip,
} from '../contracts/trips.ts';
import { placePosition, type ServiceWorld } from '../fleet/world.ts';
import { needTable } from '../rules/needs.ts';
import { callIdOf, noShowFromSec } from './decide-driving.ts';
import { companions } from './admission.ts';
import type { Visit } from './events.ts';
import { isLateFor } from './lateness.ts';
import { activeShift } from './shifts.ts';
import type { DispatchState, Ride, Shift } from './state.ts';
import { worldInForce } from './street-notices.ts';
import { expectedCalls, expectedTimes, type CallPlan } from './timeline.ts';

/** Where a vehicle said it is, and when. */
export interface ReportedPosition {
  readonly position: Position;
  readonly atSec: number;
}
export type ReportedPositions = ReadonlyMap<string, ReportedPosition>;

/** A reported position older than this is no longer shown. */
const POSITION_FRESH_SEC = 180;

/** The answer to a trip request of the last day, or null. */
export function findTripAnswer(state: DispatchState, requestId: string): TripAnswer | null {
  return state.answers.get(requestId) ?? null;
}

/** A booking as its rider sees it, or null when there is none. */
export function findBooking(
  usual: ServiceWorld,
  state: DispatchState,
  bookingId: string,
  nowSec: number,
  positions: ReportedPositions,
): Booking | null {
  const world = worldInForce(usual, state);
  const ride = state.rides.get(bookingId);
  if (!ride || ride.status === 'held' || ride.number === null) return null;
  const shift = state.shifts.get(ride.shiftId)!;
  const calls = isOpen(ride) ? expectedCalls(world, state, shift, nowSec) : [];
  const pickupCall = calls.findIndex((call) => hasVisit(call, ride, 'pickup'));
  const expectedPickupSec = expectedSec(calls, ride, 'pickup');
  const expectedDropoffSec = expectedSec(calls, ride, 'dropoff');
  return {
    bookingId,
    number: ride.number,
    status: bookingStatus(ride, shift, pickupCall),
    party: ride.party,
    pickup: ride.pickup,
    dropoff: ride.dropoff,
    pickupFromSec: ride.pickupFromSec,
    pickupUntilSec: ride.pickupUntilSec,
    dropoffBySec: ride.dropoffBySec,
    expectedPickupSec,
    expectedDropoffSec,
    boardedSec: ride.boardedSec,
    droppedOffSec: ride.droppedOffSec,
    fareYen: ride.fareYen,
    vehicle: vehicleOfTrip(world, shift, nowSec, positions),
    stopsBeforePickup: Math.max(0, pickupCall),
    isLate: isLateFor(ride, { pickup: expectedPickupSec, dropoff: expectedDropoffSec }),
    canCancel: ride.status === 'booked',
    riderId: ride.riderId,
    ...bookedBy(ride),
    ...linksOf(state, ride),
  };
}

function bookedBy({ bookedBy: by }: Ride): Pick<Booking, 'bookedBy'> {
  return by ? { bookedBy: by.kind === 'waitlist' ? 'rider' : by.kind } : {};
}

/** The other way of a pair, the return that can be called, and who travels together. */
function linksOf(state: DispatchState, ride: Ride): Partial<Booking> {
  const partner = ride.pairedWith === undefined ? undefined : state.rides.get(ride.pairedWith);
  const isBooked = partner !== undefined && partner.status !== 'held' && partner.status !== 'cancelled';
  const company = ride.status === 'booked' || ride.status === 'on_board' ? companions(state, ride) : [];
  return {
    ...(isBooked && { [ride.isWayBack ? 'outboundBookingId' : 'returnBookingId']: partner.rideId }),
    ...(state.openReturns.has(ride.rideId) && { openReturnId: ride.rideId }),
    ...(company.length > 0 && { togetherWith: company.map((other) => other.rideId) }),
  };
}

function isOpen(ride: Ride): boolean {
  return ride.status === 'booked' || ride.status === 'on_board';
}

function hasVisit(call: CallPlan, ride: Ride, kind: Visit['kind']): boolean {
  return call.visits.some((visit) => visit.rideId === ride.rideId && visit.kind === kind);
}

function expectedSec(calls: readonly CallPlan[], ride: Ride, kind: Visit['kind']): number | null {
  for (const call of calls) {
    const at = call.visits.findIndex((visit) => visit.rideId === ride.rideId && visit.kind === kind);
    if (at >= 0) return call.beginSec[at]!;
  }
  return null;
}

function bookingStatus(ride: Ride, shift: Shift, pickupCall: number): BookingStatus {
  if (ride.status === 'held') return 'booked';
  if (ride.status !== 'booked' || pickupCall !== 0) return ride.status;
  if (shift.arrivedSec !== null) return 'arrived';
  return shift.sent ? 'on_the_way' : 'booked';
}

function vehicleOfTrip(world: ServiceWorld, shift: Shift, nowSec: number, positions: ReportedPositions): VehicleOfTrip {
  const vehicle = world.area.vehicles[shift.vehicleIndex]!;
  return {
    vehicleId: vehicle.id,
    name: vehicle.name,
    plate: vehicle.plate,
    colour: vehicle.colour,
    class: vehicle.class,
    position: vehiclePosition(world, vehicle.id, shift, nowSec, positions),
  };
}

/** The reported position while it is fresh, else the place where the vehicle stands, null while it is somewhere between. */
export function vehiclePosition(
  world: ServiceWorld,
  vehicleId: string,
  shift: Shift | null,
  nowSec: number,
  positions: ReportedPositions,
): Position | null {
  const reported = positions.get(vehicleId);
  if (reported && reported.atSec > nowSec - POSITION_FRESH_SEC) return reported.position;
  return shift && shift.sent === null ? placePosition(world, shift.place) : null;
}

/** Bookings of a rider and of those the rider may book for, newest first. */
export function bookingsOfRider(
  world: ServiceWorld,
  state: DispatchState,
  riderId: string,
  nowSec: number,
  positions: ReportedPositions,
): readonly Booking[] {
  const riderIds = [riderId, ...(state.riders.get(riderId)?.actsForIds ?? [])];
  const rides = riderIds.flatMap((id) => state.ridesOfRider.get(id) ?? []).map((id) => state.rides.get(id)!);
  const newestFirst = rides.toReversed().sort((a, b) => b.bookedSec! - a.bookedSec!);
  return newestFirst
    .map((ride) => ride.rideId)
    .map((id) => findBooking(world, state, id, nowSec, positions))
    .filter((booking) => booking !== null);
}

/** The work of a vehicle: next calls with riders and expected times, or null for an unknown vehicle. */
export function findManifest(
  usual: ServiceWorld,
  state: DispatchState,
  vehicleId: string,
  nowSec: number,
): Manifest | null {
  const world = worldInForce(usual, state);
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  if (vehicleIndex === undefined) return null;
  const shift = activeShift(world, state, vehicleIndex, nowSec);
  const driver = state.drivers.get(vehicleId);
  const calls = shift ? certainCalls(state, expectedCalls(world, state, shift, nowSec)) : [];
  const vehicle = world.area.vehicles[vehicleIndex]!;
  return {
    vehicleId,
    sequence: state.sequence,
    signedOn: driver !== undefined,
    driverName: driver?.driverName ?? null,
    onBoard: shift ? peopleOnBoard(state, shift) : 0,
    seats: vehicle.seats,
    calls: calls.map((call) => callView(world, state, shift!, call)),
    pause: shift ? pauseView(world, state, shift, nowSec) : null,
    route: courseToNext(world, shift, calls),
  };
}

/** The break under way, else the next one of the shift. */
function pauseView(
  world: ServiceWorld,
  state: DispatchState,
  shift: Shift,
  nowSec: number,
): NonNullable<Manifest['pause']> | null {
  if (shift.pausing) {
    const { pauseId, kind, sinceSec: beginSec, untilSec: endSec } = shift.pausing;
    return { pauseId, kind, isUnderWay: true, placeName: placeName(world, shift.place), beginSec, endSec };
  }
  const [next] = expectedTimes(world, state, shift, nowSec).pauses;
  if (!next) return null;
  const { pause, place, beginSec, endSec } = next;
  const name = pause.place === null ? null : placeName(world, place);
  return { pauseId: pause.pauseId, kind: pause.kind, isUnderWay: false, placeName: name, beginSec, endSec };
}

function placeName({ area: { stops, depots } }: ServiceWorld, place: number): LocalText {
  return (stops[place] ?? depots[place - stops.length]!).name;
}

/** A call as a driver is shown it; `isNext` tells the one that the vehicle stands at or goes to. */
export interface CertainCall extends CallPlan {
  readonly isNext: boolean;
}

/** Calls without the visits of offers that are only held: a driver is shown what was booked. */
export function certainCalls(state: DispatchState, calls: readonly CallPlan[]): readonly CertainCall[] {
  return calls.flatMap((call, at) => {
    const kept = call.visits.flatMap((visit, i) => (state.rides.get(visit.rideId)!.status === 'held' ? [] : [i]));
    if (kept.length === 0) return [];
    const visits = kept.map((i) => call.visits[i]!);
    return [{ ...call, visits, beginSec: kept.map((i) => call.beginSec[i]!), isNext: at === 0 }];
  });
}

function callView(world: ServiceWorld, state: DispatchState, shift: Shift, call: CertainCall): Call {
  const stop = world.area.stops[call.place]!;
  const isArrived = call.isNext && shift.arrivedSec !== null;
  const isDriving = call.isNext && shift.sent?.place === call.place;
  return {
    callId: callIdOf(call.visits[0]!),
    stopId: stop.id,
    stopName: stop.name,
    position: fetchPosition(state, call) ?? stop.position,
    state: isArrived ? 'arrived' : isDriving ? 'driving' : 'planned',
    departSec: call.departSec,
    arriveSec: call.arriveSec,
    riders: call.visits.map((visit) => riderAtCall(world, state, shift, visit, isArrived)),
  };
}

/** Riders of a vehicle that could not go on are fetched from where it stands, which need not be at the stop itself. */
function fetchPosition(state: DispatchState, call: CertainCall): Position | null {
  for (const { rideId, kind } of call.visits) {
    const ride = state.rides.get(rideId)!;
    if (kind === 'pickup' && ride.isStranded === true) return ride.pickup.position;
  }
  return null;
}

function riderAtCall(
  world: ServiceWorld,
  state: DispatchState,
  shift: Shift,
  visit: Visit,
  isArrived: boolean,
): RiderAtCall {
  const ride = state.rides.get(visit.rideId)!;
  const isPickup = visit.kind === 'pickup';
  return {
    bookingId: ride.rideId,
    number: ride.number ?? 1,
    action: isPickup ? 'board' : 'leave',
    party: ride.party,
    fareYen: ride.fareYen,
    promisedFromSec: ride.pickupFromSec,
    promisedUntilSec: isPickup ? ride.pickupUntilSec : ride.dropoffBySec,
    noShowFromSec: isPickup && isArrived ? noShowFromSec({ world }, shift, ride) : null,
    otherStopName: isPickup ? ride.dropoff.name : ride.pickup.name,
    ...notesFor(ride),
  };
}

/** What the driver does for the needs of the party, one note each. */
function notesFor({ party }: Ride): Pick<RiderAtCall, 'notes'> {
  const notes = (party.needs ?? []).map(({ type }) => needTable[type].note);
  return notes.length > 0 ? { notes } : {};
}

function courseToNext(world: ServiceWorld, shift: Shift | null, calls: readonly CallPlan[]): Manifest['route'] {
  if (!shift || calls.length === 0 || shift.arrivedSec !== null) return [];
  const vehicleClass = world.area.vehicles[shift.vehicleIndex]!.class;
  return world.courseBetween(shift.place, calls[0]!.place, vehicleClass);
}

/** How many people ride on the shift now. */
export function peopleOnBoard(state: DispatchState, shift: Shift): number {
  let people = 0;
  for (const visit of shift.visits) {
    const ride = state.rides.get(visit.rideId)!;
    if (visit.kind === 'dropoff' && ride.status === 'on_board') people += partySize(ride.party);
  }
  return people;
}

/** The fleet and the figures of the day, without anything about riders. */
export function fleetView(
  usual: ServiceWorld,
  state: DispatchState,
  nowSec: number,
  positions: ReportedPositions,
): FleetView {
  const world = worldInForce(usual, state);
  const figures = state.figures.get(world.calendar.dateAt(nowSec));
  return {
    nowSec,
    vehicles: world.area.vehicles.map((vehicle, i) => fleetVehicle(world, state, vehicle, i, nowSec, positions)),
    today: figures ?? {
      requests: 0,
      refused: 0,
      booked: 0,
      completed: 0,
      cancelled: 0,
      noShow: 0,
      shared: 0,
      latePickups: 0,
    },
  };
}

function fleetVehicle(
  world: ServiceWorld,
  state: DispatchState,
  vehicle: AreaFile['vehicles'][number],
  vehicleIndex: number,
  nowSec: number,
  positions: ReportedPositions,
): FleetVehicle {
  const shift = activeShift(world, state, vehicleIndex, nowSec);
  const calls = shift ? certainCalls(state, expectedCalls(world, state, shift, nowSec)) : [];
  const waiting = new Set(
    (shift?.visits ?? []).map((visit) => visit.rideId).filter((id) => state.rides.get(id)!.status !== 'held'),
  );
  return {
    vehicleId: vehicle.id,
    name: vehicle.name,
    signedOn: state.drivers.has(vehicle.id),
    position: vehiclePosition(world, vehicle.id, shift, nowSec, positions),
    onBoard: shift ? peopleOnBoard(state, shift) : 0,
    seats: vehicle.seats,
    nextStopName: calls.length > 0 ? world.area.stops[calls[0]!.place]!.name : null,
    bookings: waiting.size,
  };
}

/** The area as the public sees it. */
export function areaView(world: ServiceWorld): AreaView {
  const { id, name, source, credit, timeZone, phone, stops, depots, serviceHours, holidays, promises, fares, polygon } =
    world.area;
  const lons = polygon.map((point) => point[0]!);
  const lats = polygon.map((point) => point[1]!);
  return {
    id,
    name,
    source,
    credit,
    timeZone,
    phone,
    bounds: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
    stops,
    depots,
    vehicles: world.area.vehicles.map(({ plate, seats, wheelchairPlaces, ...v }) => ({
      id: v.id,
      name: v.name,
      plate,
      class: v.class,
      seats,
      wheelchairPlaces,
    })),
    serviceHours,
    holidays,
    promises,
    fares,
    rollCall: world.area.work?.rollCall ?? 'recorded',
    ...rulesShown(world.area),
  };
}

/** What riders may know of the area's rules beyond promises and fares; limits show when they bind. */
function rulesShown(area: AreaFile): Partial<AreaView> {
  const { publicHolidays, zones, zoneFares, supportedNeeds, bookingRules, doorToDoor, stations } = area;
  return {
    ...(publicHolidays && { publicHolidays }),
    ...(zones && { zones }),
    ...(zoneFares && { zoneFares }),
    ...(supportedNeeds && { supportedNeeds }),
    ...(bookingRules && { bookingRules }),
    ...(doorToDoor && { doorToDoor }),
    ...(stations && { stations }),
  };
}

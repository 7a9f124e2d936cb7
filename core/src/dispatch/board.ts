/** The day as the desk sees it, worked out anew from the state. O(rides, shifts and visits of the day). */
import type { Board, BoardCall, BoardShift, BoardTrip, BoardVehicle } from '../contracts/board.ts';
import { placePosition, type ServiceWorld } from '../fleet/world.ts';
import { callIdOf } from './decide-driving.ts';
import { isOut } from './decide-fleet.ts';
import { dateOfRide } from './evolve.ts';
import { isLateFor } from './lateness.ts';
import { activeShift, shiftsOn } from './shifts.ts';
import type { DispatchState, Ride, Shift } from './state.ts';
import { worldInForce } from './street-notices.ts';
import { expectedCalls, type CallPlan } from './timeline.ts';
import { certainCalls, findBooking, peopleOnBoard, vehiclePosition, type ReportedPositions } from './views.ts';

/**
 * The shifts of the plan in force, with what stands on them; one that the plan no longer has is there for its trips of the
 * day, also those that are over.
 *
 * @param date of the service day, `2026-11-22`. A shift over midnight is on the board of both days, with what was over by
 *   midnight on the first only
 */
export function boardOf(
  usual: ServiceWorld,
  state: DispatchState,
  date: string,
  nowSec: number,
  positions: ReportedPositions,
): Board {
  const world = worldInForce(usual, state);
  const { dateAt } = world.calendar;
  const planned = shiftsOn(world, state, date, nowSec);
  const plannedIds = new Set(planned.map(({ shiftId }) => shiftId));
  const gone = [...state.shifts.values()].filter(
    ({ shiftId, startSec, endSec }) =>
      !plannedIds.has(shiftId) && dateAt(startSec) <= date && date <= dateAt(endSec - 1),
  );
  const isOfDay = (ride: Ride) =>
    dateOfRide(world, ride) >= date || ride.status === 'booked' || ride.status === 'on_board';
  const known = [...planned, ...gone];
  const rides = ridesByShift(state, new Set(known.map(({ shiftId }) => shiftId)), isOfDay);
  const shifts = known.filter(({ shiftId }) => plannedIds.has(shiftId) || rides.has(shiftId));
  const vehicles = world.area.vehicles.map((vehicle, i): BoardVehicle => {
    const driver = state.drivers.get(vehicle.id);
    const active = activeShift(world, state, i, nowSec);
    const reported = positions.get(vehicle.id);
    return {
      vehicleId: vehicle.id,
      name: vehicle.name,
      plate: vehicle.plate,
      seats: vehicle.seats,
      wheelchairPlaces: vehicle.wheelchairPlaces,
      driverName: driver?.driverName ?? null,
      isVirtual: driver?.isVirtual ?? false,
      position: vehiclePosition(world, vehicle.id, active, nowSec, positions),
      positionSec: reported?.atSec ?? null,
      out: outageOf(state, vehicle.id, nowSec),
      shifts: shifts
        .filter((shift) => shift.vehicleIndex === i)
        .sort((a, b) => a.startSec - b.startSec)
        .map((shift) =>
          shiftView(world, state, shift, rides.get(shift.shiftId) ?? [], nowSec, shift.shiftId === active?.shiftId),
        ),
    };
  });
  return { date, nowSec, sequence: state.sequence, vehicles };
}

function outageOf(state: DispatchState, vehicleId: string, nowSec: number): BoardVehicle['out'] {
  if (!isOut(state, vehicleId, nowSec)) return null;
  const { reason, untilSec } = state.outages.get(vehicleId)!;
  return { reason, untilSec };
}

function ridesByShift(
  state: DispatchState,
  shiftIds: ReadonlySet<string>,
  isOfDay: (ride: Ride) => boolean,
): ReadonlyMap<string, readonly Ride[]> {
  const byShift = new Map<string, Ride[]>();
  for (const ride of state.rides.values()) {
    if (ride.number === null || ride.status === 'held' || !shiftIds.has(ride.shiftId) || !isOfDay(ride)) continue;
    const known = byShift.get(ride.shiftId);
    if (known) known.push(ride);
    else byShift.set(ride.shiftId, [ride]);
  }
  return byShift;
}

function shiftView(
  world: ServiceWorld,
  state: DispatchState,
  shift: Shift,
  rides: readonly Ride[],
  nowSec: number,
  isActive: boolean,
): BoardShift {
  const calls = certainCalls(state, expectedCalls(world, state, shift, nowSec));
  return {
    shiftId: shift.shiftId,
    startSec: shift.startSec,
    endSec: shift.endSec,
    isActive,
    onBoard: peopleOnBoard(state, shift),
    calls: callViews(world, state, calls),
    trips: rides
      .map((ride) => tripView(world, state, ride, nowSec))
      .sort((a, b) => a.pickupFromSec - b.pickupFromSec || a.number - b.number),
  };
}

/** The slack of a call is the least of all promises from it on: waiting on the way is not counted as room. */
function callViews(world: ServiceWorld, state: DispatchState, calls: readonly CallPlan[]): BoardCall[] {
  let slackSec = Number.MAX_SAFE_INTEGER;
  const fromLast = calls.toReversed().map((call): BoardCall => {
    slackSec = Math.min(slackSec, ...call.visits.map((visit, i) => latestSec(state, visit) - call.beginSec[i]!));
    const stop = world.area.stops[call.place]!;
    const numbers = (kind: 'pickup' | 'dropoff'): number[] =>
      call.visits.filter((visit) => visit.kind === kind).map((visit) => state.rides.get(visit.rideId)!.number ?? 0);
    return {
      callId: callIdOf(call.visits[0]!),
      stopId: stop.id,
      stopName: stop.name,
      position: placePosition(world, call.place),
      arriveSec: call.arriveSec,
      leaveSec: call.readySec,
      slackSec,
      board: numbers('pickup'),
      leave: numbers('dropoff'),
    };
  });
  return fromLast.toReversed();
}

function latestSec(state: DispatchState, { rideId, kind }: CallPlan['visits'][number]): number {
  const ride = state.rides.get(rideId)!;
  return kind === 'pickup' ? ride.pickupUntilSec : ride.dropoffBySec;
}

function tripView(world: ServiceWorld, state: DispatchState, ride: Ride, nowSec: number): BoardTrip {
  const booking = findBooking(world, state, ride.rideId, nowSec, new Map())!;
  const pickupSec = ride.boardedSec ?? booking.expectedPickupSec;
  const dropoffSec = ride.droppedOffSec ?? booking.expectedDropoffSec;
  const isOpen = ride.status === 'booked' || ride.status === 'on_board';
  return {
    bookingId: ride.rideId,
    riderId: ride.riderId,
    number: booking.number,
    status: booking.status,
    party: ride.party,
    fromStopId: ride.pickup.stopId,
    fromName: ride.pickup.name,
    toStopId: ride.dropoff.stopId,
    toName: ride.dropoff.name,
    pickupFromSec: ride.pickupFromSec,
    pickupUntilSec: ride.pickupUntilSec,
    dropoffBySec: ride.dropoffBySec,
    pickupSec,
    dropoffSec,
    fareYen: ride.fareYen,
    isLate: isOpen && isLateFor(ride, { pickup: pickupSec, dropoff: dropoffSec }),
  };
}

/** Vehicles and drivers that cannot go on, and what becomes of their riders. */
import type { VehicleOutOrder } from '../contracts/fleet.ts';
import type { Position } from '../contracts/area.ts';
import type { StopOfTrip } from '../contracts/trips.ts';
import { distanceM } from '../geo/lat-lon.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { Command } from './commands.ts';
import { firstPromise } from './decide-driving.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import { releasedOffers } from './other-ways.ts';
import { byPriority, replan, type Displaced } from './replan.ts';
import { activeShift } from './shifts.ts';
import type { DispatchState, Ride, Shift } from './state.ts';

/**
 * Takes a vehicle out from now on. Its riders are re-planned, who is on board first: fetched from where it stands. What
 * cannot be kept is put on record with what the rider gets instead.
 */
export function takeVehicleOut(moment: Moment, vehicleId: string, order: VehicleOutOrder, by: string): Outcome {
  const { world, state, nowSec } = moment;
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  if (vehicleIndex === undefined) return refused('not_found', `there is no vehicle ${vehicleId}`);
  if (isOut(state, vehicleId, nowSec)) return refused('already_out', `${vehicleId} is out already`);
  const untilSec = order.untilSec ?? endOfServiceDay(world, nowSec);
  if (untilSec <= nowSec) return refused('bad_request', `untilSec ${untilSec}: give a time after ${nowSec}`);
  const shift = activeShift(world, state, vehicleIndex, nowSec);
  const stand = standOf(world, shift, order.position);
  const out: DispatchEvent = {
    kind: 'vehicle_taken_out',
    vehicleId,
    reason: order.reason,
    untilSec,
    stopId: stand && nearestStop(world, stand.position).stopId,
    position: order.position ?? null,
    by,
  };
  const affected = affectedRides(moment, vehicleIndex, untilSec);
  const released = releasedOffers(state, affected, 'vehicle_out');
  const arrived = affected.filter((ride) => ride.status === 'on_board' && stand?.atStopId === ride.dropoff.stopId);
  const displaced = affected
    .filter((ride) => ride.status !== 'held' && !arrived.includes(ride))
    .sort(byPriority)
    .map((ride) => ({ ride, pickup: whereToFetch(world, ride, stand), dropoff: ride.dropoff }));
  const events =
    displaced.length === 0 ? [] : replanWithout(moment, displaced, vehicleIndex, untilSec, { order, by, released });
  const arrivals = arrived.map((ride) => arrivedThere(ride, nowSec));
  return accepted(vehicleId, [out, ...released, ...arrivals, ...events, ...dutyEnded(moment, vehicleId, order.reason)]);
}

/** With a driver who is gone the duty ends, too; another one brings the vehicle back. */
function dutyEnded({ state }: Moment, vehicleId: string, reason: VehicleOutOrder['reason']): DispatchEvent[] {
  const isGone = reason === 'driver_left' || reason === 'driver_unwell';
  return isGone && state.drivers.has(vehicleId) ? [{ kind: 'driver_signed_off', vehicleId }] : [];
}

/** Whoever is on board leaves where the vehicle stands; whoever waits, also after another breakdown, waits where they are. */
function whereToFetch(world: ServiceWorld, ride: Ride, stand: Stand | null): StopOfTrip {
  return stand && ride.status === 'on_board' ? nearestStop(world, stand.position, ride.dropoff.stopId) : ride.pickup;
}

/** The vehicle stands where the rider wanted to go: the trip is over. */
function arrivedThere(ride: Ride, nowSec: number): DispatchEvent {
  const lateSec = Math.max(0, nowSec - firstPromise(ride).dropoffBySec);
  return { kind: 'ride_completed', bookingId: ride.rideId, droppedOffSec: nowSec, lateSec };
}

function replanWithout(
  moment: Moment,
  displaced: readonly Displaced[],
  vehicleIndex: number,
  untilSec: number,
  {
    order: { reason },
    by,
    released,
  }: { readonly order: VehicleOutOrder; readonly by: string; readonly released: readonly DispatchEvent[] },
): readonly DispatchEvent[] {
  // By its roster: hours of rest make a shift seem to begin later, and its riders would be left to the vehicle that is out.
  const beginOf = (shift: Shift) => moment.state.shifts.get(shift.shiftId)?.startSec ?? shift.startSec;
  const mayUse = (shift: Shift) => shift.vehicleIndex !== vehicleIndex || beginOf(shift) >= untilSec;
  const { events } = replan(moment, displaced, { reason, by, mayUse, released, overtakesOffers: true });
  return events;
}

/** The driver goes before the work is done: nobody may be on board, and whoever is booked goes with others. */
export function signOffEarly(
  moment: Moment,
  { vehicleId, reason }: Extract<Command, { kind: 'sign_off_early' }>,
  by: string,
): Outcome {
  const { world, state, nowSec } = moment;
  if (!state.drivers.has(vehicleId)) return refused('not_signed_on', `nobody is signed on to ${vehicleId}`);
  const shift = activeShift(world, state, world.vehicleIndexById.get(vehicleId)!, nowSec);
  const aboard = (shift?.visits ?? []).filter((visit) => state.rides.get(visit.rideId)!.status === 'on_board');
  if (aboard.length > 0) return refused('riders_on_board', `${aboard.length} bookings are on board of ${vehicleId}`);
  const untilSec = Math.max(shift?.endSec ?? 0, nowSec + 1);
  if (!isOut(state, vehicleId, nowSec)) return takeVehicleOut(moment, vehicleId, { reason, untilSec }, by);
  return accepted(vehicleId, dutyEnded(moment, vehicleId, reason));
}

/** The vehicle drives again. */
export function returnVehicle({ state }: Moment, vehicleId: string, by: string): Outcome {
  if (!state.outages.has(vehicleId)) return refused('not_found', `vehicle ${vehicleId} is not out`);
  return accepted(vehicleId, [{ kind: 'vehicle_returned', vehicleId, by }]);
}

export function isOut(state: DispatchState, vehicleId: string, nowSec: number): boolean {
  const outage = state.outages.get(vehicleId);
  return outage !== undefined && outage.untilSec > nowSec;
}

export function isAboard(ride: Ride): boolean {
  return ride.status === 'on_board' || ride.isStranded === true;
}

/** Everybody who would ride with the vehicle before it can drive again, held offers included. */
function affectedRides({ state, nowSec }: Moment, vehicleIndex: number, untilSec: number): Ride[] {
  const ids = new Set<string>();
  for (const shift of state.shifts.values()) {
    if (shift.vehicleIndex !== vehicleIndex || shift.startSec >= untilSec) continue;
    for (const { rideId } of shift.visits) ids.add(rideId);
  }
  return [...ids]
    .map((rideId) => state.rides.get(rideId)!)
    .filter((ride) => isAboard(ride) || ride.pickupFromSec < untilSec || ride.pickupUntilSec < nowSec);
}

/** When the last service of the day ends; when none is left today, the next one's end. */
function endOfServiceDay({ calendar }: ServiceWorld, nowSec: number): number {
  const today = calendar.windowsOn(calendar.dateAt(nowSec));
  const last = Math.max(0, ...today.map((window) => window.endSec));
  if (last > nowSec) return last;
  return calendar.windowsBetween(nowSec, nowSec + 14 * 86_400)[0]?.endSec ?? nowSec + 86_400;
}

/** Where a vehicle stands that cannot go on, and at which stop, when it is at one. */
interface Stand {
  readonly position: Position;
  readonly atStopId: string | null;
}

/** A vehicle that stands so near to a stop stands at it. */
const AT_STOP_M = 50;

/** By the position told, else by the plan: where it is, or where it was going; null when there is no shift or place. */
function standOf(world: ServiceWorld, shift: Shift | null, told: Position | undefined): Stand | null {
  const { stops, depots } = world.area;
  const place = shift?.sent?.place ?? shift?.place ?? 0;
  const position = told ?? stops[place]?.position ?? depots[place - stops.length]?.position;
  if (!position) return null;
  const nearest = stops[world.stopIndexById.get(nearestStop(world, position).stopId)!]!;
  const isThere = told ? metres(nearest.position, told) <= AT_STOP_M : shift?.sent === null && place < stops.length;
  return { position, atStopId: isThere ? nearest.id : null };
}

/** The stop that somebody is fetched from, with the exact position for the driver who comes; never the one they go to. */
function nearestStop({ area }: ServiceWorld, here: Position, exceptId?: string): StopOfTrip {
  const stops = area.stops.filter((stop) => stop.id !== exceptId);
  let nearest = stops[0] ?? area.stops[0]!;
  for (const stop of stops) if (metres(stop.position, here) < metres(nearest.position, here)) nearest = stop;
  return { stopId: nearest.id, name: nearest.name, position: here, walkM: 0, climbM: 0 };
}

function metres(a: Position, b: Position): number {
  return distanceM(Math.round(a.lat * 1e7), Math.round(a.lon * 1e7), Math.round(b.lat * 1e7), Math.round(b.lon * 1e7));
}

/** Stops that vehicles can no longer get to: another stop near by takes the place of each, or the ride ends with a reason. */
import type { StopOfTrip } from '../contracts/trips.ts';
import { distanceM } from '../geo/lat-lon.ts';
import { driveSec, isPlaceClosed, type ServiceWorld } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import type { Visit } from './events.ts';
import { restOfDrive } from './redirect.ts';
import type { Ride, Shift } from './state.ts';
import { firstCallLength, placeOf } from './timeline.ts';
import type { Trial } from './trial.ts';
import { isUsable, walkerOf, walksOf } from './wish.ts';

/** Whether some stop of the route cannot be got to by its vehicle any more. */
export function hasLostStop(moment: Moment, shift: Shift): boolean {
  return lostVisits(moment, shift).length > 0;
}

/** Gives every lost stop of the shift another one near by; a ride without any, that has not begun, is cancelled. */
export function moveStops(trial: Trial, before: Moment, shiftId: string): void {
  const shift = () => trial.moment.state.shifts.get(shiftId)!;
  for (const visit of lostVisits(trial.moment, shift())) {
    const ride = trial.moment.state.rides.get(visit.rideId)!;
    if (ride.status === 'cancelled') continue; // its other stop was lost too
    const stop = nearStop(trial.moment, shift(), ride, visit.kind);
    const bookingId = ride.rideId;
    if (stop) trial.add({ kind: 'stop_moved', bookingId, visit: visit.kind, stop, reason: 'street_closed' });
    else if (ride.status === 'booked') {
      const reason = 'street_closed';
      trial.add({ kind: 'promise_broken', bookingId, reason, replacement: null, by: 'service' });
      trial.add({ kind: 'ride_cancelled', bookingId, by: 'service', reason, isLate: true });
    }
  }
  sendToMovedStop(trial, before, shift());
}

/** Visits but those of the call where the vehicle stands already. */
function lostVisits(moment: Moment, shift: Shift): readonly Visit[] {
  const { world, state } = moment;
  const done = shift.arrivedSec === null ? 0 : firstCallLength(world, state, shift.visits, shift.pauses);
  return shift.visits.slice(done).filter((visit) => !canReach(moment, shift, placeOf(world, state, visit)));
}

function canReach({ world, nowSec }: Moment, { vehicleIndex, place: from }: Shift, place: number): boolean {
  if (isPlaceClosed(world, place, world.area.vehicles[vehicleIndex]!.class)) return false;
  return from === place || driveSec(world, vehicleIndex, from, place, nowSec) !== null;
}

/** The nearest on foot; for a rider on board, if there is none, the nearest on the map. */
function nearStop(moment: Moment, shift: Shift, ride: Ride, kind: Visit['kind']): StopOfTrip | null {
  const { world, nowSec } = moment;
  const [old, other] = kind === 'pickup' ? [ride.pickup, ride.dropoff] : [ride.dropoff, ride.pickup];
  const date = world.calendar.dateAt(nowSec);
  const use = kind === 'pickup' ? 'boarding' : 'alighting';
  const direction = kind === 'pickup' ? 'to_stop' : 'from_stop';
  const walks = walksOf(world, walkerOf(moment.state, ride), old.position, direction);
  const near = ride.status === 'on_board' ? [...walks, ...byDistance(world, old)] : walks;
  for (const { stopIndex, walkM, climbM } of near) {
    const stop = world.area.stops[stopIndex]!;
    if (stop.id === old.stopId || stop.id === other.stopId) continue;
    if (!isUsable(stop, use, date, moment.state.stopClosures)) continue;
    if (!canReach(moment, shift, stopIndex)) continue;
    const { id: stopId, name, position } = stop;
    return { stopId, name, position, walkM: old.walkM + walkM, climbM: old.climbM + climbM };
  }
  return null;
}

function byDistance(world: ServiceWorld, { position }: StopOfTrip) {
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  const stops = world.area.stops.map((stop, stopIndex) => {
    const { lat, lon } = stop.position;
    const walkM = Math.round(distanceM(e7(position.lat), e7(position.lon), e7(lat), e7(lon)));
    return { stopIndex, walkM, climbM: 0 };
  });
  return stops.sort((a, b) => a.walkM - b.walkM || a.stopIndex - b.stopIndex);
}

/** A vehicle on its way to a stop that was moved goes to the new one. */
function sendToMovedStop(trial: Trial, before: Moment, shift: Shift): void {
  const { world, state, nowSec } = trial.moment;
  const [next] = shift.visits;
  if (!shift.sent || !next) return;
  const place = placeOf(world, state, next);
  if (place === shift.sent.place) return;
  const rest = restOfDrive(trial.moment, before, shift, place);
  const restSec =
    typeof rest === 'number' ? rest : (driveSec(world, shift.vehicleIndex, shift.place, place, nowSec) ?? 86_400);
  const stopId = world.area.stops[place]!.id;
  trial.add({ kind: 'vehicle_redirected', shiftId: shift.shiftId, stopId, arriveSec: nowSec + restSec });
}

/** Vehicles that are somewhere on their way when the streets change. */
import type { Rest } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import type { Shift } from './state.ts';
import type { Trial } from './trial.ts';

/** Says when the vehicle arrives now, if the rest of its way has changed. */
export function redirectVehicle(trial: Trial, before: Moment, shift: Shift): void {
  const { sent } = shift;
  if (!sent) return;
  const rest = restOfDrive(trial.moment, before, shift, sent.place);
  if (typeof rest !== 'number') return; // where there is no way any more, the stop is moved
  const arriveSec = trial.moment.nowSec + rest;
  if (arriveSec === sent.arriveSec) return;
  const stopId = trial.moment.world.area.stops[sent.place]!.id;
  trial.add({ kind: 'vehicle_redirected', shiftId: shift.shiftId, stopId, arriveSec });
}

/** What a vehicle that was sent still needs to a place, from where it must be by now. */
export function restOfDrive({ world, state, nowSec }: Moment, before: Moment, shift: Shift, newPlace: number): Rest {
  const { sent } = shift;
  if (!sent || !world.live) return 'as_before';
  const vehicleClass = world.area.vehicles[shift.vehicleIndex]!.class;
  const { departSec, arriveSec, place: toPlace } = sent;
  const drive = { vehicleClass, fromPlace: shift.place, toPlace, departSec, arriveSec, nowSec, newPlace };
  return world.live.remainingSec(drive, before.state.streets.inForce, state.streets.inForce);
}

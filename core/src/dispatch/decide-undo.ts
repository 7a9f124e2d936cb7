/** A button pressed by mistake: the last action of a shift is taken back by a fact that corrects it. */
import type { Actor } from './commands.ts';
import { hasLeft } from './acting.ts';
import { accepted, nameOf, refused, type Moment, type Outcome } from './decide.ts';
import { isOut } from './decide-fleet.ts';
import { effectsOf, hasRoom } from './effects.ts';
import { takeWalkOnOff } from './evolve.ts';
import type { DispatchEvent, Visit } from './events.ts';
import type { LastAction, Shift } from './state.ts';

/** How long a driver may take an action back, where the area does not say; the desk has longer. */
const DRIVER_UNDO_SEC = 120;
const DESK_UNDO_SEC = 1_800;

/**
 * Takes back what was pressed last on the vehicle's shift, with the arrival that it said; not when the seat has been given to
 * somebody since.
 */
export function undoAction(moment: Moment, vehicleId: string, actor: Actor): Outcome {
  const { world, nowSec } = moment;
  if (isOut(moment.state, vehicleId, nowSec)) return refused('too_late_to_undo', `${vehicleId} is out of service`);
  const shift = lastActive(moment, vehicleId);
  const action = shift?.lastAction;
  if (!shift || !action) return refused('too_late_to_undo', `${vehicleId} has done nothing that can be taken back`);
  const limitSec = actor.kind === 'driver' ? (world.area.work?.undoSec ?? DRIVER_UNDO_SEC) : DESK_UNDO_SEC;
  if (nowSec > action.atSec + limitSec) return refused('too_late_to_undo', `it was more than ${limitSec} s ago`);
  if (!isStillSo(moment, shift, action)) return refused('too_late_to_undo', `${action.bookingId} has gone on since`);
  const visits = visitsBefore(moment, shift, action);
  if (!visits) return refused('too_late_to_undo', 'the seat was given to somebody else since');
  const { shiftId } = shift;
  const undoing = [action, ...(action.former?.isImplied ? [action.former] : [])];
  return accepted(
    vehicleId,
    undoing.map(({ kind: undone, sequence: undoneSequence, bookingId }): DispatchEvent => {
      return { kind: 'action_undone', shiftId, undone, undoneSequence, bookingId, visits, by: nameOf(actor) };
    }),
  );
}

const statusAfter = {
  ride_boarded: 'on_board',
  ride_no_show: 'no_show',
  ride_completed: 'completed',
  walk_on_boarded: 'on_board',
} as const;

/** The ride is as the action left it, of the same shift, and its rider has not left the service (AR10). */
function isStillSo({ state }: Moment, shift: Shift, { kind, bookingId }: LastAction): boolean {
  if (kind === 'call_arrived' || bookingId === null) return shift.arrivedSec !== null;
  const ride = state.rides.get(bookingId);
  return ride?.shiftId === shift.shiftId && ride.status === statusAfter[kind] && !hasLeft(state, ride.riderId);
}

function lastActive({ world, state }: Moment, vehicleId: string): Shift | null {
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  let last: Shift | null = null;
  for (const shift of state.shifts.values()) {
    if (shift.vehicleIndex !== vehicleIndex || !shift.lastAction) continue;
    if (!last || shift.lastAction.sequence > last.lastAction!.sequence) last = shift;
  }
  return last;
}

/** The route with what was undone before everything else again; null when there is no room for it any more. */
function visitsBefore(moment: Moment, shift: Shift, { kind, bookingId }: LastAction): readonly Visit[] | null {
  const { visits } = shift;
  if (kind === 'call_arrived' || bookingId === null) return visits;
  const own = (visit: Visit['kind']): Visit => ({ rideId: bookingId, kind: visit });
  const fits = (route: readonly Visit[]) => hasRoom(moment.world, moment.state, shift.vehicleIndex, route);
  if (kind === 'ride_no_show') return noShowUndone(moment, shift, own('pickup'), own('dropoff'));
  if (kind === 'walk_on_boarded') return walkOnUndone(moment, shift, bookingId);
  const route = [own(kind === 'ride_boarded' ? 'pickup' : 'dropoff'), ...visits];
  return fits(route) ? route : null;
}

/** The drop-off goes where nobody becomes late by it, as early as possible. */
function noShowUndone(moment: Moment, shift: Shift, pickup: Visit, dropoff: Visit): readonly Visit[] | null {
  const { world, state, nowSec } = moment;
  const ride = { ...state.rides.get(pickup.rideId)!, status: 'booked' as const };
  const rides = new Map(state.rides).set(ride.rideId, ride);
  for (let at = 0; at <= shift.visits.length; at++) {
    const visits = [pickup, ...shift.visits.toSpliced(at, 0, dropoff)];
    if (!hasRoom(world, { rides }, shift.vehicleIndex, visits)) continue;
    const { place, readySec, sent, arrivedSec } = shift.lastAction!;
    const after: Shift = { ...shift, visits, place, readySec, sent, arrivedSec };
    const effects = effectsOf(world, state, { before: [shift], after: [after], rides: [ride] }, nowSec);
    if (!effects.some((effect) => effect.breaksPromise && effect.bookingId !== ride.rideId)) return visits;
  }
  return null;
}

/** The route without the walk-on; a vehicle that has set out for it must still be in time for the others. */
function walkOnUndone({ world, state, nowSec }: Moment, shift: Shift, rideId: string): readonly Visit[] | null {
  const after: Shift = { ...shift };
  takeWalkOnOff(world, state, after, rideId, nowSec);
  const effects = effectsOf(world, state, { before: [shift], after: [after], rides: [] }, nowSec);
  return effects.some((effect) => effect.breaksPromise && effect.bookingId !== rideId) ? null : after.visits;
}

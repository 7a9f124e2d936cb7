import type { ServiceWorld } from '../fleet/world.ts';
import { isReadyToLeave, isPickupLate, OVERTIME_SEC } from './decide-tick.ts';
import type { DispatchState, Shift } from './state.ts';
import { expectedCalls } from './timeline.ts';

/**
 * The earliest time at which a tick can have something to do, or null when nothing is under way: no tick before it would
 * give a fact. It may be too early, never too late. O(visits of all shifts).
 *
 * @param fromSec not before the newest fact; expected times are worked out as of then
 */
export function nextDueSec(world: ServiceWorld, state: DispatchState, fromSec: number = state.atSec): number | null {
  let dueSec = Infinity;
  for (const offerIds of state.heldByRequest.values()) {
    dueSec = Math.min(dueSec, state.rides.get(offerIds[0]!)!.heldUntilSec);
  }
  for (const shift of state.shifts.values()) {
    if (shift.visits.length > 0) dueSec = Math.min(dueSec, shiftDueSec(world, state, shift, fromSec));
  }
  return dueSec === Infinity ? null : dueSec;
}

/** When a vehicle is to be sent, a window can be missed, or the shift is to be closed, whichever comes first. */
function shiftDueSec(world: ServiceWorld, state: DispatchState, shift: Shift, fromSec: number): number {
  let dueSec = shift.endSec + OVERTIME_SEC + 1;
  const calls = expectedCalls(world, state, shift, fromSec);
  if (isReadyToLeave({ world, state }, shift)) {
    dueSec = Math.min(dueSec, Math.max(calls[0]!.departSec, shift.startSec));
  }
  for (const call of calls) {
    for (const [i, visit] of call.visits.entries()) {
      const ride = state.rides.get(visit.rideId)!;
      if (visit.kind !== 'pickup' || ride.status !== 'booked' || ride.isAtRisk) continue;
      // Expected times move by a second a second at the most, so the window cannot be missed sooner than this.
      const spareSec = isPickupLate(ride, call.beginSec[i]!) ? 0 : ride.pickupUntilSec - call.beginSec[i]! + 1;
      dueSec = Math.min(dueSec, fromSec + spareSec);
    }
  }
  return dueSec;
}

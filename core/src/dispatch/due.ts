import type { ServiceWorld } from '../fleet/world.ts';
import type { DispatchState } from './state.ts';

/** How often shifts at work are looked at: for sending vehicles and for lateness. */
const WATCH_SEC = 1;

/** The earliest time at which a tick can have something to do, or null when nothing is under way. */
export function nextDueSec(_world: ServiceWorld, state: DispatchState): number | null {
  let dueSec = Infinity;
  for (const offerIds of state.heldByRequest.values())
    dueSec = Math.min(dueSec, state.rides.get(offerIds[0]!)!.heldUntilSec);
  for (const shift of state.shifts.values()) {
    if (shift.visits.length > 0) dueSec = Math.min(dueSec, Math.max(shift.startSec, state.atSec + WATCH_SEC));
  }
  return dueSec === Infinity ? null : dueSec;
}

import type { ServiceWorld } from '../fleet/world.ts';
import { canGoElsewhere } from './at-risk.ts';
import { arrangementDueSec, hasWork, isReadyToLeave, nextPause } from './decide-tick.ts';
import { OVERTIME_SEC } from './shifts.ts';
import { isSaid, looksAgainSec, sayFromSec, staysUntilSec } from './lateness.ts';
import type { DispatchState, Shift } from './state.ts';
import { worldInForce } from './street-notices.ts';
import { expectedCalls } from './timeline.ts';

/**
 * The earliest time at which a tick can have something to do, or null when nothing is under way: no tick before it would
 * give a fact. It may be too early, never too late. O(shifts), and O(visits) for a shift that a fact touched.
 *
 * @param fromSec not before the newest fact; expected times are worked out as of then
 */
export function nextDueSec(world: ServiceWorld, state: DispatchState, fromSec: number = state.atSec): number | null {
  const present = worldInForce(world, state);
  let dueSec = arrangementDueSec(state);
  for (const offerIds of state.heldByRequest.values()) {
    dueSec = Math.min(dueSec, state.rides.get(offerIds[0]!)!.heldUntilSec);
  }
  for (const shift of state.shifts.values()) {
    if (hasWork(shift)) dueSec = Math.min(dueSec, knownDueSec(present, state, shift, fromSec));
  }
  return dueSec === Infinity ? null : dueSec;
}

/** Whether a tick can have something to do on the shift by now. */
export function isShiftDue(world: ServiceWorld, state: DispatchState, shift: Shift, nowSec: number): boolean {
  const before = known.get(shift);
  const isKnown = before && before.world === world && before.changes === shift.changes;
  return (isKnown ? before.dueSec : knownDueSec(world, state, shift, nowSec)) <= nowSec;
}

interface KnownDue {
  readonly world: ServiceWorld;
  readonly changes: number;
  readonly dueSec: number;
}
const known = new WeakMap<Shift, KnownDue>();

/**
 * What was worked out for a shift holds until a fact touches it or its time comes: a due time worked out earlier is never
 * too late. In a town of 50 vehicles this is what a tick costs.
 */
function knownDueSec(world: ServiceWorld, state: DispatchState, shift: Shift, fromSec: number): number {
  const before = known.get(shift);
  if (before && before.world === world && before.changes === shift.changes && before.dueSec > fromSec) {
    return before.dueSec;
  }
  const dueSec = shiftDueSec(world, state, shift, fromSec);
  known.set(shift, { world, changes: shift.changes, dueSec });
  return dueSec;
}

/** When a vehicle is to be sent, a promise can be missed, or the shift is to be closed, whichever comes first. */
function shiftDueSec(world: ServiceWorld, state: DispatchState, shift: Shift, fromSec: number): number {
  let dueSec = shift.visits.length > 0 || shift.pausing ? shift.endSec + OVERTIME_SEC + 1 : Infinity;
  dueSec = Math.min(
    dueSec,
    shift.pausing?.untilSec ?? nextPause({ world, state }, shift, fromSec)?.departSec ?? Infinity,
  );
  const calls = expectedCalls(world, state, shift, fromSec);
  // Expected times move by a second a second at the most, or, where drives take longer from some time on, by a little more.
  const speed = world.driveDays ? 2 : 1;
  if (calls.length > 0 && isReadyToLeave({ world, state }, shift, calls[0]!)) {
    const outSec = state.outages.get(world.area.vehicles[shift.vehicleIndex]!.id)?.untilSec ?? 0;
    dueSec = Math.min(dueSec, Math.max(calls[0]!.departSec, shift.startSec, outSec));
  }
  for (const call of calls) {
    for (const [i, visit] of call.visits.entries()) {
      const ride = state.rides.get(visit.rideId)!;
      if (ride.status === 'held') continue;
      const spareSec = Math.max(0, sayFromSec(ride, visit.kind) - call.beginSec[i]!);
      dueSec = Math.min(dueSec, fromSec + Math.max(Math.sign(spareSec), Math.floor(spareSec / speed)));
      if (visit.kind !== 'pickup' || !isSaid(ride)) continue;
      const lookSec = looksAgainSec(ride, Math.max(fromSec, staysUntilSec(ride)));
      if (canGoElsewhere(ride, shift, calls[0]!, lookSec)) dueSec = Math.min(dueSec, lookSec);
    }
  }
  return dueSec;
}

/** Breaks that drivers begin and end themselves: those of the plan, and others as long as nobody's promise suffers. */
import type { DriverAction } from '../contracts/driving.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import type { Shift } from './state.ts';
import { lateVisits } from './lateness.ts';

/** Length of a break that the driver gives no length for. */
const DEFAULT_BREAK_SEC = 900;

/**
 * A break begins where the vehicle stands, with nobody on board. One that is not planned, or begins before its time, is
 * refused when a promise that would have been kept could not be kept any more.
 */
export function startBreak(
  moment: Moment,
  shift: Shift | null,
  vehicleId: string,
  action: Extract<DriverAction, { kind: 'break_started' }>,
): Outcome {
  const { world, state, nowSec } = moment;
  if (!shift || nowSec < shift.startSec) return refused('wrong_order', `${vehicleId} has no shift now`);
  const why = whyNoBreak(moment, shift);
  if (why) return refused('wrong_order', why);
  const planned = shift.pauses.find((pause) => pause.at === 0 && pause.kind === 'break');
  const startedSec = Math.max(Math.min(action.atSec, nowSec), shift.readySec);
  const untilSec = startedSec + (action.durationSec ?? planned?.durationSec ?? DEFAULT_BREAK_SEC);
  const pauses = shift.pauses.filter((pause) => pause !== planned);
  const after: Shift = { ...shift, pauses, readySec: Math.max(shift.readySec, untilSec) };
  const lateBefore = new Set(lateVisits(world, state, shift, nowSec).map(({ rideId }) => rideId));
  const newlyLate = lateVisits(world, state, after, nowSec).filter(({ rideId }) => !lateBefore.has(rideId));
  if (newlyLate.length > 0) {
    const numbers = newlyLate.map(({ rideId }) => state.rides.get(rideId)!.number ?? rideId);
    return refused('would_break_promise', `a break until ${untilSec} makes booking ${numbers.join(', ')} late`);
  }
  const pauseId = planned?.pauseId ?? `d${startedSec}`;
  const { shiftId } = shift;
  return accepted(vehicleId, [
    { kind: 'pause_started', shiftId, pauseId, pause: 'break', startedSec, untilSec, by: 'driver' },
  ]);
}

function whyNoBreak({ state }: Moment, shift: Shift): string | null {
  if (shift.pausing) return 'a break is under way';
  if (shift.sent || shift.arrivedSec !== null) return 'the vehicle is on its way to a call';
  const isEmpty = shift.visits.every((visit) => state.rides.get(visit.rideId)!.status !== 'on_board');
  return isEmpty ? null : 'riders are on board';
}

/** Whoever leaves has ended the break: the next driver finds the vehicle ready. A change of driver lasts as planned. */
export function breaksLeft({ world, state, nowSec }: Moment, vehicleId: string): DispatchEvent[] {
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  const left = [...state.shifts.values()].filter(
    (shift) => shift.vehicleIndex === vehicleIndex && shift.pausing?.kind === 'break',
  );
  return left.map(({ shiftId, pausing }) => {
    return { kind: 'pause_ended', shiftId, pauseId: pausing!.pauseId, endedSec: nowSec, by: 'driver' };
  });
}

/** The driver goes on, sooner or later than planned. */
export function endBreak({ nowSec }: Moment, shift: Shift | null, vehicleId: string, atSec: number): Outcome {
  if (!shift?.pausing) return refused('wrong_order', `${vehicleId} is not on a break`);
  const { pauseId, sinceSec } = shift.pausing;
  const endedSec = Math.max(Math.min(atSec, nowSec), Math.min(sinceSec, nowSec));
  return accepted(vehicleId, [{ kind: 'pause_ended', shiftId: shift.shiftId, pauseId, endedSec, by: 'driver' }]);
}

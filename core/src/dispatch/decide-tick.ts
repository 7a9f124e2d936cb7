/** What time alone brings: held offers end, vehicles are sent to their next call, lateness comes into sight. */
import { promisesAtRisk } from './at-risk.ts';
import type { Moment } from './decide.ts';
import { isOut } from './decide-fleet.ts';
import { dueOrder, standingDay } from './decide-standing.ts';
import { dueEntry, waitlistDueSec, waitlistTurn } from './decide-waitlist.ts';
import type { DispatchEvent } from './events.ts';
import { isOverForGood } from './shifts.ts';
import type { DispatchState, Shift } from './state.ts';
import { expectedTimes, type CallPlan, type PausePlan } from './timeline.ts';

/**
 * Facts that are due at this moment; none most of the time. O(visits of the shifts looked at).
 *
 * @param isDue leaves out shifts of which it is known that nothing is due; default none is left out
 */
export function tick(moment: Moment, isDue: (shift: Shift) => boolean = () => true): readonly DispatchEvent[] {
  const expired = expiredOffers(moment);
  if (expired.length > 0) return expired;
  const events: DispatchEvent[] = [];
  for (const shift of moment.state.shifts.values()) {
    if (!hasWork(shift) || !isDue(shift)) continue;
    if (isOverForGood(shift, moment.nowSec)) {
      events.push(...leftUndone(moment, shift), ...leftOpen(moment, shift));
      continue;
    }
    const facts = ofShift(moment, shift);
    if (facts.some(isPlanned)) return facts; // a plan rests on the state as it is: all else comes with the next tick
    events.push(...facts);
  }
  // Planning needs the facts above in the state: it comes with the next tick, one plan at a time.
  return events.length > 0 ? events : nextArrangement(moment);
}

/** The one thing that standing orders, waitlist and open returns ask for next. */
function nextArrangement(moment: Moment): readonly DispatchEvent[] {
  for (const { bookingId, untilSec } of moment.state.openReturns.values()) {
    if (untilSec <= moment.nowSec) return [{ kind: 'open_return_ended', bookingId, why: 'not_called' }];
  }
  const entry = dueEntry(moment);
  if (entry) return waitlistTurn(moment, entry);
  const order = dueOrder(moment);
  return order ? standingDay(moment, order) : [];
}

/** When standing orders, waitlist or open returns ask for something next; Infinity when never. O(their number). */
export function arrangementDueSec(state: DispatchState): number {
  let dueSec = Infinity;
  for (const { untilSec } of state.openReturns.values()) dueSec = Math.min(dueSec, untilSec);
  for (const entry of state.waitlist.values()) dueSec = Math.min(dueSec, waitlistDueSec(entry));
  for (const { next } of state.standingOrders.values()) dueSec = Math.min(dueSec, next?.dueSec ?? Infinity);
  return dueSec;
}

/** Whether time alone can bring anything about on the shift. */
export function hasWork(shift: Shift): boolean {
  return shift.visits.length > 0 || shift.pauses.length > 0 || shift.pausing !== null;
}

function ofShift(moment: Moment, shift: Shift): DispatchEvent[] {
  const pause = pausing(moment, shift);
  if (pause.length > 0) return pause;
  const { calls } = expectedTimes(moment.world, moment.state, shift, moment.nowSec);
  const atRisk = promisesAtRisk(moment, shift, calls);
  if (calls.length === 0 || atRisk.some(isPlanned)) return [...atRisk];
  return [...sending(moment, shift, calls[0]!), ...atRisk];
}

/** Whether the fact is part of a plan: it rests on the state as it was, so nothing else may be decided beside it. */
export function isPlanned({ kind }: DispatchEvent): boolean {
  return kind === 'route_planned' || kind === 'ride_moved';
}

/** A pause that begins or ends now, when the driver did not say so before. */
function pausing(moment: Moment, shift: Shift): DispatchEvent[] {
  const { shiftId } = shift;
  if (shift.pausing) {
    const { pauseId, untilSec: endedSec } = shift.pausing;
    return endedSec > moment.nowSec ? [] : [{ kind: 'pause_ended', shiftId, pauseId, endedSec, by: 'plan' }];
  }
  const next = nextPause(moment, shift, moment.nowSec);
  if (!next || next.departSec > moment.nowSec) return [];
  const { pauseId, kind: pause } = next.pause;
  return [
    { kind: 'pause_started', shiftId, pauseId, pause, startedSec: next.beginSec, untilSec: next.endSec, by: 'plan' },
  ];
}

/** The pause that the vehicle takes before anything else, when it stands free with a driver; else null. */
export function nextPause(
  { world, state }: Pick<Moment, 'world' | 'state'>,
  shift: Shift,
  nowSec: number,
): PausePlan | null {
  const isFree = shift.sent === null && shift.arrivedSec === null && shift.pausing === null;
  if (!isFree || !shift.pauses.some((pause) => pause.at === 0)) return null;
  if (!state.drivers.has(world.area.vehicles[shift.vehicleIndex]!.id)) return null;
  const [next] = expectedTimes(world, state, shift, Math.max(nowSec, shift.startSec)).pauses;
  return next && (next.beginSec < shift.endSec || shift.visits.length > 0) ? next : null;
}

/** What a shift never did: it is put on record as not driven, so that the vehicle's next shift can begin. */
function leftUndone({ state }: Moment, shift: Shift): DispatchEvent[] {
  const rideIds = [...new Set(shift.visits.map((visit) => visit.rideId))];
  return rideIds
    .filter((rideId) => state.rides.get(rideId)!.status !== 'held')
    .map((bookingId) => ({ kind: 'ride_cancelled', bookingId, by: 'service', reason: 'not_driven', isLate: true }));
}

/** A break that nobody ended ends with its shift. */
function leftOpen({ nowSec }: Moment, { shiftId, pausing }: Shift): DispatchEvent[] {
  if (!pausing) return [];
  const { pauseId, untilSec } = pausing;
  return [{ kind: 'pause_ended', shiftId, pauseId, endedSec: Math.min(untilSec, nowSec), by: 'plan' }];
}

/** Offers whose hold has ended, request by request. */
function expiredOffers({ state, nowSec }: Moment): DispatchEvent[] {
  const events: DispatchEvent[] = [];
  for (const [requestId, offerIds] of state.heldByRequest) {
    if (state.rides.get(offerIds[0]!)!.heldUntilSec > nowSec) continue;
    events.push({ kind: 'offers_released', requestId, offerIds, why: 'expired' });
    const entry = [...state.waitlist.values()].find((candidate) => candidate.offeredRequestId === requestId);
    if (entry) events.push({ kind: 'waitlist_ended', waitId: entry.waitId, riderId: entry.riderId, why: 'not_taken' });
  }
  return events;
}

/**
 * Sends a vehicle with a driver when it is time to leave. A call with nobody but held offers waits for the booking:
 * planning puts such a call first only if its hold ends before the vehicle has to leave.
 */
function sending(moment: Moment, shift: Shift, call: CallPlan): DispatchEvent[] {
  const isDue = shift.startSec <= moment.nowSec && call.departSec <= moment.nowSec;
  if (!isDue || !isReadyToLeave(moment, shift, call)) return [];
  if (isOut(moment.state, moment.world.area.vehicles[shift.vehicleIndex]!.id, moment.nowSec)) return [];
  const { departSec, arriveSec } = call;
  const stopId = moment.world.area.stops[call.place]!.id;
  return [{ kind: 'vehicle_sent', shiftId: shift.shiftId, stopId, departSec, arriveSec }];
}

/** Whether the vehicle stands ready, with a driver, and somebody counts on it at its next call. */
export function isReadyToLeave(
  { world, state }: Pick<Moment, 'world' | 'state'>,
  shift: Shift,
  call: CallPlan,
): boolean {
  const isStanding = shift.sent === null && shift.arrivedSec === null && shift.pausing === null;
  const hasDriver = state.drivers.has(world.area.vehicles[shift.vehicleIndex]!.id);
  return isStanding && hasDriver && call.visits.some((visit) => state.rides.get(visit.rideId)!.status !== 'held');
}

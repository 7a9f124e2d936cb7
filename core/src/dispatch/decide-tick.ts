/** What time alone brings: held offers end, vehicles are sent to their next call, lateness comes into sight. */
import type { Moment } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import type { Ride, Shift } from './state.ts';
import { expectedCalls, type CallPlan } from './timeline.ts';

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
    if (shift.visits.length === 0 || !isDue(shift)) continue;
    if (moment.nowSec > shift.endSec + OVERTIME_SEC) {
      events.push(...leftUndone(moment, shift));
      continue;
    }
    const calls = expectedCalls(moment.world, moment.state, shift, moment.nowSec);
    events.push(...sending(moment, shift, calls[0]!), ...promisesAtRisk(moment, calls));
  }
  return events;
}

/** How long after its end a shift may still finish its work. */
export const OVERTIME_SEC = 7_200;

/** What a shift never did: it is put on record as not driven, so that the vehicle's next shift can begin. */
function leftUndone({ state }: Moment, shift: Shift): DispatchEvent[] {
  const rideIds = [...new Set(shift.visits.map((visit) => visit.rideId))];
  return rideIds
    .filter((rideId) => state.rides.get(rideId)!.status !== 'held')
    .map((bookingId) => ({ kind: 'ride_cancelled', bookingId, by: 'service', reason: 'not_driven', isLate: true }));
}

/** Offers whose hold has ended, request by request. */
function expiredOffers({ state, nowSec }: Moment): DispatchEvent[] {
  const events: DispatchEvent[] = [];
  for (const [requestId, offerIds] of state.heldByRequest) {
    if (state.rides.get(offerIds[0]!)!.heldUntilSec > nowSec) continue;
    events.push({ kind: 'offers_released', requestId, offerIds, why: 'expired' });
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
  const isStanding = shift.sent === null && shift.arrivedSec === null;
  const hasDriver = state.drivers.has(world.area.vehicles[shift.vehicleIndex]!.id);
  return isStanding && hasDriver && call.visits.some((visit) => state.rides.get(visit.rideId)!.status !== 'held');
}

/** Is the expected begin of boarding after the promised window? */
export function isPickupLate(ride: Pick<Ride, 'pickupUntilSec'>, expectedPickupSec: number): boolean {
  return expectedPickupSec > ride.pickupUntilSec;
}

/** Bookings whose pickup is now expected after the promised window, each said once. */
function promisesAtRisk({ state }: Moment, calls: readonly CallPlan[]): DispatchEvent[] {
  return calls.flatMap((call) =>
    call.visits.flatMap((visit, i): DispatchEvent[] => {
      const ride = state.rides.get(visit.rideId)!;
      const expectedPickupSec = call.beginSec[i]!;
      const isLate = visit.kind === 'pickup' && isPickupLate(ride, expectedPickupSec);
      if (!isLate || ride.status !== 'booked' || ride.isAtRisk) return [];
      const promisedUntilSec = ride.pickupUntilSec;
      return [{ kind: 'promise_at_risk', bookingId: ride.rideId, expectedPickupSec, promisedUntilSec }];
    }),
  );
}

/**
 * What becomes of promises that the present course of a shift would break: whoever is not on board and can go with another
 * vehicle within the promise does; of the others it is said, with the expected time, pickups and drop-offs each for themselves.
 */
import type { Moment } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import { lateOf, sayFromSec, type LateVisit } from './lateness.ts';
import { byPriority, replan } from './replan.ts';
import type { Ride, Shift } from './state.ts';
import type { CallPlan } from './timeline.ts';

/**
 * The facts of it, none most of the time: a plan, or what there is to say. A plan may help those who stay, so what is to be
 * said of them comes with the next tick. O(visits), and a search when there is news.
 *
 * @param calls the shift's calls as expected at this moment
 */
export function promisesAtRisk(moment: Moment, shift: Shift, calls: readonly CallPlan[]): readonly DispatchEvent[] {
  const { rides } = moment.state;
  const news = lateOf(moment.state, calls).filter(({ rideId, kind, expectedSec }) => {
    const ride = rides.get(rideId)!;
    return ride.status !== 'held' && expectedSec >= sayFromSec(ride, kind);
  });
  if (news.length === 0) return [];
  const lateIds = new Set(news.map(({ rideId }) => rideId));
  const movable = [...lateIds]
    .map((rideId) => rides.get(rideId)!)
    .filter((ride) => canGoElsewhere(ride, shift, calls, moment.nowSec));
  const moves = elsewhere(moment, shift, movable);
  return moves.length > 0 ? moves : news.map(said);
}

function said({ rideId: bookingId, kind, expectedSec, promisedSec }: LateVisit): DispatchEvent {
  if (kind === 'dropoff') {
    return { kind: 'dropoff_at_risk', bookingId, expectedDropoffSec: expectedSec, promisedBySec: promisedSec };
  }
  return { kind: 'promise_at_risk', bookingId, expectedPickupSec: expectedSec, promisedUntilSec: promisedSec };
}

/** Whether another vehicle could still keep the promise: nobody is on board yet, and this one has not set out for the rider. */
function canGoElsewhere(ride: Ride, shift: Shift, calls: readonly CallPlan[], nowSec: number): boolean {
  if (ride.status !== 'booked' || ride.pickupUntilSec <= nowSec) return false;
  const isBound = shift.sent !== null || shift.arrivedSec !== null;
  return !isBound || !calls[0]!.visits.some(({ rideId, kind }) => rideId === ride.rideId && kind === 'pickup');
}

/** Other vehicles for riders of a late one, within what was promised; none where there is none. */
function elsewhere(moment: Moment, shift: Shift, riders: readonly Ride[]): readonly DispatchEvent[] {
  if (riders.length === 0) return [];
  const displaced = riders.toSorted(byPriority).map((ride) => ({ ride, pickup: ride.pickup, dropoff: ride.dropoff }));
  const mayUse = (other: Shift): boolean => other.shiftId !== shift.shiftId;
  return replan(moment, displaced, { reason: 'late_vehicle', by: 'service', keepOnly: true, mayUse }).events;
}

/**
 * What becomes of promises that the present course of a shift would break: whoever is not on board and can go with another
 * vehicle within the promise does; of the others it is said, with the expected time, pickups and drop-offs each for themselves,
 * and again when it has become much worse.
 */
import type { Moment } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import { isSaid, lateOf, looksAgainSec, sayFromSec, staysUntilSec, type LateVisit } from './lateness.ts';
import { byPriority, replan } from './replan.ts';
import type { Ride, Shift } from './state.ts';
import type { CallPlan } from './timeline.ts';

/**
 * The facts of it, none most of the time: a plan, or what there is to say. A plan may help those who stay, so what is to be
 * said of them comes with the next tick. O(visits); another vehicle is looked for when there is news, and for riders who
 * were told once a minute.
 *
 * @param calls the shift's calls as expected at this moment
 */
export function promisesAtRisk(moment: Moment, shift: Shift, calls: readonly CallPlan[]): readonly DispatchEvent[] {
  const { rides } = moment.state;
  const late = lateOf(moment.state, calls).filter(({ rideId }) => rides.get(rideId)!.status !== 'held');
  if (late.length === 0) return [];
  const news = late.filter(({ rideId, kind, expectedSec }) => expectedSec >= sayFromSec(rides.get(rideId)!, kind));
  const newIds = new Set(news.map(({ rideId }) => rideId));
  const lateIds = new Set(late.map(({ rideId }) => rideId));
  const movable = [...lateIds]
    .map((rideId) => rides.get(rideId)!)
    .filter((ride) => newIds.has(ride.rideId) || looksAgain(ride, moment.nowSec))
    .filter((ride) => canGoElsewhere(ride, shift, calls[0]!, moment.nowSec));
  const moves = elsewhere(moment, shift, movable);
  return moves.length > 0 ? moves : news.map(said);
}

function looksAgain(ride: Ride, nowSec: number): boolean {
  return isSaid(ride) && looksAgainSec(ride, nowSec) === nowSec;
}

function said({ rideId: bookingId, kind, expectedSec, promisedSec }: LateVisit): DispatchEvent {
  if (kind === 'dropoff') {
    return { kind: 'dropoff_at_risk', bookingId, expectedDropoffSec: expectedSec, promisedBySec: promisedSec };
  }
  return { kind: 'promise_at_risk', bookingId, expectedPickupSec: expectedSec, promisedUntilSec: promisedSec };
}

/**
 * Whether another vehicle could still keep the promise: nobody is on board yet, this one has not set out for the rider, and
 * the rider was not given to it a moment ago.
 *
 * @param next the shift's next call
 */
export function canGoElsewhere(ride: Ride, shift: Shift, next: CallPlan, nowSec: number): boolean {
  if (ride.status !== 'booked' || ride.pickupUntilSec <= nowSec) return false;
  if (nowSec < staysUntilSec(ride)) return false;
  const isBound = shift.sent !== null || shift.arrivedSec !== null;
  return !isBound || !next.visits.some(({ rideId, kind }) => rideId === ride.rideId && kind === 'pickup');
}

/** Other vehicles for riders of a late one, within what was promised; none where there is none. */
function elsewhere(moment: Moment, shift: Shift, riders: readonly Ride[]): readonly DispatchEvent[] {
  if (riders.length === 0) return [];
  const displaced = riders.toSorted(byPriority).map((ride) => ({ ride, pickup: ride.pickup, dropoff: ride.dropoff }));
  const mayUse = (other: Shift): boolean => other.shiftId !== shift.shiftId;
  const options = { reason: 'late_vehicle', by: 'service', keepOnly: true, overtakesOffers: true, mayUse } as const;
  return replan(moment, displaced, options).events;
}

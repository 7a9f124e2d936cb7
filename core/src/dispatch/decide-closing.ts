/** Hours at which the service rests and stops that are closed, whatever the area file says, and what becomes of bookings. */
import type { ClosedTimes, SuspensionReason } from '../contracts/fleet.ts';
import type { StopOfTrip } from '../contracts/trips.ts';
import type { Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { isAboard } from './decide-fleet.ts';
import type { DispatchEvent } from './events.ts';
import { releasedOffers } from './other-ways.ts';
import { byPriority, replan } from './replan.ts';
import type { DispatchState, Ride } from './state.ts';
import { isUnderWayTo } from './timeline.ts';
import { isUsable, walkerOf, walksOf, type StopClosures, type Wish } from './wish.ts';

/** Cancels the bookings of a span and refuses new ones; whoever is on board is brought to the end of the trip. */
export function suspendService(
  moment: Moment,
  { suspensionId, order }: Extract<Command, { kind: 'suspend_service' }>,
  by: string,
): Outcome {
  const { fromSec, untilSec, reason, message } = order;
  const { state, nowSec } = moment;
  if (untilSec <= Math.max(fromSec, nowSec)) return refused('bad_request', `untilSec ${untilSec}: give a later time`);
  const rides = [...state.rides.values()].filter(
    (ride) => isWaiting(ride) && ride.pickupUntilSec >= Math.max(fromSec, nowSec) && ride.pickupFromSec < untilSec,
  );
  return accepted(suspensionId, [
    { kind: 'service_suspended', suspensionId, fromSec, untilSec, reason, message: message ?? null, by },
    ...releasedOffers(state, rides, 'suspended'),
    ...rides
      .filter((ride) => ride.status === 'booked')
      .map(({ rideId: bookingId }): DispatchEvent => {
        return { kind: 'ride_cancelled', bookingId, by: 'service', reason: 'service_suspended', isLate: true };
      }),
  ]);
}

function isWaiting(ride: Ride): boolean {
  return ride.status === 'held' || (ride.status === 'booked' && !isAboard(ride));
}

/** The service runs again; bookings that were cancelled stay so, for their riders have made other plans. */
export function resumeService({ state }: Moment, suspensionId: string, by: string): Outcome {
  const suspension = state.suspensions.get(suspensionId);
  if (!suspension) return refused('not_found', `there is no suspension ${suspensionId}`);
  const { fromSec, untilSec } = suspension;
  return accepted(suspensionId, [{ kind: 'service_resumed', suspensionId, hours: { fromSec, untilSec }, by }]);
}

/** Why the service rests when hours at rest stand in the way of a wish, else null. */
export function whyAtRest({ state }: Moment, wish: Wish): SuspensionReason | null {
  for (const { fromSec, untilSec, reason } of state.suspensions.values()) {
    if (fromSec <= wish.latestPickupSec && wish.leaveSec < untilSec) return reason;
  }
  return null;
}

/**
 * Closes a stop on some days. Its bookings go to the nearest stop that is open, within the times promised where possible;
 * the riders are asked. Whom no stop can serve is named for a call.
 */
export function closeStop(
  moment: Moment,
  { closureId, order }: Extract<Command, { kind: 'close_stop' }>,
  by: string,
): Outcome {
  const { world, state, nowSec } = moment;
  const { stopId, from, until, reason } = order;
  if (!world.stopIndexById.has(stopId)) return refused('not_found', `there is no stop ${stopId}`);
  const today = world.calendar.dateAt(nowSec);
  const earliest = from > today ? from : today;
  if (until < earliest) return refused('bad_request', `until ${until}: give ${earliest} or later`);
  const closed: DispatchEvent = { kind: 'stop_closed', closureId, stopId, from, until, reason, by };
  const closures = new Map(state.stopClosures).set(closureId, order);
  const rides = [...state.rides.values()].filter((ride) => {
    const date = world.calendar.dateAt(ride.pickupFromSec);
    const isThere = isAtStop(ride.pickup, stopId) || isAtStop(ride.dropoff, stopId);
    return isWaiting(ride) && isThere && from <= date && date <= until && ride.pickupUntilSec >= nowSec;
  });
  // One after the other, each against the plan that the ones before have left: rides of a closed stop are few.
  const released = releasedOffers(state, rides, 'suspended');
  const facts: DispatchEvent[] = [closed, ...released];
  const booked = rides.filter((ride) => ride.status === 'booked' && !isUnderWayTo(world, state, ride)).sort(byPriority);
  const moves = booked.map((ride) => ({ ride, ...nearestOpen(moment, ride, stopId, closures) }));
  const movable = moves.filter((move): move is Move => move.pickup !== null && move.dropoff !== null);
  const { events, lostIds } =
    movable.length === 0
      ? { events: [], lostIds: [] as readonly string[] }
      : replan(moment, movable, { reason: 'stop_closed', by, keepOnly: true, released, overtakesOffers: true });
  facts.push(...events);
  const unserved = rides
    .filter((ride) => ride.status === 'booked')
    .filter((ride) => lostIds.includes(ride.rideId) || !movable.some((move) => move.ride === ride));
  facts.push(
    ...unserved.map(({ rideId }): DispatchEvent => ({
      kind: 'call_needed',
      bookingId: rideId,
      reason: 'stop_closed',
      by,
    })),
  );
  return accepted(closureId, facts);
}

interface Move {
  readonly ride: Ride;
  readonly pickup: StopOfTrip;
  readonly dropoff: StopOfTrip;
}

/** A door is reached by way of its nearest stop, which nobody uses there. */
function isAtStop(end: StopOfTrip, stopId: string): boolean {
  return end.stopId === stopId && !end.door;
}

function nearestOpen(moment: Moment, ride: Ride, stopId: string, closures: StopClosures) {
  const date = moment.world.calendar.dateAt(ride.pickupFromSec);
  const near = (stop: StopOfTrip, use: 'boarding' | 'alighting', other: StopOfTrip): StopOfTrip | null => {
    if (!isAtStop(stop, stopId)) return stop;
    const { stops } = moment.world.area;
    const { position: from } = stops[moment.world.stopIndexById.get(stopId)!]!;
    const direction = use === 'boarding' ? 'to_stop' : 'from_stop';
    const walk = walksOf(moment.world, walkerOf(moment.state, ride), from, direction).find(({ stopIndex }) => {
      const candidate = stops[stopIndex]!;
      return candidate.id !== stopId && candidate.id !== other.stopId && isUsable(candidate, use, date, closures);
    });
    if (!walk) return null;
    const { id, name, position } = stops[walk.stopIndex]!;
    return { stopId: id, name, position, walkM: stop.walkM + walk.walkM, climbM: stop.climbM + walk.climbM };
  };
  return { pickup: near(ride.pickup, 'boarding', ride.dropoff), dropoff: near(ride.dropoff, 'alighting', ride.pickup) };
}

export function reopenStop({ state }: Moment, closureId: string, by: string): Outcome {
  if (!state.stopClosures.has(closureId)) return refused('not_found', `there is no closed stop ${closureId}`);
  return accepted(closureId, [{ kind: 'stop_reopened', closureId, by }]);
}

/** Everything that is closed by hand, past spans left out. */
export function closedTimes(state: DispatchState, nowSec: number, today: string): ClosedTimes {
  return {
    suspensions: [...state.suspensions]
      .map(([suspensionId, suspension]) => ({ suspensionId, ...suspension }))
      .filter(({ untilSec }) => untilSec > nowSec),
    stops: [...state.stopClosures]
      .map(([closureId, { stopId, from, until, reason }]) => ({ closureId, stopId, from, until, reason }))
      .filter(({ until }) => until >= today),
  };
}

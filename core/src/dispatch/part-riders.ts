/**
 * What becomes of trips that two riders share already when the desk keeps them apart: offers are let go, one of the two goes
 * another way within the promise, and whoever would still be on board together is named for the desk. No rider is told why.
 */
import type { ServiceWorld } from '../fleet/world.ts';
import { companions } from './admission.ts';
import { isAboard } from './decide-fleet.ts';
import { releasedOffers } from './other-ways.ts';
import type { Moment } from './decide.ts';
import type { DispatchEvent, Visit } from './events.ts';
import { byPriority, replan } from './replan.ts';
import type { DispatchState, Ride } from './state.ts';
import { isUnderWayTo } from './timeline.ts';
import { Trial } from './trial.ts';

type Pair = readonly [Ride, Ride];

/**
 * The fact that keeps two riders apart, with what follows from it for their trips to come. O(visits); where they share a
 * trip O(state) and a search for each.
 *
 * @param usual the world without closures and slowdowns
 */
export function keptApart(
  usual: ServiceWorld,
  { state, nowSec }: Moment,
  fact: Extract<DispatchEvent, { kind: 'relation_set' | 'relation_ended' }>,
  by: string,
): readonly DispatchEvent[] {
  const { riderId, otherId } = fact;
  const before = sharedTrips(state, riderId, otherId);
  if (before.length === 0) return [fact];
  const trial = new Trial(usual, state, nowSec);
  const shared = () => sharedTrips(trial.moment.state, riderId, otherId);
  for (const event of [fact, ...releasedOffers(state, before.flat(), 'overtaken')]) trial.add(event);
  for (const pair of shared()) {
    if (shared().some(([one, other]) => one === pair[0] && other === pair[1])) part(trial, pair, by);
  }
  for (const { rideId: bookingId } of new Set(shared().flat())) {
    trial.add({ kind: 'call_needed', bookingId, reason: 'kept_apart', by });
  }
  return trial.events;
}

/** Trips of one rider and of the other that are on board together at some time, as planned. */
function sharedTrips({ shifts, rides }: DispatchState, riderId: string, otherId: string): readonly Pair[] {
  return [...shifts.values()].flatMap(({ visits }) => {
    const planned = [...new Set(visits.map(({ rideId }) => rideId))].map((rideId) => rides.get(rideId)!);
    const ofOther = planned.filter((ride) => ride.riderId === otherId);
    return planned
      .filter((ride) => ride.riderId === riderId)
      .flatMap((one) => ofOther.filter((other) => areTogether(visits, one, other)).map((other): Pair => [one, other]));
  });
}

function areTogether(visits: readonly Visit[], one: Ride, other: Ride): boolean {
  const at = (ride: Ride, kind: Visit['kind']) =>
    visits.findIndex((visit) => visit.rideId === ride.rideId && visit.kind === kind); // -1: on board already
  return at(one, 'pickup') < at(other, 'dropoff') && at(other, 'pickup') < at(one, 'dropoff');
}

/** One of the two goes another way, the later promised if possible; nothing happens where neither can. */
function part(trial: Trial, pair: Pair, by: string): void {
  const { moment } = trial;
  for (const ride of pair.toSorted(byPriority).toReversed()) {
    if (!mayMove(moment, ride, pair)) continue;
    const displaced = [{ ride, pickup: ride.pickup, dropoff: ride.dropoff }];
    const { events, keptIds } = replan(moment, displaced, { reason: 'operator', by, keepOnly: true });
    if (keptIds.length === 0) continue;
    const stays = (event: DispatchEvent) => event.kind === 'ride_moved' && event.shiftId === ride.shiftId;
    for (const event of events.filter((one) => !stays(one))) trial.add(event);
    return;
  }
}

/** Whoever travels with somebody else stays with them. */
function mayMove(moment: Moment, ride: Ride, pair: Pair): boolean {
  const { state, world } = moment;
  if (isAboard(ride) || isUnderWayTo(world, state, ride)) return false;
  return companions(state, ride).every((other) => pair.includes(other));
}

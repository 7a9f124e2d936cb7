/**
 * What another route or another timing would do to each rider: shown before anything is decided. The same timeline that
 * drivers and riders are shown, once as it is and once as it would be. O(visits of the shifts).
 */
import type { Effect } from '../contracts/fleet.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { roomOf, roomTaken } from '../rules/needs.ts';
import type { Visit } from './events.ts';
import { isLateFor } from './lateness.ts';
import type { DispatchState, Ride, Shift } from './state.ts';
import { expectedCalls } from './timeline.ts';

/** Shifts as they are and as they would be, with the rides as they would be where they change. */
export interface Change {
  readonly before: readonly Shift[];
  readonly after: readonly Shift[];
  readonly rides: readonly Ride[];
}

/** One entry for everybody whose expected times change or whose promise would be broken. */
export function effectsOf(world: ServiceWorld, state: DispatchState, change: Change, nowSec: number): Effect[] {
  const changed = { ...state, rides: withRides(state, change.rides) };
  const before = timesOf(world, state, change.before, nowSec);
  const after = timesOf(world, changed, change.after, nowSec);
  const rideIds = new Set([...change.rides.map((ride) => ride.rideId), ...after.keys(), ...before.keys()]);
  return [...rideIds].flatMap((rideId) => {
    const ride = changed.rides.get(rideId) ?? state.rides.get(rideId)!;
    const known = state.rides.get(rideId) ?? ride;
    const effect = effectOf(ride, known, before.get(rideId) ?? nowhere, after.get(rideId) ?? nowhere);
    const isSame = effect.pickupSec === effect.pickupSecAfter && effect.dropoffSec === effect.dropoffSecAfter;
    return isSame && !effect.breaksPromise && !change.rides.includes(ride) ? [] : [effect];
  });
}

function withRides(state: DispatchState, rides: readonly Ride[]): Map<string, Ride> {
  const all = new Map(state.rides);
  for (const ride of rides) all.set(ride.rideId, ride);
  return all;
}

interface Times {
  readonly pickup: number | null;
  readonly dropoff: number | null;
}
const nowhere: Times = { pickup: null, dropoff: null };

function timesOf(world: ServiceWorld, state: DispatchState, shifts: readonly Shift[], nowSec: number) {
  const times = new Map<string, Times>();
  for (const shift of shifts) {
    for (const { visits, beginSec } of expectedCalls(world, state, shift, nowSec)) {
      visits.forEach(({ rideId, kind }, i) =>
        times.set(rideId, { ...(times.get(rideId) ?? nowhere), [kind]: beginSec[i]! }),
      );
    }
  }
  return times;
}

/** A promise is broken by the change when it would be kept without it, or is a new one that cannot be kept. */
function effectOf(ride: Ride, known: Ride, before: Times, after: Times): Effect {
  const isNew = ride.pickupFromSec !== known.pickupFromSec;
  return {
    bookingId: ride.rideId,
    number: ride.number,
    pickupSec: before.pickup,
    pickupSecAfter: after.pickup,
    dropoffSec: before.dropoff,
    dropoffSecAfter: after.dropoff,
    pickupUntilSec: ride.pickupUntilSec,
    dropoffBySec: ride.dropoffBySec,
    breaksPromise: isLateFor(ride, after) && (isNew || !isLateFor(known, before)),
  };
}

/** Whether everybody has a place of the right kind at every moment of a route, those on board counted. */
export function hasRoom(
  world: ServiceWorld,
  state: Pick<DispatchState, 'rides'>,
  vehicleIndex: number,
  visits: readonly Visit[],
): boolean {
  const room = roomOf(world.area.vehicles[vehicleIndex]!);
  const taken = room.map(() => 0);
  const add = (rideId: string, sign: 1 | -1): boolean => {
    roomTaken(state.rides.get(rideId)!.party).forEach((places, d) => (taken[d] = taken[d]! + sign * places));
    return taken.every((places, d) => places <= room[d]!);
  };
  const boarding = new Set(visits.filter((visit) => visit.kind === 'pickup').map((visit) => visit.rideId));
  const aboard = visits.filter(({ rideId, kind }) => kind === 'dropoff' && !boarding.has(rideId));
  const fitsNow = aboard.map(({ rideId }) => add(rideId, 1)).every((fits) => fits);
  return fitsNow && visits.every(({ rideId, kind }) => add(rideId, kind === 'pickup' ? 1 : -1));
}

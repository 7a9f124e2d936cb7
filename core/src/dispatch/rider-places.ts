/** Where a rider goes, from the trips of the last weeks: what the desk fills in before the caller has said it. */
import type { RiderPlace } from '../contracts/rider-card.ts';
import type { Party } from '../contracts/trips.ts';
import type { DispatchState, Ride } from './state.ts';

const PLACES_SHOWN = 8;

/** Places of trips that were driven or are booked, the most used first, then the latest. O(trips of the rider). */
export function placesOfRider(state: DispatchState, riderId: string): readonly RiderPlace[] {
  const places = new Map<string, RiderPlace>();
  for (const ride of ridesOf(state, riderId)) {
    for (const end of ['pickup', 'dropoff'] as const) {
      const { stopId, name, position, door } = ride[end];
      const isDoor = door !== undefined;
      const key = isDoor ? `${position.lat},${position.lon}` : stopId;
      const before = places.get(key) ?? { stopId, name, position, isDoor, pickups: 0, dropoffs: 0, lastSec: 0 };
      const count = end === 'pickup' ? { pickups: before.pickups + 1 } : { dropoffs: before.dropoffs + 1 };
      places.set(key, { ...before, ...count, lastSec: Math.max(before.lastSec, ride.pickupFromSec) });
    }
  }
  const uses = ({ pickups, dropoffs }: RiderPlace) => pickups + dropoffs;
  return [...places.values()]
    .sort((a, b) => uses(b) - uses(a) || b.lastSec - a.lastSec || (a.stopId < b.stopId ? -1 : 1))
    .slice(0, PLACES_SHOWN);
}

/** Who travels, as at the last trip; null before the first. */
export function lastParty(state: DispatchState, riderId: string): Party | null {
  return ridesOf(state, riderId).at(-1)?.party ?? null;
}

/** In the order of booking. */
function ridesOf(state: DispatchState, riderId: string): readonly Ride[] {
  return (state.ridesOfRider.get(riderId) ?? [])
    .map((rideId) => state.rides.get(rideId))
    .filter((ride) => ride !== undefined && ride.status !== 'cancelled' && ride.status !== 'no_show')
    .map((ride) => ride!);
}

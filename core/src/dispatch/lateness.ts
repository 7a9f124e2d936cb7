/** Which promises the present course of a shift would break, and from when on that is to be said. */
import type { ServiceWorld } from '../fleet/world.ts';
import type { Visit } from './events.ts';
import type { DispatchState, Ride, Shift } from './state.ts';
import { expectedCalls, type CallPlan } from './timeline.ts';

export interface LateVisit {
  readonly rideId: string;
  readonly kind: 'pickup' | 'dropoff';
  readonly expectedSec: number;
  readonly promisedSec: number;
}

/** Visits that are expected to begin after the promised latest time, held offers included. O(visits). */
export function lateVisits(world: ServiceWorld, state: DispatchState, shift: Shift, nowSec: number): LateVisit[] {
  return lateOf(state, expectedCalls(world, state, shift, nowSec));
}

/** The same of calls whose times are known. */
export function lateOf(state: DispatchState, calls: readonly CallPlan[]): LateVisit[] {
  const late: LateVisit[] = [];
  for (const call of calls) {
    for (const [i, { rideId, kind }] of call.visits.entries()) {
      const expectedSec = call.beginSec[i]!;
      const promisedSec = latestPromisedSec(state.rides.get(rideId)!, kind);
      if (expectedSec > promisedSec) late.push({ rideId, kind, expectedSec, promisedSec });
    }
  }
  return late;
}

/** The latest begin of boarding, or of getting off, that the rider was promised. */
export function latestPromisedSec(ride: Ride, kind: Visit['kind']): number {
  return kind === 'pickup' ? ride.pickupUntilSec : ride.dropoffBySec;
}

/** Said again when it has become worse by so much since, at least. */
const WORSE_BY_SEC = 300;

/**
 * The least expected time of a visit that is to be said: the first one after the promise, then five minutes more and at least
 * twice as late: of a vehicle that stands for two hours a rider hears six times and not 24.
 */
export function sayFromSec(ride: Ride, kind: Visit['kind']): number {
  const promisedSec = latestPromisedSec(ride, kind);
  const saidSec = kind === 'pickup' ? saidPickupSec(ride) : ride.saidDropoffSec;
  return saidSec === undefined ? promisedSec + 1 : saidSec + Math.max(WORSE_BY_SEC, saidSec - promisedSec);
}

/** A state kept by an earlier version knows that it was said, and not what. */
function saidPickupSec(ride: Ride): number | undefined {
  return ride.saidPickupSec ?? (ride.isAtRisk ? ride.pickupUntilSec : undefined);
}

/** Whether the rider was told that a promise is at risk, and nothing since that it holds. */
export function isSaid(ride: Ride): boolean {
  return ride.isAtRisk || ride.saidDropoffSec !== undefined;
}

const LOOK_AGAIN_SEC = 60;

/**
 * The next second, from one on, at which another vehicle is looked for again for a rider who was told: one second of each
 * minute, so that it costs one search a minute, and another second for each booking, so that not all look at once.
 */
export function looksAgainSec({ number }: Ride, fromSec: number): number {
  return fromSec + ((LOOK_AGAIN_SEC - ((fromSec + (number ?? 0)) % LOOK_AGAIN_SEC)) % LOOK_AGAIN_SEC);
}

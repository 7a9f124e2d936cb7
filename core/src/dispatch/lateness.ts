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

/** The least expected time of a visit that is to be said: the first one after the promise; never again once it was said. */
export function sayFromSec(ride: Ride, kind: Visit['kind']): number {
  return isSaid(ride, kind) ? Infinity : latestPromisedSec(ride, kind) + 1;
}

function isSaid(ride: Ride, kind: Visit['kind']): boolean {
  return kind === 'pickup' ? ride.isAtRisk : ride.saidDropoffSec !== undefined;
}

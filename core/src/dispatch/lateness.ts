/** Which promises the present course of a shift would break. */
import type { ServiceWorld } from '../fleet/world.ts';
import type { DispatchState, Shift } from './state.ts';
import { expectedCalls } from './timeline.ts';

export interface LateVisit {
  readonly rideId: string;
  readonly kind: 'pickup' | 'dropoff';
  readonly expectedSec: number;
  readonly promisedSec: number;
}

/** Visits that are expected to begin after the promised latest time, held offers included. O(visits). */
export function lateVisits(world: ServiceWorld, state: DispatchState, shift: Shift, nowSec: number): LateVisit[] {
  return expectedCalls(world, state, shift, nowSec).flatMap((call) =>
    call.visits.flatMap(({ rideId, kind }, i): LateVisit[] => {
      const ride = state.rides.get(rideId)!;
      const expectedSec = call.beginSec[i]!;
      const promisedSec = kind === 'pickup' ? ride.pickupUntilSec : ride.dropoffBySec;
      return expectedSec > promisedSec ? [{ rideId, kind, expectedSec, promisedSec }] : [];
    }),
  );
}

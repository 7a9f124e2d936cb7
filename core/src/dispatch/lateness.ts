/** Which promises the present course of a shift would break, and from when on that is to be said. */
import type { ServiceWorld } from '../fleet/world.ts';
import { spurSec } from '../rules/doors.ts';
import type { Visit } from './events.ts';
import type { DispatchState, Ride, Shift } from './state.ts';
import { expectedCalls, type CallPlan } from './timeline.ts';

export interface LateVisit {
  readonly rideId: string;
  readonly kind: 'pickup' | 'dropoff';
  readonly expectedSec: number;
  readonly promisedSec: number;
}

/** Visits at which the vehicle is expected to be late for the rider, held offers included. O(visits). */
export function lateVisits(world: ServiceWorld, state: DispatchState, shift: Shift, nowSec: number): LateVisit[] {
  return lateOf(state, expectedCalls(world, state, shift, nowSec));
}

/** The same of calls whose times are known. */
export function lateOf(state: DispatchState, calls: readonly CallPlan[]): LateVisit[] {
  const late: LateVisit[] = [];
  for (const call of calls) {
    for (const [i, { rideId, kind }] of call.visits.entries()) {
      const expectedSec = call.beginSec[i]!;
      const ride = state.rides.get(rideId)!;
      if (expectedSec <= dueBySec(ride, kind)) continue;
      late.push({ rideId, kind, expectedSec, promisedSec: latestPromisedSec(ride, kind) });
    }
  }
  return late;
}

/** The latest begin of boarding, or of getting off, that the rider was promised. */
function latestPromisedSec(ride: Ride, kind: Visit['kind']): number {
  return kind === 'pickup' ? ride.pickupUntilSec : ride.dropoffBySec;
}

/** The promise, put off by as much as the rider is waited for beyond it: that much is not the vehicle's lateness. */
function dueBySec(ride: Ride, kind: Visit['kind']): number {
  const { pickup, pickupUntilSec, boardedSec, waitUntilSec } = ride;
  const boardsSec = Math.min((waitUntilSec ?? 0) + spurSec(pickup), boardedSec ?? Infinity);
  return latestPromisedSec(ride, kind) + Math.max(0, boardsSec - pickupUntilSec);
}

/** Whether the vehicle is expected to be late for the rider; null where there is nothing to expect. */
export function isLateFor(ride: Ride, expected: { readonly pickup: number | null; readonly dropoff: number | null }) {
  return (['pickup', 'dropoff'] as const).some((kind) => (expected[kind] ?? 0) > dueBySec(ride, kind));
}

/** Said again when it has become worse by so much since, at least. */
const WORSE_BY_SEC = 300;

/**
 * The least expected time of a visit that is to be said: the first one after the promise, then five minutes more and at least
 * twice as late: of a vehicle that stands for two hours a rider hears six times and not 24.
 */
export function sayFromSec(ride: Ride, kind: Visit['kind']): number {
  const dueSec = dueBySec(ride, kind);
  const saidSec = kind === 'pickup' ? saidPickupSec(ride) : ride.saidDropoffSec;
  return saidSec === undefined ? dueSec + 1 : saidSec + Math.max(WORSE_BY_SEC, saidSec - dueSec);
}

/** A state kept by an earlier version knows that it was said, and not what. */
function saidPickupSec(ride: Ride): number | undefined {
  return ride.saidPickupSec ?? (ride.isAtRisk ? ride.pickupUntilSec : undefined);
}

/** Whether the rider was told that a promise is at risk, and nothing since that it holds. */
export function isSaid(ride: Ride): boolean {
  return ride.isAtRisk || ride.saidDropoffSec !== undefined;
}

/** A rider who was moved stays for so long: another vehicle every few seconds is worse than a late one. */
const STAYS_SEC = 300;

export function staysUntilSec({ movedSec }: Ride): number {
  return movedSec === undefined ? 0 : movedSec + STAYS_SEC;
}

const LOOK_AGAIN_SEC = 60;

/**
 * The next second, from one on, at which another vehicle is looked for again for a rider who was told: one second of each
 * minute, so that it costs one search a minute, and another second for each booking, so that not all look at once.
 */
export function looksAgainSec({ number }: Ride, fromSec: number): number {
  return fromSec + ((LOOK_AGAIN_SEC - ((fromSec + (number ?? 0)) % LOOK_AGAIN_SEC)) % LOOK_AGAIN_SEC);
}

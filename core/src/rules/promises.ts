/** The arithmetic of what is promised to riders: windows, longest rides, dwell, walks, fares. All whole numbers. */
import type { AreaFile, PromiseRules } from '../contracts/area.ts';
import { partySize, type Party, type StopOfTrip } from '../contracts/trips.ts';
import { needsDwellSec } from './needs.ts';

/**
 * Walking pace at age 75 and more on the flat, and what a metre of climb costs on top: 0.9 m/s, halved at 10 % climb
 * (calibrated default, an assumption to be tuned by the town).
 */
const WALK_SEC_PER_100_M = 111;
const WALK_SEC_PER_CLIMB_M = 11;

/** Seconds a rider may spend on the way, when the direct drive takes `directSec`. */
export function maxRideSec(rules: PromiseRules, directSec: number): number {
  return Math.floor((directSec * rules.maxRideFactorPercent) / 100) + rules.maxRideExtraSec;
}

/** Seconds the vehicle stands for a party to board, or to leave. */
export function dwellSec(rules: PromiseRules, party: Party): number {
  const people = rules.dwellSec + (partySize(party) - 1) * rules.dwellExtraSec;
  return people + party.wheelchairs * rules.dwellWheelchairSec + needsDwellSec(rules, party.needs ?? []);
}

/** Seconds to walk to a stop, on the safe side. */
export function walkSec(walkM: number, climbM: number): number {
  return Math.ceil((walkM * WALK_SEC_PER_100_M) / 100) + climbM * WALK_SEC_PER_CLIMB_M;
}

/** Seconds of the walk between a stop of a trip and the place asked for. */
export function stopWalkSec({ walkSec: knownSec, walkM, climbM }: StopWalk): number {
  return knownSec ?? walkSec(walkM, climbM);
}
type StopWalk = Pick<StopOfTrip, 'walkM' | 'climbM' | 'walkSec'>;

/** What the party pays when boarding; a care-giver pays like a rider with a certificate where nothing else is said. */
export function fareYen(fares: AreaFile['fares'], party: Party): number {
  const riders = party.adults * fares.adultYen + party.children * fares.childYen + party.reduced * fares.reducedYen;
  return riders + (party.companions ?? 0) * (fares.companionYen ?? fares.reducedYen);
}

export interface PickupPromise {
  readonly pickupFromSec: number;
  readonly pickupUntilSec: number;
  readonly dropoffBySec: number;
}

/**
 * The promise for a planned pickup: the window begins at the full minute at or before the planned begin, but never
 * before the rider can be there, and never opens early; the drop-off is promised by the longest ride after its end.
 *
 * @param latestDropoffSec the rider's own limit (arrive by), or null
 */
export function promiseFor(
  rules: PromiseRules,
  planned: {
    readonly beginSec: number;
    readonly earliestSec: number;
    readonly dwellSec: number;
    readonly maxRideSec: number;
  },
  latestDropoffSec: number | null,
): PickupPromise {
  const pickupFromSec = Math.max(Math.floor(planned.beginSec / 60) * 60, planned.earliestSec);
  const pickupUntilSec = pickupFromSec + rules.windowSec;
  const byRide = Math.ceil((pickupUntilSec + planned.dwellSec + planned.maxRideSec) / 60) * 60;
  return {
    pickupFromSec,
    pickupUntilSec,
    dropoffBySec: latestDropoffSec === null ? byRide : Math.min(byRide, latestDropoffSec),
  };
}

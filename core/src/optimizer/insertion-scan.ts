/** Scratch of the insertion search: made once by its owner (every plan has one), filled anew for each ride. */
import { NONE } from './plan-problem.ts';
import { quickFitScratch, type QuickFitScratch } from './quick-fit.ts';

/** Counts of the last search, for benchmarks and tests: they, not times, are compared. */
export interface InsertionCounts {
  vehicles: number;
  slots: number;
  settled: number;
}

/** One ride with one stop pair, spread out for the scan; and the best candidate found for the vehicle in hand. */
export interface InsertionScan {
  ride: number;
  pickupLocation: number;
  dropoffLocation: number;
  pickupEarliest: number;
  pickupLatest: number;
  dropoffEarliest: number;
  dropoffLatest: number;
  pickupDwell: number;
  dropoffDwell: number;
  maxRide: number;
  requested: number;
  softPickup: number;
  softDropoff: number;
  /** Riders' time has a price. */
  isPriced: boolean;
  /** Price that no position can avoid, e.g. walking. */
  fixedCost: number;
  /** Only candidates cheaper than this are of interest. */
  bound: number;
  pickupAt: number;
  dropoffAt: number;
  counts: InsertionCounts;
  /** Keeps the reading ahead of rows from being left out as useless. */
  warmth: number;
  /** Vehicles that come into question, when each is at the pickup at the soonest, and the least that it could cost. */
  vehicles: Int32Array;
  arrival: Float64Array;
  leastCost: Float64Array;
  readonly quick: QuickFitScratch;
  /** Candidates that `quickFit` could not decide, settled at the end if nothing cheaper was found. */
  openCount: number;
  openDetour: Float64Array;
  openBefore: Int32Array;
  openAfter: Int32Array;
}

export function insertionScan(): InsertionScan {
  return {
    ride: NONE,
    pickupLocation: 0,
    dropoffLocation: 0,
    pickupEarliest: 0,
    pickupLatest: 0,
    dropoffEarliest: 0,
    dropoffLatest: 0,
    pickupDwell: 0,
    dropoffDwell: 0,
    maxRide: 0,
    requested: 0,
    softPickup: 0,
    softDropoff: 0,
    isPriced: false,
    fixedCost: 0,
    bound: Infinity,
    pickupAt: 0,
    dropoffAt: 0,
    warmth: 0,
    counts: { vehicles: 0, slots: 0, settled: 0 },
    vehicles: new Int32Array(0),
    arrival: new Float64Array(0),
    leastCost: new Float64Array(0),
    quick: quickFitScratch(),
    openCount: 0,
    openDetour: new Float64Array(64),
    openBefore: new Int32Array(64),
    openAfter: new Int32Array(64),
  };
}

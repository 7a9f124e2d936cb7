/** One day of requests in real time order: each is answered when it comes, and the plan is improved between batches. */
import type { Streets, TripRequest } from './manhattan.ts';
import {
  advance,
  answer,
  refreshPull,
  reoptimize,
  STOP_SEC,
  streetFleet,
  type ServiceRules,
  type StreetFleet,
} from './street-fleet.ts';

export interface DayOptions {
  /** Time between batches. */
  readonly batchSec: number;
  /** Search steps for each batch, by vehicle of the fleet. */
  readonly stepsPerVehicle: number;
  readonly seed: number;
}

/** Search for a plan that has room for a request, before it is refused; by vehicle of the fleet. */
const ROOM_STEPS_PER_VEHICLE = 10;

/** Plays all requests and drives every vehicle to its last drop-off. */
export function serveDay(
  streets: Streets,
  nodes: readonly number[],
  requests: readonly TripRequest[],
  rules: ServiceRules,
  { batchSec, stepsPerVehicle, seed }: DayOptions,
): StreetFleet {
  const fleet = streetFleet(streets, nodes, rules);
  const batchSteps = stepsPerVehicle * nodes.length;
  const roomSteps = rules.hard && batchSteps > 0 ? ROOM_STEPS_PER_VEHICLE * nodes.length : 0;
  let nextBatchSec = batchSec;
  for (const request of requests) {
    for (; nextBatchSec <= request.timeSec; nextBatchSec += batchSec) {
      advance(fleet, nextBatchSec);
      refreshPull(fleet);
      if (batchSteps > 0) reoptimize(fleet, { seed: seed + nextBatchSec, steps: batchSteps });
    }
    advance(fleet, request.timeSec);
    const startMs = performance.now();
    answer(fleet, request, { seed, steps: roomSteps });
    fleet.answerUs.push((performance.now() - startMs) * 1000);
  }
  const isBusy = () => fleet.plan.length.some((visits) => visits > 0);
  for (let nowSec = requests.at(-1)!.timeSec; isBusy(); nowSec += batchSec) {
    advance(fleet, nowSec);
    if (batchSteps > 0) reoptimize(fleet, { seed: seed + nowSec, steps: batchSteps });
  }
  return fleet;
}

export function dayReport(fleet: StreetFleet) {
  const served = fleet.trips.filter((trip) => trip.served);
  const waits = served.map((trip) => trip.boardingSec - trip.request.timeSec).sort((a, b) => a - b);
  const rides = served.map((trip) => trip.alightingSec - trip.boardingSec - STOP_SEC);
  const detours = served.map((trip, k) => rides[k]! - trip.directSec);
  return {
    served: served.length,
    servedShare: round(served.length / fleet.trips.length, 4),
    driveHours: round(fleet.driveSec / 3600, 2),
    waitMeanSec: round(mean(waits), 1),
    /** Until the vehicle leaves with the rider: the stop counts as waiting. */
    waitToDepartureMeanSec: round(mean(waits) + STOP_SEC, 1),
    waitP50Sec: quantile(waits, 0.5),
    waitP95Sec: quantile(waits, 0.95),
    waitsOver300: round(waits.filter((wait) => wait > 300).length / waits.length, 4),
    rideMeanSec: round(mean(rides), 1),
    detourMeanSec: round(mean(detours), 1),
    brokenPromises: fleet.brokenPromises,
    servedByMakingRoom: fleet.roomMade,
  };
}

/** How long the immediate answers took: search, commit and promise. */
export function answerTimes({ answerUs }: StreetFleet) {
  const ascending = answerUs.toSorted((a, b) => a - b);
  return {
    mean: round(mean(ascending), 1),
    p50: round(quantile(ascending, 0.5), 1),
    p99: round(quantile(ascending, 0.99), 1),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))]!;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

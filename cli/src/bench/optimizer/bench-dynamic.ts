/** `noriai bench dynamic`: a day of requests in real time order, and what the plan could have been knowing them all. */
import { addRide, addVehicle, planProblem, type PlanProblem } from '@noriai/core/optimizer/plan-problem.ts';
import { improve, improvement } from '@noriai/core/optimizer/search/improve.ts';
import { checkPlan } from '@noriai/core/optimizer/check-plan.ts';
import { readRequests, readStreets, readVehicles, type Streets, type TripRequest } from './manhattan.ts';
import {
  advance,
  answer,
  reoptimize,
  STOP_SEC,
  streetFleet,
  type ServiceRules,
  type StreetFleet,
} from './street-fleet.ts';

export interface DynamicOptions {
  readonly dir: string;
  readonly sizes: readonly string[];
  /** Time between batches. */
  readonly batchSec: number;
  /** Search steps for each batch, by vehicle of the fleet. */
  readonly stepsPerVehicle: number;
  /** Search steps for the all-knowing plan; 0 leaves it out. */
  readonly hindsightSteps: number;
  readonly seed: number;
  readonly onProgress: (line: string) => void;
}

/** KaRRi's rules: soft wait 300 s and trip 1.7 × direct + 120 s, nothing refused, 30 s a stop. */
export const softRules: ServiceRules = {
  maxWaitSec: 300,
  maxTripSec: (directSec) => Math.floor(1.7 * directSec + 120),
  hard: false,
  weights: { drive: 10, wait: 6, rideExcess: 6, lateness: 20 },
};

/**
 * Hard limits as in FleetPy's row: wait 300 s, detour 40 %. Riders' time weighs twice the driving: with less the vehicles
 * fill up and bunch, and where the next riders stand nobody is in time (S, insertion alone: 92 % served at weight 3, 97.5 %
 * at 20, 96 % at 60).
 */
export const hardRules: ServiceRules = {
  maxWaitSec: 300,
  maxTripSec: (directSec) => Math.floor(1.4 * directSec),
  hard: true,
  weights: { drive: 10, wait: 20, rideExcess: 20 },
};

/** What KaRRi's exact greedy insertion needs on the same files (README of the instances). */
const karri: Readonly<
  Record<string, { driveHours: number; waitMeanSec: number; rideMeanSec: number; over300: number }>
> = {
  S: { driveHours: 83.2, waitMeanSec: 186, rideMeanSec: 413, over300: 0.105 },
  M: { driveHours: 260.4, waitMeanSec: 182, rideMeanSec: 428, over300: 0.125 },
};

export function benchDynamic(options: DynamicOptions): unknown {
  const streets = readStreets(options.dir);
  return Object.fromEntries(
    options.sizes.map((size) => {
      const requests = readRequests(options.dir, size);
      const nodes = readVehicles(options.dir, size);
      const run = (name: string, rules: ServiceRules, steps: number) => {
        options.onProgress(`${size}: ${name}`);
        const fleet = serveDay(streets, nodes, requests, rules, { ...options, stepsPerVehicle: steps });
        return { fleet, report: report(fleet) };
      };
      const greedy = run('insertion alone', softRules, 0);
      const improved = run('insertion and improvement', softRules, options.stepsPerVehicle);
      const hard = run('hard limits', hardRules, options.stepsPerVehicle);
      const hindsight = options.hindsightSteps === 0 ? null : allKnowing(streets, nodes, improved.fleet, options);
      const peer = karri[size];
      return [
        size,
        {
          vehicles: nodes.length,
          requests: requests.length,
          insertion: greedy.report,
          improved: improved.report,
          hardLimits: hard.report,
          karri: peer ?? null,
          driveSavedAgainstKarri:
            peer === undefined ? null : round(1 - improved.report.driveHours / peer.driveHours, 4),
          allKnowing: hindsight,
        },
      ];
    }),
  );
}

/** Plays all requests and drives every vehicle to its last drop-off. */
function serveDay(
  streets: Streets,
  nodes: readonly number[],
  requests: readonly TripRequest[],
  rules: ServiceRules,
  { batchSec, stepsPerVehicle, seed }: DynamicOptions,
): StreetFleet {
  const fleet = streetFleet(streets, nodes, rules);
  const batchSteps = stepsPerVehicle * nodes.length;
  let nextBatchSec = batchSec;
  for (const request of requests) {
    for (; nextBatchSec <= request.timeSec; nextBatchSec += batchSec) {
      if (batchSteps === 0) continue;
      advance(fleet, nextBatchSec);
      reoptimize(fleet, seed + nextBatchSec, batchSteps);
    }
    advance(fleet, request.timeSec);
    answer(fleet, request);
  }
  const isBusy = () => fleet.plan.length.some((visits) => visits > 0);
  for (let nowSec = requests.at(-1)!.timeSec; isBusy(); nowSec += batchSec) {
    advance(fleet, nowSec);
    if (batchSteps > 0) reoptimize(fleet, seed + nowSec, batchSteps);
  }
  return fleet;
}

function report(fleet: StreetFleet) {
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
  };
}

/**
 * The plan of one who knew all requests at the start, with each rider served no later than here: the same search from the
 * plan that was driven. Regret is how much less driving it needs.
 */
function allKnowing(streets: Streets, nodes: readonly number[], fleet: StreetFleet, options: DynamicOptions) {
  options.onProgress('all-knowing plan');
  const problem = hindsightProblem(streets, nodes, fleet);
  const search = improvement(problem, {
    seed: options.seed,
    routes: fleet.driven,
    unservedCost: 1e6,
    averageRemoved: 8,
    longestString: 5,
    regretShare: 0,
    startTemperature: 10,
    endTemperature: 0.5,
  });
  const first = search.best.cost;
  improve(search, options.hindsightSteps, 0, 1);
  const routes = search.best.routes.map((visits, vehicle) => ({ vehicle, visits, serviceSec: null }));
  const violations = checkPlan(problem, { routes, stopPair: new Int32Array(problem.rideCount) }).length;
  return {
    steps: options.hindsightSteps,
    replayedDriveHours: round(first / 3600, 2),
    driveHours: round(search.best.cost / 3600, 2),
    violations,
    regret: round(fleet.driveSec / search.best.cost - 1, 4),
  };
}

function hindsightProblem(streets: Streets, nodes: readonly number[], fleet: StreetFleet): PlanProblem {
  const problem = planProblem({ driveTimes: [streets.times], stopPairLimit: 1, configurationLimit: 1 });
  for (const node of nodes) addVehicle(problem, { startLocation: node, startSec: 0, configurations: [[4]] });
  for (const { request, boardingSec, alightingSec, directSec } of fleet.trips) {
    addRide(problem, {
      stopPairs: [{ pickup: request.origin, dropoff: request.destination }],
      pickupWindowSec: [request.timeSec, Math.max(request.timeSec + fleet.rules.maxWaitSec, boardingSec)],
      dropoffWindowSec: [0, Math.max(request.timeSec + fleet.rules.maxTripSec(directSec), alightingSec)],
      load: [1],
      pickupDwellSec: STOP_SEC,
      dropoffDwellSec: STOP_SEC,
    });
  }
  return problem;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))]!;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/**
 * `noriai bench insert`: how long an exact answer to one request takes, on the streets of Manhattan (full table), in states
 * replayed from the M instance and in synthetic states of larger fleets.
 */
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { applyInsertion, bestInsertions } from '@noriai/core/optimizer/insertion.ts';
import type { InsertionCounts } from '@noriai/core/optimizer/insertion-scan.ts';
import { checkPlan } from '@noriai/core/optimizer/check-plan.ts';
import {
  addRide,
  addVehicle,
  planProblem,
  removeRide,
  type PlanProblem,
  type RideInput,
} from '@noriai/core/optimizer/plan-problem.ts';
import { emptyPlan, planProposal, routeVisits, type Plan } from '@noriai/core/optimizer/plan.ts';
import { scheduleRoute } from '@noriai/core/optimizer/schedule.ts';
import { readRequests, readStreets, readVehicles, type Streets } from './manhattan.ts';
import { softRules } from './service-rules.ts';
import { advance, answer, STOP_SEC, streetFleet } from './street-fleet.ts';

export interface InsertOptions {
  readonly dir: string;
  readonly seed: number;
  /** Requests asked in each state. */
  readonly requests: number;
  /** Requests of each state that are compared with trying every vehicle and pair of positions. */
  readonly compared: number;
  readonly onProgress: (line: string) => void;
}

interface State {
  readonly name: string;
  readonly problem: PlanProblem;
  readonly plan: Plan;
  readonly nowSec: number;
}

export function benchInsert(options: InsertOptions) {
  const streets = readStreets(options.dir);
  const states = [
    replayedState(streets, options),
    ...[300, 1000, 3000].map((count) => syntheticState(streets, count, options)),
  ];
  return { states: Object.fromEntries(states.map((state) => [state.name, measure(streets, state, options)])) };
}

/** The fleet of M an hour into the day, by insertion alone. */
function replayedState(streets: Streets, { dir, onProgress }: InsertOptions): State {
  onProgress('replaying M');
  const nowSec = 3600;
  const fleet = streetFleet(streets, readVehicles(dir, 'M'), softRules);
  for (const request of readRequests(dir, 'M').filter(({ timeSec }) => timeSec <= nowSec)) {
    advance(fleet, request.timeSec);
    answer(fleet, request, { seed: 0, steps: 0 });
  }
  advance(fleet, nowSec);
  return { name: 'manhattan-M-replayed-300', problem: fleet.problem, plan: fleet.plan, nowSec };
}

/** Vehicles with six to eight stops each: rides put into random vehicles while it is feasible. */
function syntheticState(streets: Streets, vehicles: number, { seed, onProgress }: InsertOptions): State {
  onProgress(`${vehicles} vehicles`);
  const random = seededRandom(seed + vehicles);
  const nodes = streets.graph.nodeCount;
  const nowSec = 0;
  const problem = planProblem({
    driveTimes: [streets.times],
    stopPairLimit: 1,
    configurationLimit: 1,
    weights: softRules.weights,
  });
  for (let k = 0; k < vehicles; k++) {
    addVehicle(problem, { startLocation: randomIndex(random, nodes), startSec: nowSec, configurations: [[4]] });
  }
  const plan = emptyPlan(problem);
  for (let vehicle = 0; vehicle < vehicles; vehicle++) {
    const wanted = 3 + randomIndex(random, 2);
    for (let tries = 0; tries < 30 && plan.length[vehicle]! < 2 * wanted; tries++) {
      const ride = addRide(problem, { ...randomRide(streets, nowSec, random, 1500), vehicle });
      const best = bestInsertions(problem, plan, ride, 1)[0];
      if (best === undefined) removeRide(problem, ride);
      else applyInsertion(problem, plan, best);
    }
  }
  return { name: `synthetic-${vehicles}`, problem, plan, nowSec };
}

function randomRide(streets: Streets, nowSec: number, random: () => number, maxWaitSec: number): RideInput {
  const { sec, locationCount } = streets.times;
  const origin = randomIndex(random, locationCount);
  const destination = randomIndex(random, locationCount);
  const directSec = sec[origin * locationCount + destination]!;
  return {
    stopPairs: [{ pickup: origin, dropoff: destination }],
    pickupWindowSec: [nowSec, nowSec + maxWaitSec],
    dropoffWindowSec: [nowSec, nowSec + maxWaitSec + Math.floor(1.7 * directSec + 120)],
    softPickupSec: nowSec + 300,
    softDropoffSec: nowSec + softRules.maxTripSec(directSec),
    load: [1],
    pickupDwellSec: STOP_SEC,
    dropoffDwellSec: STOP_SEC,
  };
}

/** Asks many requests without keeping any; every second of them with hard limits, as far as rules go. */
function measure(streets: Streets, { problem, plan, nowSec }: State, options: InsertOptions) {
  const random = seededRandom(options.seed);
  const counts: InsertionCounts = { vehicles: 0, slots: 0, settled: 0 };
  const micros: number[] = [];
  let found = 0;
  let sink = 0;
  let differences = 0;
  const warmUp = 500;
  for (let k = 0; k < options.requests + warmUp; k++) {
    const ride = addRide(problem, randomRide(streets, nowSec, random, 300));
    const start = performance.now();
    const best = bestInsertions(problem, plan, ride, 1, counts)[0];
    const spent = (performance.now() - start) * 1000;
    if (k >= warmUp) micros.push(spent);
    else Object.assign(counts, { vehicles: 0, slots: 0, settled: 0 });
    if (best !== undefined) {
      if (k >= warmUp) found++;
      sink = (Math.imul(sink, 31) + best.cost.total + best.vehicle * 7 + best.pickupAt) | 0;
    }
    if (k < options.compared && !agreesWithAll(problem, plan, ride, best?.cost.total ?? null)) differences++;
    removeRide(problem, ride);
  }
  micros.sort((a, b) => a - b);
  const at = (share: number) =>
    Number(micros[Math.min(micros.length - 1, Math.floor(share * micros.length))]!.toFixed(1));
  const stops = Array.from({ length: problem.vehicleCount }, (_, vehicle) => plan.length[vehicle]!);
  return {
    vehicles: problem.vehicleCount,
    stopsPerVehicle: Number((stops.reduce((sum, length) => sum + length, 0) / problem.vehicleCount).toFixed(2)),
    requests: options.requests,
    served: found,
    p50Us: at(0.5),
    p90Us: at(0.9),
    p99Us: at(0.99),
    maxUs: at(1),
    perRequest: {
      vehiclesScanned: Math.round(counts.vehicles / options.requests),
      slotsLookedAt: Math.round(counts.slots / options.requests),
      tableLookups: problem.vehicleCount + Math.round((counts.slots + 3 * counts.settled) / options.requests),
      settled: Number((counts.settled / options.requests).toFixed(1)),
    },
    comparedWithBruteForce: options.compared,
    differences,
    checksum: sink >>> 0,
  };
}

/** Brute force over all (vehicle, i, j): every route is scheduled anew and judged by the plan checker. */
function agreesWithAll(problem: PlanProblem, plan: Plan, ride: number, price: number | null): boolean {
  const stopPair = planProposal(problem, plan).stopPair;
  let best: number | null = null;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    const old = routeVisits(plan, vehicle);
    const before = priceOf(problem, plan, vehicle, old);
    for (let i = 0; i <= old.length; i++) {
      for (let j = i; j <= old.length; j++) {
        const visits = [...old.slice(0, i), 2 * ride, ...old.slice(i, j), 2 * ride + 1, ...old.slice(j)];
        const routes = [{ vehicle, visits, serviceSec: null }];
        if (
          checkPlan(problem, { routes, stopPair }).some(
            (violation) => violation.vehicle === vehicle && violation.rule !== 'notServed',
          )
        )
          continue;
        const change = priceOf(problem, plan, vehicle, visits) - before;
        if (best === null || change < best) best = change;
      }
    }
  }
  return best === price;
}

function priceOf(problem: PlanProblem, plan: Plan, vehicle: number, visits: readonly number[]): number {
  const { drive, wait, rideExcess, lateness } = problem.weights;
  const schedule = scheduleRoute(problem, plan, vehicle, visits);
  let price = drive * schedule.driveSec;
  for (const { visit, serviceSec } of schedule.stops) {
    const ride = visit >> 1;
    price += lateness * Math.max(0, serviceSec - problem.visitSoftSec[visit]!);
    if (visit % 2 === 0) {
      price += wait * Math.max(0, serviceSec - problem.requestedSec[ride]!);
      continue;
    }
    const boarding = schedule.stops.find((stop) => stop.visit === visit - 1);
    const boarded = boarding === undefined ? problem.boardedSec[ride]! : boarding.departureSec;
    price += rideExcess * Math.max(0, serviceSec - boarded - plan.directSec[ride]!);
  }
  return price;
}

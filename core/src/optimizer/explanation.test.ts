/** Explanations against the obvious way: every insertion judged by the checker and priced from its schedule. */
import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { partNames } from './cost.ts';
import { driveTimes } from './drive-times.ts';
import { everyInsertion, slowPrice } from './every-insertion.ts';
import { explainAssignment } from './explanation.ts';
import { applyInsertion, bestInsertions, unassignRide } from './insertion.ts';
import { addRide, addVehicle, planProblem, rideKind, type PlanProblem } from './plan-problem.ts';
import {
  chooseStopPair,
  emptyPlan,
  planCost,
  planProposal,
  refreshRoute,
  routeVisits,
  setRoute,
  type Plan,
} from './plan.ts';
import { randomProblem } from './random-problem.ts';

/** A line of ten places 60 s apart, a taxi at either end. */
function lineTown(): PlanProblem {
  const table = new Int32Array(100).map((_, index) => Math.abs(Math.floor(index / 10) - (index % 10)) * 60);
  const weights = { drive: 1, wait: 2, rideExcess: 1 };
  const problem = planProblem({ driveTimes: [driveTimes(10, table, { triangleExcessSec: 0 })], weights });
  addVehicle(problem, { startLocation: 0, startSec: 0, configurations: [[2]] });
  addVehicle(problem, { startLocation: 9, startSec: 0, configurations: [[2]] });
  return problem;
}

test('the runner-up, with the difference in minutes of driving and of waiting', () => {
  const problem = lineTown();
  const plan = emptyPlan(problem);
  const ride = addRide(problem, { stopPairs: [{ pickup: 3, dropoff: 5 }], pickupWindowSec: [0, 900], load: [1] });
  applyInsertion(problem, plan, bestInsertions(problem, plan, ride, 1)[0]!);
  const { vehicle, rivals, pickupSec, byDriveClass } = explainAssignment(problem, plan, ride);
  expect([vehicle, pickupSec]).toEqual([0, 180]); // 3 places from the first taxi, 6 from the second
  expect(rivals).toMatchObject([
    { insertion: { vehicle: 1, pickupSec: 360 }, measure: { driveSec: 180, own: { waitSec: 180 } } },
  ]);
  expect(rivals[0]!.difference).toMatchObject({ drive: 180, wait: 360, total: 540 });
  expect(byDriveClass).toEqual([]);
});

test('what others bear is told apart from what the rider bears', () => {
  const problem = lineTown();
  const plan = emptyPlan(problem);
  const through = addRide(problem, { stopPairs: [{ pickup: 1, dropoff: 8 }], pickupWindowSec: [60, 300], load: [1] });
  applyInsertion(problem, plan, bestInsertions(problem, plan, through, 1)[0]!);
  const ride = addRide(problem, {
    stopPairs: [{ pickup: 3, dropoff: 5 }],
    pickupWindowSec: [0, 900],
    load: [1],
    pickupDwellSec: 30,
    dropoffDwellSec: 30,
  });
  applyInsertion(problem, plan, bestInsertions(problem, plan, ride, 1)[0]!);
  const { vehicle, rivals } = explainAssignment(problem, plan, ride);
  expect(vehicle).toBe(0);
  // Alone on the second taxi: 8 × 60 s more driving, 180 s more waiting; the other rider is a minute sooner there.
  expect(rivals[0]!.measure).toMatchObject({
    driveSec: 480,
    own: { waitSec: 180, rideExcessSec: 0 },
    others: { waitSec: 0, rideExcessSec: -60 },
  });
});

test('no other vehicle could: why, by class', () => {
  const problem = lineTown();
  const plan = emptyPlan(problem);
  const ride = addRide(problem, { stopPairs: [{ pickup: 3, dropoff: 5 }], pickupWindowSec: [0, 240], load: [1] });
  applyInsertion(problem, plan, bestInsertions(problem, plan, ride, 1)[0]!);
  expect(explainAssignment(problem, plan, ride)).toMatchObject({
    rivals: [],
    byDriveClass: [{ driveClass: 0, vehicles: 1, binding: 'pickupWindow' }],
  });
  problem.frozenVisits[0] = 1;
  expect(explainAssignment(problem, plan, ride)).toMatchObject({ fixed: 'frozen', rivals: [], byDriveClass: [] });
});

/** All rides that fit, put in one after the other; rides that do not fit stay out. */
function filledPlan(problem: PlanProblem): Plan {
  const plan = emptyPlan(problem);
  for (let ride = 0; ride < problem.rideCount; ride++) {
    if (problem.rideKind[ride] !== rideKind.waiting) continue;
    const best = bestInsertions(problem, plan, ride, 1)[0];
    if (best) applyInsertion(problem, plan, best);
  }
  return plan;
}

/** The least that the plan costs with the ride on each other vehicle, by trying every way: ascending. */
function slowRivals(problem: PlanProblem, plan: Plan, ride: number) {
  const vehicle = plan.vehicleOf[ride]!;
  const visits = routeVisits(plan, vehicle);
  const pair = plan.stopPair[ride]!;
  const whole = slowPrice(problem, plan, vehicle, visits);
  unassignRide(problem, plan, ride);
  const own = whole - slowPrice(problem, plan, vehicle, routeVisits(plan, vehicle));
  const least = new Map<number, number>();
  for (const { price, key } of everyInsertion(problem, plan, ride)) {
    if (key[1] !== vehicle && !least.has(key[1]!)) least.set(key[1]!, price - own);
  }
  chooseStopPair(problem, plan, ride, pair);
  setRoute(problem, plan, vehicle, visits);
  return [...least].map(([rival, price]) => ({ rival, price }));
}

test('rivals and differences are those of trying every way, and of the full price of the plan', () => {
  const seen = { rivals: 0, none: 0, cheaper: 0, fixed: 0 };
  for (let seed = 1; seed <= 120; seed++) {
    const options = {
      vehicles: 3,
      rides: 8,
      locations: 7,
      horizonSec: 90,
      periods: seed % 4 === 0,
      plain: seed % 5 === 0,
    };
    const problem = randomProblem(seed, options);
    const random = seededRandom(seed);
    const plan = filledPlan(problem);
    for (let ride = 0; ride < problem.rideCount; ride++) {
      if (problem.rideKind[ride] !== rideKind.waiting || (plan.vehicleOf[ride] ?? -1) < 0) continue;
      const label = `seed ${seed}, ride ${ride}`;
      const before = planProposal(problem, plan).routes;
      const stopPair = plan.stopPair[ride];
      const cost = planCost(problem, plan);
      if (randomIndex(random, 8) === 0) {
        problem.frozenVisits[plan.vehicleOf[ride]!] = 1;
        refreshRoute(problem, plan, plan.vehicleOf[ride]!);
      }
      const found = explainAssignment(problem, plan, ride, 3);
      expect(planProposal(problem, plan).routes, label).toEqual(before);
      expect(plan.stopPair[ride], label).toBe(stopPair);
      expect([...problem.vehicleActive.subarray(0, 3)], label).toEqual([1, 1, 1]);
      if (found.fixed) {
        seen.fixed++;
        continue;
      }
      const rivals = found.rivals.map(({ insertion, difference }) => ({
        rival: insertion.vehicle,
        price: difference.total,
      }));
      expect(rivals, label).toEqual(slowRivals(problem, plan, ride));
      if (rivals.length === 0) seen.none++;
      for (const rival of found.rivals) {
        seen.rivals++;
        if (rival.difference.total < 0) seen.cheaper++;
        checkMeasure(problem, rival, label);
        const moved = costWith(problem, plan, ride, rival.insertion);
        expect(rival.difference.total, label).toBe(moved - cost);
      }
    }
  }
  expect(seen.rivals).toBeGreaterThan(100);
  expect(seen.none).toBeGreaterThan(30);
  expect(seen.cheaper).toBeGreaterThan(3);
  expect(seen.fixed).toBeGreaterThan(5);
});

/** Weights × measure is the difference, part by part. */
function checkMeasure(
  problem: PlanProblem,
  { difference, measure }: ReturnType<typeof explainAssignment>['rivals'][number],
  label: string,
): void {
  const { weights } = problem;
  const both = (name: keyof typeof measure.own) => measure.own[name] + measure.others[name];
  const priced = {
    drive: weights.drive * measure.driveSec,
    wait: weights.wait * both('waitSec'),
    rideExcess: weights.rideExcess * both('rideExcessSec'),
    walk: both('walkCost'),
    lateness: weights.lateness * both('lateSec'),
    risk: weights.risk * both('riskSec'),
    vehicleUse: weights.vehicleUse * measure.vehicles,
  };
  for (const name of partNames) expect(difference[name] - priced[name], `${label}, ${name}`).toBe(0);
}

/** The price of the whole plan with the ride moved; put back afterwards. */
function costWith(
  problem: PlanProblem,
  plan: Plan,
  ride: number,
  insertion: Parameters<typeof applyInsertion>[2],
): number {
  const vehicle = plan.vehicleOf[ride]!;
  const visits = routeVisits(plan, vehicle);
  const pair = plan.stopPair[ride]!;
  unassignRide(problem, plan, ride);
  applyInsertion(problem, plan, insertion);
  const cost = planCost(problem, plan);
  unassignRide(problem, plan, ride);
  chooseStopPair(problem, plan, ride, pair);
  setRoute(problem, plan, vehicle, visits);
  return cost;
}

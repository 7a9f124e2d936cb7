/** The scan against the obvious way: every vehicle, stop pair and pair of positions, judged by the independent checker. */
import { expect, test } from 'vitest';
import { checkPlan } from './check-plan.ts';
import { applyInsertion, bestInsertions, unassignRide, type Insertion } from './insertion.ts';
import { rideKind, type PlanProblem } from './plan-problem.ts';
import { emptyPlan, planCost, planProposal, routeVisits, type Plan } from './plan.ts';
import { randomProblem } from './random-problem.ts';
import { scheduleRoute } from './schedule.ts';
import { chooseStopPair } from './plan.ts';

interface Slow {
  readonly price: number;
  readonly key: readonly number[];
}

/** All feasible insertions, cheapest first in the promised order of ties. */
function everyInsertion(problem: PlanProblem, plan: Plan, ride: number): Slow[] {
  const found: Slow[] = [];
  for (let pair = 0; pair < problem.stopPairCount[ride]!; pair++) {
    chooseStopPair(problem, plan, ride, pair);
    for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
      if (plan.routeMisfit[vehicle] !== 0) continue; // nothing is added to a route that is broken already
      const old = routeVisits(plan, vehicle);
      const oldPrice = slowPrice(problem, plan, vehicle, old);
      for (let i = problem.frozenVisits[vehicle]!; i <= old.length; i++) {
        for (let j = i; j <= old.length; j++) {
          const visits = [...old.slice(0, i), 2 * ride, ...old.slice(i, j), 2 * ride + 1, ...old.slice(j)];
          if (!isFeasible(problem, plan, vehicle, visits)) continue;
          found.push({ price: slowPrice(problem, plan, vehicle, visits) - oldPrice, key: [pair, vehicle, i, j] });
        }
      }
    }
  }
  const compareKeys = (a: Slow, b: Slow) => a.key.map((value, k) => value - b.key[k]!).find((d) => d !== 0) ?? 0;
  return found.sort((a, b) => a.price - b.price || compareKeys(a, b));
}

function isFeasible(problem: PlanProblem, plan: Plan, vehicle: number, visits: number[]): boolean {
  const others = planProposal(problem, plan).routes.filter((route) => route.vehicle !== vehicle);
  const routes = [...others, { vehicle, visits, serviceSec: null }];
  return checkPlan(problem, { routes, stopPair: plan.stopPair }).every(
    (violation) => violation.vehicle !== vehicle && violation.rule !== 'group',
  );
}

/** The price written out from the schedule, part by part. */
function slowPrice(problem: PlanProblem, plan: Plan, vehicle: number, visits: number[]): number {
  const { weights } = problem;
  const schedule = scheduleRoute(problem, plan, vehicle, visits);
  let price = weights.drive * schedule.driveSec;
  const rides = schedule.stops.filter((stop) => problem.rideKind[stop.visit >> 1] !== rideKind.break);
  if (rides.length > 0) price += weights.vehicleUse;
  for (const { visit, serviceSec } of rides) {
    const ride = visit >> 1;
    const latest = problem.visitLatestSec[visit]!;
    price += weights.lateness * Math.max(0, serviceSec - problem.visitSoftSec[visit]!);
    if (latest < 1e6) price += weights.risk * Math.max(0, weights.riskBufferSec - (latest - serviceSec));
    if (visit % 2 === 0) {
      price += weights.wait * Math.max(0, serviceSec - problem.requestedSec[ride]!);
      continue;
    }
    const boarded = schedule.stops.find((stop) => stop.visit === visit - 1)!.departureSec;
    price += weights.rideExcess * Math.max(0, serviceSec - boarded - plan.directSec[ride]!);
    price += problem.pairWalkCost[ride * problem.stopPairLimit + plan.stopPair[ride]!]!;
  }
  return price;
}

const keyOf = (insertion: Insertion) => [
  insertion.stopPair,
  insertion.vehicle,
  insertion.pickupAt,
  insertion.dropoffAt,
];

function compareWithEvery(problem: PlanProblem, plan: Plan, ride: number, seed: number): boolean {
  const slow = everyInsertion(problem, plan, ride);
  const fast = bestInsertions(problem, plan, ride, 2);
  const label = `seed ${seed}, ride ${ride}`;
  if (slow.length === 0) {
    expect(fast, label).toEqual([]);
    return false;
  }
  expect(fast.length, `${label}, ${JSON.stringify(slow.slice(0, 3))}`).toBeGreaterThan(0);
  expect(keyOf(fast[0]!), label).toEqual(slow[0]!.key);
  expect(fast[0]!.cost.total, label).toBe(slow[0]!.price);
  const second = slow.find(({ key }) => key[0] !== slow[0]!.key[0] || key[1] !== slow[0]!.key[1]);
  expect(fast[1] === undefined ? null : keyOf(fast[1]), label).toEqual(second?.key ?? null);
  return true;
}

/** Inserts rides one by one, comparing each time; the quoted price must be the change of the plan's cost. */
function insertAll(problem: PlanProblem, seed: number): { inserted: number; refused: number } {
  const plan = emptyPlan(problem);
  const counts = { inserted: 0, refused: 0 };
  for (let ride = 0; ride < problem.rideCount; ride++) {
    if (problem.rideKind[ride] !== rideKind.waiting) continue;
    if (!compareWithEvery(problem, plan, ride, seed)) {
      counts.refused++;
      continue;
    }
    const before = planCost(problem, plan);
    const best = bestInsertions(problem, plan, ride, 1)[0]!;
    applyInsertion(problem, plan, best);
    counts.inserted++;
    expect(planCost(problem, plan), `seed ${seed}, ride ${ride}`).toBe(before + best.cost.total);
    expect(feasibleBut(problem, plan), `seed ${seed}, ride ${ride}`).toEqual([]);
  }
  return counts;
}

/** A break can't be missing here; all else must hold with the committed times. */
function feasibleBut(problem: PlanProblem, plan: Plan) {
  const broken = new Set([...plan.routeMisfit].flatMap((reason, vehicle) => (reason === 0 ? [] : [vehicle])));
  return checkPlan(problem, planProposal(problem, plan)).filter(({ vehicle }) => !broken.has(vehicle));
}

test('the best insertion is the best of all, with every rule at once', () => {
  const seen = { inserted: 0, refused: 0 };
  for (let seed = 1; seed <= 160; seed++) {
    const counts = insertAll(randomProblem(seed, { vehicles: 3, rides: 7, locations: 7, horizonSec: 60 }), seed);
    seen.inserted += counts.inserted;
    seen.refused += counts.refused;
  }
  expect(seen.inserted).toBeGreaterThan(200);
  expect(seen.refused).toBeGreaterThan(100);
});

test('the best insertion is the best of all with tables that break the triangle inequality a little', () => {
  const seen = { inserted: 0, refused: 0 };
  for (let seed = 1; seed <= 50; seed++) {
    const options = { vehicles: 3, rides: 7, locations: 7, horizonSec: 60, roughSec: 1 + (seed % 2) };
    const counts = insertAll(randomProblem(seed, options), seed);
    seen.inserted += counts.inserted;
    seen.refused += counts.refused;
  }
  expect(seen.inserted).toBeGreaterThan(50);
  expect(seen.refused).toBeGreaterThan(30);
});

test('the best insertion is the best of all when drive times change with the time of day', () => {
  const seen = { inserted: 0, refused: 0 };
  for (let seed = 1; seed <= 60; seed++) {
    const options = { vehicles: 3, rides: 7, locations: 7, horizonSec: 60, periods: true, plain: seed % 4 === 0 };
    const counts = insertAll(randomProblem(seed, options), seed);
    seen.inserted += counts.inserted;
    seen.refused += counts.refused;
  }
  expect(seen.inserted).toBeGreaterThan(50);
  expect(seen.refused).toBeGreaterThan(30);
});

test('the best insertion is the best of all in instances as the literature has them', () => {
  const seen = { inserted: 0, refused: 0 };
  for (let seed = 1; seed <= 100; seed++) {
    const counts = insertAll(
      randomProblem(seed, { vehicles: 2, rides: 8, locations: 8, horizonSec: 80, plain: true }),
      seed,
    );
    seen.inserted += counts.inserted;
    seen.refused += counts.refused;
  }
  expect(seen.inserted).toBeGreaterThan(200);
  expect(seen.refused).toBeGreaterThan(5);
});

test('taking a ride out and putting it back where it was changes nothing', () => {
  const problem = randomProblem(5, { vehicles: 2, rides: 6, locations: 6, horizonSec: 120, plain: true });
  const plan = emptyPlan(problem);
  for (let ride = 0; ride < problem.rideCount; ride++) {
    const best = bestInsertions(problem, plan, ride, 1)[0];
    if (best !== undefined) applyInsertion(problem, plan, best);
  }
  const before = planProposal(problem, plan);
  const ride = before.routes.flatMap((route) => route.visits)[0]! >> 1;
  const vehicle = plan.vehicleOf[ride]!;
  const visits = routeVisits(plan, vehicle);
  unassignRide(problem, plan, ride);
  const pickupAt = visits.indexOf(2 * ride);
  const dropoffAt = visits.indexOf(2 * ride + 1) - 1;
  applyInsertion(problem, plan, {
    ...bestInsertions(problem, plan, ride, 1)[0]!,
    vehicle,
    pickupAt,
    dropoffAt,
    stopPair: 0,
  });
  expect(planProposal(problem, plan)).toEqual(before);
});

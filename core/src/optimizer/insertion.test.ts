/** The scan against the obvious way: every vehicle, stop pair and pair of positions, judged by the independent checker. */
import { expect, test } from 'vitest';
import { checkPlan } from './check-plan.ts';
import { everyInsertion } from './every-insertion.ts';
import { applyInsertion, bestInsertions, unassignRide, type Insertion } from './insertion.ts';
import { rideKind, type PlanProblem } from './plan-problem.ts';
import { emptyPlan, planCost, planProposal, routeVisits, type Plan } from './plan.ts';
import { randomProblem } from './random-problem.ts';

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

import { expect, test } from 'vitest';
import { checkPlan } from '../check-plan.ts';
import { bestInsertions } from '../insertion.ts';
import { addRide, NONE, replaceRide } from '../plan-problem.ts';
import { emptyPlan, planCost, planProposal, setRoute } from '../plan.ts';
import { randomProblem } from '../random-problem.ts';
import { fleetReduction, finishReduction, reduceFleet } from './fleet.ts';
import { improve, improvement } from './improve.ts';
import { recreate } from './recreate.ts';
import { reachableVehicles } from './reachable.ts';
import { ruinTails } from './ruin-tails.ts';
import { ruinScratch, ruinStrings } from './ruin.ts';
import { beginStep, searchState, undoStep } from './search-state.ts';

const shape = { vehicles: 4, rides: 16, locations: 12, horizonSec: 200 };
const ruin = { averageRemoved: 6, longestString: 6, splitShare: 0.5, unservedShare: 0.5 };

test('a step that is undone leaves every route, time and price as it was', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const problem = randomProblem(seed, { ...shape, plain: seed % 2 === 0 });
    const state = searchState(problem, seed, 1000);
    const scratch = ruinScratch(problem.rideCount);
    const options = { blink: 0.05, regretShare: 0.3 };
    beginStep(state);
    recreate(state, options, []);
    for (let step = 0; step < 20; step++) {
      const before = JSON.stringify([
        planProposal(problem, state.plan),
        [...state.unserved],
        state.routeCost,
        [...state.plan.vehicleOf],
      ]);
      beginStep(state);
      ruinStrings(state, ruin, scratch);
      recreate(state, options, []);
      expect(state.routeCost, `seed ${seed}`).toBe(planCost(problem, state.plan)); // prices that were applied add up
      if (step % 2 === 1) continue;
      undoStep(state);
      const after = JSON.stringify([
        planProposal(problem, state.plan),
        [...state.unserved],
        state.routeCost,
        [...state.plan.vehicleOf],
      ]);
      expect(after, `seed ${seed}, step ${step}`).toBe(before);
    }
  }
});

test('swapped tails cost what the search says, break no rule and can be undone', () => {
  let swapped = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const problem = randomProblem(seed, { ...shape, rides: 24, plain: seed % 2 === 0 });
    const state = searchState(problem, seed, 1000);
    beginStep(state);
    recreate(state, { blink: 0, regretShare: 0 }, []);
    for (let step = 0; step < 60; step++) {
      const before = JSON.stringify([planProposal(problem, state.plan), state.unserved, [...state.plan.vehicleOf]]);
      const costBefore = state.routeCost;
      beginStep(state);
      const isDrivable = ruinTails(state);
      if (isDrivable) recreate(state, { blink: 0, regretShare: 0 }, []);
      expect(state.routeCost, `seed ${seed}, step ${step}`).toBe(planCost(problem, state.plan));
      if (isDrivable && state.routeCost !== costBefore) {
        swapped++;
        const broken = checkPlan(problem, planProposal(problem, state.plan));
        expect(
          broken.filter(({ vehicle }) => state.plan.routeMisfit[vehicle] === 0),
          `seed ${seed}`,
        ).toEqual([]);
      }
      if (isDrivable && step % 3 === 0) continue;
      undoStep(state);
      const after = JSON.stringify([planProposal(problem, state.plan), state.unserved, [...state.plan.vehicleOf]]);
      expect(after, `seed ${seed}, step ${step}`).toBe(before);
      expect(state.routeCost, `seed ${seed}, step ${step}`).toBe(costBefore);
    }
  }
  expect(swapped).toBeGreaterThan(50);
});

test('the best plan is feasible, costs what it says, and serves no fewer than the first', () => {
  let improved = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const problem = randomProblem(seed, { ...shape, plain: seed % 2 === 0 });
    const search = improvement(problem, { seed });
    const first = { ...search.best };
    improve(search, 200, 0, 1);
    expect(search.best.unserved).toBeLessThanOrEqual(first.unserved);
    if (search.best.unserved < first.unserved || search.best.cost < first.cost) improved++;
    const plan = emptyPlan(problem);
    for (const [vehicle, visits] of search.best.routes.entries()) setRoute(problem, plan, vehicle, visits);
    expect(planCost(problem, plan), `seed ${seed}`).toBe(search.best.cost);
    const broken = checkPlan(problem, planProposal(problem, plan)).filter(
      ({ vehicle }) => plan.routeMisfit[vehicle] === 0,
    );
    expect(broken, `seed ${seed}`).toEqual([]);
  }
  expect(improved).toBeGreaterThan(10);
});

test('frozen visits stay where they are, whatever is taken out or swapped behind them', () => {
  let frozen = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const problem = randomProblem(seed, { ...shape, rides: 24, plain: true });
    const first = improvement(problem, { seed }).best.routes;
    for (const [vehicle, route] of first.entries()) problem.frozenVisits[vehicle] = Math.min(2, route.length);
    const search = improvement(problem, { seed, routes: first, tailShare: 0.7 });
    improve(search, 200, 0, 1);
    for (const [vehicle, route] of first.entries()) {
      const kept = route.slice(0, problem.frozenVisits[vehicle]);
      frozen += kept.length;
      expect(search.best.routes[vehicle]!.slice(0, kept.length), `seed ${seed}`).toEqual(kept);
    }
  }
  expect(frozen).toBeGreaterThan(50);
});

test('the same seed and steps give the same plan, another seed another way there', () => {
  const run = (seed: number) => {
    const search = improvement(randomProblem(3, shape), { seed, poolLimit: 100 });
    improve(search, 150, 0, 1);
    return { routes: search.best.routes, accepted: search.accepted, pool: search.pool.routes.size };
  };
  expect(run(1)).toEqual(run(1));
  expect(new Set([1, 2, 3, 4, 5].map((seed) => run(seed).accepted)).size).toBeGreaterThan(1);
});

test('routes are emptied while everybody can still be served', () => {
  let dropped = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const problem = randomProblem(seed, { ...shape, vehicles: 8, rides: 10, plain: true });
    const search = improvement(problem, { seed });
    if (search.best.unserved > 0) continue;
    const used = () => search.best.routes.filter((visits) => visits.length > 0).length;
    const before = used();
    const reduction = fleetReduction(search);
    reduceFleet(reduction, 150);
    finishReduction(reduction);
    expect(search.best.unserved, `seed ${seed}`).toBe(0);
    expect(used(), `seed ${seed}`).toBeLessThanOrEqual(before);
    if (used() < before) dropped++;
    expect([...search.state.plan.vehicleOf].slice(0, problem.rideCount)).not.toContain(NONE);
  }
  expect(dropped).toBeGreaterThan(3);
});

test('a vehicle is only left out for a ride that it could not serve with any route', () => {
  let leftOut = 0;
  for (let seed = 1; seed <= 120; seed++) {
    const problem = randomProblem(seed, { ...shape, roughSec: seed % 3, periods: seed % 5 === 0 });
    for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
      problem.startSec[vehicle] = problem.startSec[vehicle]! + ((seed * 37 + vehicle * 71) % 150); // an hour into the day
    }
    const plan = emptyPlan(problem);
    const rides = Array.from({ length: problem.rideCount }, (_, ride) => ride);
    const { first, vehicles } = reachableVehicles(problem, plan, rides);
    for (const ride of rides) {
      const listed = [...vehicles.subarray(first[ride], first[ride + 1])];
      const possible = bestInsertions(problem, plan, ride, problem.vehicleCount * problem.stopPairLimit)
        .filter(({ stopPair }) => stopPair === 0)
        .map(({ vehicle }) => vehicle);
      leftOut += problem.vehicleCount - listed.length;
      expect(listed, `seed ${seed}, ride ${ride}`).toEqual(expect.arrayContaining(possible));
    }
  }
  expect(leftOut).toBeGreaterThan(300);
});

test('a plan whose riders are all on board stays as it is', () => {
  const problem = randomProblem(4, { vehicles: 1, rides: 0, locations: 6, horizonSec: 200, plain: true });
  const ride = addRide(problem, { stopPairs: [{ pickup: 1, dropoff: 2 }], load: [1] });
  replaceRide(problem, ride, { stopPairs: [{ pickup: 1, dropoff: 2 }], load: [1], vehicle: 0, boardedSec: 0 });
  const search = improvement(problem, { seed: 1, routes: [[2 * ride + 1]] });
  improve(search, 50, 0, 1);
  expect(search.best.routes).toEqual([[2 * ride + 1]]);
});

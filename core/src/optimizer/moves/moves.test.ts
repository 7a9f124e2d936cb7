import { expect, test } from 'vitest';
import { checkPlan } from '../check-plan.ts';
import { applyInsertion, bestInsertions } from '../insertion.ts';
import { rideKind, type PlanProblem } from '../plan-problem.ts';
import { emptyPlan, planCost, planProposal, routeVisits, type Plan } from '../plan.ts';
import { randomProblem } from '../random-problem.ts';
import { randomIndex, seededRandom } from '../../containers/random.ts';
import { descend } from './descend.ts';
import { exchange } from './exchange.ts';
import { apply, evaluate, type Move } from './move.ts';
import { relocate } from './relocate.ts';
import { emptyPlaces, swapTails } from './tails.ts';
import { zeroSplit } from './zero-split.ts';

function filledPlan(seed: number) {
  const problem = randomProblem(seed, { vehicles: 3, rides: 9, locations: 8, horizonSec: 120, plain: seed % 2 === 0 });
  const plan = emptyPlan(problem);
  for (let ride = 0; ride < problem.rideCount; ride++) {
    if (problem.rideKind[ride] !== rideKind.waiting) continue;
    const options = bestInsertions(problem, plan, ride, 3);
    const chosen = options[seed % Math.max(1, options.length)]; // not always the best: leaves something to improve
    if (chosen !== undefined) applyInsertion(problem, plan, chosen);
  }
  return { problem, plan };
}

/** Two vehicles, two empty places of the first and one of the second. */
function anyStretch(problem: PlanProblem, plan: Plan, any: (count: number) => number) {
  const [from, to] = [any(3), any(3)];
  const places = emptyPlaces(problem, routeVisits(plan, from));
  const targets = emptyPlaces(problem, routeVisits(plan, to));
  const at = (list: readonly number[]) => list[any(Math.max(1, list.length))] ?? 0;
  return [from, at(places), at(places), to, at(targets)] as const;
}

const broken = (problem: PlanProblem, plan: Plan) =>
  checkPlan(problem, planProposal(problem, plan)).filter(({ vehicle }) => plan.routeMisfit[vehicle] === 0);

test('every move that is applied changes the cost by its price and breaks nothing', () => {
  const applied: Record<string, number> = {};
  for (let seed = 1; seed <= 60; seed++) {
    const { problem, plan } = filledPlan(seed);
    const random = seededRandom(seed);
    const any = (count: number) => randomIndex(random, count);
    for (let k = 0; k < 30; k++) {
      const moves: (Move | null)[] = [
        relocate(problem, plan, any(problem.rideCount), any(3)),
        exchange(problem, plan, any(problem.rideCount), any(problem.rideCount)),
        swapTails(problem, plan, any(3), any(8), any(3), any(8)),
        zeroSplit(problem, plan, ...anyStretch(problem, plan, any)),
      ];
      for (const move of moves) {
        if (move === null || plan.routeMisfit.some((reason) => reason !== 0)) continue;
        const price = evaluate(problem, plan, move);
        if (price === Infinity) continue;
        const before = planCost(problem, plan);
        apply(problem, plan, move);
        expect(planCost(problem, plan), `seed ${seed}, ${move.name}`).toBe(before + price);
        expect(broken(problem, plan), `seed ${seed}, ${move.name}`).toEqual([]);
        applied[move.name] = (applied[move.name] ?? 0) + 1;
        break; // the other moves were made for the plan before
      }
    }
  }
  for (const name of ['relocate', 'exchange', 'tails', 'zeroSplit']) expect(applied[name], name).toBeGreaterThan(0);
});

test('descending ends where no move lowers the cost', () => {
  let better = 0;
  for (let seed = 1; seed <= 15; seed++) {
    const { problem, plan } = filledPlan(seed);
    const before = planCost(problem, plan);
    const applied = descend(problem, plan);
    const count = Object.values(applied).reduce((sum, times) => sum + times, 0);
    expect(planCost(problem, plan) < before, `seed ${seed}`).toBe(count > 0);
    if (count > 0) better++;
    expect(descend(problem, plan), `seed ${seed}`).toEqual({});
    expect(broken(problem, plan), `seed ${seed}`).toEqual([]);
  }
  expect(better).toBeGreaterThan(1);
});

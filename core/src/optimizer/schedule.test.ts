/** The schedule routine against trying every whole second for every visit. */
import { expect, test } from 'vitest';
import { driveTimes } from './drive-times.ts';
import { addRide, addVehicle, planProblem, type PlanProblem } from './plan-problem.ts';
import { emptyPlan, type Plan } from './plan.ts';
import { randomIndex, seededRandom, type Random } from '../containers/random.ts';
import { scheduleRoute } from './schedule.ts';

/** Three riders in a line town (minute by minute), windows and ride limits that nearly exclude each other. */
function tightProblem(random: Random): PlanProblem {
  const table = new Int32Array(16).map((_, index) => Math.abs((index >> 2) - (index & 3)));
  const problem = planProblem({ driveTimes: [driveTimes(4, table, { triangleExcessSec: 0 })] });
  const maxDurationSec = random() < 0.5 ? 10 + randomIndex(random, 14) : 1000;
  addVehicle(problem, {
    startLocation: 0,
    startSec: 0,
    endLocation: 0,
    endSec: 32,
    configurations: [[9]],
    maxDurationSec,
  });
  for (let ride = 0; ride < 3; ride++) {
    const earliest = randomIndex(random, 6);
    const arriveBy = 4 + randomIndex(random, 12);
    addRide(problem, {
      stopPairs: [{ pickup: randomIndex(random, 4), dropoff: randomIndex(random, 4) }],
      pickupWindowSec: [earliest, earliest + 4 + randomIndex(random, 10)],
      dropoffWindowSec: [arriveBy, arriveBy + 4 + randomIndex(random, 8)],
      maxRideSec: 4 + randomIndex(random, 10),
      pickupDwellSec: randomIndex(random, 2),
      dropoffDwellSec: randomIndex(random, 2),
      load: [1],
    });
  }
  return problem;
}

function randomOrder(random: Random): number[] {
  const visits: number[] = [];
  for (let ride = 0; ride < 3; ride++) {
    const pickupAt = randomIndex(random, visits.length + 1);
    visits.splice(pickupAt, 0, 2 * ride);
    visits.splice(pickupAt + 1 + randomIndex(random, visits.length - pickupAt), 0, 2 * ride + 1);
  }
  return visits;
}

/** The smallest begin of each service over all feasible whole-second schedules, or null. */
function tryEverySecond(problem: PlanProblem, visits: number[], latestStart: number): number[] | null {
  const times = problem.driveTimes[0]!;
  const place = (visit: number) =>
    (visit % 2 === 0 ? problem.pairPickup : problem.pairDropoff)[(visit >> 1) * problem.stopPairLimit]!;
  const smallest = visits.map(() => Infinity);
  const begins: number[] = [];
  const walk = (index: number, here: number, ready: number, start: number): void => {
    if (index === visits.length) {
      const end = ready + times.sec[here * 4]!;
      if (end > problem.endSec[0]! || end - start > problem.maxDurationSec[0]!) return;
      begins.forEach((begin, k) => (smallest[k] = Math.min(smallest[k]!, begin)));
      return;
    }
    const visit = visits[index]!;
    const there = place(visit);
    const arrival = ready + times.sec[here * 4 + there]!;
    for (
      let begin = Math.max(arrival, problem.visitEarliestSec[visit]!);
      begin <= problem.visitLatestSec[visit]!;
      begin++
    ) {
      if (visit % 2 === 1) {
        const boarded = begins[visits.indexOf(visit - 1)]! + problem.visitDwellSec[visit - 1]!;
        if (begin - boarded > problem.maxRideSec[visit >> 1]!) break;
      }
      begins[index] = begin;
      walk(index + 1, there, begin + problem.visitDwellSec[visit]!, start);
    }
  };
  for (let start = 0; start <= latestStart; start++) walk(0, 0, start, start);
  return smallest[0] === Infinity ? null : smallest;
}

test('the schedule is feasible exactly when some whole-second schedule is, and is the earliest of all', () => {
  const seen = { feasible: 0, infeasible: 0, delayed: 0 };
  for (let seed = 1; seed <= 600; seed++) {
    const random = seededRandom(seed);
    const problem = tightProblem(random);
    const plan: Plan = emptyPlan(problem);
    const visits = randomOrder(random);
    const schedule = scheduleRoute(problem, plan, 0, visits);
    const slow = tryEverySecond(problem, visits, problem.maxDurationSec[0]! < 100 ? 12 : 0);
    const fast = schedule.misfit === null ? schedule.stops.map((stop) => stop.serviceSec) : null;
    expect(fast, `seed ${seed}`).toEqual(slow);
    if (slow === null) seen.infeasible++;
    else seen.feasible++;
    const onTime = schedule.stops.every(
      (stop) => stop.serviceSec === Math.max(stop.arrivalSec, problem.visitEarliestSec[stop.visit]!),
    );
    if (slow !== null && !onTime) seen.delayed++;
  }
  expect(seen.feasible).toBeGreaterThan(50);
  expect(seen.infeasible).toBeGreaterThan(50);
  expect(seen.delayed).toBeGreaterThan(10);
});

test('boarding is delayed by just what would ride too long', () => {
  // 0 –2– 1: the rider may board from 0, must not arrive before 10, and may ride at most 5: boards at 5, not at 0.
  const problem = planProblem({ driveTimes: [driveTimes(2, Int32Array.of(0, 2, 2, 0))] });
  addVehicle(problem, { startLocation: 0, startSec: 0, configurations: [[4]] });
  addRide(problem, {
    stopPairs: [{ pickup: 0, dropoff: 1 }],
    pickupWindowSec: [0, 9],
    dropoffWindowSec: [10, 20],
    maxRideSec: 5,
    load: [1],
  });
  const schedule = scheduleRoute(problem, emptyPlan(problem), 0, [0, 1]);
  expect(schedule.stops.map((stop) => stop.serviceSec)).toEqual([5, 10]);
});

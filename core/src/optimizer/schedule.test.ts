/** The schedule routine against trying every whole second for every visit. */
import { expect, test } from 'vitest';
import { driveSecAt, driveTimes, driveTimesByPeriod, leastTimes, type DriveTimes } from './drive-times.ts';
import { addRide, addVehicle, planProblem, type PlanProblem } from './plan-problem.ts';
import { emptyPlan, type Plan } from './plan.ts';
import { randomIndex, seededRandom, type Random } from '../containers/random.ts';
import { scheduleRoute } from './schedule.ts';

/** Three riders in a line town (minute by minute), windows and ride limits that nearly exclude each other. */
function tightProblem(random: Random, hasPeriods = false): PlanProblem {
  const table = new Int32Array(16).map((_, index) => Math.abs((index >> 2) - (index & 3)));
  const usual = driveTimes(4, table, { triangleExcessSec: 0 });
  const problem = planProblem({ driveTimes: [hasPeriods ? withPeak(random, usual) : usual] });
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

/** For a while of the half minute everything takes two or three times as long. */
function withPeak(random: Random, usual: DriveTimes): DriveTimes {
  const factor = 2 + randomIndex(random, 2);
  const from = 2 + randomIndex(random, 12);
  const peak = usual.sec.map((sec) => sec * factor) as Int32Array;
  const tables = random() < 0.5 ? [usual.sec, peak, usual.sec] : [peak, usual.sec, peak];
  return driveTimesByPeriod(usual, { switchSec: [from, from + 1 + randomIndex(random, 9)], tables });
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

/** Goes on by 1/w of the way in a second in which the whole way takes w; counted in shares of a common multiple. */
function drivenSecondBySecond(times: DriveTimes, at: number, departSec: number): number {
  if (times.periods === null || times.sec[at] === 0) return times.sec[at]!;
  const { switchSec, tables } = times.periods;
  const whole = tables.reduce((product, table) => product * table[at]!, 1);
  let driven = 0;
  let sec = 0;
  for (; driven < whole; sec++) {
    const period = switchSec.filter((from) => from <= departSec + sec).length;
    driven += whole / tables[period]![at]!;
  }
  return sec;
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
      const end = ready + drivenSecondBySecond(times, here * 4, ready);
      if (end > problem.endSec[0]! || end - start > problem.maxDurationSec[0]!) return;
      begins.forEach((begin, k) => (smallest[k] = Math.min(smallest[k]!, begin)));
      return;
    }
    const visit = visits[index]!;
    const there = place(visit);
    const arrival = ready + drivenSecondBySecond(times, here * 4 + there, ready);
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

function compareSchedules(seeds: number, hasPeriods: boolean) {
  const seen = { feasible: 0, infeasible: 0, delayed: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const random = seededRandom(seed);
    const problem = tightProblem(random, hasPeriods);
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
  return seen;
}

test('the schedule is feasible exactly when some whole-second schedule is, and is the earliest of all', () => {
  const seen = compareSchedules(600, false);
  expect(seen.feasible).toBeGreaterThan(50);
  expect(seen.infeasible).toBeGreaterThan(50);
  expect(seen.delayed).toBeGreaterThan(10);
});

test('the same when drives take other times in a period that begins and ends in the middle of the trip', () => {
  const seen = compareSchedules(400, true);
  expect(seen.feasible).toBeGreaterThan(30);
  expect(seen.infeasible).toBeGreaterThan(50);
  expect(seen.delayed).toBeGreaterThan(10);
});

test('a drive uses each period for the part of the way driven in it, and who leaves later never arrives earlier', () => {
  const random = seededRandom(3);
  let crossings = 0;
  for (let round = 1; round <= 300; round++) {
    const tables = [0, 1, 2].map(() => driveTimes(2, Int32Array.of(0, 1 + randomIndex(random, 12), 1, 0)));
    const first = randomIndex(random, 15);
    const times = driveTimesByPeriod(leastTimes(tables), {
      switchSec: [first, first + 1 + randomIndex(random, 8)],
      tables: tables.map(({ sec }) => sec),
    });
    let arrivedBefore = -Infinity;
    for (let departSec = 0; departSec < 30; departSec++) {
      const sec = driveSecAt(times, 0, 1, departSec);
      expect(sec, `round ${round}, departs ${departSec}`).toBe(drivenSecondBySecond(times, 1, departSec));
      expect(sec).toBeGreaterThanOrEqual(times.sec[1]!);
      expect(departSec + sec).toBeGreaterThanOrEqual(arrivedBefore);
      arrivedBefore = departSec + sec;
      if (tables.every((table) => table.sec[1] !== sec)) crossings++;
    }
  }
  expect(crossings).toBeGreaterThan(100);
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

/** Binding limits against the obvious way: the problem is built anew without the limit, and every insertion is tried. */
import { expect, test } from 'vitest';
import { bindingOf, driveClassesOf, liftableLimits, type LiftableLimit } from './binding.ts';
import { everyInsertion } from './every-insertion.ts';
import { applyInsertion, bestInsertions } from './insertion.ts';
import { FOREVER, NONE, replaceRide, rideKind, type PlanProblem } from './plan-problem.ts';
import { emptyPlan, planProposal, refreshRoute, routeVisits, setRoute, type Plan } from './plan.ts';
import { randomProblem } from './random-problem.ts';
import { explainRefusal, rideInputOf } from './refusal.ts';

/** Rides put in one by one; two classes of vehicles on the same streets; the answer names the rides that did not fit. */
function fullDay(seed: number) {
  const problem = randomProblem(seed, { vehicles: 3, rides: 9, locations: 7, horizonSec: 60, periods: seed % 5 === 0 });
  problem.driveTimes.push(problem.driveTimes[0]!);
  problem.driveClass[1] = 1;
  const plan = emptyPlan(problem);
  const refused: number[] = [];
  for (let ride = 0; ride < problem.rideCount; ride++) {
    if (problem.rideKind[ride] !== rideKind.waiting) continue;
    const best = bestInsertions(problem, plan, ride, 1)[0];
    if (best) applyInsertion(problem, plan, best);
    else refused.push(ride);
  }
  if (seed % 3 === 0) problem.frozenVisits[0] = Math.min(1, plan.length[0]!);
  refreshRoute(problem, plan, 0);
  return { problem, plan, refused };
}

/** Takes a limit of a ride, or of the vehicles of a class, away for good. */
function lift(problem: PlanProblem, plan: Plan, ride: number, limit: LiftableLimit, driveClass: number): void {
  const input = rideInputOf(problem, ride);
  const change = {
    compatibility: { needs: 0, vehicle: NONE },
    capacity: { load: [0, 0] },
    sharing: { mustNotShareWith: [], group: 0 },
    rideTime: { maxRideSec: FOREVER },
    dropoffWindow: { dropoffWindowSec: [-FOREVER, FOREVER] },
    pickupWindow: { pickupWindowSec: [input.pickupWindowSec![0], FOREVER] },
  }[limit as string] as object | undefined;
  if (change) replaceRide(problem, ride, { ...input, ...change });
  if (limit === 'sharing') for (const avoided of problem.mustNotShare.values()) avoided.delete(ride);
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    if (problem.driveClass[vehicle] !== driveClass) continue;
    if (limit === 'shiftEnd') problem.endSec[vehicle] = problem.maxDurationSec[vehicle] = FOREVER;
    if (limit === 'hoursOfWork') problem.maxDriveSec[vehicle] = problem.maxDriveBetweenBreaksSec[vehicle] = FOREVER;
    const visits = routeVisits(plan, vehicle);
    const isBreak = (visit: number) => problem.rideKind[visit >> 1] === rideKind.break;
    const frozen = visits.slice(0, problem.frozenVisits[vehicle]);
    const isBegun = (visit: number) => frozen.some((other) => other >> 1 === visit >> 1);
    if (limit === 'promises')
      setRoute(
        problem,
        plan,
        vehicle,
        visits.filter((v) => isBreak(v) || isBegun(v)),
      );
    else if (limit === 'break') {
      // Without its breaks the checker would miss them: they are no rides of this problem any more.
      for (const visit of visits.filter(isBreak)) problem.fixedVehicle[visit >> 1] = NONE;
      setRoute(
        problem,
        plan,
        vehicle,
        visits.filter((v) => !isBreak(v)),
      );
    } else refreshRoute(problem, plan, vehicle);
  }
}

/** Routes with their times, chosen stops and limits: what must be as it was after a question. */
function everythingIn(problem: PlanProblem, plan: Plan): string {
  const { endSec, maxDurationSec, maxDriveSec, maxDriveBetweenBreaksSec } = problem;
  const limits = [endSec, maxDurationSec, maxDriveSec, maxDriveBetweenBreaksSec].map((array) =>
    Array.from(array.slice(0, 3)),
  );
  const { routes, stopPair } = planProposal(problem, plan);
  return JSON.stringify([routes, routes.flatMap(({ visits }) => visits.map((visit) => stopPair[visit >> 1])), limits]);
}

test('a limit binds alone exactly when there is a way as soon as it is taken away', () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= 30; seed++) {
    const { refused } = fullDay(seed);
    for (const ride of refused.slice(0, 2)) {
      const { problem, plan } = fullDay(seed);
      const before = everythingIn(problem, plan);
      const bindings = driveClassesOf(problem).map((name) =>
        bindingOf(problem, plan, rideInputOf(problem, ride), name),
      );
      expect(everythingIn(problem, plan)).toBe(before);
      for (const { driveClass, alone, binding } of bindings) {
        const expected = liftableLimits.filter((limit) => {
          const lifted = fullDay(seed);
          lift(lifted.problem, lifted.plan, ride, limit, driveClass);
          const found = everyInsertion(lifted.problem, lifted.plan, ride);
          return found.some(({ key }) => problem.driveClass[key[1]!] === driveClass);
        });
        expect(alone, `seed ${seed}, ride ${ride}, class ${driveClass}`).toEqual(binding === 'noRoad' ? [] : expected);
        for (const name of [binding, ...alone]) seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    }
  }
  const names = [
    'compatibility',
    'capacity',
    'sharing',
    'promises',
    'shiftEnd',
    'dropoffWindow',
    'pickupWindow',
    'several',
  ];
  for (const name of names) expect(seen.get(name) ?? 0, `${name} in ${JSON.stringify([...seen])}`).toBeGreaterThan(0);
});

test('the nearest shifts are the first at which there is a way, and each change that is offered is one', () => {
  const seen = { earlier: 0, later: 0, otherStop: 0, none: 0 };
  const stepSec = 5;
  for (let seed = 1; seed <= 30; seed++) {
    const { refused, problem, plan } = fullDay(seed);
    for (const ride of refused.slice(0, 2)) {
      const label = `seed ${seed}, ride ${ride}`;
      const otherStopPairs = [{ pickup: seed % 7, dropoff: (seed + 3) % 7 }];
      const found = explainRefusal(problem, plan, ride, { stepSec, farthestSec: 40, nowSec: 0, otherStopPairs });
      const slow = (change: object) => {
        const day = fullDay(seed);
        replaceRide(day.problem, ride, { ...rideInputOf(day.problem, ride), ...change });
        return everyInsertion(day.problem, day.plan, ride)[0] ?? null;
      };
      const input = rideInputOf(problem, ride);
      const shifted = (bySec: number) => ({
        requestedSec: input.requestedSec! + bySec,
        pickupWindowSec: moved(input.pickupWindowSec!, bySec),
        dropoffWindowSec: moved(input.dropoffWindowSec!, bySec),
      });
      for (const [name, sign] of [
        ['earlier', -1],
        ['later', 1],
      ] as const) {
        const shifts = Array.from({ length: 8 }, (_, k) => sign * stepSec * (k + 1)).filter(
          (bySec) => input.pickupWindowSec![0] + bySec >= 0,
        );
        const first = shifts.find((bySec) => slow(shifted(bySec)) !== null) ?? null;
        expect(found[name]?.shiftSec ?? null, `${label}, ${name}`).toBe(first);
        if (first !== null) expect(found[name]!.insertion.cost.total, label).toBe(slow(shifted(first))!.price);
        seen[first === null ? 'none' : name]++;
      }
      const other = slow({ stopPairs: otherStopPairs });
      expect(found.otherStop?.cost.total ?? null, label).toBe(other?.price ?? null);
      if (other) seen.otherStop++;
    }
  }
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
});

function moved([from, until]: readonly [number, number], bySec: number): readonly [number, number] {
  return [from <= -FOREVER ? from : from + bySec, until >= FOREVER ? until : until + bySec];
}

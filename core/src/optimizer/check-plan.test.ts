/** Each rule of the checker, broken once on purpose. */
import { expect, test } from 'vitest';
import { checkPlan, type PlanProposal } from './check-plan.ts';
import { driveTimes } from './drive-times.ts';
import {
  addBreak,
  addRide,
  addVehicle,
  planProblem,
  type PlanProblem,
  type RideInput,
  type VehicleInput,
} from './plan-problem.ts';

/** A line of five places 10 s apart; one vehicle at place 0 with two seats; rides of one person. */
function line(
  vehicle: Partial<VehicleInput>,
  rides: readonly (Partial<RideInput> & { from: number; to: number })[],
): PlanProblem {
  const table = new Int32Array(25).map((_, index) => Math.abs(Math.floor(index / 5) - (index % 5)) * 10);
  const problem = planProblem({ driveTimes: [driveTimes(5, table, { triangleExcessSec: 0 })] });
  addVehicle(problem, { startLocation: 0, startSec: 0, configurations: [[2]], ...vehicle });
  for (const { from, to, ...ride } of rides)
    addRide(problem, { stopPairs: [{ pickup: from, dropoff: to }], load: [1], ...ride });
  return problem;
}

function plan(visits: number[], serviceSec: number[] | null = null, stopPair: number[] = [0, 0, 0, 0]): PlanProposal {
  return { routes: [{ vehicle: 0, visits, serviceSec }], stopPair };
}

const rulesBroken = (problem: PlanProblem, proposal: PlanProposal, options = {}) => [
  ...new Set(checkPlan(problem, proposal, options).map((violation) => violation.rule)),
];
const two = [
  { from: 1, to: 3 },
  { from: 2, to: 4 },
];

test('a plan that keeps everything has no violations', () => {
  expect(rulesBroken(line({}, two), plan([0, 2, 1, 3], [10, 20, 30, 40]), { mustServe: [0, 1] })).toEqual([]);
  expect(rulesBroken(line({}, two), plan([0, 2, 1, 3]))).toEqual([]);
});

test('structure: twice, half, backwards, unknown, missing', () => {
  expect(rulesBroken(line({}, two), plan([0, 1, 0, 1]))).toContain('visitedTwice');
  expect(rulesBroken(line({}, two), plan([0]))).toEqual(['precedence']);
  expect(rulesBroken(line({}, two), plan([1, 0]))).toContain('precedence');
  expect(rulesBroken(line({}, two), plan([8, 9]))).toContain('unknownVisit');
  expect(rulesBroken(line({}, two), plan([0, 1]), { mustServe: [1] })).toEqual(['notServed']);
  expect(
    rulesBroken(line({}, two), { routes: [{ vehicle: 3, visits: [0, 1], serviceSec: null }], stopPair: [0, 0] }),
  ).toEqual(['vehicle']);
});

test('committed times: too early to be there, outside the window, too long on board, after the shift, too long a duty', () => {
  expect(rulesBroken(line({}, two), plan([0, 1], [9, 30]))).toEqual(['driveTime']);
  expect(rulesBroken(line({}, [{ from: 1, to: 3, pickupWindowSec: [0, 11] }]), plan([0, 1], [12, 32]))).toEqual([
    'timeWindow',
  ]);
  expect(rulesBroken(line({}, [{ from: 1, to: 3, maxRideSec: 20 }]), plan([0, 1], [10, 31]))).toEqual(['rideTime']);
  expect(rulesBroken(line({ endSec: 29 }, two), plan([0, 1], [10, 30]))).toEqual(['shift']);
  expect(rulesBroken(line({ maxDurationSec: 29 }, two), plan([0, 1], [10, 30]))).toEqual(['duration']);
  expect(rulesBroken(line({ maxDurationSec: 30 }, two), plan([0, 1], [50, 70]))).toEqual([]);
});

test('without times the checker looks for some', () => {
  const ride = {
    from: 1,
    to: 3,
    pickupWindowSec: [0, 5] as const,
    dropoffWindowSec: [30, 40] as const,
    maxRideSec: 24,
  };
  expect(rulesBroken(line({ startLocation: 1 }, [ride]), plan([0, 1]))).toEqual(['noFeasibleTimes']);
  expect(rulesBroken(line({ startLocation: 1 }, [{ ...ride, maxRideSec: 25 }]), plan([0, 1]))).toEqual([]);
});

test('room, skills, reserved vehicle, stop pair', () => {
  expect(rulesBroken(line({ configurations: [[1]] }, two), plan([0, 2, 1, 3]))).toEqual(['capacity']);
  expect(rulesBroken(line({ configurations: [[1], [2]] }, two), plan([0, 2, 1, 3]))).toEqual([]);
  expect(rulesBroken(line({ skills: 1 }, [{ from: 1, to: 2, needs: 2 }]), plan([0, 1]))).toEqual(['compatibility']);
  expect(rulesBroken(line({}, [{ from: 1, to: 2, vehicle: 7 }]), plan([0, 1]))).toEqual(['compatibility']);
  expect(rulesBroken(line({}, two), plan([0, 1], null, [2]))).toContain('stopPair');
});

test('who rides with whom', () => {
  const apart = [two[0]!, { ...two[1]!, mustNotShareWith: [0] }];
  expect(rulesBroken(line({}, apart), plan([0, 2, 1, 3]))).toEqual(['mustNotShare']);
  expect(rulesBroken(line({}, apart), plan([0, 1, 2, 3]))).toEqual([]);
  const together = two.map((ride) => ({ ...ride, group: 5 }));
  expect(rulesBroken(line({}, together), plan([0, 1, 2, 3]))).toEqual(['group']);
  expect(rulesBroken(line({}, together), plan([0, 2, 3, 1]))).toEqual([]);
});

test('breaks: present, with nobody aboard, and driving hours start anew after them', () => {
  const withBreak = (vehicle: Partial<VehicleInput>, countsSec?: number) => {
    const problem = line(vehicle, two);
    const counted = countsSec === undefined ? {} : { countsSec };
    addBreak(problem, { vehicle: 0, location: 3, windowSec: [0, 100], durationSec: 5, ...counted });
    return problem;
  };
  expect(rulesBroken(withBreak({}), plan([0, 1]))).toEqual(['breakMissing']);
  expect(rulesBroken(withBreak({}), plan([0, 4, 1]))).toEqual(['aboardAtBreak']);
  expect(rulesBroken(withBreak({ maxDriveBetweenBreaksSec: 30 }), plan([0, 1, 4, 2, 3]))).toEqual([]);
  expect(rulesBroken(withBreak({ maxDriveBetweenBreaksSec: 29 }), plan([0, 1, 4, 2, 3]))).toEqual(['driveLimit']);
  const law = { maxDriveBetweenBreaksSec: 30, breakNeededSec: 8 };
  expect(rulesBroken(withBreak(law), plan([0, 1, 4, 2, 3]))).toEqual(['driveLimit']); // five of eight seconds
  expect(rulesBroken(withBreak({ ...law, brokenSec: 3 }), plan([0, 1, 4, 2, 3]))).toEqual([]);
  expect(rulesBroken(withBreak({ ...law, brokenSec: 3 }, 0), plan([0, 1, 4, 2, 3]))).toEqual(['driveLimit']);
});

test('riders on board are dropped off in time, counted from their boarding', () => {
  const aboard = [{ from: 0, to: 3, boardedSec: -10, maxRideSec: 40, vehicle: 0 }];
  expect(rulesBroken(line({}, aboard), plan([1], [30]))).toEqual([]);
  expect(rulesBroken(line({}, aboard), plan([1], [31]))).toEqual(['rideTime']);
  expect(rulesBroken(line({}, aboard), plan([]))).toEqual(['notServed']);
  expect(rulesBroken(line({}, aboard), plan([0, 1]))).toEqual(['unknownVisit']);
});

test('frozen visits stay first, and promised rides stay in', () => {
  const problem = line({ frozenVisits: 1 }, two);
  const before = plan([0, 1, 2, 3]);
  expect(rulesBroken(problem, plan([0, 2, 1, 3]), { before })).toEqual([]);
  expect(rulesBroken(problem, plan([2, 0, 1, 3]), { before })).toEqual(['frozenPrefix']);
  expect(rulesBroken(problem, plan([0, 1]), { before })).toEqual(['notServed']);
});

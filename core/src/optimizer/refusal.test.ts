import { expect, test } from 'vitest';
import { bindingOf } from './binding.ts';
import { driveTimes } from './drive-times.ts';
import { applyInsertion, bestInsertions } from './insertion.ts';
import {
  addBreak,
  addRide,
  addVehicle,
  FOREVER,
  planProblem,
  type PlanProblem,
  type RideInput,
} from './plan-problem.ts';
import { problemMistakes } from './problem-mistakes.ts';
import { emptyPlan, planProposal, refreshRoute } from './plan.ts';
import { explainRefusal, rideInputOf } from './refusal.ts';

/** A line of five places 100 s apart; a taxi with two seats at place 0. */
function lineTown(): PlanProblem {
  const table = new Int32Array(25).map((_, index) => Math.abs(Math.floor(index / 5) - (index % 5)) * 100);
  const problem = planProblem({ driveTimes: [driveTimes(5, table, { triangleExcessSec: 0 })] });
  addVehicle(problem, { startLocation: 0, startSec: 0, configurations: [[2]], endSec: 5000 });
  return problem;
}

function refuse(ride: RideInput, options = {}) {
  const problem = lineTown();
  const plan = emptyPlan(problem);
  const index = addRide(problem, ride);
  expect(bestInsertions(problem, plan, index, 1)).toEqual([]);
  const before = JSON.stringify([planProposal(problem, plan).routes, rideInputOf(problem, index)]);
  const refusal = explainRefusal(problem, plan, index, options);
  expect(JSON.stringify([planProposal(problem, plan).routes, rideInputOf(problem, index)])).toBe(before);
  return refusal;
}

const far: RideInput = {
  stopPairs: [{ pickup: 4, dropoff: 3 }],
  pickupWindowSec: [0, 200],
  dropoffWindowSec: [0, 2000],
  load: [1],
};

test('too far to be there in time: the pickup window binds, later is offered', () => {
  const refusal = refuse(far, { stepSec: 100 });
  expect(refusal.byDriveClass).toEqual([
    { driveClass: 0, vehicles: 1, binding: 'pickupWindow', alone: ['pickupWindow'] },
  ]);
  expect(refusal.later?.shiftSec).toBe(200); // 4 × 100 s away, window until 200
  expect(refusal.later?.insertion.pickupSec).toBe(400);
  expect(refusal.earlier).toBe(null);
});

test('another stop is offered when it would do', () => {
  const refusal = refuse(far, { otherStopPairs: [{ pickup: 2, dropoff: 3, walkCost: 60 }] });
  expect(refusal.otherStop?.pickupSec).toBe(200);
});

test('a party too large: room binds, the largest party that fits is named', () => {
  const refusal = refuse({ ...far, pickupWindowSec: [0, 2000], load: [4] });
  expect(refusal.byDriveClass[0]!.binding).toBe('capacity');
  expect(refusal.fewerPeople?.load).toEqual([2]);
});

test('a vehicle that is due elsewhere: the promise to the other rider binds, or the end of the shift', () => {
  const problem = lineTown();
  const plan = emptyPlan(problem);
  const first = addRide(problem, {
    stopPairs: [{ pickup: 0, dropoff: 4 }],
    dropoffWindowSec: [0, 400],
    pickupWindowSec: [0, 0],
    load: [1],
  });
  applyInsertion(problem, plan, bestInsertions(problem, plan, first, 1)[0]!);
  problem.endSec[0] = 450;
  refreshRoute(problem, plan, 0);
  const back = addRide(problem, { stopPairs: [{ pickup: 4, dropoff: 0 }], pickupWindowSec: [0, 9000], load: [1] });
  const [byClass] = explainRefusal(problem, plan, back).byDriveClass;
  expect(byClass).toMatchObject({ binding: 'shiftEnd', alone: ['shiftEnd'] }); // home at 800 s, with nobody else as well
  const across = addRide(problem, { stopPairs: [{ pickup: 0, dropoff: 1 }], pickupWindowSec: [10, 60], load: [2] });
  expect(explainRefusal(problem, plan, across).byDriveClass[0]!.alone).toEqual(['promises']);
});

test('a break, hours of work and the longest ride bind, too', () => {
  const problem = lineTown();
  const ride: RideInput = {
    stopPairs: [{ pickup: 1, dropoff: 3 }],
    pickupWindowSec: [100, 150],
    dropoffWindowSec: [0, 400],
    load: [1],
  };
  const alone = (change: Partial<RideInput> = {}) =>
    bindingOf(problem, emptyPlan(problem), { ...ride, ...change }, 0).alone;
  expect(alone({ maxRideSec: 150 })).toEqual(['rideTime']);
  problem.maxDriveSec[0] = 250;
  expect(alone()).toEqual(['hoursOfWork']);
  problem.maxDriveSec[0] = FOREVER;
  addBreak(problem, { vehicle: 0, location: 0, windowSec: [50, 80], durationSec: 200 });
  expect(alone()).toEqual(['break']);
});

test('mistakes of an input are told all at once', () => {
  const table = Int32Array.of(0, 9, 1, 1, 0, 1, 1, 1, 0); // 0→1 direct 9, over 2 it is 2
  const problem = planProblem({ driveTimes: [driveTimes(3, table, { triangleExcessSec: 0 })] });
  addRide(problem, {
    stopPairs: [{ pickup: 0, dropoff: 1 }],
    pickupWindowSec: [10, 5],
    dropoffWindowSec: [0, 12],
    load: [3],
    pickupDwellSec: -1,
  });
  const codes = problemMistakes(problem).map((mistake) => mistake.code);
  expect(codes).toEqual([
    'noVehicles',
    'triangleInequality',
    'emptyWindow',
    'negativeTime',
    'tooLarge',
    'impossibleRide',
  ]);
});

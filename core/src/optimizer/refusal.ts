/**
 * Why a ride can't be served, and the nearest things that can: for refusals that carry a reason and a counter-offer.
 *
 *     const refusal = explainRefusal(problem, plan, ride, { otherStopPairs });
 *     refusal.byDriveClass[0].binding;  // 'pickupWindow': relaxing it alone would do
 *     refusal.later?.shiftSec;          // the same ride so much later fits
 *
 * Works by asking again with one thing changed (in a ride slot of its own, freed afterwards). Some tens of insertion
 * searches; not for the hot path.
 */
import { bestInsertions, loadScan, mayServe, scanVehicle, type Insertion } from './insertion.ts';
import { insertionScan } from './insertion-scan.ts';
import {
  addRide,
  FOREVER,
  NONE,
  removeRide,
  rideKind,
  type PlanProblem,
  type RideInput,
  type StopPair,
} from './plan-problem.ts';
import { chooseStopPair, fitPlan, type Plan } from './plan.ts';

/** `several`: no single one; `promises`: even without limits of its own, it would break a promise, a shift or a break. */
export type BindingConstraint =
  | 'noVehicle'
  | 'noRoad'
  | 'compatibility'
  | 'capacity'
  | 'sharing'
  | 'rideTime'
  | 'dropoffWindow'
  | 'pickupWindow'
  | 'several'
  | 'promises';

export interface Refusal {
  readonly byDriveClass: readonly { readonly driveClass: number; readonly binding: BindingConstraint }[];
  /** Smallest shift of both windows, earlier or later, that makes the ride possible. */
  readonly earlier: { readonly shiftSec: number; readonly insertion: Insertion } | null;
  readonly later: { readonly shiftSec: number; readonly insertion: Insertion } | null;
  /** Cheapest of the other stop pairs that were offered; `stopPair` of the insertion is an index into them. */
  readonly otherStop: Insertion | null;
  /** The largest smaller party that fits: its load by dimension. */
  readonly fewerPeople: { readonly load: readonly number[]; readonly insertion: Insertion } | null;
}

export interface RefusalOptions {
  readonly otherStopPairs?: readonly StopPair[];
  readonly stepSec?: number;
  readonly farthestSec?: number;
  /** No shift may let boarding begin before this. */
  readonly nowSec?: number;
}

/** Explains why an unassigned ride does not fit the plan as it stands. The plan and the ride are unchanged afterwards. */
export function explainRefusal(problem: PlanProblem, plan: Plan, ride: number, options: RefusalOptions = {}): Refusal {
  const input = rideInputOf(problem, ride);
  const { stepSec = 300, farthestSec = 7200, nowSec = -FOREVER, otherStopPairs = [] } = options;
  const classes = [...new Set(problem.driveClass.subarray(0, problem.vehicleCount))].sort((a, b) => a - b);
  return {
    byDriveClass: classes.map((driveClass) => ({ driveClass, binding: bindingFor(problem, plan, input, driveClass) })),
    earlier: nearestShift(problem, plan, input, -stepSec, farthestSec, nowSec),
    later: nearestShift(problem, plan, input, stepSec, farthestSec, nowSec),
    otherStop: otherStopPairs.length === 0 ? null : probe(problem, plan, { ...input, stopPairs: otherStopPairs }),
    fewerPeople: fewerPeople(problem, plan, input),
  };
}

/** A ride as it would have to be given to `addRide`. */
export function rideInputOf(problem: PlanProblem, ride: number): RideInput {
  const { dimensionCount, stopPairLimit } = problem;
  const pickup = 2 * ride;
  const stopPairs = Array.from({ length: problem.stopPairCount[ride]! }, (_, pair) => {
    const at = ride * stopPairLimit + pair;
    return {
      pickup: problem.pairPickup[at]!,
      dropoff: problem.pairDropoff[at]!,
      walkCost: problem.pairWalkCost[at]!,
      boardWalkSec: problem.pairBoardWalkSec[at]!,
      alightWalkSec: problem.pairAlightWalkSec[at]!,
    };
  });
  return {
    stopPairs,
    pickupWindowSec: [problem.visitEarliestSec[pickup]!, problem.visitLatestSec[pickup]!],
    dropoffWindowSec: [problem.visitEarliestSec[pickup + 1]!, problem.visitLatestSec[pickup + 1]!],
    maxRideSec: problem.maxRideSec[ride]!,
    requestedSec: problem.requestedSec[ride]!,
    softPickupSec: problem.visitSoftSec[pickup]!,
    softDropoffSec: problem.visitSoftSec[pickup + 1]!,
    load: [...problem.load.subarray(ride * dimensionCount, (ride + 1) * dimensionCount)],
    pickupDwellSec: problem.visitDwellSec[pickup]!,
    dropoffDwellSec: problem.visitDwellSec[pickup + 1]!,
    needs: problem.needs[ride]!,
    group: problem.group[ride]!,
    mustNotShareWith: [...(problem.mustNotShare.get(ride) ?? [])],
    vehicle: problem.fixedVehicle[ride]!,
    ...(problem.rideKind[ride] === rideKind.aboard ? { boardedSec: problem.boardedSec[ride]! } : {}),
  };
}

const anyTime = [-FOREVER, FOREVER] as const;

function bindingFor(problem: PlanProblem, plan: Plan, input: RideInput, driveClass: number): BindingConstraint {
  if (!hasVehicle(problem, driveClass)) return 'noVehicle';
  if (!hasRoad(problem, input, driveClass)) return 'noRoad';
  const noLoad = input.load.map(() => 0);
  const relaxations: [BindingConstraint, Partial<RideInput>][] = [
    ['pickupWindow', { pickupWindowSec: [input.pickupWindowSec![0], FOREVER] }],
    ['dropoffWindow', { dropoffWindowSec: anyTime }],
    ['rideTime', { maxRideSec: FOREVER }],
    ['capacity', { load: noLoad }],
    ['compatibility', { needs: 0, vehicle: NONE }],
    ['sharing', { mustNotShareWith: [], group: 0 }],
  ];
  for (const [name, change] of relaxations)
    if (isPossible(problem, plan, { ...input, ...change }, driveClass)) return name;
  const free: RideInput = {
    stopPairs: input.stopPairs,
    load: noLoad,
    pickupWindowSec: [input.pickupWindowSec![0], FOREVER],
  };
  return isPossible(problem, plan, free, driveClass) ? 'several' : 'promises';
}

function hasVehicle(problem: PlanProblem, driveClass: number): boolean {
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    if (problem.vehicleActive[vehicle] === 1 && problem.driveClass[vehicle] === driveClass) return true;
  }
  return false;
}

function hasRoad(problem: PlanProblem, input: RideInput, driveClass: number): boolean {
  const times = problem.driveTimes[driveClass]!;
  const reaches = (from: number, to: number) => times.sec[from * times.locationCount + to] !== times.unreachable;
  const reachable = ({ pickup, dropoff }: StopPair) => {
    if (!reaches(pickup, dropoff)) return false;
    for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
      const usable = problem.vehicleActive[vehicle] === 1 && problem.driveClass[vehicle] === driveClass;
      if (usable && reaches(problem.startLocation[vehicle]!, pickup)) return true;
    }
    return false;
  };
  return input.stopPairs.some(reachable);
}

function nearestShift(
  problem: PlanProblem,
  plan: Plan,
  input: RideInput,
  stepSec: number,
  farthestSec: number,
  nowSec: number,
): Refusal['later'] {
  const shifted = ([from, to]: readonly [number, number], by: number) =>
    [from <= -FOREVER ? from : from + by, to >= FOREVER ? to : to + by] as const;
  for (let shiftSec = stepSec; Math.abs(shiftSec) <= farthestSec; shiftSec += stepSec) {
    if (input.pickupWindowSec![0] + shiftSec < nowSec) return null;
    const insertion = probe(problem, plan, {
      ...input,
      requestedSec: input.requestedSec! + shiftSec,
      pickupWindowSec: shifted(input.pickupWindowSec!, shiftSec),
      dropoffWindowSec: shifted(input.dropoffWindowSec!, shiftSec),
    });
    if (insertion !== null) return { shiftSec, insertion };
  }
  return null;
}

function fewerPeople(problem: PlanProblem, plan: Plan, input: RideInput): Refusal['fewerPeople'] {
  const most = Math.max(...input.load);
  for (let people = most - 1; people >= 1; people--) {
    const load = input.load.map((places) => Math.min(places, people));
    const insertion = probe(problem, plan, { ...input, load });
    if (insertion !== null) return { load, insertion };
  }
  return null;
}

function probe(problem: PlanProblem, plan: Plan, input: RideInput): Insertion | null {
  return withProbe(problem, plan, input, (ride) => bestInsertions(problem, plan, ride, 1)[0] ?? null);
}

function isPossible(problem: PlanProblem, plan: Plan, input: RideInput, driveClass: number): boolean {
  return withProbe(problem, plan, input, (ride) => {
    const scan = insertionScan();
    for (let pair = 0; pair < input.stopPairs.length; pair++) {
      chooseStopPair(problem, plan, ride, pair);
      loadScan(problem, plan, scan, ride);
      for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
        scan.bound = Infinity;
        const inClass = problem.driveClass[vehicle] === driveClass;
        if (inClass && mayServe(problem, plan, vehicle, ride) && scanVehicle(problem, plan, scan, vehicle)) return true;
      }
    }
    return false;
  });
}

function withProbe<Answer>(problem: PlanProblem, plan: Plan, input: RideInput, ask: (ride: number) => Answer): Answer {
  const ride = addRide(problem, input);
  fitPlan(problem, plan);
  try {
    return ask(ride);
  } finally {
    removeRide(problem, ride);
  }
}

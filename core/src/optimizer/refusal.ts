/**
 * Why a ride can't be served, and the nearest things that can: for refusals that carry a reason and a counter-offer.
 *
 *     const refusal = explainRefusal(problem, plan, ride, { otherStopPairs });
 *     refusal.byDriveClass[0].binding;  // 'pickupWindow': lifting it alone would do (binding.ts)
 *     refusal.later?.shiftSec;          // the same ride so much later fits
 *
 * Works by asking again with one thing changed (in a ride slot of its own, freed afterwards). Some tens of insertion
 * searches; not for the hot path.
 */
import { bindingOf, driveClassesOf, withProbe, type ClassBinding } from './binding.ts';
import { bestInsertions, type Insertion } from './insertion.ts';
import { FOREVER, rideKind, type PlanProblem, type RideInput, type StopPair } from './plan-problem.ts';
import type { Plan } from './plan.ts';

export interface Refusal {
  readonly byDriveClass: readonly ClassBinding[];
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
  return {
    byDriveClass: driveClassesOf(problem).map((driveClass) => bindingOf(problem, plan, input, driveClass)),
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
    mustNotShareWith: mustNotShareWith(problem, ride),
    vehicle: problem.fixedVehicle[ride]!,
    ...(problem.rideKind[ride] === rideKind.aboard ? { boardedSec: problem.boardedSec[ride]! } : {}),
  };
}

/** Whom it may not be aboard with, whoever of the two demands it. */
function mustNotShareWith(problem: PlanProblem, ride: number): number[] {
  const theirs = [...problem.mustNotShare].filter(([, avoided]) => avoided.has(ride)).map(([other]) => other);
  return [...new Set([...(problem.mustNotShare.get(ride) ?? []), ...theirs])];
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
    const [fromSec] = input.pickupWindowSec!;
    if (fromSec > -FOREVER && fromSec + shiftSec < nowSec) return null;
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

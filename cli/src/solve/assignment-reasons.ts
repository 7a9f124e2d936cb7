/** Why each ride of a solved instance goes with its vehicle, and why each that stays out does. */
import type { LiftableLimit } from '@noriai/core/optimizer/binding.ts';
import { explainAssignment } from '@noriai/core/optimizer/explanation.ts';
import type { Plan } from '@noriai/core/optimizer/plan.ts';
import { explainRefusal } from '@noriai/core/optimizer/refusal.ts';
import type { Instance } from './instance.ts';

export interface AssignmentReason {
  /** Node of the ride's pickup in the file. */
  readonly pickupNode: number;
  readonly vehicle: number;
  /** What the ride adds to the cost of the plan. */
  readonly cost: number;
  /** The other vehicle with which the plan costs least, and how much more it costs then; null: no other could. */
  readonly runnerUp: { readonly vehicle: number; readonly costMore: number } | null;
  /** Without a runner-up: the limits any of which, lifted alone, would let another vehicle take the ride. */
  readonly limits: readonly LiftableLimit[];
}

/** One entry a ride that is served, by ride. Some tens of insertion searches a ride. */
export function assignmentReasons({ problem, nodeOf }: Instance, plan: Plan): AssignmentReason[] {
  const served = Array.from({ length: problem.rideCount }, (_, ride) => ride).filter(
    (ride) => plan.vehicleOf[ride]! >= 0,
  );
  return served.map((ride) => {
    const { vehicle, cost, rivals, byDriveClass } = explainAssignment(problem, plan, ride);
    const [rival] = rivals;
    return {
      pickupNode: nodeOf[2 * ride]!,
      vehicle,
      cost: cost.total,
      runnerUp: rival ? { vehicle: rival.insertion.vehicle, costMore: rival.difference.total } : null,
      limits: rival ? [] : byDriveClass.flatMap(({ alone }) => alone),
    };
  });
}

export interface RefusalReason {
  readonly pickupNode: number;
  /** The limits any of which, lifted alone, would let some vehicle take the ride. */
  readonly limits: readonly LiftableLimit[];
  /** The smallest shifts of both windows, in steps of five, with which the ride would fit; null within 100: none. */
  readonly earlierBy: number | null;
  readonly laterBy: number | null;
}

/** One entry a ride that is not served, by ride. */
export function refusalReasons({ problem, nodeOf }: Instance, plan: Plan): RefusalReason[] {
  const left = Array.from({ length: problem.rideCount }, (_, ride) => ride).filter((ride) => plan.vehicleOf[ride]! < 0);
  return left.map((ride) => {
    const { byDriveClass, earlier, later } = explainRefusal(problem, plan, ride, { stepSec: 5, farthestSec: 100 });
    return {
      pickupNode: nodeOf[2 * ride]!,
      limits: byDriveClass.flatMap(({ alone }) => alone),
      earlierBy: earlier && -earlier.shiftSec,
      laterBy: later && later.shiftSec,
    };
  });
}

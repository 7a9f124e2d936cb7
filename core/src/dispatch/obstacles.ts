/** What keeps a ride out of the vehicles of each class, in the words of the contracts. */
import type { ClassObstacle, ObstacleKind } from '../contracts/obstacles.ts';
import { bindingOf, type BindingConstraint, type ClassBinding, type LiftableLimit } from '../optimizer/binding.ts';
import type { RideInput } from '../optimizer/plan-problem.ts';
import type { PlanBench } from './plan-bench.ts';

const names = {
  compatibility: 'compatibility',
  capacity: 'capacity',
  sharing: 'sharing',
  promises: 'promises',
  break: 'break',
  shiftEnd: 'shift_end',
  hoursOfWork: 'hours_of_work',
  rideTime: 'ride_time',
  dropoffWindow: 'dropoff_window',
  pickupWindow: 'pickup_window',
  noVehicle: 'no_vehicle',
  noRoad: 'no_road',
  several: 'several',
} as const satisfies Record<BindingConstraint, ObstacleKind>;

/** Of each class of the area: why none of its vehicles can take the ride. Some tens of insertion searches. */
export function obstaclesTo(bench: PlanBench, input: RideInput): ClassObstacle[] {
  return [...bench.moment.world.driveTimes.keys()].map((_, driveClass) =>
    obstacleOf(bench, bindingOf(bench.problem, bench.plan, input, driveClass)),
  );
}

/** The same of one class that was looked at. */
export function obstacleOf(
  { moment }: PlanBench,
  { driveClass, vehicles, binding, alone }: ClassBinding,
): ClassObstacle {
  const vehicleClass = [...moment.world.driveTimes.keys()][driveClass]!;
  return { vehicleClass, vehicles, binding: names[binding], alone: alone.map((limit: LiftableLimit) => names[limit]) };
}

/**
 * Which limit keeps a ride out of the vehicles of a class: each is lifted alone, and what makes room by itself binds.
 *
 *     bindingOf(problem, plan, input, driveClass);   // { binding: 'promises', alone: ['promises', 'pickupWindow'], … }
 *
 * Works by asking again with one thing changed, the plan put back afterwards: some tens of insertion searches a class.
 */
import { loadScan, mayServe, scanVehicle } from './insertion.ts';
import { insertionScan } from './insertion-scan.ts';
import { addRide, FOREVER, NONE, removeRide, rideKind } from './plan-problem.ts';
import type { PlanProblem, RideInput, StopPair } from './plan-problem.ts';
import { chooseStopPair, fitPlan, refreshRoute, routeVisits, setRoute, type Plan } from './plan.ts';

/** Limits in the order in which they are named when several would each do: what can't be helped first. */
export const liftableLimits = [
  /** Equipment, or a vehicle that it must be. */
  'compatibility',
  'capacity',
  /** Who must, and who must not, be aboard together. */
  'sharing',
  /** What is promised to riders who were not picked up yet. */
  'promises',
  'break',
  'shiftEnd',
  'hoursOfWork',
  'rideTime',
  'dropoffWindow',
  'pickupWindow',
] as const;
export type LiftableLimit = (typeof liftableLimits)[number];

/** `several`: no limit alone. */
export type BindingConstraint = LiftableLimit | 'noVehicle' | 'noRoad' | 'several';

export interface ClassBinding {
  readonly driveClass: number;
  /** Vehicles of the class that are in service. */
  readonly vehicles: number;
  readonly binding: BindingConstraint;
  /** Every limit without which the ride would fit, all others kept. */
  readonly alone: readonly LiftableLimit[];
}

/** The drive classes of all vehicles, in order. */
export function driveClassesOf(problem: PlanProblem): number[] {
  return [...new Set(problem.driveClass.subarray(0, problem.vehicleCount))].sort((a, b) => a - b);
}

/** Why no vehicle of the class can take the ride into the plan as it stands. Plan and problem are unchanged afterwards. */
export function bindingOf(problem: PlanProblem, plan: Plan, input: RideInput, driveClass: number): ClassBinding {
  const vehicles = vehiclesOfClass(problem, driveClass);
  const answer = (binding: BindingConstraint, alone: readonly LiftableLimit[] = []): ClassBinding => {
    return { driveClass, vehicles: vehicles.length, binding, alone };
  };
  if (vehicles.length === 0) return answer('noVehicle');
  if (!hasRoad(problem, input, vehicles, driveClass)) return answer('noRoad');
  const alone = liftableLimits.filter((limit) => fitsWithout(problem, plan, input, vehicles, limit));
  return answer(alone[0] ?? 'several', alone);
}

function vehiclesOfClass(problem: PlanProblem, driveClass: number): number[] {
  const vehicles: number[] = [];
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    if (problem.vehicleActive[vehicle] === 1 && problem.driveClass[vehicle] === driveClass) vehicles.push(vehicle);
  }
  return vehicles;
}

function hasRoad(problem: PlanProblem, input: RideInput, vehicles: readonly number[], driveClass: number): boolean {
  const times = problem.driveTimes[driveClass]!;
  const reaches = (from: number, to: number) => times.sec[from * times.locationCount + to] !== times.unreachable;
  const isReached = ({ pickup, dropoff }: StopPair) =>
    reaches(pickup, dropoff) && vehicles.some((vehicle) => reaches(problem.startLocation[vehicle]!, pickup));
  return input.stopPairs.some(isReached);
}

type Lift =
  | { readonly of: 'ride'; readonly change: (input: RideInput) => Partial<RideInput> }
  | { readonly of: 'vehicle'; readonly change: (problem: PlanProblem, plan: Plan, vehicle: number) => void };

const anyTime = [-FOREVER, FOREVER] as const;

const lifts: Readonly<Record<LiftableLimit, Lift>> = {
  compatibility: { of: 'ride', change: () => ({ needs: 0, vehicle: NONE }) },
  capacity: { of: 'ride', change: ({ load }) => ({ load: load.map(() => 0) }) },
  sharing: { of: 'ride', change: () => ({ mustNotShareWith: [], group: 0 }) },
  rideTime: { of: 'ride', change: () => ({ maxRideSec: FOREVER }) },
  dropoffWindow: { of: 'ride', change: () => ({ dropoffWindowSec: anyTime }) },
  pickupWindow: {
    of: 'ride',
    change: ({ pickupWindowSec }) => ({ pickupWindowSec: [pickupWindowSec?.[0] ?? -FOREVER, FOREVER] }),
  },
  promises: {
    of: 'vehicle',
    change: (problem, plan, vehicle) =>
      void setRoute(problem, plan, vehicle, routeVisits(plan, vehicle).filter(isSettled(problem, plan, vehicle))),
  },
  break: {
    of: 'vehicle',
    change: (problem, plan, vehicle) => {
      const isBreak = (visit: number) => problem.rideKind[visit >> 1] === rideKind.break;
      setRoute(
        problem,
        plan,
        vehicle,
        routeVisits(plan, vehicle).filter((visit) => !isBreak(visit)),
      );
    },
  },
  shiftEnd: {
    of: 'vehicle',
    change: (problem, plan, vehicle) => {
      problem.endSec[vehicle] = FOREVER;
      problem.maxDurationSec[vehicle] = FOREVER;
      refreshRoute(problem, plan, vehicle);
    },
  },
  hoursOfWork: {
    of: 'vehicle',
    change: (problem, plan, vehicle) => {
      problem.maxDriveSec[vehicle] = FOREVER;
      problem.maxDriveBetweenBreaksSec[vehicle] = FOREVER;
      refreshRoute(problem, plan, vehicle);
    },
  },
};

/** Breaks, frozen visits and the drop-offs of whoever is aboard by then: what stays when nobody else is picked up. */
function isSettled(problem: PlanProblem, plan: Plan, vehicle: number): (visit: number, index: number) => boolean {
  const frozenCount = problem.frozenVisits[vehicle]!;
  const frozen = new Set(routeVisits(plan, vehicle).slice(0, frozenCount));
  return (visit, index) =>
    index < frozenCount || problem.rideKind[visit >> 1] !== rideKind.waiting || frozen.has(2 * (visit >> 1));
}

function fitsWithout(
  problem: PlanProblem,
  plan: Plan,
  input: RideInput,
  vehicles: readonly number[],
  limit: LiftableLimit,
): boolean {
  const lift = lifts[limit];
  if (lift.of === 'ride') return fitsSome(problem, plan, { ...input, ...lift.change(input) }, vehicles);
  const restore = vehicles.map((vehicle) => keepVehicle(problem, plan, vehicle));
  for (const vehicle of vehicles) lift.change(problem, plan, vehicle);
  try {
    return fitsSome(problem, plan, input, vehicles);
  } finally {
    for (const putBack of restore) putBack();
  }
}

/** Remembers a vehicle's limits and route; the answer puts them back. */
function keepVehicle(problem: PlanProblem, plan: Plan, vehicle: number): () => void {
  const { endSec, maxDurationSec, maxDriveSec, maxDriveBetweenBreaksSec } = problem;
  const limits = [endSec, maxDurationSec, maxDriveSec, maxDriveBetweenBreaksSec] as const;
  const values = limits.map((array) => array[vehicle]!);
  const visits = routeVisits(plan, vehicle);
  return () => {
    limits.forEach((array, k) => (array[vehicle] = values[k]!));
    setRoute(problem, plan, vehicle, visits);
  };
}

function fitsSome(problem: PlanProblem, plan: Plan, input: RideInput, vehicles: readonly number[]): boolean {
  return withProbe(problem, plan, input, (ride) => {
    const scan = insertionScan();
    for (let pair = 0; pair < input.stopPairs.length; pair++) {
      chooseStopPair(problem, plan, ride, pair);
      loadScan(problem, plan, scan, ride);
      for (const vehicle of vehicles) {
        scan.bound = Infinity;
        if (mayServe(problem, plan, vehicle, ride) && scanVehicle(problem, plan, scan, vehicle)) return true;
      }
    }
    return false;
  });
}

/** Asks about a ride in a slot of its own, which is freed afterwards. */
export function withProbe<Answer>(
  problem: PlanProblem,
  plan: Plan,
  input: RideInput,
  ask: (ride: number) => Answer,
): Answer {
  const ride = addRide(problem, input);
  fitPlan(problem, plan);
  try {
    return ask(ride);
  } finally {
    removeRide(problem, ride);
  }
}

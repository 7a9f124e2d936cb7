/**
 * Why a ride goes with the vehicle it goes with: what it would cost with the others, part by part, and why those can't
 * that can't. For a screen, when somebody asks; not for the hot path.
 *
 *     const { rivals } = explainAssignment(problem, plan, ride);
 *     rivals[0]?.difference.total;         // the runner-up's plan is so much dearer (cheaper: < 0) than the plan as it is
 *     rivals[0]?.measure.driveSec;         // of which seconds of driving
 *     rivals[0]?.measure.own.waitSec;      // and of the rider's waiting
 *
 * The plan is unchanged afterwards. Cost: one insertion search over all vehicles, O(visits) for each rival.
 */
import { bindingOf, driveClassesOf, type ClassBinding } from './binding.ts';
import { costParts, partNames, type CostParts } from './cost.ts';
import { balance, measureRoute, type CostMeasure } from './cost-measure.ts';
import { applyInsertion, bestInsertions, unassignRide, type Insertion } from './insertion.ts';
import { NONE, rideKind, type PlanProblem } from './plan-problem.ts';
import { chooseStopPair, fitPlan, routeVisits, setRoute, type Plan } from './plan.ts';
import { rideInputOf } from './refusal.ts';

/** The plan with the ride on another vehicle, less the plan as it is. */
export interface Rival {
  readonly insertion: Insertion;
  readonly difference: CostParts;
  /** The same in seconds: weights × measure = difference. */
  readonly measure: CostMeasure;
}

export interface Assignment {
  readonly vehicle: number;
  /** Why nothing can be changed any more: the rider is aboard, or the vehicle is bound for one of the ride's stops. */
  readonly fixed: 'aboard' | 'frozen' | null;
  /** What the ride adds to the plan where it is. */
  readonly cost: CostParts;
  /** Begin of boarding (of those aboard: −1) and of alighting. */
  readonly pickupSec: number;
  readonly dropoffSec: number;
  /** The best insertion of each other vehicle that could take the ride, cheapest first: the runner-up leads. */
  readonly rivals: readonly Rival[];
  /** Of each class in which no other vehicle could: why. */
  readonly byDriveClass: readonly ClassBinding[];
}

/**
 * Explains the assignment of a ride that is in a route.
 *
 * @param count how many rivals are worked out at the most
 * @throws RangeError when the ride is in no route
 */
export function explainAssignment(problem: PlanProblem, plan: Plan, ride: number, count = 1): Assignment {
  fitPlan(problem, plan);
  const vehicle = plan.vehicleOf[ride] ?? NONE;
  if (vehicle === NONE) throw new RangeError(`ride ${ride} is in no route: explainRefusal tells why`);
  const visits = routeVisits(plan, vehicle);
  const stopPair = plan.stopPair[ride]!;
  const fixed = whyFixed(problem, visits, vehicle, ride);
  const present = presentCost(problem, plan, vehicle, ride);
  try {
    const others = fixed === null ? othersFor(problem, plan, ride, present, count) : { rivals: [], byDriveClass: [] };
    const { cost, pickupSec, dropoffSec } = present;
    return { vehicle, fixed, cost, pickupSec, dropoffSec, ...others };
  } finally {
    chooseStopPair(problem, plan, ride, stopPair);
    setRoute(problem, plan, vehicle, visits);
  }
}

function whyFixed(problem: PlanProblem, visits: readonly number[], vehicle: number, ride: number): Assignment['fixed'] {
  if (problem.rideKind[ride] === rideKind.aboard) return 'aboard';
  return visits.indexOf(2 * ride) < problem.frozenVisits[vehicle]! ? 'frozen' : null;
}

interface Present {
  readonly vehicle: number;
  readonly cost: CostParts;
  readonly measure: CostMeasure;
  readonly pickupSec: number;
  readonly dropoffSec: number;
}

/** What the ride adds where it is; afterwards it is out of the plan. */
function presentCost(problem: PlanProblem, plan: Plan, vehicle: number, ride: number): Present {
  const whole = measureRoute(problem, plan, vehicle, ride);
  const parts = partsOf(problem, whole);
  const serviceOf = (visit: number): number => {
    const position = plan.draft.visit.indexOf(visit);
    return position < 0 || position >= plan.draft.count ? -1 : plan.draft.service[position]!;
  };
  const [pickupSec, dropoffSec] = [serviceOf(2 * ride), serviceOf(2 * ride + 1)];
  unassignRide(problem, plan, ride);
  const rest = measureRoute(problem, plan, vehicle, ride);
  const cost = costParts(parts, partsOf(problem, rest));
  return { vehicle, cost, measure: balance([whole], [rest]), pickupSec, dropoffSec };
}

/** Prices put on what was measured, in the order of `partNames`. */
function partsOf({ weights }: PlanProblem, { driveSec, vehicles, own, others }: CostMeasure): number[] {
  return [
    weights.drive * driveSec,
    weights.wait * (own.waitSec + others.waitSec),
    weights.rideExcess * (own.rideExcessSec + others.rideExcessSec),
    own.walkCost + others.walkCost,
    weights.lateness * (own.lateSec + others.lateSec),
    weights.risk * (own.riskSec + others.riskSec),
    weights.vehicleUse * vehicles,
  ];
}

/** Who else could take the ride, which is out of the plan now, and who could not. */
function othersFor(problem: PlanProblem, plan: Plan, ride: number, present: Present, count: number) {
  problem.vehicleActive[present.vehicle] = 0;
  try {
    const best = bestOfEach(problem, plan, ride);
    const rivals = best.slice(0, count).map((insertion) => rivalOf(problem, plan, insertion, present));
    const able = new Set(best.map(({ vehicle }) => problem.driveClass[vehicle]!));
    const input = rideInputOf(problem, ride);
    const byDriveClass = driveClassesOf(problem)
      .filter((driveClass) => !able.has(driveClass))
      .map((driveClass) => bindingOf(problem, plan, input, driveClass));
    return { rivals, byDriveClass };
  } finally {
    problem.vehicleActive[present.vehicle] = 1;
  }
}

/** The best insertion for each vehicle, cheapest first. */
function bestOfEach(problem: PlanProblem, plan: Plan, ride: number): Insertion[] {
  const seen = new Set<number>();
  return bestInsertions(problem, plan, ride, problem.vehicleCount * problem.stopPairCount[ride]!).filter(
    ({ vehicle }) => !seen.has(vehicle) && seen.add(vehicle),
  );
}

function rivalOf(problem: PlanProblem, plan: Plan, insertion: Insertion, present: Present): Rival {
  const measure = balance([measureOf(problem, plan, insertion)], [present.measure]);
  const cost = (parts: CostParts): number[] => partNames.map((name) => parts[name]);
  const difference = costParts(cost(insertion.cost), cost(present.cost));
  return { insertion, difference, measure };
}

/** What an insertion adds to its vehicle's route. */
function measureOf(problem: PlanProblem, plan: Plan, insertion: Insertion): CostMeasure {
  const { ride, vehicle } = insertion;
  const before = measureRoute(problem, plan, vehicle, ride);
  const visits = routeVisits(plan, vehicle);
  applyInsertion(problem, plan, insertion);
  const after = measureRoute(problem, plan, vehicle, ride);
  setRoute(problem, plan, vehicle, visits);
  return balance([after], [before]);
}

/**
 * Why a trip goes with the vehicle it goes with: what the plan would cost with each other vehicle, every promise kept.
 * Worked out when somebody asks, from the state alone; nothing of it is kept. Milliseconds: one insertion search over the
 * shifts of that time.
 */
import type { PriceDifference, PlanDifference, RivalVehicle, TripReasons } from '../contracts/reasons.ts';
import type { CostParts } from '../optimizer/cost.ts';
import type { CostMeasure } from '../optimizer/cost-measure.ts';
import { explainAssignment, type Assignment, type Rival } from '../optimizer/explanation.ts';
import { NONE, replaceRide } from '../optimizer/plan-problem.ts';
import { refreshRoute } from '../optimizer/plan.ts';
import { rideInputOf } from '../optimizer/refusal.ts';
import { equipmentNeeded } from '../rules/needs.ts';
import { policyOf } from '../rules/policy.ts';
import { companions } from './admission.ts';
import type { Moment } from './decide.ts';
import { obstacleOf } from './obstacles.ts';
import { openBench, ridesOf, type PlanBench } from './plan-bench.ts';
import { shiftsBetween } from './shifts.ts';
import type { Ride, Shift } from './state.ts';

/** More of them nobody reads. */
const RIVALS_SHOWN = 5;
/** Whatever is promised to anybody, they are off the vehicle so long after they could board. */
const LONGEST_TRIP_SEC = 3 * 3_600;

/** The comparison as things are now, or null when there is no such booking. */
export function tripReasons(moment: Moment, bookingId: string): TripReasons | null {
  const ride = moment.state.rides.get(bookingId);
  if (!ride || ride.number === null) return null;
  if (ride.status === 'booked' || ride.status === 'on_board') return reasonsWithinPromise(moment, ride);
  return { ...aboutTrip(moment, ride), fixed: 'over', pickupSec: null, dropoffSec: null, rivals: [], obstacles: [] };
}

/** The comparison for a ride that stands in a route: all others keep their promises, and so does this one. */
export function reasonsWithinPromise(moment: Moment, ride: Ride): TripReasons {
  const bench = benchAround(moment, ride);
  const { problem, plan } = bench;
  const index = [...bench.ids].find(([, id]) => id === ride.rideId)![0];
  const vehicle = problem.fixedVehicle[index]!;
  const apartIds = moment.state.riders.get(ride.riderId)?.apartIds ?? [];
  replaceRide(problem, index, {
    ...rideInputOf(problem, index),
    vehicle: ride.status === 'on_board' ? vehicle : NONE,
    needs: equipmentNeeded(ride.party),
    mustNotShareWith: ridesOf(bench, new Set(apartIds)),
  });
  refreshRoute(problem, plan, vehicle);
  return { ...aboutTrip(moment, ride), ...comparison(bench, index) };
}

/** The ride's own shift and all others of its time. */
function benchAround(moment: Moment, ride: Ride): PlanBench {
  const { world, state, nowSec } = moment;
  const policy = policyOf(world.area);
  const together = companions(state, ride).map(({ rideId }) => rideId);
  return openBench(moment, shiftsAround(moment, ride), new Set(), {
    weights: { drive: policy.driveWeight, wait: policy.waitWeight, rideExcess: policy.rideExcessWeight },
    spareRides: 2,
    holdSec: 0,
    untilSec: Math.max(nowSec, ride.pickupUntilSec) + LONGEST_TRIP_SEC,
    together: new Set(together.length > 0 ? [...together, ride.rideId] : []),
  });
}

function shiftsAround({ world, state, nowSec }: Moment, ride: Ride): readonly Shift[] {
  const fromSec = Math.max(nowSec, ride.pickupFromSec);
  const shifts = shiftsBetween(world, state, fromSec, Math.max(fromSec, ride.pickupUntilSec), nowSec);
  const isThere = shifts.some(({ shiftId }) => shiftId === ride.shiftId);
  return isThere ? shifts : [state.shifts.get(ride.shiftId)!, ...shifts];
}

function aboutTrip({ world, state, nowSec }: Moment, { rideId, shiftId }: Ride) {
  const { id, name } = world.area.vehicles[state.shifts.get(shiftId)!.vehicleIndex]!;
  return {
    bookingId: rideId,
    vehicleId: id,
    vehicleName: name,
    about: 'now',
    atSec: nowSec,
    movedFor: null,
  } as const;
}

type Comparison = Pick<TripReasons, 'fixed' | 'pickupSec' | 'dropoffSec' | 'rivals' | 'obstacles'>;

/** A ride of the bench against all other vehicles. */
export function comparison(bench: PlanBench, ride: number): Comparison {
  const { nowSec } = bench.moment;
  const found = explainAssignment(bench.problem, bench.plan, ride, RIVALS_SHOWN);
  return {
    fixed: found.fixed && fixedNames[found.fixed],
    pickupSec: found.fixed === 'aboard' ? null : nowSec + found.pickupSec,
    dropoffSec: nowSec + found.dropoffSec,
    rivals: found.rivals.map((rival) => rivalView(bench, rival)),
    obstacles: found.byDriveClass.filter(({ vehicles }) => vehicles > 0).map((one) => obstacleOf(bench, one)),
  };
}

const fixedNames = { aboard: 'on_board', frozen: 'on_the_way' } as const satisfies Record<
  NonNullable<Assignment['fixed']>,
  string
>;

function rivalView({ moment, shifts }: PlanBench, { insertion, difference, measure }: Rival): RivalVehicle {
  const { id, name } = moment.world.area.vehicles[shifts[insertion.vehicle]!.shift.vehicleIndex]!;
  return {
    vehicleId: id,
    vehicleName: name,
    pickupSec: moment.nowSec + insertion.pickupSec,
    dropoffSec: moment.nowSec + insertion.dropoffSec,
    difference: inSeconds(measure, policyOf(moment.world.area).walkWeight),
    price: inPrices(difference),
  };
}

/** @param walkWeight what a second of walking costs; at 0 nobody knows how long the walks are */
function inSeconds({ driveSec, own, others }: CostMeasure, walkWeight: number): PlanDifference {
  return {
    driveSec,
    ownWaitSec: own.waitSec,
    ownRideSec: own.rideExcessSec,
    ownWalkSec: walkWeight > 0 ? Math.round(own.walkCost / walkWeight) : 0,
    othersWaitSec: others.waitSec,
    othersRideSec: others.rideExcessSec,
  };
}

/** Lateness, risk and the use of a vehicle have no weight in the service's plans. */
function inPrices({ drive, wait, rideExcess, walk, total }: CostParts): PriceDifference {
  return { drive, wait, ride: rideExcess, walk, total };
}

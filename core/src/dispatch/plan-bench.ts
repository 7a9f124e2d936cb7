/**
 * The present of some shifts as a plan problem of the optimizer: vehicles, their riders and their pauses, with the routes as
 * they stand. Opened for one decision and thrown away. O(visits of the shifts).
 */
import { checkPlan, type Violation } from '../optimizer/check-plan.ts';
import {
  addBreak,
  addRide,
  addVehicle,
  planProblem,
  replaceRide,
  reserveProblem,
  rideKind,
  type CostWeights,
  type PlanProblem,
} from '../optimizer/plan-problem.ts';
import { planOf, routeVisits, type Plan } from '../optimizer/plan.ts';
import { rideInputOf } from '../optimizer/refusal.ts';
import { ROOM_DIMENSIONS } from '../rules/needs.ts';
import { planTimes } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import type { DispatchEvent, PauseAt, Visit } from './events.ts';
import { presentPause, presentRide, presentVehicle, type PresentShift } from './present-plan.ts';
import type { Ride, Shift } from './state.ts';
import { expectedTimes } from './timeline.ts';

export interface PlanBench {
  readonly moment: Moment;
  readonly problem: PlanProblem;
  readonly plan: Plan;
  /** By vehicle index of the problem. */
  readonly shifts: readonly PresentShift[];
  /** Ride id, or pause id, by ride index of the problem. */
  readonly ids: Map<number, string>;
  /** Vehicles of the problem whose route is another than at present. */
  readonly changed: Set<number>;
}

export interface BenchOptions {
  readonly weights: Partial<CostWeights>;
  /** How many rides will be added, so that room is made once. */
  readonly spareRides: number;
  /** How long what is planned is only held: no vehicle leaves for it before. */
  readonly holdSec: number;
  /** Rides that what is planned must travel together with: they are in `COMPANY_GROUP`. */
  readonly together?: ReadonlySet<string>;
  /** When the last of the rides to be added has got off at the latest. */
  readonly untilSec: number;
}

export const COMPANY_GROUP = 1;

/** Rides in `withoutRideIds` are as if they were not there. */
export function openBench(
  moment: Moment,
  shifts: readonly Shift[],
  withoutRideIds: ReadonlySet<string>,
  { weights, spareRides, holdSec, untilSec, together = new Set() }: BenchOptions,
): PlanBench {
  const { world, state, nowSec } = moment;
  const classes = [...world.driveTimes.keys()];
  const problem = planProblem({ driveTimes: [...world.driveTimes.values()], dimensionCount: ROOM_DIMENSIONS, weights });
  const presents: PresentShift[] = [];
  const ids = new Map<number, string>();
  const routes: number[][] = [];
  const rideCount = shifts.reduce((sum, shift) => sum + shift.visits.length + shift.pauses.length, spareRides);
  reserveProblem(problem, shifts.length, rideCount);
  for (const shift of shifts) {
    const present = withoutRides(shift, withoutRideIds);
    const times = expectedTimes(world, state, present, nowSec);
    const presentShift = { shift: present, visits: present.visits, calls: times.calls, pauses: times.pauses };
    const vehicle = addVehicle(problem, presentVehicle(moment, presentShift, classes, holdSec));
    presents.push(presentShift);
    routes.push(addPresentVisits(moment, problem, presentShift, vehicle, ids, together));
  }
  const span = plannedSpan(problem);
  const fromSec = nowSec + Math.min(...span);
  const lastSec = Math.max(untilSec, nowSec + Math.max(...span)) + LONGEST_LEG_SEC;
  classes.forEach((name, k) => (problem.driveTimes[k] = planTimes(world, name, nowSec, fromSec, lastSec)));
  const plan = planOf(problem, (vehicle) => routes[vehicle]!);
  return { moment, problem, plan, shifts: presents, ids, changed: new Set() };
}

/** Between its begin and end lies all that the vehicles do by now; driving home comes after it. */
function plannedSpan(problem: PlanProblem): readonly number[] {
  const times: number[] = problem.vehicleCount === 0 ? [0] : [];
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) times.push(problem.startSec[vehicle]!);
  for (let ride = 0; ride < problem.rideCount; ride++) {
    const last = problem.rideKind[ride] === rideKind.break ? 2 * ride : 2 * ride + 1;
    times.push(problem.visitLatestSec[last]! + problem.visitDwellSec[last]!);
  }
  return times;
}
/** Longer than any drive in an area. */
const LONGEST_LEG_SEC = 7_200;

/** The shift without some of its rides; pauses stay behind the visits that they stood behind. */
function withoutRides(shift: Shift, rideIds: ReadonlySet<string>): Shift {
  if (rideIds.size === 0 || !shift.visits.some((visit) => rideIds.has(visit.rideId))) return shift;
  const kept = (visits: readonly Visit[]) => visits.filter((visit) => !rideIds.has(visit.rideId));
  const pauses = shift.pauses.map((pause) => ({ ...pause, at: kept(shift.visits.slice(0, pause.at)).length }));
  return { ...shift, visits: kept(shift.visits), pauses };
}

/** Adds the rides and pauses of a shift and returns its route as visits of the problem. */
function addPresentVisits(
  moment: Moment,
  problem: PlanProblem,
  present: PresentShift,
  vehicle: number,
  ids: Map<number, string>,
  together: ReadonlySet<string>,
): number[] {
  const indexById = new Map<string, number>();
  const route = present.visits.map((visit) => {
    let index = indexById.get(visit.rideId);
    if (index === undefined) {
      const input = presentRide(moment, present, visit.rideId, vehicle);
      index = addRide(problem, together.has(visit.rideId) ? { ...input, group: COMPANY_GROUP } : input);
      indexById.set(visit.rideId, index);
      ids.set(index, visit.rideId);
    }
    return 2 * index + (visit.kind === 'pickup' ? 0 : 1);
  });
  for (const planned of present.pauses.toReversed()) {
    const index = addBreak(problem, presentPause(moment, planned, vehicle));
    ids.set(index, planned.pause.pauseId);
    route.splice(planned.pause.at, 0, 2 * index);
  }
  return route;
}

/** The independent checker's word: every promise of the route is kept, every break taken, and nobody has fallen off it. */
export function passesCheck(bench: PlanBench, vehicle: number, route: readonly number[]): boolean {
  return violationsOf(bench, vehicle, route).length === 0;
}

/** Everything that the independent checker has against a route. */
export function violationsOf(
  { problem, plan }: PlanBench,
  vehicle: number,
  route: readonly number[],
): readonly Violation[] {
  const mustServe = [...new Set(route.map((visit) => visit >> 1))];
  return checkPlan(
    problem,
    { routes: [{ vehicle, visits: route, serviceSec: null }], stopPair: plan.stopPair },
    { mustServe, isPart: true },
  );
}

/** Everything that the independent checker has against a shift as it would be with a ride on it. O(visits²) */
export function violationsWith(moment: Moment, ride: Ride, after: Shift): readonly Violation[] {
  const { state } = moment;
  const rides = new Map(state.rides).set(ride.rideId, { ...ride, shiftId: after.shiftId });
  const shifts = new Map(state.shifts).set(after.shiftId, after);
  const then = { ...moment, state: { ...state, rides, shifts } };
  const bench = openBench(then, [after], new Set(), { weights: {}, spareRides: 0, holdSec: 0, untilSec: after.endSec });
  const apartIds = state.riders.get(ride.riderId)?.apartIds ?? [];
  if (apartIds.length > 0) {
    const index = [...bench.ids].find(([, id]) => id === ride.rideId)![0];
    const mustNotShareWith = ridesOf(bench, new Set(apartIds));
    replaceRide(bench.problem, index, { ...rideInputOf(bench.problem, index), mustNotShareWith });
  }
  return violationsOf(bench, 0, routeVisits(bench.plan, 0));
}

/** The routes that changed, as facts. */
export function changedRoutes(bench: PlanBench): readonly Extract<DispatchEvent, { kind: 'route_planned' }>[] {
  return [...bench.changed].map((vehicle) => {
    const visits: Visit[] = [];
    const pauses: PauseAt[] = [];
    for (const visit of routeVisits(bench.plan, vehicle)) {
      const id = bench.ids.get(visit >> 1)!;
      if (isPause(bench, visit)) pauses.push({ pauseId: id, at: visits.length });
      else visits.push({ rideId: id, kind: visit % 2 === 0 ? 'pickup' : 'dropoff' });
    }
    const { shiftId } = bench.shifts[vehicle]!.shift;
    return { kind: 'route_planned', shiftId, visits, ...(pauses.length > 0 && { pauses }) };
  });
}

/** Rides of these riders, as ride indexes of the problem. */
export function ridesOf({ ids, moment }: PlanBench, riderIds: ReadonlySet<string>): number[] {
  if (riderIds.size === 0) return [];
  const isTheirs = (rideId: string) => riderIds.has(moment.state.rides.get(rideId)?.riderId ?? '');
  return [...ids].filter(([, id]) => isTheirs(id)).map(([ride]) => ride);
}

export function isPause({ problem }: Pick<PlanBench, 'problem'>, visit: number): boolean {
  return problem.rideKind[visit >> 1] === rideKind.break;
}

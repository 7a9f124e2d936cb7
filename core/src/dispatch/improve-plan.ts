/**
 * Improvement of the running plan in the background, and its way back into the service (rules IM1 to IM6).
 *
 *     const order = improvementOrder(moment, seed, steps);   // in the loop: a snapshot
 *     const proposal = improvedPlan(order);                  // elsewhere: a worker thread; pure, the same for the same order
 *     decide(… { kind: 'propose_plan', proposal } …);        // in the loop again: judged against the state of then
 *
 * A proposal is only ever a wish. `adoptPlan` looks at each group of routes that belong together by itself, builds the
 * present plan anew, and takes the group over if it holds exactly the visits of now, leaves alone what is frozen, passes the
 * plan checker with every promise, and is cheaper than what is planned now. What is left becomes facts.
 */
import { checkPlan } from '../optimizer/check-plan.ts';
import { NONE, type CostWeights, type PlanProblem } from '../optimizer/plan-problem.ts';
import { planCost, planProposal, routeVisits, setRoute } from '../optimizer/plan.ts';
import { misfit } from '../optimizer/route-draft.ts';
import { improve, improvement } from '../optimizer/search/improve.ts';
import { policyOf } from '../rules/policy.ts';
import type { Actor } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { DispatchEvent, PauseAt, Visit } from './events.ts';
import { changedRoutes, isPause, openBench, type PlanBench } from './plan-bench.ts';
import { shiftsBetween } from './shifts.ts';
import type { DispatchState, Ride, Shift } from './state.ts';

/** A snapshot of the plan as data that crosses threads. */
export interface ImprovementOrder {
  /** Sequence of the state that it was made from. */
  readonly basedOn: number;
  readonly problem: PlanProblem;
  /** Present routes by vehicle of the problem. */
  readonly routes: readonly (readonly number[])[];
  readonly shiftIds: readonly string[];
  /** Ride id, or pause id, by ride index of the problem. */
  readonly ids: ReadonlyMap<number, string>;
  readonly seed: number;
  readonly steps: number;
}

/** Routes that another plan would have. */
export interface PlanWish {
  readonly basedOn: number;
  readonly routes: readonly ProposedRoute[];
}

export interface ProposedRoute {
  readonly shiftId: string;
  readonly visits: readonly Visit[];
  readonly pauses: readonly PauseAt[];
}

/** Shifts that begin later than this are not looked at: much will change until then. */
const HORIZON_SEC = 3 * 3_600;
/** What a vehicle leaves for within this time stays as it is: an improvement takes a moment to come back. */
const SNAPSHOT_HOLD_SEC = 90;
const ADOPTION_HOLD_SEC = 30;
/** Nobody's vehicle is changed this shortly before it is expected. */
const CHANGE_LEAD_SEC = 600;
/** A plan that is better by less is not worth telling drivers about; in the policy's weighted seconds. */
const LEAST_GAIN = 120;
/** What each rider who must be told of another vehicle is to be worth besides: five minutes of driving at the default weights. */
const GAIN_PER_MOVE = 600;

/** The plan of now for the search, or null when there is nothing that could be changed. O(visits). */
export function improvementOrder(moment: Moment, seed: number, steps: number): ImprovementOrder | null {
  const { world, state, nowSec } = moment;
  const shifts = shiftsBetween(world, state, nowSec, nowSec + HORIZON_SEC, nowSec).filter(
    (shift) => !hasCompany(state, shift),
  );
  const bench = benchOf(moment, shifts, SNAPSHOT_HOLD_SEC);
  const rides = [...bench.ids.keys()].filter((ride) => !isPause(bench, 2 * ride));
  if (rides.length < 2) return null;
  const { problem, plan, ids } = bench;
  return {
    basedOn: state.sequence,
    problem,
    routes: shifts.map((_, vehicle) => routeVisits(plan, vehicle)),
    shiftIds: shifts.map((shift) => shift.shiftId),
    ids,
    seed,
    steps,
  };
}

/**
 * Searches for a better plan; null when none was found that serves everybody and is worth its moves. Where the moves are
 * not worth it, the order of visits alone is searched. Deterministic for an order.
 */
export function improvedPlan(order: ImprovementOrder): PlanWish | null {
  const { problem, routes } = order;
  const present = Int32Array.from(problem.fixedVehicle);
  for (const [vehicle, route] of routes.entries()) for (const visit of route) present[visit >> 1] = vehicle;
  return searched(order, problem, present) ?? searched(order, { ...problem, fixedVehicle: present }, present);
}

function searched(order: ImprovementOrder, problem: PlanProblem, present: Int32Array): PlanWish | null {
  const { routes, seed, steps } = order;
  const search = improvement(problem, { seed, routes, unservedCost: 1e7, startTemperature: 100, endTemperature: 5 });
  const before = search.best.cost;
  improve(search, steps, 0, 1);
  const found = search.best;
  const isPickupMoved = (visit: number, vehicle: number) => visit % 2 === 0 && present[visit >> 1] !== vehicle;
  const moved = found.routes.flatMap((route, vehicle) => route.filter((visit) => isPickupMoved(visit, vehicle)));
  if (found.unserved > 0 || found.cost > before - leastGain(moved.length)) return null;
  const changed = found.routes.flatMap((route, vehicle): ProposedRoute[] => {
    if (route.join() === routes[vehicle]!.join()) return [];
    return [namedRoute(order, vehicle, route)];
  });
  return { basedOn: order.basedOn, routes: changed };
}

function leastGain(moves: number): number {
  return LEAST_GAIN + GAIN_PER_MOVE * moves;
}

function namedRoute({ problem, ids, shiftIds }: ImprovementOrder, vehicle: number, route: readonly number[]) {
  const visits: Visit[] = [];
  const pauses: PauseAt[] = [];
  for (const visit of route) {
    const id = ids.get(visit >> 1)!;
    if (isPause({ problem }, visit)) pauses.push({ pauseId: id, at: visits.length });
    else visits.push({ rideId: id, kind: visit % 2 === 0 ? 'pickup' : 'dropoff' });
  }
  return { shiftId: shiftIds[vehicle]!, visits, pauses };
}

/** Takes over what of a proposal is still right, as facts; refused when nothing is. */
export function adoptPlan(moment: Moment, actor: Actor, wish: PlanWish): Outcome {
  if (actor.kind !== 'service') return refused('not_yours', 'the service itself only');
  const { world, state, nowSec } = moment;
  const present = new Map(
    shiftsBetween(world, state, nowSec, nowSec + HORIZON_SEC, nowSec).map((shift) => [shift.shiftId, shift]),
  );
  const reasons: string[] = [];
  const moves: DispatchEvent[] = [];
  const routes: DispatchEvent[] = [];
  for (const group of groupsOf(state, wish.routes)) {
    const outcome = adoptGroup(moment, present, group);
    if (typeof outcome === 'string') reasons.push(outcome);
    else {
      moves.push(...outcome.moves);
      routes.push(...outcome.routes);
    }
  }
  if (routes.length > 0) return accepted('', [...moves, ...routes]);
  return refused(
    'wrong_order',
    `nothing of a plan made at ${wish.basedOn} fits at ${state.sequence}: ${reasons.join('; ')}`,
  );
}

/** Routes that exchange rides belong together; every other route stands or falls by itself. */
function groupsOf(state: DispatchState, routes: readonly ProposedRoute[]): ProposedRoute[][] {
  let groups: ProposedRoute[][] = [];
  for (const route of routes) {
    const touched = (other: ProposedRoute) => sharesRides(state, route, other);
    const joined = groups.filter((group) => group.some(touched));
    groups = [...groups.filter((group) => !joined.includes(group)), [...joined.flat(), route]];
  }
  return groups;
}

function sharesRides(state: DispatchState, a: ProposedRoute, b: ProposedRoute): boolean {
  const comesFrom = (to: ProposedRoute, from: ProposedRoute) =>
    to.visits.some(({ rideId }) => state.rides.get(rideId)?.shiftId === from.shiftId);
  return comesFrom(a, b) || comesFrom(b, a);
}

interface Adopted {
  readonly moves: readonly DispatchEvent[];
  readonly routes: readonly DispatchEvent[];
}

/** The facts, or why the group does not fit. */
function adoptGroup(
  moment: Moment,
  present: ReadonlyMap<string, Shift>,
  wished: readonly ProposedRoute[],
): Adopted | string {
  const shifts = wished.flatMap(({ shiftId }) => present.get(shiftId) ?? []);
  if (shifts.length < wished.length) return 'a shift is not driven now';
  if (shifts.some((shift) => hasCompany(moment.state, shift))) return 'riders who travel together, or never do';
  const group = withoutWhatIsOver(wished, shifts);
  if (workOf(group).join() !== workOf(shifts).join()) return 'there is other work now';
  const bench = benchOf(moment, shifts, ADOPTION_HOLD_SEC);
  const { problem, plan } = bench;
  const before = planProposal(problem, plan);
  const routes = group.map((route, vehicle) => ({ vehicle, visits: numbered(bench, route), serviceSec: null }));
  const mustServe = [...bench.ids.keys()];
  const [violation] = checkPlan(problem, { routes, stopPair: plan.stopPair }, { before, mustServe });
  if (violation) return `${violation.rule}: ${violation.detail}`;
  const costBefore = planCost(problem, plan);
  for (const { vehicle } of routes) setRoute(problem, plan, vehicle, []);
  for (const { vehicle, visits } of routes) {
    if (setRoute(problem, plan, vehicle, visits) !== misfit.none) return 'it cannot be driven';
    if (visits.join() !== before.routes[vehicle]!.visits.join()) bench.changed.add(vehicle);
  }
  const moves = movesOf(moment, group);
  const gain = costBefore - planCost(problem, plan);
  const least = leastGain(moves.length);
  if (gain < least) return `it gains ${gain}, less than ${least} for ${moves.length} moved`;
  return { moves, routes: changedRoutes(bench) };
}

/** All rides whose vehicle may still be changed may go with any of the shifts. */
function benchOf(moment: Moment, shifts: readonly Shift[], holdSec: number): PlanBench {
  const bench = openBench(moment, shifts, new Set(), {
    weights: weightsOf(moment),
    spareRides: 0,
    holdSec,
    untilSec: 0,
  });
  for (const [index, id] of bench.ids) {
    const ride = moment.state.rides.get(id);
    if (ride && mayMove(bench, ride)) bench.problem.fixedVehicle[index] = NONE;
  }
  return bench;
}

function weightsOf({ world }: Moment): Partial<CostWeights> {
  const { driveWeight: drive, waitWeight: wait, rideExcessWeight: rideExcess } = policyOf(world.area);
  return { drive, wait, rideExcess };
}

/** Whoever has changed the vehicle once, or was promised another trip, keeps what they were told. */
function mayMove({ moment, shifts }: PlanBench, ride: Ride): boolean {
  if (ride.status !== 'booked' || ride.isStranded || ride.movedFrom !== undefined || ride.broken) return false;
  const call = shifts
    .find(({ shift }) => shift.shiftId === ride.shiftId)
    ?.calls.find(({ visits }) => visits.some(({ rideId, kind }) => rideId === ride.rideId && kind === 'pickup'));
  return call !== undefined && call.arriveSec >= moment.nowSec + CHANGE_LEAD_SEC;
}

/** Wishes to travel together or never are kept by leaving such routes as they are. */
function hasCompany(state: DispatchState, shift: Shift): boolean {
  return shift.visits.some(({ rideId }) => {
    const { companyId, riderId } = state.rides.get(rideId)!;
    return companyId != null || (state.riders.get(riderId)?.apartIds.length ?? 0) > 0;
  });
}

/** Rides that were cancelled and visits that were done since; pauses stay behind the visits that they stood behind. */
function withoutWhatIsOver(group: readonly ProposedRoute[], shifts: readonly Shift[]): readonly ProposedRoute[] {
  const names = new Set(workOf(shifts));
  const left = (visits: readonly Visit[]) => visits.filter((visit) => names.has(nameOf(visit)));
  return group.map(({ shiftId, visits, pauses }) => ({
    shiftId,
    visits: left(visits),
    pauses: pauses.map((pause) => ({ ...pause, at: left(visits.slice(0, pause.at)).length })),
  }));
}

function workOf(routes: readonly { readonly visits: readonly Visit[] }[]): readonly string[] {
  return routes.flatMap(({ visits }) => visits.map(nameOf)).sort();
}

const nameOf = ({ rideId, kind }: Visit) => `${rideId} ${kind}`;

/** Visits of the problem in the proposed order, with every pause of the shift where it is proposed or else stands. */
function numbered(bench: PlanBench, { shiftId, visits, pauses }: ProposedRoute): number[] {
  const indexOf = new Map(Array.from(bench.ids, ([index, id]) => [id, index]));
  const route = visits.map(({ rideId, kind }) => 2 * indexOf.get(rideId)! + (kind === 'pickup' ? 0 : 1));
  const shift = bench.shifts.find((one) => one.shift.shiftId === shiftId)!.shift;
  const places = shift.pauses.map(({ pauseId, at }) => ({
    pauseId,
    at: pauses.find((pause) => pause.pauseId === pauseId)?.at ?? at,
  }));
  for (const { pauseId, at } of places.sort((a, b) => b.at - a.at)) route.splice(at, 0, 2 * indexOf.get(pauseId)!);
  return route;
}

function movesOf({ state }: Moment, group: readonly ProposedRoute[]): DispatchEvent[] {
  return group.flatMap(({ shiftId, visits }) =>
    visits.flatMap(({ rideId: bookingId, kind }): DispatchEvent[] => {
      if (kind !== 'pickup' || state.rides.get(bookingId)!.shiftId === shiftId) return [];
      return [{ kind: 'ride_moved', bookingId, shiftId, reason: 'better_plan', by: 'service' }];
    }),
  );
}

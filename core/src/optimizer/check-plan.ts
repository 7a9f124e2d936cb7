/**
 * The plan checker: accepts or refuses any plan, whoever made it. It shares no code with the search, the insertion or the
 * schedule routine, only the data of the problem, so that no bug there can break a promise.
 *
 *     const violations = checkPlan(problem, proposal, { before: present, mustServe: bookedRides });
 *     if (violations.length > 0) refuse(violations);
 *
 * With committed times (`serviceSec`) it verifies exactly those times. Without, it asks whether any feasible times exist
 * (longest paths by Bellman and Ford, O(visits²) a route). Windows in the problem are the promised windows.
 */
import { ANYWHERE, FOREVER, NONE, rideKind, type PlanProblem } from './plan-problem.ts';
import type { DriveTimes } from './drive-times.ts';

export interface PlannedRoute {
  readonly vehicle: number;
  /** 2 × ride: pickup (or break); 2 × ride + 1: drop-off. */
  readonly visits: readonly number[];
  /** Begin of service of each visit, or null: the checker looks for feasible times itself. */
  readonly serviceSec: readonly number[] | null;
}

export interface PlanProposal {
  readonly routes: readonly PlannedRoute[];
  /** Chosen stop pair of each ride. */
  readonly stopPair: ArrayLike<number>;
}

export interface CheckOptions {
  /** The plan in force: frozen prefixes and on-board riders must be as there, and all its rides must still be served. */
  readonly before?: PlanProposal;
  /** Rides that must be in the plan. */
  readonly mustServe?: readonly number[];
  /** The proposal holds only some of the routes: what is on board of the other vehicles is not missed. */
  readonly isPart?: boolean;
}

export type PlanRule =
  | 'unknownVisit'
  | 'visitedTwice'
  | 'vehicle'
  | 'precedence'
  | 'notServed'
  | 'frozenPrefix'
  | 'breakMissing'
  | 'compatibility'
  | 'stopPair'
  | 'unreachable'
  | 'capacity'
  | 'aboardAtBreak'
  | 'timeWindow'
  | 'driveTime'
  | 'rideTime'
  | 'duration'
  | 'shift'
  | 'driveLimit'
  | 'noFeasibleTimes'
  | 'group'
  | 'mustNotShare';

export interface Violation {
  readonly rule: PlanRule;
  readonly vehicle: number;
  readonly ride: number;
  /** What was got and what was expected. */
  readonly detail: string;
}

type Report = (rule: PlanRule, vehicle: number, ride: number, detail: string) => void;

/** Everything that is wrong with a plan; empty means that every promise in the problem is kept. */
export function checkPlan(problem: PlanProblem, proposal: PlanProposal, options: CheckOptions = {}): Violation[] {
  const violations: Violation[] = [];
  const report: Report = (rule, vehicle, ride, detail) => void violations.push({ rule, vehicle, ride, detail });
  checkVisits(problem, proposal, report);
  if (violations.length > 0) return violations; // the rest would stumble over visits that do not exist
  checkServed(problem, proposal, options, report);
  checkGroups(problem, proposal, report);
  for (const route of proposal.routes) checkRoute(problem, proposal, route, report);
  if (options.before !== undefined) checkFrozen(problem, proposal, options.before, report);
  return violations;
}

/** Structure: known vehicles and visits, each visit once, pickup before drop-off in one route. */
function checkVisits(problem: PlanProblem, proposal: PlanProposal, report: Report): void {
  const seenVehicles = new Set<number>();
  const seenVisits = new Map<number, number>();
  for (const { vehicle, visits, serviceSec } of proposal.routes) {
    const inService = vehicle >= 0 && vehicle < problem.vehicleCount && problem.vehicleActive[vehicle] === 1;
    if ((!inService && visits.length > 0) || seenVehicles.has(vehicle)) {
      report('vehicle', vehicle, NONE, inService ? 'two routes for one vehicle' : 'not in service');
    }
    seenVehicles.add(vehicle);
    if (serviceSec !== null && serviceSec.length !== visits.length) {
      report('vehicle', vehicle, NONE, `${serviceSec.length} times for ${visits.length} visits`);
    }
    for (const visit of visits) checkVisit(problem, visit, vehicle, seenVisits, report);
  }
  for (const [visit, vehicle] of seenVisits) {
    const waiting = problem.rideKind[visit >> 1] === rideKind.waiting;
    if (waiting && (visit & 1) === 0 && seenVisits.get(visit + 1) !== vehicle) {
      report('precedence', vehicle, visit >> 1, 'picked up but not dropped off by the same vehicle');
    }
  }
}

function checkVisit(
  problem: PlanProblem,
  visit: number,
  vehicle: number,
  seen: Map<number, number>,
  report: Report,
): void {
  const ride = visit >> 1;
  const kind =
    Number.isInteger(visit) && visit >= 0 && ride < problem.rideCount ? problem.rideKind[ride]! : rideKind.free;
  const isDropoff = (visit & 1) === 1;
  const exists =
    kind === rideKind.waiting || (kind === rideKind.aboard && isDropoff) || (kind === rideKind.break && !isDropoff);
  if (!exists) report('unknownVisit', vehicle, ride, `visit ${visit} is of no ride, rider on board or break`);
  if (seen.has(visit))
    report('visitedTwice', vehicle, ride, `visit ${visit} is in routes ${seen.get(visit)} and ${vehicle}`);
  if (kind === rideKind.waiting && isDropoff && seen.get(visit - 1) !== vehicle) {
    report('precedence', vehicle, ride, 'dropped off without a pickup before by the same vehicle');
  }
  seen.set(visit, vehicle);
}

function checkServed(problem: PlanProblem, proposal: PlanProposal, options: CheckOptions, report: Report): void {
  const servedBy = vehiclesByRide(proposal);
  const vehicles = new Set(proposal.routes.map((route) => route.vehicle));
  for (let ride = 0; ride < problem.rideCount; ride++) {
    const kind = problem.rideKind[ride];
    const vehicle = problem.fixedVehicle[ride]!;
    if (options.isPart === true && !vehicles.has(vehicle)) continue;
    if (kind === rideKind.break && !servedBy.has(ride) && problem.vehicleActive[vehicle] === 1) {
      report('breakMissing', vehicle, ride, 'the break is not in the plan');
    }
    if (kind === rideKind.aboard && !servedBy.has(ride))
      report('notServed', vehicle, ride, 'a rider on board is not dropped off');
  }
  const expected = new Set(options.mustServe ?? []);
  for (const route of options.before?.routes ?? []) for (const visit of route.visits) expected.add(visit >> 1);
  for (const ride of expected) {
    if (problem.rideKind[ride] === rideKind.waiting && !servedBy.has(ride)) {
      report('notServed', NONE, ride, 'the ride was promised and is not in the plan');
    }
  }
}

function vehiclesByRide(proposal: PlanProposal): Map<number, number> {
  const servedBy = new Map<number, number>();
  for (const { vehicle, visits } of proposal.routes) for (const visit of visits) servedBy.set(visit >> 1, vehicle);
  return servedBy;
}

/** Rides of one group that are in the plan are in one vehicle, all aboard at one time. */
function checkGroups(problem: PlanProblem, proposal: PlanProposal, report: Report): void {
  const vehicleOfGroup = new Map<number, number>();
  for (const { vehicle, visits } of proposal.routes) {
    const lastBoarding = new Map<number, number>();
    const firstAlighting = new Map<number, number>();
    for (const [index, visit] of visits.entries()) {
      const group = problem.group[visit >> 1]!;
      if (group === 0) continue;
      if (vehicleOfGroup.has(group) && vehicleOfGroup.get(group) !== vehicle) {
        report(
          'group',
          vehicle,
          visit >> 1,
          `group ${group} is split over vehicles ${vehicleOfGroup.get(group)} and ${vehicle}`,
        );
      }
      vehicleOfGroup.set(group, vehicle);
      if ((visit & 1) === 0) lastBoarding.set(group, index);
      else if (!firstAlighting.has(group)) firstAlighting.set(group, index);
    }
    for (const [group, index] of firstAlighting) {
      if (index < (lastBoarding.get(group) ?? -1))
        report('group', vehicle, visits[index]! >> 1, `group ${group} is never all aboard`);
    }
  }
}

/** Frozen visits stand first and unchanged, and whoever was on board stays in the vehicle. */
function checkFrozen(problem: PlanProblem, proposal: PlanProposal, before: PlanProposal, report: Report): void {
  const visitsOf = new Map(proposal.routes.map((route) => [route.vehicle, route.visits]));
  for (const { vehicle, visits } of before.routes) {
    const frozen = visits.slice(0, problem.frozenVisits[vehicle]);
    const now = (visitsOf.get(vehicle) ?? []).slice(0, frozen.length);
    for (const [index, visit] of frozen.entries()) {
      const samePlace = before.stopPair[visit >> 1] === proposal.stopPair[visit >> 1];
      if (now[index] !== visit || !samePlace) {
        report(
          'frozenPrefix',
          vehicle,
          visit >> 1,
          `frozen visit ${index} was ${visit}, is ${now[index] ?? 'nothing'}`,
        );
      }
    }
  }
}

/** What one vehicle does: who may ride, where it drives, what is aboard, when. */
function checkRoute(problem: PlanProblem, proposal: PlanProposal, route: PlannedRoute, report: Report): void {
  const { vehicle, visits } = route;
  if (visits.length === 0) return;
  for (const visit of visits) checkCompatible(problem, proposal, vehicle, visit >> 1, report);
  const path = drivenPath(problem, proposal, route, report);
  if (path === null) return;
  checkAboard(problem, route, report);
  const found =
    route.serviceSec === null ? findTimes(problem, proposal, route, path) : committedTimes(problem, route, path);
  if (found === null) {
    checkDriving(problem, route, path.legs, report); // what fails whenever it drives is said too
    report('noFeasibleTimes', vehicle, NONE, 'windows, ride times and duration exclude each other');
    return;
  }
  const legs = legsAt(problem, route, path, found);
  checkDriving(problem, route, legs, report);
  if (route.serviceSec !== null) checkTimes(problem, proposal, route, legs, found.startSec, report);
}

function checkCompatible(
  problem: PlanProblem,
  proposal: PlanProposal,
  vehicle: number,
  ride: number,
  report: Report,
): void {
  const needs = problem.needs[ride]!;
  if ((problem.skills[vehicle]! & needs) !== needs)
    report('compatibility', vehicle, ride, `needs ${needs}, skills ${problem.skills[vehicle]}`);
  const fixed = problem.fixedVehicle[ride]!;
  if (fixed !== NONE && fixed !== vehicle) report('compatibility', vehicle, ride, `only vehicle ${fixed} may serve it`);
  const pair = proposal.stopPair[ride];
  if (pair === undefined || !(pair >= 0 && pair < problem.stopPairCount[ride]!))
    report('stopPair', vehicle, ride, `no stop pair ${pair}`);
}

/** Where a route leads, with the end as the last place if it has one. */
interface Path {
  readonly times: DriveTimes;
  readonly places: readonly number[];
  /** Shortest drive to each visit and to the end (0 for an end anywhere), whenever it begins. */
  readonly legs: readonly number[];
}

/** Null if some leg can't be driven. */
function drivenPath(problem: PlanProblem, proposal: PlanProposal, route: PlannedRoute, report: Report): Path | null {
  const { vehicle, visits } = route;
  const times: DriveTimes = problem.driveTimes[problem.driveClass[vehicle]!]!;
  const places = [problem.startLocation[vehicle]!];
  for (const visit of visits) {
    const ride = visit >> 1;
    const at = ride * problem.stopPairLimit + proposal.stopPair[ride]!;
    const stop = (visit & 1) === 0 ? problem.pairPickup[at]! : problem.pairDropoff[at]!;
    places.push(stop === ANYWHERE ? places.at(-1)! : stop);
  }
  const end = problem.endLocation[vehicle]!;
  places.push(end === ANYWHERE ? places.at(-1)! : end);
  const legs = places.slice(1).map((place, leg) => times.sec[places[leg]! * times.locationCount + place]!);
  if (end === ANYWHERE) legs[visits.length] = 0;
  const lost = legs.findIndex((leg) => leg === times.unreachable);
  if (lost < 0) return { times, places, legs };
  report('unreachable', vehicle, lost < visits.length ? visits[lost]! >> 1 : NONE, `no way to visit ${lost}`);
  return null;
}

/** When a vehicle leaves its start and begins each service. */
interface RouteTimes {
  readonly startSec: number;
  readonly serviceSec: readonly number[];
}

/** A vehicle leaves at once, or as long before its end as it may be on the road. */
function committedTimes(problem: PlanProblem, { vehicle, visits, serviceSec }: PlannedRoute, path: Path): RouteTimes {
  const service = serviceSec!;
  if (path.times.periods === null) return { startSec: service[0]! - path.legs[0]!, serviceSec: service };
  const lastSec = service.at(-1)! + problem.visitDwellSec[visits.at(-1)!]!;
  const endSec = lastSec + drive(problem, vehicle, path, visits.length, lastSec);
  const isLimited = problem.maxDurationSec[vehicle]! < FOREVER;
  const latestSec = isLimited ? endSec - problem.maxDurationSec[vehicle]! : -Infinity;
  return { startSec: Math.max(problem.startSec[vehicle]!, latestSec), serviceSec: service };
}

/** Drives to each visit and to the end when every service begins at the given time and the vehicle leaves after it. */
function legsAt(
  problem: PlanProblem,
  { vehicle, visits }: PlannedRoute,
  path: Path,
  times: RouteTimes,
): readonly number[] {
  if (path.times.periods === null) return path.legs;
  const served = visits.map((visit, index) => times.serviceSec[index]! + problem.visitDwellSec[visit]!);
  const departures = [times.startSec, ...served];
  return path.legs.map((_, leg) => drive(problem, vehicle, path, leg, departures[leg]!));
}

/** Seconds of one leg that begins then: the share driven in each period, one after the other, rounded up at the end. */
function drive(
  problem: PlanProblem,
  vehicle: number,
  { times, places, legs }: Path,
  leg: number,
  departSec: number,
): number {
  const isNowhere = leg === legs.length - 1 && problem.endLocation[vehicle] === ANYWHERE;
  if (times.periods === null || isNowhere) return legs[leg]!;
  const { switchSec, tables } = times.periods;
  const at = places[leg]! * times.locationCount + places[leg + 1]!;
  let undriven = 1;
  let clock = departSec;
  for (const [period, table] of tables.entries()) {
    const ends = switchSec[period] ?? Infinity;
    if (ends <= clock) continue;
    const needed = undriven * table[at]!;
    if (clock + needed <= ends) return Math.ceil(clock + needed - departSec - 1e-9);
    undriven -= (ends - clock) / table[at]!;
    clock = ends;
  }
  return Infinity;
}

/** Room, breaks and must-not-share, by the set of riders on board after each visit. */
function checkAboard(problem: PlanProblem, { vehicle, visits }: PlannedRoute, report: Report): void {
  const aboard = new Set(
    visits.filter((visit) => problem.rideKind[visit >> 1] === rideKind.aboard).map((visit) => visit >> 1),
  );
  const check = (ride: number) => {
    if (!holds(problem, vehicle, aboard))
      report('capacity', vehicle, ride, `${aboard.size} rides aboard do not fit any configuration`);
  };
  check(NONE);
  for (const visit of visits) {
    const ride = visit >> 1;
    if (problem.rideKind[ride] === rideKind.break) {
      if (aboard.size > 0) report('aboardAtBreak', vehicle, ride, `${aboard.size} rides aboard during a break`);
    } else if ((visit & 1) === 1) {
      aboard.delete(ride);
    } else {
      for (const other of aboard) {
        const apart =
          problem.mustNotShare.get(ride)?.has(other) === true || problem.mustNotShare.get(other)?.has(ride) === true;
        if (apart) report('mustNotShare', vehicle, ride, `aboard together with ride ${other}`);
      }
      aboard.add(ride);
      check(ride);
    }
  }
}

function holds(problem: PlanProblem, vehicle: number, aboard: ReadonlySet<number>): boolean {
  const { dimensionCount, configurationLimit } = problem;
  const needed = Array.from({ length: dimensionCount }, (_, d) =>
    [...aboard].reduce((sum, ride) => sum + problem.load[ride * dimensionCount + d]!, 0),
  );
  return Array.from({ length: problem.configurationCount[vehicle]! }, (_, index) => index).some((configuration) =>
    needed.every(
      (places, d) => places <= problem.capacity[(vehicle * configurationLimit + configuration) * dimensionCount + d]!,
    ),
  );
}

/** Hours of driving, in all and between breaks. */
function checkDriving(
  problem: PlanProblem,
  { vehicle, visits }: PlannedRoute,
  path: readonly number[],
  report: Report,
): void {
  const total = path.reduce((sum, leg) => sum + leg, problem.drivenSec[vehicle]!);
  const tolerance = checkTolerance(problem);
  if (total > problem.maxDriveSec[vehicle]! + tolerance)
    report('driveLimit', vehicle, NONE, `${total} s driven, allowed ${problem.maxDriveSec[vehicle]}`);
  let stretch = problem.drivenSinceBreakSec[vehicle]!;
  let rested = problem.brokenSec[vehicle]!;
  for (const [index, leg] of path.entries()) {
    stretch += leg;
    if (stretch > problem.maxDriveBetweenBreaksSec[vehicle]! + tolerance) {
      report(
        'driveLimit',
        vehicle,
        NONE,
        `${stretch} s without a break, allowed ${problem.maxDriveBetweenBreaksSec[vehicle]}`,
      );
    }
    const visit = visits[index];
    if (visit === undefined || problem.rideKind[visit >> 1] !== rideKind.break) continue;
    rested += problem.breakCountsSec[visit >> 1]!;
    if (rested >= problem.breakNeededSec[vehicle]!) stretch = rested = 0;
  }
}

function checkTimes(
  problem: PlanProblem,
  proposal: PlanProposal,
  route: PlannedRoute,
  path: readonly number[],
  startSec: number,
  report: Report,
): void {
  const { vehicle, visits } = route;
  const service = route.serviceSec!;
  const tolerance = checkTolerance(problem);
  let ready = problem.startSec[vehicle]!;
  for (const [index, visit] of visits.entries()) {
    const ride = visit >> 1;
    const begin = service[index]!;
    const [earliest, latest] = promisedWindow(problem, proposal, visit);
    if (!(begin >= earliest - tolerance && begin <= latest + tolerance))
      report('timeWindow', vehicle, ride, `visit ${visit} at ${begin}, window ${earliest} to ${latest}`);
    if (!(begin >= ready + path[index]! - tolerance))
      report('driveTime', vehicle, ride, `visit ${visit} at ${begin}, can be there at ${ready + path[index]!}`);
    ready = begin + problem.visitDwellSec[visit]!;
    const ridden = rideSec(problem, route, index);
    if (ridden > problem.maxRideSec[ride]! + tolerance)
      report('rideTime', vehicle, ride, `rides ${ridden} s, allowed ${problem.maxRideSec[ride]}`);
  }
  const end = ready + path.at(-1)!;
  const duration = end - startSec;
  if (end > problem.endSec[vehicle]! + tolerance)
    report('shift', vehicle, NONE, `ends at ${end}, shift until ${problem.endSec[vehicle]}`);
  const leavesLate = startSec + path[0]! > service[0]! + tolerance;
  if (leavesLate || duration > problem.maxDurationSec[vehicle]! + tolerance)
    report('duration', vehicle, NONE, `takes ${duration} s, allowed ${problem.maxDurationSec[vehicle]}`);
}

/** From the end of boarding to the begin of alighting; 0 for a visit that ends no ride. */
function rideSec(problem: PlanProblem, route: PlannedRoute, index: number): number {
  const visit = route.visits[index]!;
  if ((visit & 1) === 0) return 0;
  const ride = visit >> 1;
  if (problem.rideKind[ride] === rideKind.aboard) return route.serviceSec![index]! - problem.boardedSec[ride]!;
  const boarding = route.serviceSec![route.visits.indexOf(visit - 1)]!;
  return route.serviceSec![index]! - boarding - problem.visitDwellSec[visit - 1]!;
}

function promisedWindow(problem: PlanProblem, proposal: PlanProposal, visit: number): [number, number] {
  const at = (visit >> 1) * problem.stopPairLimit + proposal.stopPair[visit >> 1]!;
  const earliest = problem.visitEarliestSec[visit]!;
  const latest = problem.visitLatestSec[visit]!;
  return (visit & 1) === 0
    ? [earliest + problem.pairBoardWalkSec[at]!, latest]
    : [earliest, latest - problem.pairAlightWalkSec[at]!];
}

/** `later >= earlier + gap`; where a drive is part of it, the gap depends on the time of `earlier`. */
interface Gap {
  readonly earlier: number;
  readonly later: number;
  readonly gap: number;
  /** A leg that adds to the gap. */
  readonly leg?: number;
}

/** Times that keep every constraint, or null. Point 0 is the origin of time, 1 leaving the start, 2 … the visits, last the end. */
function findTimes(problem: PlanProblem, proposal: PlanProposal, route: PlannedRoute, path: Path): RouteTimes | null {
  const { vehicle, visits } = route;
  const gaps = gapsOf(problem, proposal, route);
  const at = Array.from({ length: visits.length + 3 }, (_, point) => (point === 0 ? 0 : -Infinity));
  const tolerance = checkTolerance(problem);
  // A chain of fixed gaps is followed in as many rounds as there are points; one that drives depend on, second by second.
  const rounds = path.times.periods === null ? at.length : MOST_ROUNDS;
  for (let round = 0; round <= rounds; round++) {
    let changed = false;
    for (const { earlier, later, gap, leg } of gaps) {
      if (at[earlier] === -Infinity) continue;
      const reached = at[earlier]! + gap;
      const begin = leg === undefined ? reached : reached + drive(problem, vehicle, path, leg, reached);
      if (begin <= at[later]! + tolerance) continue;
      at[later] = begin;
      changed = true;
    }
    if (!changed) return { startSec: at[1]!, serviceSec: at.slice(2, -1) };
    if (at[0]! > tolerance) return null;
  }
  return null;
}
const MOST_ROUNDS = 100_000;

function gapsOf(problem: PlanProblem, proposal: PlanProposal, { vehicle, visits }: PlannedRoute): Gap[] {
  const end = visits.length + 2;
  const gaps: Gap[] = [
    { earlier: 0, later: 1, gap: problem.startSec[vehicle]! },
    { earlier: end, later: 0, gap: -problem.endSec[vehicle]! },
  ];
  if (problem.maxDurationSec[vehicle]! < FOREVER)
    gaps.push({ earlier: end, later: 1, gap: -problem.maxDurationSec[vehicle]! });
  for (const [index, visit] of visits.entries()) {
    const ride = visit >> 1;
    const point = index + 2;
    const [earliest, latest] = promisedWindow(problem, proposal, visit);
    const dwell = index === 0 ? 0 : problem.visitDwellSec[visits[index - 1]!]!;
    gaps.push({ earlier: 0, later: point, gap: earliest }, { earlier: point, later: 0, gap: -latest });
    gaps.push({ earlier: point - 1, later: point, gap: dwell, leg: index });
    if ((visit & 1) === 0 || problem.maxRideSec[ride]! >= FOREVER) continue;
    if (problem.rideKind[ride] === rideKind.aboard) {
      gaps.push({ earlier: point, later: 0, gap: -problem.boardedSec[ride]! - problem.maxRideSec[ride]! });
    } else {
      const boarding = visits.indexOf(visit - 1) + 2;
      gaps.push({
        earlier: point,
        later: boarding,
        gap: -problem.maxRideSec[ride]! - problem.visitDwellSec[visit - 1]!,
      });
    }
  }
  gaps.push({ earlier: end - 1, later: end, gap: problem.visitDwellSec[visits.at(-1)!]!, leg: visits.length });
  return gaps;
}

function checkTolerance(problem: PlanProblem): number {
  return problem.fractional ? 1e-6 : 0;
}

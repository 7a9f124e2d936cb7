/**
 * What a route must obey besides time: room on board, hours of driving, breaks with nobody aboard, who may ride with whom.
 * Works on the draft in `plan.draft`; exact and O(visits × dimensions); called for whole routes and for candidate insertions.
 */
import { FOREVER, rideKind, type PlanProblem } from './plan-problem.ts';
import type { Plan } from './plan.ts';
import { misfit, type Misfit } from './route-draft.ts';

/** All rules but time, for a whole route. */
export function checkWholeRoute(problem: PlanProblem, plan: Plan, vehicle: number): Misfit {
  const reason = checkLoads(problem, plan, vehicle);
  return reason === misfit.none ? checkRareRules(problem, plan, vehicle) : reason;
}

/** The rules that an insertion scan does not check position by position. Costs nothing where nobody uses them. */
export function checkRareRules(problem: PlanProblem, plan: Plan, vehicle: number): Misfit {
  if (problem.maxDriveSec[vehicle]! < FOREVER || problem.maxDriveBetweenBreaksSec[vehicle]! < FOREVER) {
    if (!keepsDrivingHours(problem, plan, vehicle)) return misfit.driveLimit;
  }
  const hasSharingRules = problem.groupRideCount > 0 || problem.mustNotShare.size > 0;
  return hasSharingRules && !keepsSharingRules(problem, plan) ? misfit.sharing : misfit.none;
}

/** Does some configuration of the vehicle hold `first[at…] + second[from…]`? */
export function fits(
  problem: PlanProblem,
  vehicle: number,
  first: Int32Array,
  at: number,
  second: Int32Array,
  from: number,
): boolean {
  const { capacity, dimensionCount, configurationLimit } = problem;
  const count = problem.configurationCount[vehicle]!;
  for (let configuration = 0; configuration < count; configuration++) {
    const places = (vehicle * configurationLimit + configuration) * dimensionCount;
    let d = 0;
    while (d < dimensionCount && first[at + d]! + second[from + d]! <= capacity[places + d]!) d++;
    if (d === dimensionCount) return true;
  }
  return false;
}

function checkLoads(problem: PlanProblem, plan: Plan, vehicle: number): Misfit {
  const { dimensionCount, load } = problem;
  const { draft, loadScratch } = plan;
  loadScratch.fill(0);
  let riders = 0;
  for (let position = 1; position < draft.count - 1; position++) {
    const visit = draft.visit[position]!;
    if ((visit & 1) === 1 && problem.rideKind[visit >> 1] === rideKind.aboard)
      addLoad(loadScratch, load, visit >> 1, 1);
  }
  for (let position = 0; position < draft.count - 1; position++) {
    const visit = draft.visit[position]!;
    draft.failedAt = position;
    if (visit >= 0 && problem.rideKind[visit >> 1] === rideKind.break) {
      if (riders > 0) return misfit.notEmptyAtBreak;
    } else if (visit >= 0) {
      addLoad(loadScratch, load, visit >> 1, 1 - 2 * (visit & 1));
      riders += 1 - 2 * (visit & 1);
    }
    if (!fits(problem, vehicle, loadScratch, 0, loadScratch, dimensionCount)) return misfit.capacity;
  }
  return misfit.none;
}

function addLoad(aboard: Int32Array, load: Int32Array, ride: number, sign: number): void {
  const dimensionCount = aboard.length / 2;
  for (let d = 0; d < dimensionCount; d++) aboard[d] = aboard[d]! + sign * load[ride * dimensionCount + d]!;
}

function keepsDrivingHours(problem: PlanProblem, plan: Plan, vehicle: number): boolean {
  const { draft } = plan;
  let total = problem.drivenSec[vehicle]!;
  let sinceBreak = problem.drivenSinceBreakSec[vehicle]!;
  let broken = problem.brokenSec[vehicle]!;
  for (let position = 1; position < draft.count; position++) {
    total += draft.leg[position]!;
    sinceBreak += draft.leg[position]!;
    draft.failedAt = position;
    if (total > problem.maxDriveSec[vehicle]! + problem.toleranceSec) return false;
    if (sinceBreak > problem.maxDriveBetweenBreaksSec[vehicle]! + problem.toleranceSec) return false;
    const visit = draft.visit[position]!;
    if (visit < 0 || problem.rideKind[visit >> 1] !== rideKind.break) continue;
    broken += problem.breakCountsSec[visit >> 1]!;
    if (broken < problem.breakNeededSec[vehicle]!) continue;
    sinceBreak = 0;
    broken = 0;
  }
  return true;
}

/** Riders who must not share are never aboard together; a group's members are all aboard at one time. O(visits²), rare. */
function keepsSharingRules(problem: PlanProblem, plan: Plan): boolean {
  const { draft } = plan;
  for (let position = 1; position < draft.count - 1; position++) {
    const visit = draft.visit[position]!;
    if ((visit & 1) === 0) continue;
    const ride = visit >> 1;
    const boarded = boardingPosition(problem, plan, ride);
    draft.failedAt = position;
    for (let other = position + 1; other < draft.count - 1; other++) {
      const otherVisit = draft.visit[other]!;
      if ((otherVisit & 1) === 0) continue;
      const otherRide = otherVisit >> 1;
      const together = boardingPosition(problem, plan, otherRide) < position;
      if (together && boarded < other && avoid(problem, ride, otherRide)) return false;
      if (!together && problem.group[ride] !== 0 && problem.group[ride] === problem.group[otherRide]) return false;
    }
  }
  return true;
}

function boardingPosition(problem: PlanProblem, plan: Plan, ride: number): number {
  return problem.rideKind[ride] === rideKind.aboard ? 0 : plan.pickupPosition[ride]!;
}

function avoid(problem: PlanProblem, a: number, b: number): boolean {
  return problem.mustNotShare.get(a)?.has(b) === true || problem.mustNotShare.get(b)?.has(a) === true;
}

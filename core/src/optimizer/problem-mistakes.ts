/**
 * What is wrong with an input, all at once, in words: for benchmark files, recorded problems and other untrusted sources.
 * Each mistake has a code, where it is, what was got and what to do. A problem without mistakes may still be infeasible.
 */
import { measureTriangleExcess, type DriveTimes } from './drive-times.ts';
import { ANYWHERE, FOREVER, rideKind, type PlanProblem } from './plan-problem.ts';

export interface Mistake {
  readonly code:
    | 'noVehicles'
    | 'negativeTime'
    | 'emptyWindow'
    | 'noSuchLocation'
    | 'impossibleRide'
    | 'tooLarge'
    | 'triangleInequality'
    | 'shift';
  readonly text: string;
}

/** All mistakes of a problem. Tables of up to 600 locations are checked for the triangle inequality unless known to keep it. */
export function problemMistakes(problem: PlanProblem, tablesAreMetric = false): Mistake[] {
  const mistakes: Mistake[] = [];
  const say = (code: Mistake['code'], text: string) => void mistakes.push({ code, text });
  if (!problem.vehicleActive.includes(1)) say('noVehicles', 'no vehicle is in service: add at least one');
  for (const [index, times] of problem.driveTimes.entries()) checkTable(times, index, tablesAreMetric, say);
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) checkVehicle(problem, vehicle, say);
  for (let ride = 0; ride < problem.rideCount; ride++) {
    if (problem.rideKind[ride] === rideKind.waiting) checkRide(problem, ride, say);
  }
  return mistakes;
}

type Say = (code: Mistake['code'], text: string) => void;

function checkTable(times: DriveTimes, index: number, isMetric: boolean, say: Say): void {
  const negative = times.sec.findIndex((seconds) => !(seconds >= 0));
  if (negative >= 0) {
    const from = Math.floor(negative / times.locationCount);
    say(
      'negativeTime',
      `drive times ${index}: ${times.sec[negative]} from ${from} to ${negative % times.locationCount}: give 0 or more`,
    );
  } else if (!isMetric && times.locationCount <= 600 && times.triangleExcessSec !== Infinity) {
    const excess = measureTriangleExcess(times);
    if (excess > times.triangleExcessSec + 1e-9) {
      say(
        'triangleInequality',
        `drive times ${index}: a direct drive is ${excess} longer than a way round, ${times.triangleExcessSec} was promised: give shortest-path times or triangleExcessSec: Infinity`,
      );
    }
  }
}

function checkVehicle(problem: PlanProblem, vehicle: number, say: Say): void {
  const times = problem.driveTimes[problem.driveClass[vehicle]!];
  const places = [problem.startLocation[vehicle]!, problem.endLocation[vehicle]!];
  const wrong = places.find(
    (place, k) => !(k === 1 && place === ANYWHERE) && !(place >= 0 && place < (times?.locationCount ?? 0)),
  );
  if (wrong !== undefined)
    say('noSuchLocation', `vehicle ${vehicle}: location ${wrong} is not in drive times ${problem.driveClass[vehicle]}`);
  if (problem.endSec[vehicle]! < problem.startSec[vehicle]!) {
    say(
      'shift',
      `vehicle ${vehicle}: the shift ends at ${problem.endSec[vehicle]}, before its start at ${problem.startSec[vehicle]}`,
    );
  }
  for (const limit of [problem.maxDurationSec, problem.maxDriveSec, problem.maxDriveBetweenBreaksSec]) {
    if (limit[vehicle]! < 0) say('negativeTime', `vehicle ${vehicle}: a limit of ${limit[vehicle]}: give 0 or more`);
  }
}

function checkRide(problem: PlanProblem, ride: number, say: Say): void {
  for (const visit of [2 * ride, 2 * ride + 1]) {
    const name = visit % 2 === 0 ? 'pickup' : 'drop-off';
    const earliest = problem.visitEarliestSec[visit]!;
    const latest = problem.visitLatestSec[visit]!;
    if (earliest > latest) say('emptyWindow', `ride ${ride}: ${name} window from ${earliest} to ${latest} is empty`);
    if (problem.visitDwellSec[visit]! < 0)
      say('negativeTime', `ride ${ride}: ${name} takes ${problem.visitDwellSec[visit]}: give 0 or more`);
  }
  if (problem.maxRideSec[ride]! < 0)
    say('negativeTime', `ride ${ride}: maximum ride time ${problem.maxRideSec[ride]}: give 0 or more`);
  checkRoom(problem, ride, say);
  checkReachable(problem, ride, say);
}

function checkRoom(problem: PlanProblem, ride: number, say: Say): void {
  const { dimensionCount, configurationLimit, capacity } = problem;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    for (let configuration = 0; configuration < problem.configurationCount[vehicle]!; configuration++) {
      const at = (vehicle * configurationLimit + configuration) * dimensionCount;
      let d = 0;
      while (d < dimensionCount && problem.load[ride * dimensionCount + d]! <= capacity[at + d]!) d++;
      if (d === dimensionCount) return;
    }
  }
  const load = [...problem.load.subarray(ride * dimensionCount, (ride + 1) * dimensionCount)];
  say('tooLarge', `ride ${ride}: a load of ${load.join(', ')} fits no vehicle, even empty`);
}

/** Some stop pair must be drivable in time, were a vehicle just there. */
function checkReachable(problem: PlanProblem, ride: number, say: Say): void {
  const pickup = 2 * ride;
  const reasons: string[] = [];
  for (let pair = 0; pair < problem.stopPairCount[ride]!; pair++) {
    const at = ride * problem.stopPairLimit + pair;
    const from = problem.pairPickup[at]!;
    const to = problem.pairDropoff[at]!;
    let direct = FOREVER;
    for (const { sec, locationCount, unreachable } of problem.driveTimes) {
      if (!(from >= 0 && from < locationCount && to >= 0 && to < locationCount))
        return say('noSuchLocation', `ride ${ride}: stops ${from} and ${to} of a table of ${locationCount}`);
      const seconds = sec[from * locationCount + to]!;
      if (seconds !== unreachable) direct = Math.min(direct, seconds);
    }
    const arrival = problem.visitEarliestSec[pickup]! + problem.visitDwellSec[pickup]! + direct;
    const latest = problem.visitLatestSec[pickup + 1]!;
    if (direct >= FOREVER) reasons.push(`no way from ${from} to ${to}`);
    else if (arrival > latest + problem.toleranceSec)
      reasons.push(`arrives at ${arrival} at the earliest, latest drop-off is ${latest}`);
    else if (direct > problem.maxRideSec[ride]! + problem.toleranceSec)
      reasons.push(`drives ${direct} directly, may ride ${problem.maxRideSec[ride]}`);
    else return;
  }
  say('impossibleRide', `ride ${ride} can never be served: ${reasons.join('; ')}`);
}

/**
 * Seeded problems with small whole numbers, so that ties, exact limits and every kind of rule happen: for tests and for
 * the self-checks of benchmarks.
 */
import { randomIndex, seededRandom, type Random } from '../containers/random.ts';
import { driveTimes, driveTimesByPeriod, leastTimes, UNREACHABLE_INT32, type DriveTimes } from './drive-times.ts';
import { addBreak, addRide, addVehicle, ANYWHERE, planProblem, type PlanProblem } from './plan-problem.ts';

export interface RandomProblemOptions {
  readonly vehicles: number;
  readonly rides: number;
  readonly locations: number;
  readonly horizonSec: number;
  /** Only windows, ride times, one dimension and driving costs: the shape of the literature's instances. */
  readonly plain?: boolean;
  /** A direct drive may be so much longer than a way round, as in tables that were rounded; default 0. */
  readonly roughSec?: number;
  /** Drive times change twice within the horizon: by a factor, or (every third seed) to quite other ones. */
  readonly periods?: boolean;
}

/** A metric, asymmetric, whole-second table: shortest paths in a random graph, with a few places that can't be reached. */
export function randomDriveTimes(
  random: Random,
  locations: number,
  farthestSec: number,
  lostShare: number,
  roughSec = 0,
): DriveTimes {
  const sec = new Int32Array(locations * locations);
  for (let from = 0; from < locations; from++) {
    const lost = random() < lostShare;
    for (let to = 0; to < locations; to++) {
      sec[from * locations + to] = from === to ? 0 : lost ? UNREACHABLE_INT32 : 1 + randomIndex(random, farthestSec);
    }
  }
  for (let via = 0; via < locations; via++) {
    for (let from = 0; from < locations; from++) {
      for (let to = 0; to < locations; to++) {
        const round = sec[from * locations + via]! + sec[via * locations + to]!;
        if (round < sec[from * locations + to]!) sec[from * locations + to] = round;
      }
    }
  }
  if (roughSec > 0) {
    for (let at = 0; at < sec.length; at++) {
      if (sec[at]! > 0 && sec[at]! < UNREACHABLE_INT32) sec[at] = sec[at]! + randomIndex(random, roughSec + 1);
    }
  }
  return driveTimes(locations, sec, { triangleExcessSec: roughSec });
}

/** A small problem with many rules at once; the same for the same seed. */
export function randomProblem(seed: number, options: RandomProblemOptions): PlanProblem {
  const random = seededRandom(seed);
  const { locations, horizonSec } = options;
  const plain = options.plain ?? false;
  const steady = randomDriveTimes(random, locations, Math.max(2, horizonSec >> 3), plain ? 0 : 0.02, options.roughSec);
  const times = options.periods === true ? withPeriods(seed, random, steady, horizonSec) : steady;
  const timed = !plain && random() < 0.6;
  const problem = planProblem({
    driveTimes: [times],
    dimensionCount: plain ? 1 : 2,
    weights: timed
      ? {
          drive: 2,
          wait: 3,
          rideExcess: 2,
          lateness: 5,
          risk: random() < 0.5 ? 1 : 0,
          riskBufferSec: 4,
          vehicleUse: random() < 0.5 ? 7 : 0,
        }
      : {},
  });
  for (let vehicle = 0; vehicle < options.vehicles; vehicle++) addRandomVehicle(problem, random, options, plain);
  for (let ride = 0; ride < options.rides; ride++) addRandomRide(problem, random, options, plain);
  if (plain) return problem;
  for (let vehicle = 0; vehicle < options.vehicles; vehicle++) {
    if (random() > 0.3) continue;
    const earliest = randomIndex(random, horizonSec);
    const location = random() < 0.5 ? ANYWHERE : randomIndex(random, locations);
    addBreak(problem, { vehicle, location, windowSec: [earliest, earliest + 10], durationSec: randomIndex(random, 5) });
  }
  return problem;
}

function withPeriods(seed: number, random: Random, usual: DriveTimes, horizonSec: number): DriveTimes {
  const others = [0, 1].map((k) => {
    const factor = 1 + random() * 1.5;
    const slower = usual.sec.map((sec) => (sec === usual.unreachable ? sec : Math.ceil(sec * factor))) as Int32Array;
    if ((seed + k) % 3 === 0) return randomDriveTimes(random, usual.locationCount, Math.max(2, horizonSec >> 3), 0);
    return driveTimes(usual.locationCount, slower, { triangleExcessSec: 0 });
  });
  const first = 3 + randomIndex(random, horizonSec >> 1);
  const second = first + 1 + randomIndex(random, horizonSec >> 1);
  const tables = [others[0]!, usual, others[1]!];
  return driveTimesByPeriod(leastTimes(tables), {
    switchSec: [first, second],
    tables: tables.map(({ sec }) => sec),
  });
}

function addRandomVehicle(problem: PlanProblem, random: Random, options: RandomProblemOptions, plain: boolean): void {
  const { locations, horizonSec } = options;
  const depot = randomIndex(random, locations);
  const rules = !plain && random() < 0.5;
  addVehicle(problem, {
    startLocation: depot,
    startSec: plain ? 0 : randomIndex(random, 5),
    endLocation: plain ? depot : random() < 0.4 ? ANYWHERE : randomIndex(random, locations),
    endSec: horizonSec * 2,
    configurations: plain
      ? [[3]]
      : rules
        ? [
            [3, 0],
            [1, 1],
          ]
        : [[2, 1]],
    ...(random() < 0.4 ? { maxDurationSec: horizonSec - randomIndex(random, horizonSec >> 1) } : {}),
    ...(rules && random() < 0.5 ? { maxDriveBetweenBreaksSec: horizonSec >> 1, breakNeededSec: 1 } : {}),
    skills: plain ? 0 : randomIndex(random, 4),
  });
}

function addRandomRide(problem: PlanProblem, random: Random, options: RandomProblemOptions, plain: boolean): void {
  const { locations, horizonSec } = options;
  const pair = () => ({
    pickup: randomIndex(random, locations),
    dropoff: randomIndex(random, locations),
    ...(plain
      ? {}
      : {
          walkCost: randomIndex(random, 6),
          boardWalkSec: randomIndex(random, 3),
          alightWalkSec: randomIndex(random, 3),
        }),
  });
  const earliest = randomIndex(random, horizonSec);
  const byDropoff = random() < 0.5;
  const window = [earliest, earliest + 2 + randomIndex(random, horizonSec >> 2)] as const;
  addRide(problem, {
    stopPairs: plain || random() < 0.5 ? [pair()] : [pair(), pair()],
    ...(byDropoff ? { dropoffWindowSec: window, pickupWindowSec: [0, horizonSec] } : { pickupWindowSec: window }),
    ...(random() < 0.7 ? { maxRideSec: (horizonSec >> 2) + randomIndex(random, horizonSec >> 2) } : {}),
    softPickupSec: earliest + 3,
    load: plain || random() < 0.8 ? [1, 0] : [0, 1],
    pickupDwellSec: randomIndex(random, 3),
    dropoffDwellSec: randomIndex(random, 3),
    needs: plain || random() < 0.7 ? 0 : 1,
    group: plain || random() < 0.85 ? 0 : 1,
    mustNotShareWith:
      plain || random() < 0.85 || problem.rideCount === 0 ? [] : [randomIndex(random, problem.rideCount)],
  });
}

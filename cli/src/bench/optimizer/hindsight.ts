/** What the plan could have been for one who knew all requests of the day. */
import { addRide, addVehicle, planProblem, type PlanProblem } from '@noriai/core/optimizer/plan-problem.ts';
import { improve, improvement } from '@noriai/core/optimizer/search/improve.ts';
import { checkPlan } from '@noriai/core/optimizer/check-plan.ts';
import type { Streets } from './manhattan.ts';
import { round } from './service-day.ts';
import { STOP_SEC, type StreetFleet } from './street-fleet.ts';

/**
 * The plan of one who knew all requests at the start, with each rider served no later than here: the same search from the
 * plan that was driven. Regret is how much less driving it needs.
 */
export function allKnowing(
  streets: Streets,
  nodes: readonly number[],
  fleet: StreetFleet,
  steps: number,
  seed: number,
) {
  const problem = hindsightProblem(streets, nodes, fleet);
  const search = improvement(problem, {
    seed,
    routes: fleet.driven,
    unservedCost: 1e6,
    averageRemoved: 8,
    longestString: 5,
    regretShare: 0,
    startTemperature: 10,
    endTemperature: 0.5,
  });
  const first = search.best.cost;
  improve(search, steps, 0, 1);
  const routes = search.best.routes.map((visits, vehicle) => ({ vehicle, visits, serviceSec: null }));
  const violations = checkPlan(problem, { routes, stopPair: new Int32Array(problem.rideCount) }).length;
  return {
    steps,
    replayedDriveHours: round(first / 3600, 2),
    driveHours: round(search.best.cost / 3600, 2),
    violations,
    regret: round(fleet.driveSec / search.best.cost - 1, 4),
  };
}

function hindsightProblem(streets: Streets, nodes: readonly number[], fleet: StreetFleet): PlanProblem {
  const problem = planProblem({ driveTimes: [streets.times], stopPairLimit: 1, configurationLimit: 1 });
  for (const node of nodes) addVehicle(problem, { startLocation: node, startSec: 0, configurations: [[4]] });
  for (const { request, boardingSec, alightingSec, directSec } of fleet.trips) {
    addRide(problem, {
      stopPairs: [{ pickup: request.origin, dropoff: request.destination }],
      pickupWindowSec: [request.timeSec, Math.max(request.timeSec + fleet.rules.maxWaitSec, boardingSec)],
      dropoffWindowSec: [0, Math.max(request.timeSec + fleet.rules.maxTripSec(directSec), alightingSec)],
      load: [1],
      pickupDwellSec: STOP_SEC,
      dropoffDwellSec: STOP_SEC,
    });
  }
  return problem;
}

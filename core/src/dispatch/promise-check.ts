/** Whether a route as it stands can keep all that was promised: the plan checker's word, on the promised times themselves. */
import { checkPlan } from '../optimizer/check-plan.ts';
import { replaceRide, type RideInput } from '../optimizer/plan-problem.ts';
import type { Moment } from './decide.ts';
import { openBench } from './plan-bench.ts';
import { presentRide, type PresentShift } from './present-plan.ts';
import type { Ride, Shift } from './state.ts';

/** True when there are times at which every promise of the shift's route is kept and every break taken. O(visits²). */
export function keepsPromises(moment: Moment, shift: Shift): boolean {
  const bench = openBench(moment, [shift], new Set(), { weights: {}, spareRides: 0, holdSec: 0, untilSec: 0 });
  const indexOf = new Map(Array.from(bench.ids, ([index, id]) => [id, index]));
  for (const [index, id] of bench.ids) {
    const ride = moment.state.rides.get(id);
    if (ride) replaceRide(bench.problem, index, promisedRide(moment, bench.shifts[0]!, ride));
  }
  const visits = shift.visits.map(({ rideId, kind }) => 2 * indexOf.get(rideId)! + (kind === 'pickup' ? 0 : 1));
  for (const { pauseId, at } of shift.pauses.toReversed()) visits.splice(at, 0, 2 * indexOf.get(pauseId)!);
  const mustServe = [...indexOf.values()];
  const proposal = { routes: [{ vehicle: 0, visits, serviceSec: null }], stopPair: mustServe.map(() => 0) };
  return checkPlan(bench.problem, proposal, { mustServe, isPart: true }).length === 0;
}

/** Unlike in planning, limits never give way to what is expected. */
function promisedRide(moment: Moment, present: PresentShift, ride: Ride): RideInput {
  const { nowSec } = moment;
  const input = presentRide(moment, present, ride.rideId, 0);
  const dropoffWindowSec = [-86_400, ride.dropoffBySec - nowSec] as const;
  if (input.boardedSec !== undefined) return { ...input, dropoffWindowSec };
  return {
    ...input,
    dropoffWindowSec,
    pickupWindowSec: [ride.pickupFromSec - nowSec, ride.pickupUntilSec - nowSec],
    maxRideSec: ride.dropoffBySec - ride.pickupFromSec,
  };
}

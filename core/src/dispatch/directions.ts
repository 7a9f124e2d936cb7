/** The drives between the calls of a vehicle, turn by turn, so that a driver without signal still finds every stop. */
import type { Directions, DirectionsLeg } from '../contracts/driving.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { callIdOf } from './decide-driving.ts';
import { activeShift } from './shifts.ts';
import type { DispatchState } from './state.ts';
import { worldInForce } from './street-notices.ts';
import { expectedCalls } from './timeline.ts';
import { certainCalls } from './views.ts';

/** One leg for each call that is still to be driven to, in order, or null for an unknown vehicle. One route a leg. */
export function findDirections(
  usual: ServiceWorld,
  state: DispatchState,
  vehicleId: string,
  nowSec: number,
): Directions | null {
  const world = worldInForce(usual, state);
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  if (vehicleIndex === undefined) return null;
  const shift = activeShift(world, state, vehicleIndex, nowSec);
  if (!shift) return { vehicleId, legs: [] };
  const vehicleClass = world.area.vehicles[vehicleIndex]!.class;
  const legs: DirectionsLeg[] = [];
  let { place } = shift;
  for (const call of certainCalls(state, expectedCalls(world, state, shift, nowSec))) {
    const told = world.directionsBetween(place, call.place, vehicleClass);
    if (told) {
      const course = world.courseBetween(place, call.place, vehicleClass);
      const steps = told.steps.map((step) => ({ ...step, at: [...step.at] }));
      legs.push({
        callId: callIdOf(call.visits[0]!),
        stopId: world.area.stops[call.place]!.id,
        ...told,
        steps,
        course: course.map((point) => [...point]),
      });
    }
    ({ place } = call);
  }
  return { vehicleId, legs };
}

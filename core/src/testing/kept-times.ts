/** The oracle of the expected times that are kept with a shift: a copy of the shift has none, so that all is worked out afresh. */
import { worldInForce } from '../dispatch/street-notices.ts';
import { expectedTimes } from '../dispatch/timeline.ts';
import type { PlayedService } from './play-dispatch.ts';

/** Whether what is kept is what would be worked out now, for every shift. */
export function keepsExpectedTimes({ world, state, nowSec }: PlayedService): boolean {
  const present = worldInForce(world, state);
  return [...state.shifts.values()].every((shift) => {
    const kept = expectedTimes(present, state, shift, nowSec);
    return JSON.stringify(kept) === JSON.stringify(expectedTimes(present, state, { ...shift }, nowSec));
  });
}

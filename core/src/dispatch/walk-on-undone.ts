/** Where a vehicle is once a walk-on that was pressed by mistake is off its route. */
import type { ServiceWorld } from '../fleet/world.ts';
import type { DispatchState, Shift } from './state.ts';
import { placeOf } from './timeline.ts';

/** So long after it was sent, a vehicle whose driver pressed a wrong button still stands where it was. */
const STILL_THERE_SEC = 120;

/**
 * A vehicle that was sent for the walk-on alone stands where it did; after a while it counts as free where and when it
 * would have arrived, which is the safe side. One that goes to somebody else goes on.
 *
 * @param shift without the walk-on's visits
 */
export function standingWithoutWalkOn(
  world: ServiceWorld,
  state: DispatchState,
  { place, readySec, sent, visits }: Shift,
  atSec: number,
): Pick<Shift, 'place' | 'readySec' | 'sent'> {
  const goesOn = sent === null || (visits.length > 0 && placeOf(world, state, visits[0]!) === sent.place);
  if (goesOn) return { place, readySec, sent };
  if (atSec <= sent.departSec + STILL_THERE_SEC) return { place, readySec, sent: null };
  return { place: sent.place, readySec: sent.arriveSec, sent: null };
}

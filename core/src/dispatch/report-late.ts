/** A rider who is on the way says so: the driver waits where nobody else suffers from it, else the desk calls the rider. */
import type { ServiceWorld } from '../fleet/world.ts';
import { ownRide } from './acting.ts';
import type { Actor, Command } from './commands.ts';
import { accepted, nameOf, refused, type Moment, type Outcome } from './decide.ts';
import { extendWait } from './move-trip.ts';
import type { Ride } from './state.ts';

/** Who is there while the driver waits anyhow is not late, and nothing is written. */
export function reportLate(
  moment: Moment,
  actor: Actor,
  { bookingId, untilSec }: Extract<Command, { kind: 'report_late' }>,
): Outcome {
  const ride = ownRide(moment.state, actor, bookingId);
  if (ride?.status !== 'booked') return refused('not_found', `there is no booking ${bookingId} that waits`);
  if (untilSec <= waitsUntilSec(moment.world, ride)) return accepted(bookingId, []);
  const by = nameOf(actor);
  const waits = extendWait(moment, { kind: 'extend_wait', bookingId, untilSec }, by);
  if (waits.ok || waits.refusal !== 'would_break_promise') return waits;
  return accepted(bookingId, [{ kind: 'call_needed', bookingId, reason: 'rider_late', by }]);
}

/** No driver leaves without the rider before this, however early the vehicle is there. */
export function waitsUntilSec({ area }: ServiceWorld, { pickupFromSec, waitUntilSec = 0 }: Ride): number {
  return Math.max(pickupFromSec + area.promises.noShowWaitSec, waitUntilSec);
}

/** What waited, for quiet hours or a way that is out of order, until it was no longer so (rule NT15). */
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { OutboxRow } from './outbox.ts';

/**
 * Whether a notice of a wrong button was taken back before it was said, or the trip that a correction is about is over, so
 * that another notice says what became of it. A state that has not yet come beyond the notice's own fact knows nothing of
 * that: false.
 */
export function isTakenBack(
  { rides, atSec }: Pick<DispatchState, 'rides' | 'atSec'>,
  { notice, atSec: toldSec }: Pick<OutboxRow, 'notice' | 'atSec'>,
): boolean {
  const ride = rides.get(notice.bookingId ?? '');
  if (!ride || atSec <= toldSec) return false;
  const goesOn = ride.status === 'booked' || ride.status === 'on_board';
  if (notice.template === 'corrected') return !goesOn;
  if (notice.template === 'no_show') return goesOn;
  return notice.template === 'receipt' && ride.droppedOffSec !== notice.parameters['droppedOffSec'];
}

/** When the next call has changed so that the driver must hear of it. */
import type { Call } from '@noriai/core/contracts/driving.ts';

/** People who were served at the same stop are no news. */
export function isWorthSaying(before: Call | null, now: Call): boolean {
  if (before === null || before.stopId !== now.stopId) return true;
  if (before.state === 'planned' && now.state === 'driving') return true;
  const known = new Set(before.riders.map(({ bookingId, action }) => `${bookingId} ${action}`));
  return now.riders.some(({ bookingId, action }) => !known.has(`${bookingId} ${action}`));
}

/** Where somebody who gets on without a booking can go without being typed: the stops that are driven to anyway. */
import type { Call } from '@noriai/core/contracts/driving.ts';

/** In the order in which they are driven to, each once, without the one where the vehicle stands. */
export function goalsOnTheWay<Stop extends { readonly id: string }>(
  calls: readonly Pick<Call, 'stopId' | 'state'>[],
  stops: readonly Stop[],
): readonly Stop[] {
  const ids = new Set(calls.map(({ stopId }) => stopId));
  for (const { stopId, state } of calls) if (state === 'arrived') ids.delete(stopId);
  return [...ids].flatMap((stopId) => stops.filter(({ id }) => id === stopId));
}

/** What a rider usually does, from the bookings so far: most used first, newer before older. */
import type { Booking, Party } from '@noriai/core/contracts/trips.ts';

export interface UsualTrips {
  /** Stop ids. */
  readonly starts: readonly string[];
  readonly goals: readonly string[];
  readonly party: Party | null;
}

/** @param bookings newest first */
export function usualTrips(bookings: readonly Booking[]): UsualTrips {
  return {
    starts: byUse(bookings.map(({ pickup }) => pickup.stopId)),
    goals: byUse(bookings.map(({ dropoff }) => dropoff.stopId)),
    party: bookings[0]?.party ?? null,
  };
}

function byUse(ids: readonly string[]): string[] {
  const uses = new Map<string, number>();
  for (const id of ids) uses.set(id, (uses.get(id) ?? 0) + 1);
  // Sorting is stable: at equal use the newer stays in front.
  return [...uses].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}

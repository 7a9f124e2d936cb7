/** Where a rider usually goes, from the places of the card: most used first, as the service sorts them. */
import type { RiderPlace } from '@noriai/core/contracts/rider-card.ts';

/** Stops where the rider gets off, most often first. */
export const usualGoals = (places: readonly RiderPlace[]): readonly RiderPlace[] =>
  places.filter(({ dropoffs }) => dropoffs > 0).toSorted((a, b) => b.dropoffs - a.dropoffs);

/** Stops where the rider gets on, most often first. */
export const usualStarts = (places: readonly RiderPlace[]): readonly RiderPlace[] =>
  places.filter(({ pickups }) => pickups > 0).toSorted((a, b) => b.pickups - a.pickups);

/** The stop where most trips began, or null for somebody without trips. */
export const usualStart = (places: readonly RiderPlace[]): string | null => usualStarts(places)[0]?.stopId ?? null;

/** The walk to the stop of a booking, kept on the device so that it can be read on the way without a connection. */
import { walkingRiderOf, type Booking, type WalkGuide } from '@noriai/core/contracts/trips.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { positionOf, startOf } from './draft.ts';
import { api } from './rider-session.ts';

const STORED_AS = 'noriai.walk';

interface KeptWalk {
  readonly bookingId: string;
  readonly guide: WalkGuide;
}

/** The kept walk of a booking, or null when none was loaded yet. */
export function keptWalk(bookingId: string): WalkGuide | null {
  const kept = readStored<KeptWalk | null>(STORED_AS, null);
  return kept?.bookingId === bookingId ? kept.guide : null;
}

/** Asks for the walk from where the rider said the trip begins; null when that or the way is not known. */
export async function loadWalk(booking: Booking): Promise<WalkGuide | null> {
  const start = startOf(booking.bookingId);
  const from = start && positionOf(start);
  if (!from) return null;
  const rider = walkingRiderOf(booking.party);
  const result = await api.call('findWalk', { body: { from, to: booking.pickup.position, rider } });
  if (!result.ok) return keptWalk(booking.bookingId);
  writeStored(STORED_AS, { bookingId: booking.bookingId, guide: result.answer });
  return result.answer;
}

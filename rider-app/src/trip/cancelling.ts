/** Cancelling a booking, and taking that back while the seat may still be there. */
import type { Booking } from '@noriai/core/contracts/trips.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { nowSec, presentSec } from '@noriai/ui/service/clock.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { signal } from '@preact/signals';
import { api, asRider, setBooking } from './rider-session.ts';
import type { Done } from './why-not.ts';

/** The service takes a cancellation back for a minute; a press in the last moments would only be refused. */
const RESTORABLE_SEC = 55;
const STORED_AS = 'noriai.cancelled';

interface Cancelled {
  readonly bookingId: string;
  readonly atSec: number;
}

/** The last cancellation made on this device; survives a reload. */
const last = signal<Cancelled | null>(readStored<Cancelled | null>(STORED_AS, null));

/** Seconds for which the cancellation of the booking can still be taken back; 0 when it cannot. */
export function restorableSec({ bookingId, status }: Booking): number {
  if (status !== 'cancelled' || last.value?.bookingId !== bookingId) return 0;
  return Math.max(0, last.value.atSec + RESTORABLE_SEC - nowSec.value);
}

/** @param key kept for every attempt at the same intention; null when it was done */
export async function cancelBooking({ bookingId }: Booking, key: string): Promise<Done> {
  const body = { reason: 'changed_my_mind' as const };
  const result = await asRider(() => api.call('cancelBooking', { path: { bookingId }, body, key }));
  if (!result.ok) return result.problem;
  remember({ bookingId, atSec: presentSec() });
  setBooking(result.answer);
  return null;
}

/** Takes the cancellation back: the same booking with the same number and promise; null when it was done. */
export async function restoreBooking({ bookingId }: Booking): Promise<Done> {
  const result = await api.call('restoreBooking', { path: { bookingId }, body: {}, key: newKey() });
  remember(null);
  if (!result.ok) return result.problem;
  setBooking(result.answer);
  return null;
}

function remember(cancelled: Cancelled | null): void {
  last.value = cancelled;
  writeStored(STORED_AS, cancelled);
}

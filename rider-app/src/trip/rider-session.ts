/**
 * The rider's connection to the service: an account without personal data that is made on the first request, the
 * bookings it holds, and the live connection that keeps them fresh.
 */
import { waitlistNews, type WaitlistNews } from '@noriai/core/contracts/arrangements.ts';
import type { Booking, BookingStatus } from '@noriai/core/contracts/trips.ts';
import { createApi, newKey, type CallResult } from '@noriai/ui/api/client.ts';
import { connectLive, type LiveConnection, type LiveState } from '@noriai/ui/live/connection.ts';
import { presentSec } from '@noriai/ui/service/clock.ts';
import { setService } from '@noriai/ui/service/service-state.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { computed, effect, signal } from '@preact/signals';

const KEPT_PAST = 12;

const token = signal<string | null>(readStored<string | null>('noriai.riderToken', null));
export const api = createApi(() => token.value);

/** Those to come by their time, then the past ones, newest first; kept on the device so that the last booking can be read without a connection. */
export const bookings = signal<readonly Booking[]>(readStored<readonly Booking[]>('noriai.bookings', []));
/** When each booking was last heard of, seconds since 1970. */
export const heardSec = signal(readStored<number>('noriai.bookingsSec', 0));

const endedStatuses: readonly BookingStatus[] = ['completed', 'no_show', 'cancelled'];
export const hasEnded = (booking: Booking): boolean => endedStatuses.includes(booking.status);
export const presentBookings = computed(() => bookings.value.filter((booking) => !hasEnded(booking)));

/** Takes over the newest view of a booking. */
export function setBooking(view: Booking): void {
  const others = bookings.value.filter((booking) => booking.bookingId !== view.bookingId);
  keep([view, ...others]);
}

function keep(list: readonly Booking[]): void {
  bookings.value = inOrder(list);
  heardSec.value = presentSec();
  writeStored('noriai.bookings', bookings.value);
  writeStored('noriai.bookingsSec', heardSec.value);
}

/** Numbers begin anew each day, so only times tell what comes first. */
function inOrder(list: readonly Booking[]): readonly Booking[] {
  const coming = list.filter((one) => !hasEnded(one)).sort((a, b) => a.pickupFromSec - b.pickupFromSec);
  const past = list.filter(hasEnded).sort((a, b) => b.pickupFromSec - a.pickupFromSec);
  return [...coming, ...past.slice(0, KEPT_PAST)];
}

/** Asks for all bookings of this rider; without an account there are none. */
export async function loadBookings(): Promise<void> {
  if (token.value === null) return;
  const result = await api.call('listBookings');
  if (result.ok) keep(result.answer.bookings);
}

/** Does what needs an account: makes one first, and a new one when the service does not know ours any more. */
export async function asRider<T>(call: () => Promise<CallResult<T>>): Promise<CallResult<T>> {
  if (token.value === null) {
    const made = await register();
    if (!made.ok) return made;
  }
  const result = await call();
  if (result.ok || result.problem.code !== 'not_signed_in') return result;
  const made = await register();
  return made.ok ? call() : made;
}

/** Another account on this device, or none: the bookings of the one before are not shown any more. */
export function useToken(next: string | null): void {
  token.value = next;
  writeStored('noriai.riderToken', next);
  keep([]);
}

/** The service does not know this account any more (its data was reset): the next request makes a new one. */
function forgetRider(): void {
  token.value = null;
  writeStored('noriai.riderToken', null);
}

async function register(): Promise<CallResult<unknown>> {
  const result = await api.call('registerRider', { body: {}, key: newKey() });
  if (result.ok) {
    token.value = result.answer.token;
    writeStored('noriai.riderToken', token.value);
  }
  return result;
}

const connection = signal<LiveConnection | null>(null);
export const liveState = computed<LiveState>(() => connection.value?.state.value ?? 'connecting');

export interface WaitlistListener {
  readonly hear: (news: WaitlistNews) => void;
  /** Another account, or none: nothing of the one before is shown any more. */
  readonly forget: () => void;
}

/** Keeps a live connection for the present account; a new account gets a new connection. */
export function stayConnected(waitlist: WaitlistListener): void {
  effect(() => {
    const handshake = token.value === null ? {} : { token: token.value };
    waitlist.forget();
    const handlers = {
      booking: setBooking,
      waitlist: waitlist.hear,
      service: setService,
      onUnknownToken: forgetRider,
    };
    const made = connectLive(handshake, handlers, { waitlist: waitlistNews });
    connection.value = made;
    return () => made.close();
  });
}

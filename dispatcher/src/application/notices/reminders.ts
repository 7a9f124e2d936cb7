/**
 * Reminders: so many minutes before the promised window as the rider wished, and before the quiet hours where those minutes
 * lie in them (rule NT11). Nothing is kept of them but their rows in the outbox, whose ids name trip and window: a trip that
 * is moved is reminded of anew, and none twice, however often the service starts.
 */
import type { NoticeWish } from '@noriai/core/contracts/accounts.ts';
import type { DispatchState, Ride } from '@noriai/core/dispatch/state.ts';
import { quietSinceSec } from './quiet-hours.ts';

/** The longest wish of `reminderMinutes`, and a night. */
const LONGEST_SEC = 2 * 86_400;

/** What must be said before the quiet hours is due this much before them, so that it is said by then. */
const HAND_OVER_SEC = 300;

/** Trips that somebody may have to be reminded of by now. O(rides at hand) */
export function ridesAhead({ rides }: Pick<DispatchState, 'rides'>, nowSec: number): readonly Ride[] {
  return [...rides.values()].filter(
    (ride) => ride.status === 'booked' && ride.pickupFromSec > nowSec && ride.pickupFromSec <= nowSec + LONGEST_SEC,
  );
}

/** When to remind of a trip; null when the rider wants no reminder, or booked after it would have come. */
export function reminderSec(
  { pickupFromSec, bookedSec }: Pick<Ride, 'pickupFromSec' | 'bookedSec'>,
  { reminderMinutes, quietHours }: Pick<NoticeWish, 'reminderMinutes' | 'quietHours'>,
  timeZone: string,
): number | null {
  if (reminderMinutes === 0) return null;
  const wishedSec = pickupFromSec - reminderMinutes * 60;
  const quietSec = quietSinceSec(quietHours, wishedSec, timeZone);
  const dueSec = quietSec === null ? wishedSec : quietSec - HAND_OVER_SEC;
  return bookedSec !== null && bookedSec >= dueSec ? null : dueSec;
}

/** The same for the same trip and window. */
export function reminderId(areaId: string, { rideId, pickupFromSec }: Pick<Ride, 'rideId' | 'pickupFromSec'>): string {
  return `${areaId}/reminder.${rideId}.${pickupFromSec}`;
}

/** Whether a reminder still says what is so. */
export function isCurrent(
  { rides }: Pick<DispatchState, 'rides'>,
  {
    bookingId,
    parameters,
  }: { readonly bookingId: string | null; readonly parameters: Readonly<Record<string, unknown>> },
): boolean {
  const ride = rides.get(bookingId ?? '');
  return ride?.status === 'booked' && ride.pickupFromSec === parameters['pickupFromSec'];
}

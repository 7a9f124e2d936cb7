/** A booking in short: when, where, its number; the button leads to everything about it. */
import type { Booking } from '@noriai/core/contracts/trips.ts';
import { Icon } from '@noriai/ui/parts/icon.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import type { JSX } from 'preact';
import { screens } from '../navigation.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { relativeOf } from '../trip/account.ts';
import { windowWords } from '../trip/plain-trip.ts';
import { hasEnded } from '../trip/rider-session.ts';

export function BookingCard({ booking }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  const relative = relativeOf(booking);
  return (
    <button
      type="button"
      class={hasEnded(booking) ? 'booking-card booking-card-past' : 'booking-card'}
      onClick={() => screens.go('booking', booking.bookingId)}
    >
      <span class="booking-card-status">{t.statuses[booking.status]}</span>
      {relative && <span class="booking-card-places">{t.bookingOf(relative.name)}</span>}
      <span class="booking-card-time">{windowWords(booking.pickupFromSec, booking.pickupUntilSec)}</span>
      <span class="booking-card-places">
        <Name of={booking.pickup.name} /> <span aria-hidden="true">→</span> <Name of={booking.dropoff.name} />
      </span>
      <span class="booking-card-number">{t.bookingTitle(booking.number)}</span>
      <Icon name="next" />
    </button>
  );
}

/** A booking: its number big, what was promised, where the vehicle is, and how to cancel. */
import type { Booking } from '@noriai/core/contracts/trips.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { BookingActions } from '../parts/booking-actions.tsx';
import { VehicleMap } from '../parts/vehicle-map.tsx';
import { relativeOf } from '../trip/account.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import {
  bookingSentences,
  dayAndTime,
  money,
  partyWords,
  vehicleWords,
  walkToStop,
  windowWords,
} from '../trip/plain-trip.ts';
import { api, bookings, hasEnded, heardSec, liveState, setBooking } from '../trip/rider-session.ts';

export function BookingScreen({ bookingId }: { bookingId: string }): JSX.Element {
  const t = riderTexts.value;
  const booking = bookings.value.find((one) => one.bookingId === bookingId);
  useEffect(() => {
    if (bookingId !== '') void refresh(bookingId);
  }, [bookingId]);
  if (!booking) {
    return (
      <Screen title={t.bookingsTitle} onBack={() => screens.replace('start')}>
        <p>{t.noBookings}</p>
      </Screen>
    );
  }
  return (
    <Screen title={t.statuses[booking.status]} onBack={() => screens.replace('start')}>
      {relativeOf(booking) && <p class="so-far">{t.bookingOf(relativeOf(booking)!.name)}</p>}
      <Now booking={booking} />
      {!hasEnded(booking) && <TicketNumber booking={booking} />}
      {!hasEnded(booking) && <Vehicle booking={booking} />}
      <Facts booking={booking} />
      <BookingActions booking={booking} />
    </Screen>
  );
}

async function refresh(bookingId: string): Promise<void> {
  const result = await api.call('getBooking', { path: { bookingId } });
  if (result.ok) setBooking(result.answer);
}

/** How it stands, said by screen readers whenever it changes. */
function Now({ booking }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  const kind = booking.status === 'no_show' || booking.isLate ? 'warning' : 'good';
  const sentences = bookingSentences(booking);
  return (
    <div role="status" class="now">
      {sentences.length > 0 && (
        <Notice kind={booking.status === 'arrived' ? 'good' : kind === 'warning' ? 'warning' : 'info'}>
          {sentences.map((sentence) => (
            <p key={sentence} class="now-line">
              {sentence}
            </p>
          ))}
        </Notice>
      )}
      {liveState.value === 'lost' && <p class="hint">{t.lastKnown(dayAndTime(heardSec.value))}</p>}
    </div>
  );
}

function TicketNumber({ booking }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  return (
    <section class="ticket">
      <h2>{t.number}</h2>
      <p class="ticket-number">{booking.number}</p>
      <p>{t.tellNumber}</p>
    </section>
  );
}

function Vehicle({ booking }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  const { vehicle } = booking;
  if (!vehicle) return <p>{t.noVehicle}</p>;
  return (
    <section class="card">
      <h2>{t.vehicleFacts}</h2>
      <dl class="facts">
        <div>
          <dt>{t.plate}</dt>
          <dd class="plate">{vehicle.plate}</dd>
        </div>
        <div>
          <dt>{t.colour}</dt>
          <dd>
            <Name of={vehicle.colour} />
          </dd>
        </div>
        <div>
          <dt>{t.vehicleName}</dt>
          <dd>
            <Name of={vehicle.name} />
          </dd>
        </div>
        <div>
          <dt>{t.whereIsIt}</dt>
          <dd>{vehicleWords(booking) ?? t.vehicleUnknown}</dd>
        </div>
      </dl>
      <VehicleMap booking={booking} />
    </section>
  );
}

function WalkLink({ booking: { bookingId, pickup } }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  return (
    <Button icon="place" onPress={() => screens.go('walk', bookingId)}>
      {pickup.walkM > 0 ? t.walkShow : t.stopShow}
    </Button>
  );
}

function Facts({ booking }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  return (
    <section class="card">
      <h2>{t.promise}</h2>
      <dl class="facts">
        <div>
          <dt>{t.from}</dt>
          <dd>
            <Name of={booking.pickup.name} withKana />
            <span class="fact-note">{walkToStop(booking.pickup)}</span>
            {!hasEnded(booking) && <WalkLink booking={booking} />}
          </dd>
        </div>
        <div>
          <dt>{t.promise}</dt>
          <dd>{windowWords(booking.pickupFromSec, booking.pickupUntilSec)}</dd>
        </div>
        <div>
          <dt>{t.dropoff}</dt>
          <dd>
            <Name of={booking.dropoff.name} withKana />
            <span class="fact-note">{t.arrive(dayAndTime(booking.dropoffBySec))}</span>
          </dd>
        </div>
        <div>
          <dt>{t.party}</dt>
          <dd>{partyWords(booking.party)}</dd>
        </div>
        <div>
          <dt>{t.fareLabel}</dt>
          <dd>{money(booking.fareYen)}</dd>
        </div>
        {hasEnded(booking) && (
          <div>
            <dt>{t.number}</dt>
            <dd>{booking.number}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** All bookings kept on this device: first those to come, then the past ones. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { ArrangementCards } from '../parts/arrangement-cards.tsx';
import { BookingCard } from '../parts/booking-card.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import { loadStandingOrders } from '../trip/arrangements.ts';
import { clearDraft } from '../trip/draft.ts';
import { bookings, hasEnded, loadBookings, presentBookings } from '../trip/rider-session.ts';

export function BookingsScreen(): JSX.Element {
  const t = riderTexts.value;
  useEffect(() => {
    void loadBookings();
    void loadStandingOrders();
  }, []);
  const past = bookings.value.filter(hasEnded);
  const begin = (): void => {
    clearDraft();
    screens.go('to');
  };
  return (
    <Screen title={t.bookingsTitle} onBack={() => screens.back()}>
      {presentBookings.value.length === 0 && <p>{t.noBookings}</p>}
      {presentBookings.value.map((booking) => (
        <BookingCard key={booking.bookingId} booking={booking} />
      ))}
      <Button kind="main" icon="bus" onPress={begin}>
        {t.newBooking}
      </Button>
      <ArrangementCards />
      {past.length > 0 && (
        <section class="stack">
          <h2>{t.past}</h2>
          {past.map((booking) => (
            <BookingCard key={booking.bookingId} booking={booking} />
          ))}
        </section>
      )}
    </Screen>
  );
}

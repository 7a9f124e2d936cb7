/** What was paid for a ride that is over, to be shown or printed. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { dayName } from '@noriai/ui/format/plain-words.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { screens } from '../navigation.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { at, money, partyWords } from '../trip/plain-trip.ts';
import { bookings } from '../trip/rider-session.ts';

export function ReceiptScreen({ bookingId }: { bookingId: string }): JSX.Element {
  const t = riderTexts.value;
  const booking = bookings.value.find((one) => one.bookingId === bookingId);
  const town = area.value;
  const atSec = booking?.droppedOffSec ?? null;
  if (!booking || !town || atSec === null) {
    return (
      <Screen title={t.receiptTitle} onBack={() => screens.back()}>
        <p>{t.noBookings}</p>
      </Screen>
    );
  }
  const { day } = zoneTime(atSec, town.timeZone);
  const facts: [string, JSX.Element | string][] = [
    [
      t.receiptDay,
      `${day.slice(0, 4)} ${dayName(day, language.value)} ${at(booking.boardedSec ?? atSec)}〜${at(atSec)}`,
    ],
    [t.number, String(booking.number)],
    [t.from, <Name key="from" of={booking.pickup.name} />],
    [t.dropoff, <Name key="to" of={booking.dropoff.name} />],
    [t.party, partyWords(booking.party)],
  ];
  return (
    <Screen title={t.receiptTitle} onBack={() => screens.back()}>
      <section class="card receipt">
        <p>{t.receiptLine}</p>
        <p class="receipt-sum">{money(booking.fareYen)}</p>
        <dl class="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p>
          <Name of={town.name} /> {town.phone}
        </p>
        <p class="hint">{t.receiptNote}</p>
      </section>
      <Button kind="main" onPress={() => print()}>
        {t.print}
      </Button>
    </Screen>
  );
}

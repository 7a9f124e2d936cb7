/** The start: what is booked, one big button, and the facts of the service. */
import type { AreaView, ServiceView } from '@noriai/core/contracts/service.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area, service } from '@noriai/ui/service/service-state.ts';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { BookingCard } from '../parts/booking-card.tsx';
import { WaitingCards } from '../parts/waiting-cards.tsx';
import { language } from '@noriai/ui/texts/language.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { profile } from '../trip/account.ts';
import { announcements, loadAnnouncements } from '../trip/announcements.ts';
import { clearDraft } from '../trip/draft.ts';
import { dayAndTime, money } from '../trip/plain-trip.ts';
import { bookings, presentBookings } from '../trip/rider-session.ts';

export function StartScreen(): JSX.Element {
  const t = riderTexts.value;
  const begin = (): void => {
    clearDraft();
    screens.go('to');
  };
  return (
    <Screen title={t.startTitle}>
      {presentBookings.value.map((booking) => (
        <BookingCard key={booking.bookingId} booking={booking} />
      ))}
      <WaitingCards onlyUrgent />
      <Announcements />
      {service.value && (
        <Notice kind={service.value.isOpen ? 'good' : 'warning'}>
          <strong>{nowWords(service.value)}</strong>
        </Notice>
      )}
      <Button kind="main" class="button-hero" icon="bus" onPress={begin}>
        {t.bookNow}
        <span class="button-note">{t.bookNowHint}</span>
      </Button>
      {bookings.value.length > 0 && (
        <Button icon="search" onPress={() => screens.go('bookings')}>
          {t.myBookings}
        </Button>
      )}
      <Button icon="people" onPress={() => screens.go('account')}>
        {t.account}
        {profile.value && <span class="button-note">{t.accountName(profile.value.name)}</span>}
      </Button>
      {area.value && <ServiceFacts area={area.value} />}
      <section class="card">
        <h2>{t.howTo}</h2>
        <ol class="numbered">
          {t.howToLines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </section>
    </Screen>
  );
}

/** What the desk says to all riders, the newest first. */
function Announcements(): JSX.Element {
  useEffect(() => void loadAnnouncements(), []);
  return (
    <div role="status" class="stack">
      {announcements.value.map(({ broadcastId, text }) => (
        <Notice key={broadcastId} kind="warning">
          {text[language.value] ?? text.ja}
        </Notice>
      ))}
    </div>
  );
}

function ServiceFacts({ area }: { area: AreaView }): JSX.Element {
  const t = riderTexts.value;
  const { fares } = area;
  return (
    <dl class="card facts">
      <div>
        <dt>{t.hours}</dt>
        {area.serviceHours.map((hours, i) => (
          <dd key={i}>{t.hoursLine(dayList(hours.days), hours.from, hours.until)}</dd>
        ))}
      </div>
      <div>
        <dt>{t.fares}</dt>
        <dd>{t.fareLine(money(fares.adultYen), money(fares.childYen), money(fares.reducedYen))}</dd>
      </div>
    </dl>
  );
}

function dayList(days: AreaView['serviceHours'][number]['days']): string {
  const t = riderTexts.value;
  return days.length === 7 ? t.everyDay : days.map((day) => t.weekdays[day]).join('・');
}

function nowWords({ isOpen, restsUntilSec }: ServiceView): string {
  const t = riderTexts.value;
  if (isOpen) return t.openNow;
  return restsUntilSec === null ? t.closedNow : t.restsNow(dayAndTime(restsUntilSec));
}

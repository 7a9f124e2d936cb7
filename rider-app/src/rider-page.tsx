/** Chooses the screen; a step whose earlier decisions are missing (after a reload) begins again at the first of them. */
import { PageFrame } from '@noriai/ui/parts/page-frame.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { area, isUnreachable } from '@noriai/ui/service/service-state.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { screens } from './navigation.ts';
import { AccountScreen } from './screens/account-screen.tsx';
import { BookingScreen } from './screens/booking-screen.tsx';
import { BookingsScreen } from './screens/bookings-screen.tsx';
import { NeedsScreen } from './screens/needs-screen.tsx';
import { OffersScreen } from './screens/offers-screen.tsx';
import { PlaceScreen } from './screens/place-screen.tsx';
import { ReceiptScreen } from './screens/receipt-screen.tsx';
import { RepeatScreen } from './screens/repeat-screen.tsx';
import { StartScreen } from './screens/start-screen.tsx';
import { WalkScreen } from './screens/walk-screen.tsx';
import { WhenScreen } from './screens/when-screen.tsx';
import { WhoScreen } from './screens/who-screen.tsx';
import { WhomScreen } from './screens/whom-screen.tsx';
import { riderTexts } from './texts/rider-texts.ts';
import { from, to } from './trip/draft.ts';
import { liveState } from './trip/rider-session.ts';

export function RiderPage(): JSX.Element {
  return (
    <PageFrame subtitle={riderTexts.value.subtitle} live={liveState}>
      {area.value === null ? <Loading /> : <CurrentScreen />}
    </PageFrame>
  );
}

function Loading(): JSX.Element {
  const t = sharedTexts.value;
  return isUnreachable.value ? <Notice kind="trouble">{t.unreachable}</Notice> : <p>{t.loading}</p>;
}

function CurrentScreen(): JSX.Element {
  const { name, detail } = screens.current.value;
  // A change of language makes the screen anew: every text, also those the map has drawn.
  const key = `${name}/${detail}/${language.value}`;
  switch (name) {
    case 'start':
      return <StartScreen key={key} />;
    case 'to':
      return <PlaceScreen key={key} role="to" detail={detail} />;
    case 'from':
      return to.value === null ? <StartScreen key={key} /> : <PlaceScreen key={key} role="from" detail={detail} />;
    case 'when':
      return isPlaceMissing() ? <StartScreen key={key} /> : <WhenScreen key={key} detail={detail} />;
    case 'whom':
      return isPlaceMissing() ? <StartScreen key={key} /> : <WhomScreen key={key} />;
    case 'who':
      return isPlaceMissing() ? <StartScreen key={key} /> : <WhoScreen key={key} />;
    case 'needs':
      return <NeedsScreen key={key} />;
    case 'offers':
      return isPlaceMissing() ? <StartScreen key={key} /> : <OffersScreen key={key} />;
    case 'booking':
      return <BookingScreen key={key} bookingId={detail} />;
    case 'walk':
      return <WalkScreen key={key} bookingId={detail} />;
    case 'repeat':
      return <RepeatScreen key={key} bookingId={detail} />;
    case 'receipt':
      return <ReceiptScreen key={key} bookingId={detail} />;
    case 'account':
      return <AccountScreen key={key} detail={detail} />;
    case 'bookings':
      return <BookingsScreen key={key} />;
  }
}

const isPlaceMissing = (): boolean => from.value === null || to.value === null;

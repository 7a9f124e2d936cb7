/** What the rider waits for: how many are before them, what is held for them and until when, and what was not to be. */
import type { WaitlistView } from '@noriai/core/contracts/arrangements.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import type { JSX } from 'preact';
import { screens } from '../navigation.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { relativeOf } from '../trip/account.ts';
import { setDraft } from '../trip/draft.ts';
import { placeName, whenWords } from '../trip/plain-trip.ts';
import { search } from '../trip/trip-search.ts';
import { dismiss, isOffered, leaveWaitlist, takeWaiting, waitedInVain, waitlist } from '../trip/waitlist.ts';
import { tell, whyNot } from '../trip/why-not.ts';
import { HoldTimer } from './hold-timer.tsx';
import { OfferCard } from './offer-card.tsx';

/** @param onlyUrgent leaves out what just has to be waited for */
export function WaitingCards({ onlyUrgent = false }: { onlyUrgent?: boolean }): JSX.Element | null {
  const shown = onlyUrgent ? waitlist.value.filter(isOffered) : waitlist.value;
  if (shown.length + waitedInVain.value.length === 0) return null;
  return (
    <section class="stack">
      <h2>{riderTexts.value.waitingTitle}</h2>
      {shown.map((entry) => (
        <Waiting key={entry.waitId} entry={entry} />
      ))}
      {waitedInVain.value.map((entry) => (
        <InVain key={entry.waitId} entry={entry} />
      ))}
    </section>
  );
}

function Waiting({ entry }: { entry: WaitlistView }): JSX.Element {
  const t = riderTexts.value;
  const { offer, heldUntilSec } = entry;
  const leave = (
    <Button icon="close" onPress={() => void leaveWaitlist(entry.waitId).then((problem) => tell(problem, t.waitLeft))}>
      {t.waitLeave}
    </Button>
  );
  if (offer === null || heldUntilSec === null)
    return (
      <div class="card">
        <Wish entry={entry} />
        <p>{t.waitAhead(entry.ahead)}</p>
        {leave}
      </div>
    );
  return (
    <div class="stack">
      <Wish entry={entry} />
      <Notice kind="good">
        <strong>{t.waitOffered}</strong>
      </Notice>
      <HoldTimer untilSec={heldUntilSec} onSearchAgain={() => searchAgain(entry)} />
      <OfferCard offer={offer} number={1} count={1} untilSec={heldUntilSec} onTake={() => void take(entry)} />
      {leave}
    </div>
  );
}

/** Nobody is left to wonder what became of it. */
function InVain({ entry }: { entry: WaitlistView }): JSX.Element {
  const t = riderTexts.value;
  return (
    <div class="card" role="alert">
      <Wish entry={entry} />
      <Notice kind="warning">{isOffered(entry) ? t.waitNotTaken : t.waitTooLate}</Notice>
      <Button kind="main" icon="search" onPress={() => searchAgain(entry)}>
        {t.searchAgain}
      </Button>
      <Button icon="check" onPress={() => dismiss(entry)}>
        {t.waitSeen}
      </Button>
    </div>
  );
}

function Wish({ entry: { request } }: { entry: WaitlistView }): JSX.Element {
  return (
    <p>
      <strong>{whenWords(request)}</strong> {placeName(request.from)} → {placeName(request.to)}
    </p>
  );
}

async function take(entry: WaitlistView): Promise<void> {
  const booked = await takeWaiting(entry);
  if (booked === null) return;
  if ('code' in booked) return announce(whyNot(booked), true);
  announce(riderTexts.value.bookedTitle);
  screens.go('booking', booked.bookingId);
}

function searchAgain(entry: WaitlistView): void {
  dismiss(entry);
  setDraft(entry.request, relativeOf(entry));
  // The same wish was refused once: that answer is old now.
  search.value = { kind: 'searching' };
  screens.go('offers');
}

/** What the rider waits for and what repeats, each with the way out of it. */
import type { StandingOrderView, WaitlistView } from '@noriai/core/contracts/arrangements.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import type { JSX } from 'preact';
import { screens } from '../navigation.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { endWeekly, leaveWaitlist, standingOrders, takeWaiting, waitlist } from '../trip/arrangements.ts';
import { placeName, whenWords } from '../trip/plain-trip.ts';
import { tell, whyNot } from '../trip/why-not.ts';

export function ArrangementCards(): JSX.Element {
  const t = riderTexts.value;
  return (
    <>
      {waitlist.value.length > 0 && (
        <section class="stack">
          <h2>{t.waitingTitle}</h2>
          {waitlist.value.map((entry) => (
            <Waiting key={entry.waitId} entry={entry} />
          ))}
        </section>
      )}
      {standingOrders.value.length > 0 && (
        <section class="stack">
          <h2>{t.weeklyTitle}</h2>
          {standingOrders.value.map((order) => (
            <Weekly key={order.orderId} view={order} />
          ))}
        </section>
      )}
    </>
  );
}

function Waiting({ entry }: { entry: WaitlistView }): JSX.Element {
  const t = riderTexts.value;
  const take = async (): Promise<void> => {
    const booked = await takeWaiting(entry);
    if ('code' in booked) announce(whyNot(booked), true);
    else screens.go('booking', booked.bookingId);
  };
  return (
    <div class="card">
      <p>
        <strong>{whenWords(entry.request)}</strong> {placeName(entry.request.from)} → {placeName(entry.request.to)}
      </p>
      <p>{entry.state === 'offered' ? t.waitOffered : t.waitAhead(entry.ahead)}</p>
      {entry.offer && (
        <Button kind="main" icon="check" onPress={() => void take()}>
          {t.choose}
        </Button>
      )}
      <Button
        icon="close"
        onPress={() => void leaveWaitlist(entry.waitId).then((problem) => tell(problem, t.waitLeft))}
      >
        {t.waitLeave}
      </Button>
    </div>
  );
}

function Weekly({ view: { orderId, order } }: { view: StandingOrderView }): JSX.Element {
  const t = riderTexts.value;
  return (
    <div class="card">
      <p>
        <strong>{t.weeklyWhen(order.days.map((day) => t.weekdays[day]).join('・'), order.time.at)}</strong>{' '}
        {placeName(order.from)} → {placeName(order.to)}
      </p>
      <Button
        icon="close"
        class="button-careful"
        onPress={() => void endWeekly(orderId).then((problem) => tell(problem, t.weeklyEnded))}
      >
        {t.weeklyEnd}
      </Button>
    </div>
  );
}

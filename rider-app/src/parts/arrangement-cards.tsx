/** What the rider waits for and what repeats, each with the way out of it. */
import type { StandingOrder, StandingOrderView } from '@noriai/core/contracts/arrangements.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import type { JSX } from 'preact';
import { riderTexts } from '../texts/rider-texts.ts';
import { endWeekly, standingOrders } from '../trip/arrangements.ts';
import { placeName } from '../trip/plain-trip.ts';
import { tell } from '../trip/why-not.ts';
import { WaitingCards } from './waiting-cards.tsx';

export function ArrangementCards(): JSX.Element {
  const t = riderTexts.value;
  return (
    <>
      <WaitingCards />
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

function backWords(wish: NonNullable<StandingOrder['returnTrip']>): string {
  const t = riderTexts.value.weeklyBack;
  if (wish.kind === 'stay') return t.after(Math.round(wish.staySec / 60));
  return wish.kind === 'open' ? t.open : t.at(wish.at);
}

function Weekly({ view: { orderId, order } }: { view: StandingOrderView }): JSX.Element {
  const t = riderTexts.value;
  return (
    <div class="card">
      <p>
        <strong>{t.weeklyWhen(order.days.map((day) => t.weekdays[day]).join('・'), order.time.at)}</strong>{' '}
        {placeName(order.from)} → {placeName(order.to)}
      </p>
      {order.returnTrip && <p>{backWords(order.returnTrip)}</p>}
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

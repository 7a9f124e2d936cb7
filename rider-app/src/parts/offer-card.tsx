/** One offer as a person at the desk would say it: "10時20分〜10時30分に 中央公民館前 へ。歩いて4分、上り坂少し。…" */
import type { Offer } from '@noriai/core/contracts/trips.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Icon } from '@noriai/ui/parts/icon.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { riderTexts } from '../texts/rider-texts.ts';
import { at, dayAndTime, money, stopName, walkFromStop, walkToStop } from '../trip/plain-trip.ts';
import { offerInBooking } from '../trip/trip-search.ts';

export interface OfferCardProps {
  readonly offer: Offer;
  readonly number: number;
  readonly count: number;
  readonly untilSec: number;
  readonly onTake: () => void;
}

export function OfferCard({ offer, number, count, untilSec, onTake }: OfferCardProps): JSX.Element {
  const t = riderTexts.value;
  const isBusy = offerInBooking.value === offer.offerId;
  const time = t.goTo(dayAndTime(offer.pickupFromSec), at(offer.pickupUntilSec));
  const stop = t.beAt(stopName(offer.pickup));
  const words = language.value === 'en' ? `${time} ${stop}` : `${time} ${stop}`;
  const after = walkFromStop(offer.dropoff);
  return (
    <article class="card offer" aria-labelledby={`offer-${offer.offerId}`}>
      {count > 1 && <p class="offer-number">{t.offerNumber(number)}</p>}
      <h2 id={`offer-${offer.offerId}`} class="offer-title">
        {words}
      </h2>
      <ul class="offer-lines">
        <Line icon="place">{walkToStop(offer.pickup)}</Line>
        <Line icon="clock">
          <strong>{t.arrive(dayAndTime(offer.dropoffBySec))}</strong>
        </Line>
        <Line icon="place">
          {t.arriveAt(stopName(offer.dropoff))}
          {after !== null && <span class="offer-after">{after}</span>}
        </Line>
        <Line icon="people">{offer.isShared ? t.shared : t.alone}</Line>
        <Line icon="check">
          <strong>{t.fare(money(offer.fareYen))}</strong>
        </Line>
      </ul>
      <Button
        kind="main"
        icon="check"
        isBusy={isBusy}
        isDisabled={nowSec.value >= untilSec || (offerInBooking.value !== null && !isBusy)}
        label={`${t.choose} ${words}`}
        onPress={onTake}
      >
        {isBusy ? t.booking : t.choose}
      </Button>
    </article>
  );
}

function Line({
  icon,
  children,
}: {
  icon: Parameters<typeof Icon>[0]['name'];
  children: preact.ComponentChildren;
}): JSX.Element {
  return (
    <li>
      <Icon name={icon} />
      <span>{children}</span>
    </li>
  );
}

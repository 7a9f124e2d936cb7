/** What was chosen so far, each decision with a way back to it. */
import { Button } from '@noriai/ui/parts/button.tsx';
import type { JSX } from 'preact';
import { riderTexts } from '../texts/rider-texts.ts';
import { draftOrder, draftRequest, forRider, to, wantsOpenReturn } from '../trip/draft.ts';
import { partyWords, placeName, whenWords } from '../trip/plain-trip.ts';
import { searchTrip } from '../trip/trip-search.ts';
import { screens } from '../navigation.ts';

/** One line on the screens before the offers. */
export function PlacesSoFar(): JSX.Element | null {
  const request = draftRequest();
  if (to.value === null) return null;
  if (!request) return <p class="so-far">{riderTexts.value.goingTo(placeName(to.value))}</p>;
  return (
    <p class="so-far">
      {placeName(request.from)} <span aria-hidden="true">→</span> {placeName(request.to)}
    </p>
  );
}

/** The whole wish beside the offers, with buttons to change what is most often changed. */
export function WholeWish(): JSX.Element | null {
  const t = riderTexts.value;
  const request = draftRequest();
  if (!request) return null;
  return (
    <section class="card">
      <h2>{t.yourWish}</h2>
      <p>
        {placeName(request.from)} <span aria-hidden="true">→</span> {placeName(request.to)}
        <br />
        {whenWords(request)} ・ {forRider.value && `${t.nameOf(forRider.value.name)} `}
        {partyWords(request.party)}
      </p>
      {wantsOpenReturn.value && <p>{t.returnOpen}</p>}
      <div class="pair">
        <Button icon="clock" onPress={() => screens.go('when')}>
          {t.changeTime}
        </Button>
        <Button icon="people" onPress={() => screens.go('who')}>
          {t.changePeople}
        </Button>
      </div>
      <Button icon="swap" isPressed={wantsOpenReturn.value} onPress={toggleReturn}>
        {wantsOpenReturn.value ? t.withoutReturn : t.withReturn}
      </Button>
    </section>
  );
}

/** Asks again, with the way back or without. */
function toggleReturn(): void {
  wantsOpenReturn.value = !wantsOpenReturn.value;
  const request = draftOrder();
  if (request) void searchTrip(request);
}

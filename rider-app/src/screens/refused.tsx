/** A "no" with its reason, and the nearest things that can be had, each one press away. */
import { waitedForInVain, type Alternative, type TripAnswer } from '@noriai/core/contracts/trips.ts';
import { refusalText } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { riderTexts } from '../texts/rider-texts.ts';
import { screens } from '../navigation.ts';
import { joinWaitlist } from '../trip/waitlist.ts';
import { draftOrder, draftRequest, forRider, setDraft } from '../trip/draft.ts';
import { dayAndTime, partyWords, placeName } from '../trip/plain-trip.ts';
import { whyNot } from '../trip/why-not.ts';
import { searchTrip } from '../trip/trip-search.ts';

type Refusal = Extract<TripAnswer, { kind: 'refused' }>;

export function Refused({ answer }: { answer: Refusal }): JSX.Element {
  const t = riderTexts.value;
  const choose = (alternative: Alternative): void => {
    setDraft(alternative.request);
    searchDraft();
  };
  return (
    <>
      <Notice kind="warning">
        <strong>{refusalText(answer.reason, answer.message, language.value)}</strong>
      </Notice>
      <section class="stack">
        <h2>{answer.alternatives.length > 0 ? t.nearest : t.noNearest}</h2>
        {answer.alternatives.map((alternative, i) => (
          <Button key={i} class="button-pick" iconAfter="next" onPress={() => choose(alternative)}>
            {alternativeWords(alternative)}
          </Button>
        ))}
      </section>
      {!waitedForInVain.has(answer.reason) && (
        <Button icon="clock" onPress={() => void waitForIt()}>
          {t.waitJoin}
        </Button>
      )}
    </>
  );
}

/** What was just chosen, for whom it was before. */
function searchDraft(): void {
  const order = draftOrder();
  if (order) void searchTrip(order);
}

/** The wish as it was goes on the waitlist. */
async function waitForIt(): Promise<void> {
  const request = draftRequest();
  const problem = request && (await joinWaitlist(request, forRider.value?.riderId));
  if (problem) return announce(whyNot(problem), true);
  announce(riderTexts.value.waitJoined);
  screens.go('bookings');
}

function alternativeWords({ kind, request, pickupFromSec }: Alternative): string {
  const words = riderTexts.value.alternative;
  const time = dayAndTime(pickupFromSec);
  switch (kind) {
    case 'earlier':
    case 'later':
      return words[kind](time);
    case 'other_stop':
      return words.other_stop(time, placeName(request.from), placeName(request.to));
    case 'fewer_people':
      return words.fewer_people(time, partyWords(request.party));
  }
}

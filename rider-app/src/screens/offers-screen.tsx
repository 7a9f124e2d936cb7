/** The answer to the wish: offers in plain words, or a refusal with its reason and what can be had instead. */
import { refusalText, type CallProblem } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { Offer } from '@noriai/core/contracts/trips.ts';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { screens, steps } from '../navigation.ts';
import { HoldTimer } from '../parts/hold-timer.tsx';
import { OfferCard } from '../parts/offer-card.tsx';
import { WholeWish } from '../parts/wish.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import { draftOrder } from '../trip/draft.ts';
import { whyNot } from '../trip/why-not.ts';
import { search, searchTrip, takeOffer, type SearchState } from '../trip/trip-search.ts';
import { Refused } from './refused.tsx';

export function OffersScreen(): JSX.Element {
  const t = riderTexts.value;
  useEffect(() => {
    const request = draftOrder();
    if (request && !isAnswerTo(search.value, JSON.stringify(request))) void searchTrip(request);
  }, []);
  const isRefused = search.value.kind === 'answered' && search.value.answer.kind === 'refused';
  return (
    <Screen
      title={titleOf(search.value)}
      step={isRefused ? undefined : t.steps(steps.length, steps.length)}
      onBack={() => screens.back()}
    >
      <Answer state={search.value} />
      <WholeWish />
    </Screen>
  );
}

function titleOf(state: SearchState): string {
  const t = riderTexts.value;
  if (state.kind === 'searching') return t.searching;
  return state.kind === 'answered' && state.answer.kind === 'offers' ? t.offersTitle : t.refusedTitle;
}

function Answer({ state }: { state: SearchState }): JSX.Element {
  if (state.kind === 'searching') return <div class="waiting" role="status" aria-label={riderTexts.value.searching} />;
  if (state.kind === 'failed') return <Failed problem={state.problem} />;
  const { answer, isInstead } = state;
  if (answer.kind === 'refused') return <Refused answer={answer} />;
  return (
    <>
      {isInstead && (
        <div role="alert">
          <Notice kind="warning">{riderTexts.value.seatGone}</Notice>
        </div>
      )}
      {answer.insteadOf && (
        <Notice kind="warning">{refusalText(answer.insteadOf.reason, answer.insteadOf.message, language.value)}</Notice>
      )}
      <HoldTimer untilSec={answer.heldUntilSec} onSearchAgain={searchAgain} />
      <ol class="stack">
        {answer.offers.map((offer, i) => (
          <li key={offer.offerId}>
            <OfferCard
              offer={offer}
              number={i + 1}
              count={answer.offers.length}
              untilSec={answer.heldUntilSec}
              onTake={() => void take(offer)}
            />
          </li>
        ))}
      </ol>
    </>
  );
}

function Failed({ problem }: { problem: CallProblem }): JSX.Element {
  const t = sharedTexts.value;
  return (
    <>
      <Notice kind="trouble">{whyNot(problem)}</Notice>
      <Button kind="main" onPress={searchAgain}>
        {t.tryAgain}
      </Button>
    </>
  );
}

function searchAgain(): void {
  const request = draftOrder();
  if (request) void searchTrip(request);
}

async function take(offer: Offer): Promise<void> {
  const result = await takeOffer(offer);
  if ('bookingId' in result) {
    announce(riderTexts.value.bookedTitle);
    search.value = { kind: 'searching' };
    screens.replace('booking', result.bookingId);
    return;
  }
  // The screen says so above the next best; who pressed the last of several offers must see it.
  if (result.instead) return scrollTo(0, 0);
  announce(whyNot(result), true);
  if (result.code === 'offer_gone') searchAgain();
}

/** Coming back to this screen shows the answer that is still good instead of asking again. */
function isAnswerTo(state: SearchState, request: string): boolean {
  return state.kind === 'answered' && state.answer.kind === 'refused' && JSON.stringify(state.request) === request;
}

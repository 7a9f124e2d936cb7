/** What can be had in place of a wish: one key books it, when it is still to be had as it was said. */
import type { Alternative, TripRequest } from '@noriai/core/contracts/trips.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { answer, ask, take } from '../desk/call.ts';
import { clock, dayWords, name, partyWords } from '../words.ts';
import { digitKeys } from './digit-keys.ts';
import { whyTexts } from './why-texts.ts';

interface CounterOffersProps {
  readonly title: string;
  readonly alternatives: readonly Alternative[];
  readonly request: TripRequest;
  /** So many choices come before these in the same panel. */
  readonly after?: number;
  /** The first one gets the focus. */
  readonly takesFocus?: boolean;
}

export function CounterOffers({ title, alternatives, request, after = 0, takesFocus }: CounterOffersProps) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) first.current?.focus();
  }, []);
  if (alternatives.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ol class="offers">
        {alternatives.map((alternative, i) => (
          <li key={i}>
            <button
              type="button"
              class="offer-button"
              ref={i === 0 ? first : null}
              aria-keyshortcuts={String(after + i + 1)}
              onClick={() => void takeCounterOffer(alternative)}
            >
              <Digit digit={after + i + 1} /> {said(alternative, request)}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The key that presses a choice. */
export function Digit({ digit }: { digit: number }): JSX.Element {
  return (
    <kbd class="digit" aria-hidden="true">
      {digit}
    </kbd>
  );
}

/** For the section around choices: offers first, then what else can be had. */
export function choiceKeys(offers: readonly (() => void)[], alternatives: readonly Alternative[]) {
  return digitKeys([...offers, ...alternatives.map((alternative) => () => void takeCounterOffer(alternative))]);
}

/** Asks for it and takes it at once; when it is not to be had any more as it was said, what there is now is shown. */
export async function takeCounterOffer({ request, pickupFromSec }: Alternative): Promise<void> {
  await ask(request);
  const asked = answer.value;
  if (asked.kind !== 'answered' || asked.answer.kind !== 'offers') return;
  const [offer] = asked.answer.offers;
  if (asked.answer.insteadOf === undefined && offer?.pickupFromSec === pickupFromSec) await take(offer);
  else announce(whyTexts.value.changedMeanwhile, true);
}

function said({ kind, request: other, pickupFromSec }: Alternative, request: TripRequest): string {
  const t = whyTexts.value;
  const isToday = dayWords(pickupFromSec) === dayWords(nowSec.value);
  const time = isToday ? clock(pickupFromSec) : `${dayWords(pickupFromSec)} ${clock(pickupFromSec)}`;
  if (kind === 'earlier' || kind === 'later') return t[kind](time);
  if (kind === 'fewer_people') return t.fewerPeople(partyWords(other.party), time);
  const isFrom = JSON.stringify(other.from) !== JSON.stringify(request.from);
  const place = isFrom ? other.from : other.to;
  const stop = place.kind === 'stop' ? area.value?.stops.find(({ id }) => id === place.stopId) : undefined;
  const words = stop ? name(stop.name) : '';
  return isFrom ? t.otherFrom(words, time) : t.otherTo(words, time);
}

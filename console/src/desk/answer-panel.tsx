/** What the service answers, ready to be read out: offers to take, or why there is none and what can be had instead. */
import { weekdays, type LocalText } from '@noriai/core/contracts/area.ts';
import type { ClassObstacle } from '@noriai/core/contracts/obstacles.ts';
import {
  waitedForInVain,
  type Alternative,
  type Booking,
  type Offer,
  type TripRequest,
} from '@noriai/core/contracts/trips.ts';
import { refusalText } from '@noriai/ui/api/client.ts';
import type { RefusalCode } from '@noriai/core/contracts/refusals.ts';
import { duration, yen } from '@noriai/ui/format/plain-words.ts';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, name } from '../words.ts';
import { answer, ask, repeat, take, wait } from './call.ts';
import { tell } from './caller-card.tsx';
import { deskTexts } from './desk-texts.ts';
import { choiceKeys, CounterOffers, Digit } from '../why/counter-offers.tsx';
import { ObstacleList } from '../why/obstacle-list.tsx';
import { whyTexts } from '../why/why-texts.ts';
import { nextCall } from '../keys/keys.ts';

export function AnswerPanel(): JSX.Element | null {
  const t = consoleTexts.value;
  const state = answer.value;
  switch (state.kind) {
    case 'none':
      return <p class="hint">{t.noAnswerYet}</p>;
    case 'asking':
      return <p role="status">{t.asking}</p>;
    case 'problem':
      return <Notice kind="trouble">{whyNot(state.problem)}</Notice>;
    case 'booked':
      return <Booked booking={state.booking} />;
    case 'answered':
      return state.answer.kind === 'offers' ? (
        <>
          {state.answer.insteadOf && (
            <WhyNot code={state.answer.insteadOf.reason} message={state.answer.insteadOf.message} />
          )}
          <ObstacleList obstacles={state.answer.insteadOf?.diagnosis ?? []} />
          <Offers
            key={state.answer.requestId}
            offers={state.answer.offers}
            untilSec={state.answer.heldUntilSec}
            request={state.request}
            alternatives={(state.answer.insteadOf?.alternatives ?? []).filter(isOtherThanTime)}
          />
        </>
      ) : (
        <Refused
          key={state.answer.requestId}
          code={state.answer.reason}
          message={state.answer.message}
          alternatives={state.answer.alternatives}
          diagnosis={state.answer.diagnosis ?? []}
          request={state.request}
        />
      );
  }
}

/** Other times are held already when they are near enough. */
const isOtherThanTime = ({ kind }: Alternative): boolean => kind === 'other_stop' || kind === 'fewer_people';

/** The first of several choices gets the focus with its first picture, not after: a key that follows at once must not meet another button. */
function useFirstChoice(): { current: HTMLButtonElement | null } {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  return first;
}

interface OffersProps {
  readonly offers: readonly Offer[];
  readonly untilSec: number;
  readonly request: TripRequest;
  readonly alternatives: readonly Alternative[];
}

function Offers({ offers, untilSec, request, alternatives }: OffersProps): JSX.Element {
  const t = consoleTexts.value;
  const first = useFirstChoice();
  const leftSec = untilSec - nowSec.value;
  const keys = offers.map((offer) => () => void take(offer));
  return (
    <section class="answer" onKeyDown={choiceKeys(keys, alternatives)}>
      <h2>{t.offers(offers.length)}</h2>
      <p class={leftSec < 30 ? 'late-words' : 'hint'}>
        {leftSec > 0 ? t.heldFor(duration(leftSec, language.value)) : t.holdOver}
      </p>
      <ol class="offers">
        {offers.map((offer, i) => (
          <li key={offer.offerId}>
            <button
              type="button"
              class="offer-button"
              ref={i === 0 ? first : null}
              aria-keyshortcuts={String(i + 1)}
              onClick={() => void take(offer)}
            >
              <Digit digit={i + 1} />{' '}
              <strong>{t.window(clock(offer.pickupFromSec), clock(offer.pickupUntilSec))}</strong>{' '}
              {name(offer.pickup.name)}
              <span class="offer-line">
                → {name(offer.dropoff.name)} {t.arriveBy(clock(offer.dropoffBySec))}・
                {yen(offer.fareYen, language.value)}
                {offer.returnLeg &&
                  `・${t.returnAt(t.window(clock(offer.returnLeg.pickupFromSec), clock(offer.returnLeg.pickupUntilSec)))}`}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <CounterOffers
        title={whyTexts.value.alsoPossible}
        alternatives={alternatives}
        request={request}
        after={offers.length}
      />
      <Repeat request={request} />
    </section>
  );
}

interface WhyProps {
  readonly code: RefusalCode;
  readonly message: LocalText;
}

function WhyNot({ code, message }: WhyProps): JSX.Element {
  return (
    <Notice kind="warning">
      <strong>{refusalText(code, message, language.value)}</strong>
    </Notice>
  );
}

interface RefusedProps extends WhyProps {
  readonly diagnosis: readonly ClassObstacle[];
  readonly alternatives: readonly Alternative[];
  readonly request: TripRequest;
}

const inVain: ReadonlySet<RefusalCode> = waitedForInVain;

/** Limits of the town's own rules, which the desk may go beyond with a reason. */
const limits: ReadonlySet<RefusalCode> = new Set(['rider_suspended', 'too_many_trips', 'too_many_bookings']);

function Refused({ code, message, alternatives, diagnosis, request }: RefusedProps): JSX.Element {
  const t = consoleTexts.value;
  const first = useFirstChoice();
  return (
    <section class="answer" onKeyDown={choiceKeys([], alternatives)}>
      <h2>{t.whyNoTrip}</h2>
      <WhyNot code={code} message={message} />
      <ObstacleList obstacles={diagnosis} />
      {alternatives.length === 0 && <h3>{t.nothingInstead}</h3>}
      <CounterOffers title={whyTexts.value.counterOffers} alternatives={alternatives} request={request} takesFocus />
      {!inVain.has(code) && (
        <button
          type="button"
          class="small-button"
          ref={alternatives.length === 0 ? first : null}
          onClick={() => void wait(request).then((problem) => tell(problem, t.onWaitlist))}
        >
          {t.joinWaitlist}
        </button>
      )}
      {limits.has(code) && (
        <button type="button" class="small-button small-button-careful" onClick={() => void ask(request, true)}>
          {deskTexts.value.bookAnyway}
        </button>
      )}
    </section>
  );
}

function Booked({ booking }: { booking: Booking }): JSX.Element {
  const t = consoleTexts.value;
  const first = useFirstChoice();
  const window = t.window(clock(booking.pickupFromSec), clock(booking.pickupUntilSec));
  return (
    <section class="answer booked">
      <h2>{t.booked}</h2>
      <p class="read-out" role="status">
        {t.readOut(
          booking.number,
          window,
          name(booking.pickup.name),
          name(booking.dropoff.name),
          clock(booking.dropoffBySec),
        )}
        {booking.vehicle && ` ${t.readOutVehicle(name(booking.vehicle.colour), booking.vehicle.plate)}`}
      </p>
      <button type="button" class="small-button small-button-main" ref={first} onClick={nextCall}>
        {t.nextCall}
      </button>
    </section>
  );
}

/** The same trip every week. */
function Repeat({ request }: { request: TripRequest }): JSX.Element | null {
  const t = consoleTexts.value;
  const [days, setDays] = useState<readonly (typeof weekdays)[number][]>([]);
  if (request.when.kind === 'now') return null;
  return (
    <details>
      <summary>{t.repeat}</summary>
      <p class="button-line">
        {weekdays.map((day) => (
          <button
            key={day}
            type="button"
            class="small-button"
            aria-pressed={days.includes(day)}
            onClick={() => setDays(days.includes(day) ? days.filter((one) => one !== day) : [...days, day])}
          >
            {t.weekdays[day]}
          </button>
        ))}
      </p>
      <button
        type="button"
        class="small-button small-button-main"
        disabled={days.length === 0}
        onClick={() => void repeat(request, [...days]).then((problem) => tell(problem, t.repeats))}
      >
        {t.repeatEvery}
      </button>
    </details>
  );
}

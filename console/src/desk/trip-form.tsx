/** The wish: where to, from, when, how many, the way back. Enter goes on; on the number of people it asks for offers. */
import type { Stop } from '@noriai/core/contracts/area.ts';
import type { Place, ReturnWish, TripRequest, TripTime } from '@noriai/core/contracts/trips.ts';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { searchStops } from '@noriai/ui/stops/find-stops.ts';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Pick } from '../parts/pick.tsx';
import { PickBox, type PickOption } from '../parts/pick-box.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, dayWords, name, timeZone } from '../words.ts';
import { ask, facts, from, party, returnKind, returnText, to, togetherWith, whenText } from './call.ts';
import { focusOn } from './desk-focus.ts';
import { deskTexts } from './desk-texts.ts';
import { PartyFields } from './party-fields.tsx';
import { readReturn, readTime, type DeskClock } from './read-time.ts';
import { usualGoals, usualStarts } from './usual-places.ts';

/** The wish as it stands, or null while something is missing. */
export function presentRequest(): TripRequest | null {
  const when = readTime(whenText.value, deskClock());
  if (from.value === null || to.value === null || when === null) return null;
  const back = presentReturn(when);
  if (back === null) return null;
  const company = togetherWith.value === null ? {} : { togetherWith: togetherWith.value };
  const request = { from: from.value, to: to.value, when, party: party.value, ...company };
  return back === 'none' ? request : { ...request, returnTrip: back };
}

/** The way back as it stands, or null while its time is missing. */
function presentReturn(wayThere: TripTime): ReturnWish | 'none' | null {
  const kind = returnKind.value;
  if (kind === 'none') return kind;
  if (kind === 'open') return { kind };
  if (kind === 'stay') return { kind, staySec: 3600 };
  const when = readReturn(returnText.value, wayThere, deskClock());
  return when && { kind, when };
}

const deskClock = (): DeskClock => ({ nowSec: nowSec.value, timeZone: timeZone() });

export function TripForm(): JSX.Element {
  const t = consoleTexts.value;
  const { places } = facts.value;
  const search = (): void => {
    const request = presentRequest();
    if (request) void ask(request);
  };
  return (
    <form
      class="trip-form"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <StopBox
        id="desk-to"
        label={t.to}
        place={to}
        first={usualGoals(places).map(({ stopId }) => stopId)}
        next="desk-from"
      />
      <StopBox
        id="desk-from"
        label={t.from}
        place={from}
        first={usualStarts(places).map(({ stopId }) => stopId)}
        next="desk-when"
      />
      <When />
      <PartyFields onSearch={search} />
      <Together />
      <ReturnWay />
      <button type="submit" class="small-button small-button-main" disabled={presentRequest() === null}>
        {t.searchOffers}
      </button>
    </form>
  );
}

interface StopBoxProps {
  readonly id: string;
  readonly label: string;
  readonly place: { value: Place | null };
  /** Stops offered before anything is typed. */
  readonly first: readonly string[];
  readonly next: string;
}

function StopBox({ id, label, place, first, next }: StopBoxProps): JSX.Element {
  const stops = area.value?.stops ?? [];
  const find = (stopId: string): Stop | undefined => stops.find((stop) => stop.id === stopId);
  const chosen = place.value?.kind === 'stop' ? find(place.value.stopId) : undefined;
  const option = (stop: Stop): PickOption => ({
    id: stop.id,
    text: name(stop.name),
    hint: [stop.name.kana, stop.district && name(stop.district)].filter(Boolean).join('　'),
  });
  return (
    <PickBox
      id={id}
      label={label}
      chosen={chosen ? name(chosen.name) : ''}
      optionsFor={(query) =>
        query === '' ? first.flatMap((stopId) => find(stopId) ?? []).map(option) : searchStops(stops, query).map(option)
      }
      onPick={(stopId) => {
        if (stopId === null) return;
        place.value = { kind: 'stop', stopId };
        focusOn(next);
      }}
      onKeep={() => focusOn(next)}
    />
  );
}

function timeWords(time: TripTime | null): string {
  const t = consoleTexts.value;
  if (time === null) return t.whenUnclear;
  if (time.kind === 'now') return t.whenNow;
  return (time.kind === 'arrive_by' ? t.whenArrive : t.whenDepart)(`${dayWords(time.atSec)} ${clock(time.atSec)}`);
}

function When(): JSX.Element {
  const t = consoleTexts.value;
  const time = readTime(whenText.value, deskClock());
  const goOn = (event: KeyboardEvent): void => {
    event.preventDefault();
    if (time !== null) focusOn('desk-adults');
  };
  return <TimeField id="desk-when" label={t.when} hint={t.whenHint} text={whenText} time={time} onEnter={goOn} />;
}

interface TimeFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly text: Signal<string>;
  /** What the text means; null where it means nothing. */
  readonly time: TripTime | null;
  /** Default: asks for offers, as Enter does in a form. */
  readonly onEnter?: (event: KeyboardEvent) => void;
}

function TimeField({ id, label, hint, text, time, onEnter }: TimeFieldProps): JSX.Element {
  return (
    <div>
      <label class="field">
        <span>{label}</span>
        <input
          id={id}
          type="text"
          autocomplete="off"
          placeholder={hint}
          value={text.value}
          aria-describedby={`${id}-words`}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) onEnter?.(event);
          }}
        />
      </label>
      <p id={`${id}-words`} class={time === null ? 'late-words' : 'when-words'} role="status">
        {timeWords(time)}
      </p>
    </div>
  );
}

/** A booking of somebody who travels with the caller: the same vehicle at the same time. */
function Together(): JSX.Element | null {
  const own = deskTexts.value;
  const choices = facts.value.companions;
  if (choices.length === 0) return null;
  const words = choices.map(({ name: who, booking }): [string, string] => [
    booking.bookingId,
    own.together(who, booking.number),
  ]);
  return (
    <Pick
      label={own.togetherWith}
      value={togetherWith.value ?? ''}
      all={['', ...words.map(([id]) => id)]}
      names={{ '': own.alone, ...Object.fromEntries(words) }}
      onChange={(id) => (togetherWith.value = id === '' ? null : id)}
    />
  );
}

function ReturnWay(): JSX.Element {
  const t = consoleTexts.value;
  const kinds = { none: t.returnNone, stay: t.returnStay, at: t.returnAtTime, open: t.returnOpen } as const;
  const choose = (kind: keyof typeof kinds): void => {
    returnKind.value = kind;
    if (kind === 'at') focusOn('desk-return');
  };
  return (
    <>
      <fieldset class="return-way">
        <legend>{t.returnWay}</legend>
        {(Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => (
          <button
            key={kind}
            type="button"
            class="small-button"
            aria-pressed={returnKind.value === kind}
            onClick={() => choose(kind)}
          >
            {kinds[kind]}
          </button>
        ))}
      </fieldset>
      {returnKind.value === 'at' && <ReturnTime />}
    </>
  );
}

function ReturnTime(): JSX.Element {
  const t = consoleTexts.value;
  const wayThere = readTime(whenText.value, deskClock());
  const time = wayThere && readReturn(returnText.value, wayThere, deskClock());
  return <TimeField id="desk-return" label={t.returnTime} hint={t.returnTimeHint} text={returnText} time={time} />;
}

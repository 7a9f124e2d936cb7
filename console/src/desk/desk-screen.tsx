/**
 * The phone desk, in the order of a call: who → where to, from, when, how many → offers → read out. Enter leads from each
 * to the next, F2 begins the next call.
 */
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { consoleTexts } from '../texts/console-texts.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { beginCall, caller } from './call.ts';
import { CallerCard } from './caller-card.tsx';
import { CallerSearch } from './caller-search.tsx';
import { CallerTrips } from './caller-trips.tsx';
import { TripForm } from './trip-form.tsx';

export function DeskScreen(): JSX.Element {
  const t = consoleTexts.value;
  useNextCallKey();
  return (
    <Screen title={t.desk}>
      <p class="hint">{t.deskHelp}</p>
      <div class="desk">
        <section class="desk-part" aria-label={t.caller}>
          <CallerSearch />
          {caller.value && <CallerCard key={caller.value.riderId} caller={caller.value} />}
        </section>
        <section class="desk-part" aria-label={t.wish}>
          {caller.value && <TripForm key={caller.value.riderId} />}
        </section>
        <section class="desk-part" aria-label={t.answer}>
          {caller.value && <AnswerPanel />}
          {caller.value && <CallerTrips />}
        </section>
      </div>
    </Screen>
  );
}

/** F2 begins the next call from anywhere on the screen; the page opens ready for the first. */
function useNextCallKey(): void {
  useEffect(() => {
    focusOn('desk-caller');
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F2') return;
      event.preventDefault();
      nextCall();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

export function nextCall(): void {
  beginCall();
  focusOn('desk-caller');
}

/** At once, so that no key of a quick hand is lost; what is not there yet gets the focus when it is painted. */
export function focusOn(id: string): void {
  const there = document.getElementById(id);
  if (there) there.focus();
  else requestAnimationFrame(() => document.getElementById(id)?.focus());
}

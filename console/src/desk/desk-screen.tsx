/**
 * The phone desk, in the order of a call: who → where to, from, when, how many → offers → read out. Enter leads from each
 * to the next, F2 begins the next call, F4 sets this one aside.
 */
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { parkPresentCall } from '../keys/keys.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { caller } from './call.ts';
import { CallerCard } from './caller-card.tsx';
import { CallerSearch } from './caller-search.tsx';
import { CallerTrips } from './caller-trips.tsx';
import { focusOn } from './desk-focus.ts';
import { deskTexts } from './desk-texts.ts';
import { ParkedCalls } from './parked-list.tsx';
import { TripForm } from './trip-form.tsx';

export function DeskScreen(): JSX.Element {
  const t = consoleTexts.value;
  // The page opens ready for the first call.
  useEffect(() => focusOn('desk-caller'), []);
  return (
    <Screen title={t.desk}>
      <div class="board-bar">
        <p class="hint">{t.deskHelp}</p>
        <button type="button" class="small-button" disabled={caller.value === null} onClick={parkPresentCall}>
          {deskTexts.value.park}
        </button>
      </div>
      <ParkedCalls />
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

/** What is around every screen: name, settings, what must be said on every page, and the desk's phone number. */
import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { clockTime } from '../format/plain-words.ts';
import type { LiveState } from '../live/connection.ts';
import { nowSec } from '../service/clock.ts';
import { area, service } from '../service/service-state.ts';
import { language } from '../texts/language.ts';
import { sharedTexts } from '../texts/shared-texts.ts';
import { Announcer } from './announcer.tsx';
import { handFocusOn } from './hand-focus-on.ts';
import { Icon } from './icon.tsx';
import { Name } from './name.tsx';
import { ReadAloud } from './read-aloud.tsx';
import { Settings } from './settings.tsx';

export interface PageFrameProps {
  /** After the brand, as in "のりあい 乗務員". */
  readonly subtitle?: string;
  readonly live: ReadonlySignal<LiveState>;
  /** What to say while the connection is lost, where the usual words are not enough. */
  readonly lostText?: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function PageFrame(props: PageFrameProps): JSX.Element {
  const t = sharedTexts.value;
  useEffect(handFocusOn, []);
  return (
    <div class={`page ${props.class ?? ''}`}>
      <a class="skip" href="#main" onClick={skipToMain}>
        {t.skip}
      </a>
      <header class="page-header">
        <p class="brand">
          <Icon name="bus" />
          <span>
            <strong>{t.brand}</strong>
            {props.subtitle !== undefined && <span class="brand-subtitle">{props.subtitle}</span>}
            {area.value && (
              <span class="brand-area">
                <Name of={area.value.name} />
              </span>
            )}
          </span>
        </p>
        <Settings />
      </header>
      <PageNotices live={props.live} lostText={props.lostText} />
      <main id="main" tabIndex={-1}>
        {props.children}
      </main>
      <Announcer />
      {area.value && area.value.credit !== '' && (
        <aside class="credit" aria-label={t.map}>
          {t.credit(area.value.credit)}
        </aside>
      )}
      <footer class="page-footer">
        {area.value && <PhoneLink phone={area.value.phone} />}
        <ReadAloud />
      </footer>
    </div>
  );
}

function PhoneLink({ phone }: { phone: string }): JSX.Element {
  return (
    <a class="phone-link" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
      <Icon name="phone" />
      <span>
        <span class="phone-words">{sharedTexts.value.phone}</span> <strong class="phone-number">{phone}</strong>
      </span>
    </a>
  );
}

interface PageNoticesProps {
  readonly live: ReadonlySignal<LiveState>;
  readonly lostText: string | undefined;
}

function PageNotices({ live, lostText }: PageNoticesProps): JSX.Element {
  const t = sharedTexts.value;
  const notes = noteworthy();
  return (
    <aside class="page-notices" aria-label={t.notices}>
      <div role="alert">
        {live.value === 'lost' && (
          <div class="lost-strip">
            <Icon name="lost" />
            <span>{lostText ?? t.connectionLost}</span>
          </div>
        )}
      </div>
      {notes.length > 0 && <p class="page-note">{notes.join(' ')}</p>}
    </aside>
  );
}

/** What every page must say: model streets, demo, another clock. */
function noteworthy(): string[] {
  const t = sharedTexts.value;
  const notes: string[] = [];
  if (area.value?.source === 'model') notes.push(t.modelStreets);
  if (service.value?.isDemo === true) notes.push(t.demo);
  if (area.value && service.value && Math.abs(service.value.clockShiftSec) >= 60)
    notes.push(t.demoClock(clockTime(nowSec.value, area.value.timeZone, language.value)));
  return notes;
}

function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

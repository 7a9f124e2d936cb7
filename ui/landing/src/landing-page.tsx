/** What is what, for a newcomer: pages, fleet, figures, and what is not real. */
import { clockTime } from '@noriai/ui/format/plain-words.ts';
import { Icon, type IconName } from '@noriai/ui/parts/icon.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { PageFrame } from '@noriai/ui/parts/page-frame.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area, isUnreachable, service } from '@noriai/ui/service/service-state.ts';
import { language, localName } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { Figures } from './figures.tsx';
import { FleetNow } from './fleet-now.tsx';
import { liveState } from './fleet.ts';
import { landingTexts } from './texts/landing-texts.ts';

export function LandingPage(): JSX.Element {
  const t = landingTexts.value;
  return (
    <PageFrame subtitle={t.subtitle} live={liveState} class="landing">
      {area.value === null ? <Loading /> : <Landing key={language.value} />}
    </PageFrame>
  );
}

function Loading(): JSX.Element {
  const t = sharedTexts.value;
  return isUnreachable.value ? <Notice kind="trouble">{t.unreachable}</Notice> : <p>{t.loading}</p>;
}

function Landing(): JSX.Element {
  const t = landingTexts.value;
  const isOpen = service.value?.isOpen === true;
  return (
    <Screen title={t.title}>
      <p class="lead">{area.value && t.lead(localName(area.value.name).text)}</p>
      <nav aria-label={t.enter} class="doors">
        <Door href="/rider/" icon="bus" name={t.rider} text={t.riderText} isMain />
        <Door href="/driver/" icon="people" name={t.driver} text={t.driverText} />
      </nav>
      {service.value && (
        <Notice kind={isOpen ? 'good' : 'warning'}>
          <strong>{isOpen ? t.open : service.value.restsUntilSec === null ? t.closed : t.rests}</strong>
        </Notice>
      )}
      <div class="columns">
        <FleetNow />
        <Figures />
      </div>
      <About />
      <Technical />
    </Screen>
  );
}

interface DoorProps {
  readonly href: string;
  readonly icon: IconName;
  readonly name: string;
  readonly text: string;
  readonly isMain?: boolean;
}

function Door({ href, icon, name, text, isMain = false }: DoorProps): JSX.Element {
  return (
    <a class={isMain ? 'door door-main' : 'door'} href={href}>
      <Icon name={icon} />
      <span>
        <strong>{name}</strong>
        <span class="door-text">{text}</span>
      </span>
      <Icon name="next" />
    </a>
  );
}

function About(): JSX.Element {
  const t = landingTexts.value;
  const isShifted = Math.abs(service.value?.clockShiftSec ?? 0) >= 60;
  const clock = area.value ? clockTime(nowSec.value, area.value.timeZone, language.value) : '';
  return (
    <div class="columns">
      {service.value?.isDemo === true && (
        <section class="card">
          <h2>{t.demoTitle}</h2>
          <ul class="dotted">
            {t.demoLines.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {isShifted && <li>{t.demoShift(clock)}</li>}
          </ul>
        </section>
      )}
      {area.value?.source === 'model' && (
        <section class="card">
          <h2>{t.modelTitle}</h2>
          <p>{t.modelText}</p>
        </section>
      )}
    </div>
  );
}

function Technical(): JSX.Element {
  const t = landingTexts.value;
  const links = [
    ['/api/', t.links.api],
    ['/api/v1/openapi.json', t.links.openapi],
    ['/healthz', t.links.health],
    ['/metrics', t.links.metrics],
  ] as const;
  return (
    <section class="card">
      <h2>{t.technical}</h2>
      <ul class="links">
        {links.map(([href, name]) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
      </ul>
      {service.value && <p class="hint">{t.version(service.value.version)}</p>}
    </section>
  );
}

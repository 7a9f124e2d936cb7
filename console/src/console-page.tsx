/** The frame of desk and fleet: sign in first; then the screens, the alarms above all of them. */
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { PageFrame } from '@noriai/ui/parts/page-frame.tsx';
import { area, isUnreachable } from '@noriai/ui/service/service-state.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { AlarmBar } from './alarms/alarm-bar.tsx';
import { AlarmsScreen } from './alarms/alarms-screen.tsx';
import { AuditScreen } from './audit/audit-screen.tsx';
import { board, heardMs } from './board/board-data.ts';
import { BoardScreen } from './board/board-screen.tsx';
import { ClosuresScreen } from './closures/closures-screen.tsx';
import { DeskScreen } from './desk/desk-screen.tsx';
import { screens } from './navigation.ts';
import { ManifestScreen } from './print/manifest-screen.tsx';
import { isSignedIn, liveState, may, me, signOut } from './session/session.ts';
import { SignInScreen } from './session/sign-in-screen.tsx';
import { consoleTexts } from './texts/console-texts.ts';

export function ConsolePage(): JSX.Element {
  const t = consoleTexts.value;
  const copyMinutes = Math.round((Date.now() - heardMs.value) / 60_000);
  return (
    <PageFrame subtitle={t.subtitle} live={liveState} lostText={t.oldCopy(copyMinutes)} class="console">
      {isSignedIn.value && <AlarmBar />}
      {isSignedIn.value && <ScreenBar />}
      <Current />
    </PageFrame>
  );
}

function Current(): JSX.Element {
  const t = sharedTexts.value;
  if (area.value === null)
    return isUnreachable.value ? <Notice kind="trouble">{t.unreachable}</Notice> : <p>{t.loading}</p>;
  if (!isSignedIn.value && liveState.value === 'lost' && board.value !== null)
    return <ManifestScreen key={language.value} />;
  if (!isSignedIn.value) return <SignInScreen key={language.value} />;
  const key = `${screens.current.value.name}/${language.value}`;
  switch (screens.current.value.name) {
    case 'desk':
      return <DeskScreen key={key} />;
    case 'board':
      return <BoardScreen key={key} />;
    case 'manifest':
      return <ManifestScreen key={key} />;
    case 'alarms':
      return <AlarmsScreen key={key} />;
    case 'closures':
      return <ClosuresScreen key={key} />;
    case 'audit':
      return <AuditScreen key={key} />;
  }
}

function ScreenBar(): JSX.Element {
  const t = consoleTexts.value;
  const present = screens.current.value.name;
  const names = {
    desk: t.desk,
    board: t.board,
    manifest: t.manifest,
    alarms: t.alarms,
    closures: t.closures,
    ...(may('audit') && { audit: t.audit }),
  };
  return (
    <nav class="screen-bar" aria-label={t.subtitle}>
      <ul>
        {(Object.keys(names) as (keyof typeof names)[]).map((name) => (
          <li key={name}>
            <a
              href={`#${name}`}
              aria-current={present === name ? 'page' : undefined}
              onClick={(event) => {
                event.preventDefault();
                screens.go(name);
              }}
            >
              {names[name]}
            </a>
          </li>
        ))}
      </ul>
      <p class="signed-in">
        {me.value?.name && <span>{t.signedInAs(me.value.name)}</span>}
        <button type="button" class="small-button" onClick={() => void signOut()}>
          {t.signOut}
        </button>
      </p>
    </nav>
  );
}

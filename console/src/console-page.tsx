/** The frame of desk and fleet: sign in first; then the screens, the alarms above all of them. */
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { PageFrame } from '@noriai/ui/parts/page-frame.tsx';
import { area, isUnreachable } from '@noriai/ui/service/service-state.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { AlarmBar } from './alarms/alarm-bar.tsx';
import { AlarmsScreen } from './alarms/alarms-screen.tsx';
import { board, heardMs } from './board/board-data.ts';
import { DeskScreen } from './desk/desk-screen.tsx';
import { KeyHelp } from './keys/key-help.tsx';
import { keyTexts } from './keys/key-texts.ts';
import { isHelpOpen } from './keys/keys.ts';
import { screenRights, screens, type ScreenName } from './navigation.ts';
import { ManifestScreen } from './print/manifest-screen.tsx';
import { laterScreen } from './parts/later-screen.tsx';
import { isSignedIn, liveState, may, me, signOut } from './session/session.ts';
import { SignInScreen } from './session/sign-in-screen.tsx';
import { consoleTexts } from './texts/console-texts.ts';
import { UndoBar } from './undo/undo-bar.tsx';

export function ConsolePage(): JSX.Element {
  const t = consoleTexts.value;
  const copyMinutes = Math.round((Date.now() - heardMs.value) / 60_000);
  return (
    <PageFrame subtitle={t.subtitle} live={liveState} lostText={t.oldCopy(copyMinutes)} class="console">
      {isSignedIn.value && <AlarmBar />}
      {isSignedIn.value && <ScreenBar />}
      <UndoBar />
      <Current />
      {isSignedIn.value && <KeyHelp />}
    </PageFrame>
  );
}

function Current(): JSX.Element {
  const t = sharedTexts.value;
  if (area.value === null)
    return isUnreachable.value ? <Notice kind="trouble">{t.unreachable}</Notice> : <p>{t.loading}</p>;
  const isKnown = isSignedIn.value && me.value !== null;
  if (!isKnown && liveState.value === 'lost' && board.value !== null) return <ManifestScreen key={language.value} />;
  if (!isSignedIn.value) return <SignInScreen key={language.value} />;
  if (me.value === null) return <p>{t.loading}</p>;
  const name = openScreen();
  const Shown = shown[name];
  return <Shown key={`${name}/${language.value}`} />;
}

const shown: Readonly<Record<ScreenName, () => JSX.Element>> = {
  desk: DeskScreen,
  board: laterScreen(async () => (await import('./board/board-screen.tsx')).BoardScreen),
  manifest: ManifestScreen,
  alarms: AlarmsScreen,
  closures: laterScreen(async () => (await import('./closures/closures-screen.tsx')).ClosuresScreen),
  messages: laterScreen(async () => (await import('./messages/messages-screen.tsx')).MessagesScreen),
  shifts: laterScreen(async () => (await import('./plan/plan-screen.tsx')).PlanScreen),
  rollcalls: laterScreen(async () => (await import('./duty/roll-call-screen.tsx')).RollCallScreen),
  crew: laterScreen(async () => (await import('./crew/crew-screen.tsx')).CrewScreen),
  operators: laterScreen(async () => (await import('./crew/operators-screen.tsx')).OperatorsScreen),
  account: laterScreen(async () => (await import('./crew/account-screen.tsx')).AccountScreen),
  audit: laterScreen(async () => (await import('./audit/audit-screen.tsx')).AuditScreen),
};

const isOpen = (name: ScreenName): boolean => {
  const right = screenRights[name];
  return right === null || may(right);
};

/** The screen of the address, or the first one that the person may use. */
function openScreen(): ScreenName {
  const asked = screens.current.value.name;
  return isOpen(asked) ? asked : ((Object.keys(shown) as ScreenName[]).find(isOpen) ?? 'account');
}

function ScreenBar(): JSX.Element {
  const t = consoleTexts.value;
  const names: Readonly<Record<ScreenName, string>> = { ...t.screens, ...t };
  return (
    <nav class="screen-bar" aria-label={t.subtitle}>
      <ul>
        {(Object.keys(shown) as ScreenName[]).filter(isOpen).map((name) => (
          <li key={name}>
            <a
              href={`#${name}`}
              aria-current={openScreen() === name ? 'page' : undefined}
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
        <button type="button" class="small-button" onClick={() => (isHelpOpen.value = true)}>
          {keyTexts.value.helpButton}
        </button>
        <button type="button" class="small-button" onClick={() => void signOut()}>
          {t.signOut}
        </button>
      </p>
    </nav>
  );
}

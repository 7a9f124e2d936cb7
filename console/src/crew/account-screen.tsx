/** The own account: password, second factor, and the devices that are signed in. */
import type { AnswerOf } from '@noriai/core/contracts/routes.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { Field } from '../parts/field.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { api, loadMe, me, whyNot } from '../session/session.ts';
import { clock, dayWords } from '../words.ts';
import { saved } from './crew-data.ts';
import { crewTexts } from './crew-texts.ts';

export function AccountScreen(): JSX.Element {
  // Shown in place of screens that may not be used yet: it stays when they may, or nobody would see the recovery codes.
  useEffect(() => {
    if (screens.current.value.name !== 'account') screens.replace('account');
  }, []);
  return (
    <Screen title={consoleTexts.value.screens.account}>
      <div class="two-parts">
        <Password />
        <SecondFactor />
        <Sessions />
      </div>
    </Screen>
  );
}

function Password(): JSX.Element {
  const t = crewTexts.value;
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const isReady = password !== '' && newPassword.length >= 12;
  const change = async (): Promise<void> => {
    if (!isReady) return;
    const result = await api.call('changePassword', { body: { password, newPassword } });
    if (!result.ok) return announce(whyNot(result.problem), true);
    announce(t.passwordChanged);
    setPassword('');
    setNewPassword('');
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void change();
      }}
    >
      <h2>{t.changePassword}</h2>
      <Field label={t.password} name="current-password" type="password" value={password} onChange={setPassword} />
      <Field label={t.newPassword} name="new-password" type="password" value={newPassword} onChange={setNewPassword} />
      <button type="submit" class="small-button small-button-main" disabled={!isReady}>
        {t.changePassword}
      </button>
    </form>
  );
}

function SecondFactor(): JSX.Element {
  const t = crewTexts.value;
  const [offer, setOffer] = useState<AnswerOf<'beginSecondFactor'> | null>(null);
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState<readonly string[]>([]);
  const has = me.value?.hasSecondFactor;
  const isWanting = has === 'no' || has === 'required';
  const begin = async (): Promise<void> => {
    const result = await api.call('beginSecondFactor', { body: {} });
    if (result.ok) setOffer(result.answer);
    else announce(whyNot(result.problem), true);
  };
  const confirm = async (): Promise<void> => {
    const result = await api.call('confirmSecondFactor', { body: { code: code.trim() } });
    if (!result.ok) return announce(whyNot(result.problem), true);
    setRecovery(result.answer.codes);
    setOffer(null);
    await loadMe();
  };
  return (
    <section class="card">
      <h2>{t.factor}</h2>
      {has === 'required' && <Notice kind="warning">{t.factorRequired}</Notice>}
      <p>{has === 'yes' ? t.factorOn : t.factorOff}</p>
      {isWanting && offer === null && (
        <button type="button" class="small-button" onClick={() => void begin()}>
          {t.beginFactor}
        </button>
      )}
      {offer && (
        <form
          class="stack-close"
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          <SecretPicture uri={offer.uri} />
          <p>
            {t.secret}
            <code class="secret-key">{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <Field label={t.appCode} name="one-time-code" value={code} onChange={setCode} />
          <button type="submit" class="small-button small-button-main" disabled={!/^\s*\d{6}\s*$/.test(code)}>
            {t.confirmFactor}
          </button>
        </form>
      )}
      {recovery.length > 0 && (
        <div role="status">
          <h3>{t.recovery}</h3>
          <p>{t.recoveryHint}</p>
          <ul class="recovery-codes">
            {recovery.map((one) => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** The key for a camera. Drawn by code that comes when it is needed; where it does not come, the key below is typed in. */
function SecretPicture({ uri }: { uri: string }): JSX.Element | null {
  const t = crewTexts.value;
  const [drawn, setDrawn] = useState<typeof import('./qr-picture.tsx') | null>(null);
  useEffect(() => void import('./qr-picture.tsx').then(setDrawn, () => {}), []);
  if (drawn === null) return null;
  return (
    <figure class="qr-figure">
      <figcaption>{t.scan}</figcaption>
      <drawn.QrPicture text={uri} label={t.qrCode} />
    </figure>
  );
}

type SessionList = AnswerOf<'listSessions'>['sessions'];

function Sessions(): JSX.Element {
  const t = crewTexts.value;
  const [sessions, setSessions] = useState<SessionList>([]);
  const load = async (): Promise<void> => {
    const result = await api.call('listSessions');
    if (result.ok) setSessions(result.answer.sessions);
  };
  useEffect(() => void load(), []);
  const end = async (sessionId: string): Promise<void> => {
    await saved(api.call('endSession', { path: { sessionId }, body: {} }));
    await load();
  };
  return (
    <section class="card">
      <h2>{t.sessions}</h2>
      <ul class="call-list">
        {sessions.map((session) => (
          <li key={session.sessionId}>
            {session.deviceName ?? ''} {t.since(`${dayWords(session.createdSec)} ${clock(session.createdSec)}`)}{' '}
            {session.isThis ? (
              <strong>{t.thisSession}</strong>
            ) : (
              <button type="button" class="small-button" onClick={() => void end(session.sessionId)}>
                {t.endSession}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

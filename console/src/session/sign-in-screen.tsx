/** Name and password, the second factor only when it is asked for; paste and password managers work. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { signIn, whyNot } from './session.ts';

export function SignInScreen(): JSX.Element {
  const t = consoleTexts.value;
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const start = async (): Promise<void> => {
    if (isBusy || loginName === '' || password === '') return;
    setBusy(true);
    const problem = await signIn({
      loginName: loginName.trim().toLowerCase(),
      password,
      ...(code === '' ? {} : { secondFactor: code }),
    });
    setBusy(false);
    if (problem?.code === 'second_factor_needed') setAsksCode(true);
    setTrouble(problem === null ? null : whyNot(problem));
  };
  return (
    <Screen title={t.signInTitle}>
      <form
        class="sign-in stack"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Field label={t.loginName} name="username" value={loginName} onChange={setLoginName} />
        <Field label={t.password} name="current-password" type="password" value={password} onChange={setPassword} />
        {asksCode && <Field label={t.secondFactor} name="one-time-code" value={code} onChange={setCode} />}
        <div role="alert">{trouble !== null && <Notice kind="trouble">{trouble}</Notice>}</div>
        <Button kind="main" isBusy={isBusy} onPress={() => void start()}>
          {isBusy ? t.signingIn : t.signIn}
        </Button>
        <input type="submit" class="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Screen>
  );
}

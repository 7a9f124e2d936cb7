/** Who the rider is and who of the family books for whom; saying so is never needed for a trip. */
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { PhoneAndCode } from '../parts/phone-and-code.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import {
  askForCode,
  askRelative,
  confirmRelative,
  endProxy,
  family,
  loadAccount,
  profile,
  signInWith,
  signOut,
} from '../trip/account.ts';
import { presentBookings } from '../trip/rider-session.ts';
import { tell } from '../trip/why-not.ts';

/** @param detail `sign-in` or `relative` while that is being done */
export function AccountScreen({ detail }: { detail: string }): JSX.Element {
  useEffect(() => void loadAccount(), []);
  if (detail === 'sign-in') return <SignIn />;
  if (detail === 'relative') return <AddRelative />;
  const t = riderTexts.value;
  return (
    <Screen title={t.accountTitle} onBack={() => screens.back()}>
      {profile.value === null ? <Stranger /> : <Known />}
    </Screen>
  );
}

function Stranger(): JSX.Element {
  const t = riderTexts.value;
  return (
    <>
      <p>{t.accountWhy}</p>
      {presentBookings.value.length > 0 && <Notice kind="warning">{t.accountBookings}</Notice>}
      <Button kind="main" icon="phone" onPress={() => screens.go('account', 'sign-in')}>
        {t.signIn}
      </Button>
      <p class="hint">{t.accountNone}</p>
    </>
  );
}

function Known(): JSX.Element {
  const t = riderTexts.value;
  const { name, phone } = profile.value!;
  const { actsFor, proxies } = family.value;
  return (
    <>
      <p class="so-far">
        {t.accountName(name)} <br />
        {phone}
      </p>
      <section class="stack">
        <h2>{t.actsFor}</h2>
        <ul class="stack">
          {actsFor.map((relative) => (
            <li key={relative.riderId} class="card">
              {t.nameOf(relative.name)}
            </li>
          ))}
        </ul>
        <Button icon="plus" onPress={() => screens.go('account', 'relative')}>
          {t.addRelative}
        </Button>
      </section>
      {proxies.length > 0 && (
        <section class="stack">
          <h2>{t.proxies}</h2>
          {proxies.map(({ riderId, name: who }) => (
            <div key={riderId} class="card">
              <p>{t.nameOf(who)}</p>
              <Button
                icon="close"
                class="button-careful"
                label={`${t.endProxy} ${t.nameOf(who)}`}
                onPress={() => void endProxy(riderId).then((problem) => tell(problem, t.proxyEnded))}
              >
                {t.endProxy}
              </Button>
            </div>
          ))}
        </section>
      )}
      <Button onPress={() => void signOut().then((problem) => tell(problem, t.signedOut))}>{t.signOut}</Button>
    </>
  );
}

function SignIn(): JSX.Element {
  const t = riderTexts.value;
  return (
    <PhoneAndCode
      title={t.signInTitle}
      hint={t.signInHint}
      codeHint={t.signInCode}
      ask={askForCode}
      confirm={signInWith}
      onDone={() => {
        announce(t.signedIn);
        screens.replace('account');
      }}
    />
  );
}

function AddRelative(): JSX.Element {
  const t = riderTexts.value;
  return (
    <PhoneAndCode
      title={t.relativeTitle}
      hint={t.relativeHint}
      codeHint={t.relativeCode}
      ask={askRelative}
      confirm={confirmRelative}
      onDone={() => {
        announce(t.relativeAdded);
        screens.replace('account');
      }}
    />
  );
}

/** A phone number, then the code that was sent to it: one at a time, only digits, pasting allowed. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { whyNot, type Done } from '../trip/why-not.ts';

export interface PhoneAndCodeProps {
  readonly title: string;
  readonly hint: string;
  readonly codeHint: string;
  readonly ask: (phone: string) => Promise<Done>;
  readonly confirm: (phone: string, code: string) => Promise<Done>;
  readonly onDone: () => void;
}

const LEAST_DIGITS = { phone: 9, code: 4 };

export function PhoneAndCode({ title, hint, codeHint, ask, confirm, onDone }: PhoneAndCodeProps): JSX.Element {
  const t = riderTexts.value;
  const [phone, setPhone] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [trouble, setTrouble] = useState<Done>(null);
  const [isBusy, setBusy] = useState(false);
  const step = phone === null ? 'phone' : 'code';
  const digits = typed.normalize('NFKC').replace(/[^\d+]/g, '');
  const isReady = digits.length >= LEAST_DIGITS[step];
  const go = async (): Promise<void> => {
    if (!isReady || isBusy) return;
    setBusy(true);
    const problem = await (phone === null ? ask(digits) : confirm(phone, digits));
    setBusy(false);
    setTrouble(problem);
    if (problem) return;
    if (phone !== null) return onDone();
    setPhone(digits);
    setTyped('');
  };
  const onBack = (): void => (phone === null ? screens.back() : setPhone(null));
  return (
    <Screen key={step} title={title} onBack={onBack}>
      <p>{phone === null ? hint : codeHint}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <label class="search">
          <span>{phone === null ? t.phoneLabel : t.codeLabel}</span>
          <span class="search-box search-box-plain">
            <input
              key={step}
              type="text"
              inputMode="numeric"
              name={step}
              autocomplete={phone === null ? 'tel' : 'one-time-code'}
              maxLength={24}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </span>
        </label>
        <div role="alert">{trouble && <Notice kind="trouble">{whyNot(trouble)}</Notice>}</div>
        <Button kind="main" isBusy={isBusy} isDisabled={!isReady}>
          {phone === null ? t.sendCode : t.codeDone}
        </Button>
      </form>
    </Screen>
  );
}

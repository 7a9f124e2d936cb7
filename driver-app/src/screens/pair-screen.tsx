/** A tablet that belongs to no vehicle yet: the driver manager reads out a code, and that is done once. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { whyNot } from '../duty/duty.ts';
import { pairWith } from '../duty/tablet.ts';
import { TextField } from '../parts/text-field.tsx';
import { driverTexts } from '../texts/driver-texts.ts';

export function PairScreen(): JSX.Element {
  const t = driverTexts.value;
  const [code, setCode] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const digits = code.normalize('NFKC').replace(/\D/g, '');
  const pair = async (): Promise<void> => {
    if (digits.length < 4 || isBusy) return;
    setBusy(true);
    const problem = await pairWith(digits);
    setBusy(false);
    setTrouble(problem === null ? null : whyNot(problem));
  };
  return (
    <Screen key="pair" title={t.pairTitle}>
      <p>{t.pairHint}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void pair();
        }}
      >
        <TextField
          label={t.pairCode}
          name="pairing"
          kind="digits"
          autocomplete="one-time-code"
          value={code}
          onChange={setCode}
        />
        <div role="alert">{trouble !== null && <Notice kind="trouble">{trouble}</Notice>}</div>
        <Button kind="main" isBusy={isBusy} isDisabled={digits.length < 4}>
          {t.pairDo}
        </Button>
      </form>
    </Screen>
  );
}

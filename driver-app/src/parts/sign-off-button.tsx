/** The end of the duty, asked for twice. */
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { signOff, whyNot } from '../duty/duty.ts';
import { driverTexts } from '../texts/driver-texts.ts';

export function SignOffButton(): JSX.Element {
  const t = driverTexts.value;
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    setAsking(false);
    setBusy(true);
    const problem = await signOff();
    setBusy(false);
    if (problem === null) announce(driverTexts.value.signedOff);
    else announce(whyNot(problem), true);
  };
  return (
    <>
      <Button icon="close" class="button-small" isBusy={isBusy} onPress={() => setAsking(true)}>
        {t.signOff}
      </Button>
      {isAsking && (
        <AskDialog
          title={t.signOffTitle}
          yes={t.signOffYes}
          no={t.signOffNo}
          onYes={() => void end()}
          onNo={() => setAsking(false)}
        >
          <p>{t.signOffText}</p>
        </AskDialog>
      )}
    </>
  );
}

/** The end of a duty: the roll call after it, and the way out for who cannot go on although riders are booked. */
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import type { CallProblem } from '@noriai/ui/api/client.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { signOff, signOffEarly, whyNot } from '../duty/duty.ts';
import { emptyRollCall, finished } from '../duty/roll-call.ts';
import { RollCallForm } from '../parts/roll-call-form.tsx';
import { driverTexts } from '../texts/driver-texts.ts';

export function EndOfDuty({ onBack }: { onBack: () => void }): JSX.Element {
  const t = driverTexts.value;
  const [answers, setAnswers] = useState(emptyRollCall);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const wish = area.value?.rollCall;
  const rollCall = finished(answers);
  const end = async (leave: () => Promise<CallProblem | null>): Promise<void> => {
    setBusy(true);
    const found = await leave();
    setBusy(false);
    setProblem(found);
    if (found === null) announce(driverTexts.value.signedOff);
  };
  return (
    <Screen title={t.signOffTitle} onBack={onBack}>
      <p>{t.signOffText}</p>
      {wish !== 'none' && <RollCallForm phase="after" answers={answers} onChange={setAnswers} />}
      <div role="alert">{problem && <Notice kind="trouble">{whyNot(problem)}</Notice>}</div>
      <Button
        kind="main"
        isBusy={isBusy}
        isDisabled={wish === 'required' && rollCall === null}
        onPress={() => void end(() => signOff(rollCall ?? undefined))}
      >
        {t.signOffYes}
      </Button>
      <Button onPress={onBack}>{t.signOffNo}</Button>
      {problem?.code === 'riders_on_board' && (
        <section class="card">
          <h2>{t.cannotGoOn}</h2>
          <p>{t.cannotGoOnText}</p>
          <Button class="button-careful" onPress={() => void end(() => signOffEarly('driver_unwell'))}>
            {t.unwell}
          </Button>
          <Button class="button-careful" onPress={() => void end(() => signOffEarly('driver_left'))}>
            {t.mustLeave}
          </Button>
        </section>
      )}
    </Screen>
  );
}

/** What is needed seldom, behind one button: undo, break, somebody without a booking, breakdown; help always in sight. */
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { act, manifest, whyNot } from '../duty/duty.ts';
import { callForHelp, reportBreakdown, undoLast, type Done } from '../duty/duty-calls.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { WalkOn } from './walk-on.tsx';

type Question = 'sos' | 'breakdown';

export function DutyMenu(): JSX.Element {
  const t = driverTexts.value;
  const [question, setQuestion] = useState<Question | null>(null);
  const [isWalkOn, setWalkOn] = useState(false);
  const isOnBreak = manifest.value?.pause?.isUnderWay === true;
  const tell = (problem: Done, good: string): void =>
    problem === null ? announce(good) : announce(whyNot(problem), true);
  const ask = { sos: callForHelp, breakdown: reportBreakdown };
  const said = { sos: t.sosHeard, breakdown: t.breakdownHeard };
  const texts = {
    sos: [t.sosTitle, t.sosText, t.sosYes],
    breakdown: [t.breakdownTitle, t.breakdownText, t.breakdownYes],
  } as const;
  const answer = async (yes: Question): Promise<void> => {
    setQuestion(null);
    tell(await ask[yes](), said[yes]);
  };
  return (
    <>
      <details class="duty-menu">
        <summary>{t.more}</summary>
        <div class="stack">
          <Button icon="back" onPress={() => void undoLast().then((problem) => tell(problem, t.undone))}>
            {t.undo}
          </Button>
          {!isOnBreak && (
            <Button icon="clock" onPress={() => void act({ kind: 'break_started' })}>
              {t.breakStart}
            </Button>
          )}
          <Button icon="people" onPress={() => setWalkOn(!isWalkOn)} isPressed={isWalkOn}>
            {t.walkOn}
          </Button>
          {isWalkOn && <WalkOn onDone={() => setWalkOn(false)} />}
          <Button icon="warning" class="button-careful" onPress={() => setQuestion('breakdown')}>
            {t.breakdown}
          </Button>
        </div>
      </details>
      <Button kind="danger" icon="warning" onPress={() => setQuestion('sos')}>
        {t.sos}
      </Button>
      {question && (
        <AskDialog
          title={texts[question][0]}
          yes={texts[question][2]}
          no={t.noGoBack}
          isDanger
          onYes={() => void answer(question)}
          onNo={() => setQuestion(null)}
        >
          <p>{texts[question][1]}</p>
        </AskDialog>
      )}
    </>
  );
}

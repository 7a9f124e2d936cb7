/** The roll call before duty. Who may not drive is told so, and that is on record. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import type { OwnRollCall } from '@noriai/core/contracts/fleet.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { signOn, whyNot, type Driver } from '../duty/duty.ts';
import { emptyRollCall, finished, mayDrive, rememberConductor } from '../duty/roll-call.ts';
import { RollCallForm } from '../parts/roll-call-form.tsx';
import { driverTexts } from '../texts/driver-texts.ts';
import type { VehicleView } from './sign-on-screen.tsx';

export interface RollCallScreenProps {
  readonly vehicle: VehicleView;
  readonly driver: Driver;
  readonly onBack: () => void;
}

export function RollCallScreen({ vehicle, driver, onBack }: RollCallScreenProps): JSX.Element {
  const t = driverTexts.value;
  const [answers, setAnswers] = useState(emptyRollCall);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const rollCall = finished(answers);
  const begin = async (told: OwnRollCall | null): Promise<void> => {
    setBusy(true);
    if (told) rememberConductor(told.conductedBy);
    const problem = await signOn(vehicle.id, driver, told ?? undefined);
    setBusy(false);
    if (problem === null) return;
    const isUnfit = problem.code === 'no_roll_call' && told !== null && !mayDrive(told);
    setTrouble(isUnfit ? driverTexts.value.mustNotDrive : whyNot(problem));
  };
  return (
    <Screen key="roll-call" title={t.rollCallBefore} onBack={onBack}>
      <RollCallForm phase="before" answers={answers} onChange={setAnswers} />
      <div role="alert">{trouble !== null && <Notice kind="trouble">{trouble}</Notice>}</div>
      <Button kind="main" isBusy={isBusy} isDisabled={rollCall === null} onPress={() => void begin(rollCall)}>
        {isBusy ? t.signingOn : t.signOn}
      </Button>
      {area.value?.rollCall === 'recorded' && (
        <Button class="button-small" onPress={() => void begin(null)}>
          {t.rollCallElsewhere}
        </Button>
      )}
    </Screen>
  );
}

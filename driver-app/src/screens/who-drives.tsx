/** Who drives: a name (and the code of the town) remembered on the tablet, or a number with a PIN. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { area, service } from '@noriai/ui/service/service-state.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { signOn, whyNot, type Driver } from '../duty/duty.ts';
import { unpair } from '../duty/tablet.ts';
import { TextField } from '../parts/text-field.tsx';
import { driverTexts } from '../texts/driver-texts.ts';
import type { VehicleView } from './sign-on-screen.tsx';

export interface WhoDrivesProps {
  readonly vehicle: VehicleView;
  readonly asksPin: boolean;
  readonly onBack: (() => void) | undefined;
  /** Where the town has roll calls the duty begins after one. */
  readonly onRollCall: (driver: Driver) => void;
}

export function WhoDrives({ vehicle, asksPin, onBack, onRollCall }: WhoDrivesProps): JSX.Element {
  const t = driverTexts.value;
  const [name, setName] = useState(() => readStored(asksPin ? 'noriai.driverNumber' : 'noriai.driverName', ''));
  const [code, setCode] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asksCode = service.value?.asksDriverCode === true;
  const isReady = name.trim() !== '' && (!asksPin || code !== '');
  const hasRollCall = area.value?.rollCall !== 'none';
  const go = async (): Promise<void> => {
    if (!isReady || isBusy) return;
    writeStored(asksPin ? 'noriai.driverNumber' : 'noriai.driverName', name.trim());
    const driver: Driver = asksPin
      ? { driverNumber: name.trim(), pin: code }
      : { driverName: name.trim(), ...(asksCode ? { code } : {}) };
    if (hasRollCall) return onRollCall(driver);
    setBusy(true);
    const problem = await signOn(vehicle.id, driver);
    setBusy(false);
    setTrouble(problem === null ? null : whyNot(problem));
  };
  return (
    <Screen key="driver" title={t.nameTitle} onBack={onBack}>
      <p class="so-far">
        <Name of={vehicle.name} /> <span class="plate">{vehicle.plate}</span>
      </p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        {asksPin ? (
          <>
            <TextField
              label={t.driverNumber}
              name="driver"
              kind="digits"
              value={name}
              onChange={setName}
              maxLength={8}
            />
            <TextField label={t.pin} name="pin" kind="pin" value={code} onChange={setCode} maxLength={10} />
          </>
        ) : (
          <>
            <TextField label={t.yourName} name="driver" autocomplete="name" value={name} onChange={setName} />
            {asksCode && (
              <TextField
                label={t.code}
                name="code"
                kind="secret"
                autocomplete="current-password"
                value={code}
                onChange={setCode}
              />
            )}
          </>
        )}
        <div role="alert">{trouble !== null && <Notice kind="trouble">{trouble}</Notice>}</div>
        <Button kind="main" isBusy={isBusy} isDisabled={!isReady}>
          {isBusy ? t.signingOn : hasRollCall ? t.toRollCall : t.signOn}
        </Button>
      </form>
      {asksPin && <Unpair />}
    </Screen>
  );
}

/** The tablet goes to another vehicle. */
function Unpair(): JSX.Element {
  const leave = async (): Promise<void> => {
    const problem = await unpair();
    if (problem) announce(whyNot(problem), true);
  };
  return (
    <Button class="button-small" onPress={() => void leave()}>
      {driverTexts.value.unpair}
    </Button>
  );
}

/** Which vehicle, who drives: the name is remembered on the tablet. */
import type { AreaView } from '@noriai/core/contracts/service.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area, service } from '@noriai/ui/service/service-state.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { signOn, whyNot } from '../duty/duty.ts';
import { driverTexts } from '../texts/driver-texts.ts';

type VehicleView = AreaView['vehicles'][number];

export function SignOnScreen(): JSX.Element {
  const t = driverTexts.value;
  const [vehicle, setVehicle] = useState<VehicleView | null>(null);
  if (vehicle) return <WhoDrives vehicle={vehicle} onBack={() => setVehicle(null)} />;
  return (
    <Screen key="vehicle" title={t.chooseVehicle}>
      <ul class="stack">
        {(area.value?.vehicles ?? []).map((one) => (
          <li key={one.id}>
            <Button class="button-pick" iconAfter="next" onPress={() => setVehicle(one)}>
              <Name of={one.name} />
              <span class="plate">{one.plate}</span>
              <span class="hint">{t.seats(one.seats, one.wheelchairPlaces)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Screen>
  );
}

function WhoDrives({ vehicle, onBack }: { vehicle: VehicleView; onBack: () => void }): JSX.Element {
  const t = driverTexts.value;
  const [name, setName] = useState(() => readStored('noriai.driverName', ''));
  const [code, setCode] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asksCode = service.value?.asksDriverCode === true;
  const start = async (): Promise<void> => {
    setBusy(true);
    writeStored('noriai.driverName', name.trim());
    const problem = await signOn(vehicle.id, { driverName: name.trim(), ...(asksCode ? { code } : {}) });
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
          if (name.trim() !== '') void start();
        }}
      >
        <NameField label={t.yourName} value={name} onChange={setName} />
        {asksCode && <CodeField label={t.code} value={code} onChange={setCode} />}
        <div role="alert">{trouble !== null && <Notice kind="trouble">{trouble}</Notice>}</div>
        <Button kind="main" isBusy={isBusy} isDisabled={name.trim() === ''} onPress={() => void start()}>
          {isBusy ? t.signingOn : t.signOn}
        </Button>
      </form>
    </Screen>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function NameField({ label, value, onChange }: FieldProps): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="text"
        name="driver"
        autocomplete="name"
        maxLength={60}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

function CodeField({ label, value, onChange }: FieldProps): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="password"
        name="code"
        autocomplete="current-password"
        maxLength={60}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

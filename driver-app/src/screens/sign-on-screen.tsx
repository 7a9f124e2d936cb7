/** Beginning a duty: which vehicle (or the one the tablet is paired with), who drives, and the roll call where the town has one. */
import type { AreaView } from '@noriai/core/contracts/service.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area, service } from '@noriai/ui/service/service-state.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Driver } from '../duty/duty.ts';
import { pairing } from '../duty/tablet.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { PairScreen } from './pair-screen.tsx';
import { RollCallScreen } from './roll-call-screen.tsx';
import { WhoDrives } from './who-drives.tsx';

export type VehicleView = AreaView['vehicles'][number];

export function SignOnScreen(): JSX.Element {
  const [chosen, setChosen] = useState<VehicleView | null>(null);
  const [driver, setDriver] = useState<Driver | null>(null);
  const asksPin = service.value?.asksDriverPin === true;
  if (asksPin && pairing.value === null) return <PairScreen />;
  const vehicle = asksPin ? pairedVehicle() : chosen;
  if (!vehicle) return <ChooseVehicle onChoose={setChosen} />;
  if (driver) return <RollCallScreen vehicle={vehicle} driver={driver} onBack={() => setDriver(null)} />;
  const onBack = asksPin ? undefined : () => setChosen(null);
  return <WhoDrives vehicle={vehicle} asksPin={asksPin} onBack={onBack} onRollCall={setDriver} />;
}

const pairedVehicle = (): VehicleView | undefined =>
  area.value?.vehicles.find(({ id }) => id === pairing.value?.vehicleId);

function ChooseVehicle({ onChoose }: { onChoose: (vehicle: VehicleView) => void }): JSX.Element {
  const t = driverTexts.value;
  return (
    <Screen key="vehicle" title={t.chooseVehicle}>
      <ul class="stack">
        {(area.value?.vehicles ?? []).map((one) => (
          <li key={one.id}>
            <Button class="button-pick" iconAfter="next" onPress={() => onChoose(one)}>
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

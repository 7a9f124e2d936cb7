/** Drivers with number and PIN, and the tablets that are paired with vehicles. */
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { board } from '../board/board-data.ts';
import { Field } from '../parts/field.tsx';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { api, whyNot } from '../session/session.ts';
import { clock, dayWords, name, vehicleName } from '../words.ts';
import { drivers, loadDrivers, loadTablets, saved, tablets, type Driver, type Tablet } from './crew-data.ts';
import { crewTexts } from './crew-texts.ts';

export function CrewScreen(): JSX.Element {
  useEffect(() => void Promise.all([loadDrivers(), loadTablets()]), []);
  return (
    <Screen title={consoleTexts.value.screens.crew}>
      <div class="two-parts">
        <Drivers />
        <Tablets />
      </div>
    </Screen>
  );
}

function Drivers(): JSX.Element {
  const t = crewTexts.value;
  return (
    <section class="card">
      <h2>{t.drivers}</h2>
      {drivers.value.length === 0 && <p class="hint">{t.noDrivers}</p>}
      <ul class="call-list">
        {drivers.value.map((driver) => (
          <li key={driver.driverId}>
            <DriverLine driver={driver} />
          </li>
        ))}
      </ul>
      <NewDriver />
    </section>
  );
}

function DriverLine({ driver: { driverId, driverNumber, name: own, isActive } }: { driver: Driver }): JSX.Element {
  const t = crewTexts.value;
  const [pin, setPin] = useState('');
  const change = async (body: { pin?: string; isActive?: boolean }): Promise<void> => {
    if (await saved(api.call('changeDriver', { path: { driverId }, body }))) setPin('');
    await loadDrivers();
  };
  return (
    <details>
      <summary>
        {driverNumber} {own} {!isActive && `（${t.disabled}）`}
      </summary>
      <div class="stack-close">
        <Field label={t.newPin} name={`pin-${driverNumber}`} value={pin} onChange={setPin} />
        <p class="button-line">
          <button
            type="button"
            class="small-button"
            disabled={!/^\d{4,10}$/.test(pin)}
            onClick={() => void change({ pin })}
          >
            {t.changePin}
          </button>
          <button
            type="button"
            class={isActive ? 'small-button small-button-careful' : 'small-button'}
            onClick={() => void change({ isActive: !isActive })}
          >
            {isActive ? t.disable : t.enable}
          </button>
        </p>
      </div>
    </details>
  );
}

function NewDriver(): JSX.Element {
  const t = crewTexts.value;
  const blank = { driverNumber: '', name: '', pin: '' };
  const [form, setForm] = useState(blank);
  const isReady = /^\d{1,8}$/.test(form.driverNumber) && form.name.trim() !== '' && /^\d{4,10}$/.test(form.pin);
  const add = async (): Promise<void> => {
    if (!isReady) return;
    if (await saved(api.call('addDriver', { body: form }))) setForm(blank);
    await loadDrivers();
  };
  return (
    <form
      class="stack-close"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label={t.driverNumber}
        name="driver-number"
        value={form.driverNumber}
        onChange={(driverNumber) => setForm({ ...form, driverNumber })}
      />
      <Field
        label={t.name}
        name="driver-own-name"
        value={form.name}
        onChange={(own) => setForm({ ...form, name: own })}
      />
      <Field label={t.pin} name="driver-pin" value={form.pin} onChange={(pin) => setForm({ ...form, pin })} />
      <button type="submit" class="small-button small-button-main" disabled={!isReady}>
        {t.addDriver}
      </button>
    </form>
  );
}

function Tablets(): JSX.Element {
  const t = crewTexts.value;
  const [code, setCode] = useState<{ vehicleId: string; code: string; endsSec: number } | null>(null);
  const issue = async (vehicleId: string): Promise<void> => {
    const result = await api.call('issuePairingCode', { path: { vehicleId }, body: {} });
    if (result.ok) setCode({ vehicleId, ...result.answer });
    else announce(whyNot(result.problem), true);
  };
  return (
    <section class="card">
      <h2>{t.tablets}</h2>
      <p class="hint">{t.tabletHint}</p>
      <p class="button-line">
        {(board.value?.vehicles ?? []).map((vehicle) => (
          <button
            key={vehicle.vehicleId}
            type="button"
            class="small-button"
            onClick={() => void issue(vehicle.vehicleId)}
          >
            {t.issueCode(name(vehicle.name))}
          </button>
        ))}
      </p>
      <div role="status">
        {code && (
          <p class="shown-code">
            {t.codeIs(vehicleName(code.vehicleId))}
            <strong>{code.code.replace(/(\d{4})(?=\d)/g, '$1 ')}</strong>
            <span>{t.codeUntil(clock(code.endsSec))}</span>
          </p>
        )}
      </div>
      {tablets.value.length === 0 && <p class="hint">{t.noTablets}</p>}
      <ul class="call-list">
        {tablets.value.map((tablet) => (
          <li key={tablet.tabletId}>
            <TabletLine tablet={tablet} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TabletLine({ tablet: { tabletId, vehicleId, seenSec } }: { tablet: Tablet }): JSX.Element {
  const t = crewTexts.value;
  const [isAsking, setAsking] = useState(false);
  const end = async (): Promise<void> => {
    setAsking(false);
    await saved(api.call('endTablet', { path: { tabletId }, body: {} }));
    await loadTablets();
  };
  return (
    <>
      <strong>{vehicleName(vehicleId)}</strong>{' '}
      {seenSec === null ? t.neverSeen : t.seen(`${dayWords(seenSec)} ${clock(seenSec)}`)}{' '}
      <button
        type="button"
        class="small-button small-button-careful"
        aria-label={t.endTablet(vehicleName(vehicleId))}
        onClick={() => setAsking(true)}
      >
        {t.end}
      </button>
      {isAsking && (
        <AskDialog
          title={t.endTabletQuestion(vehicleName(vehicleId))}
          yes={t.yesEnd}
          no={t.no}
          isDanger
          onYes={() => void end()}
          onNo={() => setAsking(false)}
        >
          <p>{t.endTabletText}</p>
        </AskDialog>
      )}
    </>
  );
}

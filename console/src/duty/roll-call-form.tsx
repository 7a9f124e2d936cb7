/** One roll call, as the law asks for it: who, how, alcohol, health, vehicle, instructions, and whether they may drive. */
import { rollCallPhases, type RollCall } from '@noriai/core/contracts/fleet.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { presentSec } from '@noriai/ui/service/clock.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { board } from '../board/board-data.ts';
import { drivers } from '../crew/crew-data.ts';
import { Choice } from '../parts/choice.tsx';
import { Field } from '../parts/field.tsx';
import { Pick } from '../parts/pick.tsx';
import { api, me, whyNot } from '../session/session.ts';
import { name } from '../words.ts';
import { blankForm, hasAlcohol, rollCallOf, type RollCallFields } from './roll-call-fields.ts';
import { dutyTexts } from './duty-texts.ts';

const methods = ['in_person', 'phone', 'it', 'remote', 'automatic'] as const satisfies readonly RollCall['method'][];

export interface RollCallFormProps {
  /** What is known already: who is due. */
  readonly begin: Partial<RollCallFields>;
  readonly onSaved: () => void;
}

export function RollCallForm({ begin, onSaved }: RollCallFormProps): JSX.Element {
  const t = dutyTexts.value;
  const [form, setForm] = useState<RollCallFields>({ ...blankForm(me.value?.name ?? ''), ...begin });
  const change = (part: Partial<RollCallFields>): void => setForm((now) => ({ ...now, ...part }));
  const body = rollCallOf(form, presentSec());
  const save = async (): Promise<void> => {
    if (body === null) return;
    const result = await api.call('recordRollCall', { body: { ...body, atSec: presentSec() }, key: newKey() });
    if (!result.ok) return announce(whyNot(result.problem), true);
    announce(t.saved);
    onSaved();
  };
  return (
    <form
      class="card roll-call"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) void save();
      }}
    >
      <h2>{t.newTitle}</h2>
      <Choice
        label={t.phase}
        value={form.phase}
        all={rollCallPhases}
        names={t.phases}
        onChange={(phase) => change({ phase })}
      />
      <div class="field-grid">
        <Who form={form} change={change} />
        <Pick
          label={t.method}
          value={form.method}
          all={methods}
          names={t.methods}
          onChange={(method) => change({ method })}
        />
        <Field
          label={t.conductedBy}
          name="conducted-by"
          value={form.conductedBy}
          onChange={(conductedBy) => change({ conductedBy })}
        />
      </div>
      <Findings form={form} change={change} />
      {form.phase === 'after' && (
        <Field label={t.report} name="report" value={form.report} onChange={(report) => change({ report })} />
      )}
      <Field
        label={t.instructions}
        name="instructions"
        value={form.instructions}
        onChange={(instructions) => change({ instructions })}
      />
      <YesNo
        label={t.decision}
        yes={t.mayDrive}
        no={t.mayNotDrive}
        value={form.mayDrive}
        onChange={(mayDrive) => change({ mayDrive })}
      />
      {hasAlcohol(form) && form.mayDrive && <Notice kind="trouble">{t.mustNotDrive}</Notice>}
      <button type="submit" class="small-button small-button-main" disabled={body === null}>
        {t.save}
      </button>
    </form>
  );
}

interface PartProps {
  readonly form: RollCallFields;
  readonly change: (part: Partial<RollCallFields>) => void;
}

function Who({ form, change }: PartProps): JSX.Element {
  const t = dutyTexts.value;
  const known = drivers.value.filter(({ isActive }) => isActive);
  const vehicles = board.value?.vehicles ?? [];
  const names = Object.fromEntries(known.map((one) => [one.driverId, `${one.driverNumber} ${one.name}`]));
  return (
    <>
      {known.length > 0 && (
        <Pick
          label={t.driver}
          value={form.driverId}
          all={['', ...known.map(({ driverId }) => driverId)]}
          names={{ '': t.otherDriver, ...names }}
          onChange={(driverId) => {
            const driver = known.find((one) => one.driverId === driverId);
            change({ driverId, driverName: driver ? `乗務員 ${driver.driverNumber}` : '' });
          }}
        />
      )}
      {form.driverId === '' && (
        <Field
          label={t.driverName}
          name="driver-name"
          value={form.driverName}
          onChange={(driverName) => change({ driverName })}
        />
      )}
      <Pick
        label={t.vehicle}
        value={form.vehicleId}
        all={['', ...vehicles.map(({ vehicleId }) => vehicleId)]}
        names={{ '': t.noVehicle, ...Object.fromEntries(vehicles.map((one) => [one.vehicleId, name(one.name)])) }}
        onChange={(vehicleId) => change({ vehicleId })}
      />
    </>
  );
}

/** Alcohol, health and, before duty, the vehicle: what is found is written down. */
function Findings({ form, change }: PartProps): JSX.Element {
  const t = dutyTexts.value;
  return (
    <div class="field-grid">
      <div class="stack-close">
        <YesNo
          label={t.alcohol}
          yes={t.alcoholNone}
          no={t.alcoholFound}
          value={!hasAlcohol(form)}
          onChange={(isNone) => change({ isAlcohol: !isNone, ...(isNone ? {} : { mayDrive: false }) })}
        />
        <Field
          label={t.breath}
          name="breath"
          value={form.breath}
          onChange={(breath) => {
            const isFound = hasAlcohol({ breath, isAlcohol: false });
            change({ breath, ...(isFound && { mayDrive: false }) });
          }}
        />
        <Field label={t.device} name="alcohol-device" value={form.device} onChange={(device) => change({ device })} />
      </div>
      <div class="stack-close">
        <YesNo
          label={t.health}
          yes={t.well}
          no={t.unwell}
          value={form.isWell}
          onChange={(isWell) => change({ isWell })}
        />
        <Field
          label={t.healthNote}
          name="health-note"
          value={form.healthNote}
          onChange={(healthNote) => change({ healthNote })}
        />
      </div>
      {form.phase === 'before' && (
        <div class="stack-close">
          <YesNo
            label={t.inspection}
            yes={t.inspectionOk}
            no={t.inspectionBad}
            value={form.isInspectionOk}
            onChange={(isInspectionOk) => change({ isInspectionOk })}
          />
          <Field
            label={t.inspectionNote}
            name="inspection-note"
            value={form.inspectionNote}
            onChange={(inspectionNote) => change({ inspectionNote })}
          />
        </div>
      )}
    </div>
  );
}

interface YesNoProps {
  readonly label: string;
  readonly yes: string;
  readonly no: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

function YesNo({ label, yes, no, value, onChange }: YesNoProps): JSX.Element {
  return (
    <Choice
      label={label}
      value={value ? 'yes' : 'no'}
      all={['yes', 'no']}
      names={{ yes, no }}
      onChange={(next) => onChange(next === 'yes')}
    />
  );
}

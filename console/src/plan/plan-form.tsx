/** The shifts of one vehicle on one day, one line each; Enter checks them, and only what was checked can be decided. */
import type { DayPreview, PlannedShift } from '@noriai/core/contracts/fleet.ts';
import { refusals } from '@noriai/core/contracts/refusals.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { drivers } from '../crew/crew-data.ts';
import { Field } from '../parts/field.tsx';
import { Pick } from '../parts/pick.tsx';
import { api, whyNot } from '../session/session.ts';
import { timeZone } from '../words.ts';
import { planTexts } from './plan-texts.ts';
import { emptyLine, lineOf, shiftOf, type ShiftLine } from './shift-lines.ts';

export interface PlanFormProps {
  readonly vehicleId: string;
  readonly date: string;
  /** As they are now. */
  readonly shifts: readonly PlannedShift[];
  readonly onOrder: (shifts: readonly PlannedShift[]) => Promise<void>;
}

export function PlanForm({ vehicleId, date, shifts, onOrder }: PlanFormProps): JSX.Element {
  const t = planTexts.value;
  const [lines, setLines] = useState<readonly ShiftLine[]>(() => shifts.map((shift) => lineOf(shift, timeZone())));
  const [checked, setChecked] = useState<{ readonly of: string; readonly preview: DayPreview } | null>(null);
  const read = lines.map((line) => shiftOf(line, date, timeZone()));
  const wished = read.flatMap((shift) => shift ?? []);
  const isClear = wished.length === lines.length;
  const present = JSON.stringify(wished);
  const check = async (): Promise<void> => {
    if (!isClear) return announce(t.unclear, true);
    const result = await api.call('previewDay', { path: { vehicleId, date }, body: { shifts: wished } });
    if (result.ok) setChecked({ of: present, preview: result.answer });
    else announce(whyNot(result.problem), true);
  };
  const preview = checked !== null && isClear && checked.of === present ? checked.preview : null;
  return (
    <form
      class="card stack-close"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      {lines.length === 0 && <p>{t.none}</p>}
      {lines.map((line, i) => (
        <Line
          key={i}
          number={i + 1}
          line={line}
          onChange={(next) => setLines(lines.with(i, next))}
          onRemove={() => setLines(lines.toSpliced(i, 1))}
        />
      ))}
      <p class="button-line">
        <button type="button" class="small-button" onClick={() => setLines([...lines, emptyLine])}>
          {t.add}
        </button>
        <button type="submit" class="small-button small-button-main">
          {t.check}
        </button>
      </p>
      <div role="status" class="stack-close">
        {preview && <Findings preview={preview} />}
      </div>
      {preview?.obstacle === null && (
        <button type="button" class="small-button small-button-main" onClick={() => void onOrder(wished)}>
          {t.order}
        </button>
      )}
    </form>
  );
}

interface LineProps {
  readonly number: number;
  readonly line: ShiftLine;
  readonly onChange: (line: ShiftLine) => void;
  readonly onRemove: () => void;
}

function Line({ number, line, onChange, onRemove }: LineProps): JSX.Element {
  const t = planTexts.value;
  const known = drivers.value.filter(({ isActive }) => isActive);
  const names = Object.fromEntries(known.map((one) => [one.driverId, `${one.driverNumber} ${one.name}`]));
  const ids = new Set(['', ...known.map(({ driverId }) => driverId), line.driverId]);
  return (
    <fieldset class="choice-line">
      <legend>{t.shift(number)}</legend>
      <div class="audit-bar">
        <Field
          label={t.from}
          name={`from-${number}`}
          value={line.from}
          onChange={(from) => onChange({ ...line, from })}
        />
        <Field
          label={t.until}
          name={`until-${number}`}
          value={line.until}
          onChange={(until) => onChange({ ...line, until })}
        />
        <Pick
          label={t.driver}
          value={line.driverId}
          all={[...ids]}
          names={{ ...names, '': t.nobody }}
          onChange={(driverId) => onChange({ ...line, driverId })}
        />
        <Field
          label={t.breaks}
          name={`breaks-${number}`}
          value={line.breaks}
          onChange={(breaks) => onChange({ ...line, breaks })}
        />
      </div>
      <p class="button-line">
        <button type="button" class="small-button" onClick={onRemove}>
          {t.remove(number)}
        </button>
      </p>
    </fieldset>
  );
}

/** What the rules say, each with the hours it is about; then whether the plan can be had. */
function Findings({ preview: { findings, sources, obstacle } }: { preview: DayPreview }): JSX.Element {
  const t = planTexts.value;
  const names = new Map(drivers.value.map(({ driverId, name }) => [driverId, name]));
  return (
    <>
      <Notice kind={obstacle === null ? 'good' : 'trouble'}>
        <strong>{obstacle === null ? t.isFine : t.isNot}</strong> {obstacle !== null && obstacleWords(obstacle)}
      </Notice>
      {findings.map((finding, i) => (
        <Notice key={i} kind={finding.level === 'refuse' ? 'trouble' : 'warning'}>
          <strong>{t.levels[finding.level]}</strong>{' '}
          {t.finding(
            names.get(finding.driverId) ?? finding.driverId,
            t.codes[finding.code],
            hoursWords(finding.gotSec),
            hoursWords(finding.limitSec),
          )}
        </Notice>
      ))}
      {findings.length > 0 && sources.length > 0 && (
        <p class="hint">
          {t.sources}：{sources.join('、')}
        </p>
      )}
    </>
  );
}

/** `would_break_promise: …` in the reader's language; the rest is for whoever reads the log. */
function obstacleWords(obstacle: string): string {
  const [code = ''] = obstacle.split(':');
  return isRefusal(code) ? refusals[code][language.value] : obstacle;
}

const isRefusal = (code: string): code is keyof typeof refusals => Object.hasOwn(refusals, code);

function hoursWords(sec: number): string {
  const minutes = Math.round(sec / 60);
  return planTexts.value.hours(Math.floor(minutes / 60), minutes % 60);
}

/** Roll calls (点呼): who is due, the form, and the record of the day, which also prints. */
import type { RollCallDay } from '@noriai/core/contracts/fleet.ts';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { inTurn } from '@noriai/ui/service/in-turn.ts';
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { board } from '../board/board-data.ts';
import { drivers, loadDrivers } from '../crew/crew-data.ts';
import { Field } from '../parts/field.tsx';
import { saveText } from '../parts/save-text.ts';
import { api, ledgerSequence, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, timeZone, vehicleName } from '../words.ts';
import { dueRollCalls, type DueRollCall } from './due-roll-calls.ts';
import { dutyTexts } from './duty-texts.ts';
import { rollCallsCsv } from './roll-call-columns.ts';
import type { RollCallFields } from './roll-call-fields.ts';
import { RollCallForm } from './roll-call-form.tsx';
import { RollCallTable } from './roll-call-table.tsx';

const day = signal<RollCallDay | null>(null);
const trouble = signal<string | null>(null);

/** Date of the record that is to be shown. */
const wanted = signal('');

const load = inTurn(async () => {
  const result = await api.call('getRollCalls', { path: { date: wanted.value } });
  if (result.ok) day.value = result.answer;
  trouble.value = result.ok ? null : whyNot(result.problem);
});

const today = (): string => zoneTime(nowSec.value, timeZone()).day;

export function RollCallScreen(): JSX.Element {
  const t = dutyTexts.value;
  const [date, setDate] = useState(today);
  const [begin, setBegin] = useState<Partial<RollCallFields>>({});
  useEffect(() => void loadDrivers(), []);
  useEffect(() => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return;
    wanted.value = date;
    void load();
  }, [date, ledgerSequence.value]);
  const shown = day.value?.date === date ? day.value : null;
  return (
    <Screen title={consoleTexts.value.screens.rollcalls}>
      <p class="hint not-printed">{t.hint}</p>
      {trouble.value !== null && <Notice kind="trouble">{trouble.value}</Notice>}
      {date === today() && (
        <div class="two-parts not-printed">
          <DueList day={shown} onPick={setBegin} />
          <RollCallForm
            key={JSON.stringify(begin)}
            begin={begin}
            onSaved={() => {
              setBegin({});
              void load();
            }}
          />
        </div>
      )}
      <div class="audit-bar not-printed">
        <Field label={consoleTexts.value.day} name="roll-call-day" value={date} onChange={setDate} />
      </div>
      <p class="button-line not-printed">
        <button type="button" class="small-button" onClick={() => print()}>
          {consoleTexts.value.print}
        </button>
        <button
          type="button"
          class="small-button"
          disabled={!shown}
          onClick={() =>
            shown &&
            saveText(`roll-calls-${date}.csv`, 'text/csv', rollCallsCsv(shown, { timeZone: timeZone(), vehicleName }))
          }
        >
          {t.csv}
        </button>
      </p>
      {shown && <RollCallTable day={shown} />}
    </Screen>
  );
}

interface DueProps {
  readonly day: RollCallDay | null;
  readonly onPick: (begin: Partial<RollCallFields>) => void;
}

function DueList({ day, onPick }: DueProps): JSX.Element {
  const t = dutyTexts.value;
  const due = dueRollCalls(day ?? { duties: [], rollCalls: [] }, board.value?.vehicles ?? [], nowSec.value);
  return (
    <section class="card">
      <h2>{t.due}</h2>
      {due.length === 0 && <p class="hint">{t.noneDue}</p>}
      <ul class="call-list">
        {due.map((one) => (
          <li key={`${one.kind} ${one.vehicleId} ${one.sec}`} class={one.kind === 'missed' ? 'late-words' : undefined}>
            {dueWords(one)}{' '}
            <button type="button" class="small-button" onClick={() => onPick(beginOf(one))}>
              {t.record}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function dueWords({ kind, driverName, vehicleId, sec }: DueRollCall): string {
  const t = dutyTexts.value;
  const say = { before: t.dueBefore, missed: t.missedBefore, after: t.dueAfter, later: t.soonAfter }[kind];
  return say(driverName ?? t.noDriverYet, vehicleName(vehicleId), clock(sec));
}

function beginOf({ kind, driverName, vehicleId }: DueRollCall): Partial<RollCallFields> {
  const driver = drivers.value.find((one) => driverName === `乗務員 ${one.driverNumber}`);
  return {
    phase: kind === 'before' || kind === 'missed' ? 'before' : 'after',
    vehicleId,
    driverName: driverName ?? '',
    driverId: driver?.driverId ?? '',
  };
}

/** The shifts of each vehicle on a day, and planning them anew: written, checked against the rules, decided, taken back. */
import type { DayShifts, PlannedShift } from '@noriai/core/contracts/fleet.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { dayAfter, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useEvery } from '../audit/use-every.ts';
import { loadDrivers } from '../crew/crew-data.ts';
import { Field } from '../parts/field.tsx';
import { api, may, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { offerUndo } from '../undo/undo.ts';
import { clock, name, timeZone } from '../words.ts';
import { PlanForm } from './plan-form.tsx';
import { planTexts } from './plan-texts.ts';

type DayShift = DayShifts['shifts'][number];

export function PlanScreen(): JSX.Element {
  const t = consoleTexts.value;
  // Tomorrow: today's plans are mostly made.
  const [date, setDate] = useState(() => dayAfter(zoneTime(nowSec.value, timeZone()).day, 1));
  const [shifts, setShifts] = useState<readonly DayShift[]>([]);
  const [openId, setOpenId] = useState<string | null>(null);
  const [plansMade, setPlansMade] = useState(0);
  useEvery(
    async (isWanted) => {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return;
      const result = await api.call('getDayShifts', { path: { date } });
      if (isWanted()) setShifts(result.ok ? result.answer.shifts : []);
    },
    [date, plansMade],
  );
  useEffect(() => void (may('drivers') && loadDrivers()), []);
  const plan = async (vehicleId: string, next: readonly PlannedShift[]): Promise<CallProblem | null> => {
    const path = { vehicleId, date };
    const result = await api.call('planDay', { path, body: { shifts: [...next] }, key: newKey() });
    setPlansMade((count) => count + 1);
    return result.ok ? null : result.problem;
  };
  const order = async (vehicleId: string, title: string, next: readonly PlannedShift[]): Promise<void> => {
    const before = shifts.filter((shift) => shift.vehicleId === vehicleId).map(plannedOf);
    const problem = await plan(vehicleId, next);
    if (problem) return announce(whyNot(problem), true);
    setOpenId(null);
    offerUndo(planTexts.value.ordered(title, date), () => plan(vehicleId, before));
  };
  return (
    <Screen title={t.screens.shifts}>
      <p class="hint">{planTexts.value.hint}</p>
      <div class="audit-bar">
        <Field
          label={t.day}
          name="plan-day"
          value={date}
          onChange={(day) => {
            setOpenId(null);
            setDate(day);
          }}
        />
      </div>
      <ul class="call-list">
        {(area.value?.vehicles ?? []).map(({ id, name: called }) => {
          const own = shifts.filter(({ vehicleId }) => vehicleId === id);
          return (
            <li key={id} class="stack-close">
              <h2>{name(called)}</h2>
              <p>{dayPlanWords(own)}</p>
              <p class="button-line">
                <button
                  type="button"
                  class="small-button"
                  aria-expanded={openId === id}
                  onClick={() => setOpenId(openId === id ? null : id)}
                >
                  {planTexts.value.open(name(called))}
                </button>
              </p>
              {openId === id && (
                <PlanForm
                  key={`${id} ${date}`}
                  vehicleId={id}
                  date={date}
                  shifts={own.map(plannedOf)}
                  onOrder={(next) => order(id, name(called), next)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </Screen>
  );
}

/** As it was ordered; what the area says has no drivers yet. */
function plannedOf({ planned, startSec, endSec, pauses }: DayShift): PlannedShift {
  return planned ?? { startSec, endSec, driverId: null, pauses: pauses.map((pause) => ({ ...pause, depotId: null })) };
}

/** `9:00〜17:00・18:00〜20:00（手で決めた計画）` */
function dayPlanWords(shifts: readonly DayShift[]): string {
  const t = planTexts.value;
  if (shifts.length === 0) return t.none;
  const times = shifts.map(({ startSec, endSec }) => consoleTexts.value.window(clock(startSec), clock(endSec)));
  return `${times.join('・')}${shifts.some(({ isByHand }) => isByHand) ? `（${t.byHand}）` : ''}`;
}

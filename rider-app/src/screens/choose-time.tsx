/** Day, hour and minute, each with a button for more and one for less. */
import type { AreaView } from '@noriai/core/contracts/service.ts';
import { hourAndMinute } from '@noriai/ui/format/plain-words.ts';
import { dayAfter, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { goToWho } from '../trip/go-to-who.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { when } from '../trip/draft.ts';
import { dayWords } from '../trip/plain-trip.ts';
import { hoursOf, pointOf, runsAt, suggestedTime, type ChosenTime } from '../trip/service-days.ts';

const LAST_MINUTE = 23 * 60 + 50;

export function ChooseTime({ kind, area }: { kind: 'depart_after' | 'arrive_by'; area: AreaView }): JSX.Element {
  const t = riderTexts.value;
  const [time, setTime] = useState(() => suggestedTime(area, nowSec.value, kind === 'depart_after' ? 20 : 60));
  const trouble = troubleWith(time, area);
  const go = (): void => {
    when.value = { kind, atSec: pointOf(time, area.timeZone) };
    goToWho();
  };
  const clock = hourAndMinute(time.minuteOfDay, language.value);
  const words = kind === 'depart_after' ? t.timeChosenDepart : t.timeChosenArrive;
  return (
    <div class="stack">
      <DayChooser time={time} area={area} onChange={setTime} />
      <ClockChooser time={time} onChange={setTime} />
      <p class="time-words" role="status">
        {words(dayWords(time.day), clock)}
      </p>
      {trouble !== null && <Notice kind="warning">{trouble}</Notice>}
      <Button kind="main" iconAfter="next" isDisabled={trouble !== null} onPress={go}>
        {t.next}
      </Button>
    </div>
  );
}

interface ChooserProps {
  readonly time: ChosenTime;
  readonly onChange: (time: ChosenTime) => void;
}

function DayChooser({ time, area, onChange }: ChooserProps & { area: AreaView }): JSX.Element {
  const t = riderTexts.value;
  const today = zoneTime(nowSec.value, area.timeZone).day;
  const lastDay = dayAfter(today, area.promises.advanceDays);
  const move = (days: number) => () => onChange({ ...time, day: dayAfter(time.day, days) });
  return (
    <div class="day-chooser" role="group" aria-label={t.day}>
      <Button icon="back" class="button-step" isDisabled={time.day <= today} onPress={move(-1)}>
        {t.dayBefore}
      </Button>
      <strong class="day-shown">{dayWords(time.day)}</strong>
      <Button iconAfter="next" class="button-step" isDisabled={time.day >= lastDay} onPress={move(1)}>
        {t.dayAfter}
      </Button>
    </div>
  );
}

function ClockChooser({ time, onChange }: ChooserProps): JSX.Element {
  const t = riderTexts.value;
  const set = (minuteOfDay: number) => () => onChange({ ...time, minuteOfDay });
  const column = (name: string, shown: string, step: number, stepName: string): JSX.Element => (
    <div class="clock-column" role="group" aria-label={name}>
      <Button
        icon="plus"
        class="button-step"
        label={t.later(stepName)}
        isDisabled={time.minuteOfDay + step > LAST_MINUTE}
        onPress={set(time.minuteOfDay + step)}
      >
        {stepName}
      </Button>
      <span class="clock-number">
        {shown}
        <small>{name}</small>
      </span>
      <Button
        icon="minus"
        class="button-step"
        label={t.earlier(stepName)}
        isDisabled={time.minuteOfDay - step < 0}
        onPress={set(time.minuteOfDay - step)}
      >
        {stepName}
      </Button>
    </div>
  );
  return (
    <div class="clock-chooser">
      {column(t.hour, String(Math.floor(time.minuteOfDay / 60)), 60, t.oneHour)}
      {column(t.minute, String(time.minuteOfDay % 60).padStart(2, '0'), 10, t.tenMinutes)}
    </div>
  );
}

/** Why this time can't be asked for, or null. */
function troubleWith(time: ChosenTime, area: AreaView): string | null {
  const t = riderTexts.value;
  if (pointOf(time, area.timeZone) < nowSec.value) return t.pastTime;
  if (runsAt(area, time.day, time.minuteOfDay)) return null;
  const hours = hoursOf(area, time.day).map(
    (h) => `${hourAndMinute(h.fromMinute, language.value)}〜${hourAndMinute(h.untilMinute, language.value)}`,
  );
  return hours.length === 0 ? t.noServiceThen : `${t.noServiceThen}（${t.hours} ${hours.join('、')}）`;
}

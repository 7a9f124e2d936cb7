/** Everything that needs a person, new or taken on. */
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { consoleTexts } from '../texts/console-texts.ts';
import { AlarmLine } from './alarm-line.tsx';
import { alarms, newAlarms, takeOn } from './alarms.ts';

export function AlarmsScreen(): JSX.Element {
  const t = consoleTexts.value;
  const isNew = new Set(newAlarms.value.map(({ id }) => id));
  return (
    <Screen title={t.alarms}>
      {alarms.value.length === 0 && <p>{t.noAlarms}</p>}
      <ul class="alarm-list">
        {alarms.value.map((alarm) => (
          <li key={alarm.id} class={isNew.has(alarm.id) ? 'alarm-new' : ''}>
            <AlarmLine alarm={alarm} />
            {isNew.has(alarm.id) ? (
              <button type="button" class="small-button" onClick={() => takeOn(alarm.id)}>
                {t.takeOn}
              </button>
            ) : (
              <span class="hint">{t.takenOn}</span>
            )}
          </li>
        ))}
      </ul>
      <p class="hint">{t.soundHint}</p>
    </Screen>
  );
}

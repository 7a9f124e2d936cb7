/** New alarms above everything, loud and red, until somebody takes each of them on. */
import { Icon } from '@noriai/ui/parts/icon.tsx';
import type { JSX } from 'preact';
import { consoleTexts } from '../texts/console-texts.ts';
import { AlarmLine } from './alarm-line.tsx';
import { newAlarms, takeOn } from './alarms.ts';

const SHOWN = 3;

export function AlarmBar(): JSX.Element {
  const t = consoleTexts.value;
  const open = newAlarms.value;
  return (
    <div role="alert">
      {open.length > 0 && (
        <section class="alarm-bar" aria-label={t.alarms}>
          <h2>
            <Icon name="warning" /> {t.alarmBar(open.length)}
          </h2>
          <ul>
            {open.slice(0, SHOWN).map((alarm) => (
              <li key={alarm.id}>
                <AlarmLine alarm={alarm} />
                <button type="button" class="small-button" onClick={() => takeOn(alarm.id)}>
                  {t.takeOn}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

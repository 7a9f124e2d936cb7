/** Auto, day or night. */
import type { JSX } from 'preact';
import { chooseLight, lightChoice, lightChoices } from '../duty/light.ts';
import { driverTexts } from '../texts/driver-texts.ts';

export function LightSwitch(): JSX.Element {
  const t = driverTexts.value;
  return (
    <fieldset class="switch">
      <legend>{t.light}</legend>
      {lightChoices.map((one) => (
        <button
          type="button"
          key={one}
          class="choice"
          aria-pressed={lightChoice.value === one}
          onClick={() => chooseLight(one)}
        >
          {t.lights[one]}
        </button>
      ))}
    </fieldset>
  );
}

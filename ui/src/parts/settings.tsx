/** Language and text size, one press away on every page. */
import type { JSX } from 'preact';
import { htmlLang, language, languages, textSize, textSizes } from '../texts/language.ts';
import { sharedTexts } from '../texts/shared-texts.ts';
import { Icon } from './icon.tsx';

export function Settings(): JSX.Element {
  const t = sharedTexts.value;
  return (
    <details class="settings">
      <summary>
        <Icon name="settings" />
        <span>{t.settings}</span>
      </summary>
      <div class="settings-panel">
        <fieldset>
          <legend>{t.language}</legend>
          {languages.map((one) => (
            <button
              type="button"
              key={one}
              class="choice"
              lang={htmlLang(one)}
              aria-pressed={language.value === one}
              onClick={() => (language.value = one)}
            >
              {t.languageNames[one]}
            </button>
          ))}
        </fieldset>
        <fieldset>
          <legend>{t.textSize}</legend>
          {textSizes.map((size) => (
            <button
              type="button"
              key={size}
              class={`choice choice-${size}`}
              aria-pressed={textSize.value === size}
              onClick={() => (textSize.value = size)}
            >
              {t.textSizeNames[size]}
            </button>
          ))}
        </fieldset>
      </div>
    </details>
  );
}

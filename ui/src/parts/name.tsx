/** A name of the area in the chosen language, marked with the language it is really in. */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import type { JSX } from 'preact';
import { htmlLang, language, localName } from '../texts/language.ts';

/** @param withKana shows the reading below a Japanese name, where there is one */
export function Name({ of, withKana = false }: { of: LocalText; withKana?: boolean }): JSX.Element {
  const { text, lang } = localName(of);
  const reading = withKana && language.value !== 'easy' && lang === 'ja' && of.kana !== of.ja ? of.kana : undefined;
  return (
    <span class="name" lang={lang === htmlLang(language.value) ? undefined : lang}>
      {text}
      {reading !== undefined && <span class="kana">{reading}</span>}
    </span>
  );
}

/** The language, text size and voice the person chose, kept on the device, and how texts follow them. */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { readStored, writeStored } from '../storage/stored.ts';

/** `easy` is やさしい日本語: short sentences, mostly kana, words set apart. */
export const languages = ['ja', 'easy', 'en'] as const;
export type Language = (typeof languages)[number];

export const textSizes = ['normal', 'large', 'largest'] as const;
export type TextSize = (typeof textSizes)[number];

export const language = signal<Language>(readOne('noriai.language', languages));
export const textSize = signal<TextSize>(readOne('noriai.textSize', textSizes));

/** What `lang` says in the page for a language of ours. */
export const htmlLang = (of: Language): 'ja' | 'en' => (of === 'en' ? 'en' : 'ja');

/** The texts of a page in the chosen language; each catalogue has the type of the Japanese one. */
export function catalogue<T>(byLanguage: Record<Language, T>): ReadonlySignal<T> {
  return computed(() => byLanguage[language.value]);
}

/** A name in the chosen language, with the language it is really in: not every name has an English form. */
export function localName(text: LocalText, of: Language = language.value): { text: string; lang: 'ja' | 'en' } {
  if (of === 'en' && text.en !== undefined) return { text: text.en, lang: 'en' };
  if (of === 'easy') return { text: text.easy ?? text.kana ?? text.ja, lang: 'ja' };
  return { text: text.ja, lang: 'ja' };
}

/** Keeps the document's `lang` and text size and the device's memory in step with the choice. */
export function followPreferences(): void {
  effect(() => {
    document.documentElement.lang = htmlLang(language.value);
    document.documentElement.dataset['language'] = language.value;
    writeStored('noriai.language', language.value);
  });
  effect(() => {
    document.documentElement.dataset['textSize'] = textSize.value;
    writeStored('noriai.textSize', textSize.value);
  });
}

function readOne<const T extends readonly string[]>(key: string, words: T): T[number] {
  const stored = readStored<unknown>(key, words[0]);
  return words.find((word) => word === stored) ?? words[0]!;
}

import { missingTexts } from '@noriai/ui/texts/missing-texts.ts';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { factCatalogue } from './fact-words.ts';

/** `kind: 'a'` and `kind: 'a' | 'b'` of the variants of `DispatchEvent`, read as text: pages do not import the dispatch. */
function kindsInLedger(): string[] {
  const text = readFileSync(new URL('../../../core/src/dispatch/events.ts', import.meta.url), 'utf8');
  const ofFacts = text.slice(text.indexOf('export type DispatchEvent'), text.indexOf('export interface CommandTrace'));
  const kinds = [...ofFacts.matchAll(/readonly kind: ('\w+'(?: \| '\w+')*)/g)].flatMap(([, words = '']) =>
    words.split(' | ').map((word) => word.slice(1, -1)),
  );
  return [...new Set(kinds)].sort();
}

test('every kind of fact has words, and no words are of a kind that is gone', () => {
  const kinds = kindsInLedger();
  expect(kinds, 'the variants are seen').toEqual(
    expect.arrayContaining(['ride_booked', 'relation_set', 'broadcast_ended']),
  );
  expect(Object.keys(factCatalogue.ja).sort()).toEqual(kinds);
});

test('the words are there in every language, and no two kinds are said alike', () => {
  expect(missingTexts(factCatalogue)).toEqual([]);
  for (const [language, words] of Object.entries(factCatalogue))
    expect(new Set(Object.values(words)).size, language).toBe(Object.keys(words).length);
});

import { expect, test } from 'vitest';
import { missingTexts } from './missing-texts.ts';
import { needCatalogue } from './need-texts.ts';
import { sharedCatalogue } from './shared-texts.ts';

test('no text of the frame or of a need is missing in any language', () => {
  expect([sharedCatalogue, needCatalogue].flatMap(missingTexts)).toEqual([]);
});

test('what is missing, empty or not translated is found', () => {
  const ja = { a: 'あ', b: { c: (n: number) => `${n}人` } };
  expect(
    missingTexts({ ja, easy: { a: ' ', b: {} }, en: { a: 'あ', b: { c: (n: number) => `${n} people` }, d: 'x' } }),
  ).toEqual(['easy: b.c is missing', 'easy: a is empty', 'en: a is still Japanese: あ', 'en: d is not in ja']);
});

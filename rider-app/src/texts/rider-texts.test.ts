import { missingTexts } from '@noriai/ui/texts/missing-texts.ts';
import { expect, test } from 'vitest';
import { riderCatalogue } from './rider-texts.ts';

test('no text of the rider page is missing in any language', () => {
  expect(missingTexts(riderCatalogue)).toEqual([]);
});

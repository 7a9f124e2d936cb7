import { missingTexts } from '@noriai/ui/texts/missing-texts.ts';
import { expect, test } from 'vitest';
import { landingCatalogue } from './landing-texts.ts';

test('no text of the landing page is missing in any language', () => {
  expect(missingTexts(landingCatalogue)).toEqual([]);
});

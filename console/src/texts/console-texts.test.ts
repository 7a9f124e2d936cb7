import { missingTexts } from '@noriai/ui/texts/missing-texts.ts';
import { expect, test } from 'vitest';
import { consoleCatalogue } from './console-texts.ts';

test('no text of desk and fleet is missing in any language', () => {
  expect(missingTexts(consoleCatalogue)).toEqual([]);
});

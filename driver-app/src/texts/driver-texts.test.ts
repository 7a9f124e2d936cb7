import { missingTexts } from '@noriai/ui/texts/missing-texts.ts';
import { expect, test } from 'vitest';
import { driverCatalogue } from './driver-texts.ts';

test('no text of the driver page is missing in any language', () => {
  expect(missingTexts(driverCatalogue)).toEqual([]);
});

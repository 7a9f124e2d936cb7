import { missingTexts } from '@noriai/ui/texts/missing-texts.ts';
import { expect, test } from 'vitest';
import { balanceOf } from './difference.ts';
import { whyCatalogue } from './why-texts.ts';

test('what the other vehicle would take more of speaks for the one that it is, the weightiest first', () => {
  const difference = {
    driveSec: 240,
    ownWaitSec: -120,
    ownRideSec: 300,
    ownWalkSec: 0,
    othersWaitSec: 4,
    othersRideSec: -600,
  };
  expect(balanceOf(difference)).toEqual({
    less: [
      { part: 'ownRide', sec: 300 },
      { part: 'drive', sec: 240 },
    ],
    more: [
      { part: 'othersRide', sec: 600 },
      { part: 'ownWait', sec: 120 },
    ],
  });
});

test('no text of reasons is missing in any language', () => {
  expect(missingTexts(whyCatalogue)).toEqual([]);
});

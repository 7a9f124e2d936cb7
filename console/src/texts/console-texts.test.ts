import { missingTexts } from '@noriai/ui/texts/missing-texts.ts';
import { expect, test } from 'vitest';
import { auditCatalogue } from '../audit/audit-texts.ts';
import { crewCatalogue } from '../crew/crew-texts.ts';
import { deskCatalogue } from '../desk/desk-texts.ts';
import { dutyCatalogue } from '../duty/duty-texts.ts';
import { keyCatalogue } from '../keys/key-texts.ts';
import { messageCatalogue } from '../messages/message-texts.ts';
import { planCatalogue } from '../plan/plan-texts.ts';
import { consoleCatalogue } from './console-texts.ts';

test('no text of desk and fleet is missing in any language', () => {
  for (const catalogue of [
    consoleCatalogue,
    deskCatalogue,
    keyCatalogue,
    dutyCatalogue,
    crewCatalogue,
    messageCatalogue,
    auditCatalogue,
    planCatalogue,
  ])
    expect(missingTexts(catalogue)).toEqual([]);
});

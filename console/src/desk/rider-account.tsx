/** What the desk does about a rider's account: a code to read out, a lost phone, a wish to be forgotten. */
import type { RiderRecord } from '@noriai/core/contracts/accounts.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { nextCall } from '../keys/keys.ts';
import { api, may, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock } from '../words.ts';
import { tell } from './caller-card.tsx';
import { deskTexts } from './desk-texts.ts';

export function RiderAccount({ card: { riderId, name } }: { card: RiderRecord }): JSX.Element {
  const own = deskTexts.value;
  const [code, setCode] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const path = { riderId };
  const readCode = async (): Promise<void> => {
    const result = await api.call('readRiderCode', { path, body: {} });
    if (!result.ok) return announce(whyNot(result.problem), true);
    setCode(own.codeIs(result.answer.code, clock(result.answer.endsSec)));
  };
  const signOut = async (): Promise<void> => {
    const result = await api.call('signOutRider', { path, body: {} });
    tell(result.ok ? null : result.problem, consoleTexts.value.saved);
  };
  const erase = async (): Promise<void> => {
    setAsking(false);
    const result = await api.call('eraseRider', { path, body: {} });
    tell(result.ok ? null : result.problem, consoleTexts.value.saved);
    if (result.ok) nextCall();
  };
  return (
    <div class="stack-close">
      <div role="status">{code !== null && <p class="shown-code">{code}</p>}</div>
      {may('rider_codes') && (
        <button type="button" class="small-button" onClick={() => void readCode()}>
          {own.readCode}
        </button>
      )}
      <button type="button" class="small-button" onClick={() => void signOut()}>
        {own.signOutRider}
      </button>
      <button type="button" class="small-button small-button-careful" onClick={() => setAsking(true)}>
        {own.erase}
      </button>
      {isAsking && (
        <AskDialog
          title={own.eraseQuestion(name)}
          yes={own.eraseYes}
          no={own.eraseNo}
          isDanger
          onYes={() => void erase()}
          onNo={() => setAsking(false)}
        >
          <p>{own.eraseText}</p>
        </AskDialog>
      )}
    </div>
  );
}

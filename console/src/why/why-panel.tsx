/** "Why this vehicle": asked when it is opened, as things are then; and why it was decided, from the ledger. */
import type { TripReasons } from '@noriai/core/contracts/reasons.ts';
import type { CallProblem } from '@noriai/ui/api/client.ts';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api, whyNot } from '../session/session.ts';
import { clock, name } from '../words.ts';
import { Comparison } from './comparison.tsx';
import { whyTexts } from './why-texts.ts';

type Heard<Answer> =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'problem'; readonly problem: CallProblem };

export function WhyPanel({ bookingId }: { bookingId: string }): JSX.Element {
  const t = whyTexts.value;
  const [now, setNow] = useState<Heard<TripReasons>>({ kind: 'nothing' });
  const compare = async (): Promise<void> => {
    setNow({ kind: 'asking' });
    const result = await api.call('explainTrip', { path: { bookingId } });
    setNow(result.ok ? { kind: 'answer', answer: result.answer } : { kind: 'problem', problem: result.problem });
  };
  return (
    <details
      class="why"
      onToggle={(event) => {
        if (event.target === event.currentTarget && event.currentTarget.open && now.kind === 'nothing') void compare();
      }}
    >
      <summary>{t.whyVehicle}</summary>
      <div role="status">
        {now.kind === 'asking' && <p>{t.asking}</p>}
        {now.kind === 'problem' && <Notice kind="trouble">{whyNot(now.problem)}</Notice>}
        {now.kind === 'answer' && <Comparison reasons={now.answer} />}
      </div>
      {now.kind === 'answer' && now.answer.fixed !== 'over' && (
        <p class="button-line">
          <span class="hint">{t.comparedAt(clock(now.answer.atSec))}</span>
          <button type="button" class="small-button" onClick={() => void compare()}>
            {t.compareAgain}
          </button>
        </p>
      )}
      <Decisions bookingId={bookingId} />
    </details>
  );
}

function Decisions({ bookingId }: { bookingId: string }): JSX.Element {
  const t = whyTexts.value;
  const [heard, setHeard] = useState<Heard<readonly TripReasons[]>>({ kind: 'nothing' });
  const look = async (): Promise<void> => {
    setHeard({ kind: 'asking' });
    const result = await api.call('explainDecisions', { path: { bookingId } });
    setHeard(
      result.ok ? { kind: 'answer', answer: result.answer.decisions } : { kind: 'problem', problem: result.problem },
    );
  };
  return (
    <>
      {heard.kind === 'nothing' && (
        <button type="button" class="small-button" onClick={() => void look()}>
          {t.showDecisions}
        </button>
      )}
      <div role="status">
        {heard.kind === 'asking' && <p>{t.asking}</p>}
        {heard.kind === 'problem' && (
          <Notice kind="info">{heard.problem.code === 'not_found' ? t.noDecisions : whyNot(heard.problem)}</Notice>
        )}
        {heard.kind === 'answer' && (
          <ol class="call-list">
            {heard.answer.map((reasons, i) => (
              <li key={i}>
                <h3>{headline(reasons)}</h3>
                <Comparison reasons={reasons} />
              </li>
            ))}
          </ol>
        )}
      </div>
    </>
  );
}

function headline({ about, atSec, vehicleName, movedFor }: TripReasons): string {
  const t = whyTexts.value;
  if (about === 'offer') return t.offeredAt(clock(atSec), name(vehicleName));
  return t.movedAt(clock(atSec), name(vehicleName), t.moveReasons[movedFor ?? 'other'] ?? t.moveReasons['other']!);
}

/** Choose another vehicle, see the effect on everybody, confirm. A drop on the timeline leads to the same preview. */
import type { Effect } from '@noriai/core/contracts/fleet.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, name } from '../words.ts';
import { board, type PlacedTrip } from './board-data.ts';
import { confirmMove, preview, previewMove } from './move.ts';

export function MovePanel({ placed: { trip, vehicle } }: { placed: PlacedTrip }): JSX.Element {
  const t = consoleTexts.value;
  const others = (board.value?.vehicles ?? []).filter(({ vehicleId }) => vehicleId !== vehicle.vehicleId);
  const shown = preview.value?.bookingId === trip.bookingId ? preview.value : null;
  const look = async (vehicleId: string): Promise<void> => {
    const problem = await previewMove(trip.bookingId, vehicleId);
    if (problem) announce(whyNot(problem), true);
  };
  return (
    <section class="move">
      <h3>{t.moveTitle}</h3>
      <p class="button-line">
        {others.map((other) => (
          <button
            key={other.vehicleId}
            type="button"
            class="small-button"
            aria-pressed={shown?.order.vehicleId === other.vehicleId}
            onClick={() => void look(other.vehicleId)}
          >
            {t.moveTo(name(other.name))}
          </button>
        ))}
      </p>
      {shown && <Preview key={shown.version} />}
    </section>
  );
}

function Preview(): JSX.Element | null {
  const t = consoleTexts.value;
  const [isBusy, setBusy] = useState(false);
  const shown = preview.value;
  if (!shown) return null;
  if (shown.obstacle !== null) return <Notice kind="warning">{t.obstacles[shown.obstacle]}</Notice>;
  const breaks = shown.effects.some(({ breaksPromise }) => breaksPromise);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const done = await confirmMove(shown);
    setBusy(false);
    if (done === 'moved') announce(t.moved);
    else if (done === 'changed') announce(t.moveChanged, true);
    else announce(whyNot(done), true);
  };
  return (
    <div role="status">
      <ul class="call-list">
        {shown.effects.map((effect) => (
          <EffectLine key={effect.bookingId} effect={effect} />
        ))}
      </ul>
      <button
        type="button"
        class={breaks ? 'small-button small-button-careful' : 'small-button small-button-main'}
        disabled={isBusy}
        onClick={() => void confirm()}
      >
        {breaks ? t.moveAnyway : t.moveNow}
      </button>
    </div>
  );
}

function EffectLine({ effect }: { effect: Effect }): JSX.Element {
  const t = consoleTexts.value;
  const change = (before: number | null, after: number | null): string =>
    `${before === null ? '—' : clock(before)} → ${after === null ? '—' : clock(after)}`;
  return (
    <li class={effect.breaksPromise ? 'late-words' : undefined}>
      <strong>{t.number(effect.number ?? 0)}</strong> {t.effectPickup(change(effect.pickupSec, effect.pickupSecAfter))}
      、{t.effectDropoff(change(effect.dropoffSec, effect.dropoffSecAfter))}
      {effect.breaksPromise && ` ${t.breaksPromise}`}
    </li>
  );
}

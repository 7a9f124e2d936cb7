/** What comes after the next halt, in order. */
import type { Call } from '@noriai/core/contracts/driving.ts';
import { Name } from '@noriai/ui/parts/name.tsx';
import type { JSX } from 'preact';
import { driverTexts } from '../texts/driver-texts.ts';
import { at } from './next-call.tsx';

export function LaterCalls({ calls }: { calls: readonly Call[] }): JSX.Element {
  const t = driverTexts.value;
  return (
    <section class="card">
      <h2>{t.later}</h2>
      {calls.length === 0 && <p class="hint">{t.laterEmpty}</p>}
      <ol class="later">
        {calls.map((call) => (
          <li key={call.callId}>
            <span class="later-time">{at(call.arriveSec)}</span>
            <span>
              <strong>
                <Name of={call.stopName} />
              </strong>
              <span class="later-riders">{ridersWords(call)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function ridersWords(call: Call): string {
  const t = driverTexts.value;
  const board = call.riders.filter(({ action }) => action === 'board').length;
  const leave = call.riders.length - board;
  return [board > 0 ? t.boards(board) : '', leave > 0 ? t.leaves(leave) : ''].filter((part) => part !== '').join('・');
}

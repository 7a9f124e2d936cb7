/** Calls on hold, above the call at hand. */
import type { JSX } from 'preact';
import { clock } from '../words.ts';
import { focusOn } from './desk-focus.ts';
import { deskTexts } from './desk-texts.ts';
import { parkedCalls, resumeCall } from './parked-calls.ts';

export function ParkedCalls(): JSX.Element | null {
  const own = deskTexts.value;
  if (parkedCalls.value.length === 0) return null;
  return (
    <section class="parked" aria-label={own.parked}>
      <h2>{own.parked}</h2>
      <p class="button-line">
        {parkedCalls.value.map((call) => {
          const name = call.caller?.name ?? '';
          return (
            <button
              key={`${call.caller?.riderId} ${call.sinceSec}`}
              type="button"
              class="small-button"
              aria-label={own.resume(name)}
              onClick={() => {
                void resumeCall(call);
                focusOn('desk-to');
              }}
            >
              {own.parkedLine(name, clock(call.sinceSec))}
            </button>
          );
        })}
      </p>
    </section>
  );
}

/** The next halt: its name as big as the screen allows, its times, everybody who boards and leaves, and what to press. */
import type { Call } from '@noriai/core/contracts/driving.ts';
import { clockTime } from '@noriai/ui/format/plain-words.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { act } from '../duty/duty.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { RiderRow } from './rider-row.tsx';

export const at = (sec: number): string => clockTime(sec, area.value?.timeZone ?? 'Asia/Tokyo', language.value);

export function NextCall({ call }: { call: Call }): JSX.Element {
  const t = driverTexts.value;
  const isThere = call.state === 'arrived';
  // Without a connection nobody says when to go: the planned time does.
  const mayWait = call.state === 'planned' && call.departSec > nowSec.value;
  const group = (action: 'board' | 'leave', title: string): JSX.Element | null => {
    const riders = call.riders.filter((rider) => rider.action === action);
    if (riders.length === 0) return null;
    return (
      <section class="rider-group">
        <h2>{title}</h2>
        <ul class="stack">
          {riders.map((rider) => (
            <li key={rider.bookingId}>
              <RiderRow rider={rider} isThere={isThere} />
            </li>
          ))}
        </ul>
      </section>
    );
  };
  return (
    <article class={isThere ? 'next-call next-call-there' : 'next-call'}>
      <p class="next-call-state">{isThere ? t.atStop : mayWait ? t.nextStop : t.goNow}</p>
      <h1 class="next-call-name" aria-live="polite">
        <Name of={call.stopName} withKana />
      </h1>
      {!isThere && (
        <dl class="next-call-times">
          <div>
            <dt>{t.departAt}</dt>
            <dd>{at(call.departSec)}</dd>
          </div>
          <div>
            <dt>{t.arriveAt}</dt>
            <dd>{at(call.arriveSec)}</dd>
          </div>
        </dl>
      )}
      {mayWait && <p class="hint">{t.waitUntil(at(call.departSec))}</p>}
      {!isThere && (
        <Button
          kind="main"
          class="button-action"
          icon="place"
          onPress={() => void act({ kind: 'arrived', callId: call.callId })}
        >
          {t.arrived}
        </Button>
      )}
      {group('leave', t.leaveHere)}
      {group('board', t.boardHere)}
    </article>
  );
}

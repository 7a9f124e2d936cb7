/** The break or change of driver that is under way or comes next; while it lasts its end is the one thing to press. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import type { JSX } from 'preact';
import { act, manifest } from '../duty/duty.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { at } from './next-call.tsx';

export function PauseCard(): JSX.Element | null {
  const t = driverTexts.value;
  const pause = manifest.value?.pause;
  if (!pause) return null;
  const when = pause.endSec > pause.beginSec ? t.window(at(pause.beginSec), at(pause.endSec)) : at(pause.beginSec);
  return (
    <section class={pause.isUnderWay ? 'card pause pause-now' : 'card pause'}>
      <h2>{pause.kind === 'break' ? (pause.isUnderWay ? t.onBreak : t.nextBreak) : t.driverChange}</h2>
      <p class="pause-when">
        {when} {pause.placeName && <Name of={pause.placeName} />}
      </p>
      {pause.isUnderWay && (
        <Button kind="main" class="button-action" icon="check" onPress={() => void act({ kind: 'break_ended' })}>
          {t.breakEnd}
        </Button>
      )}
    </section>
  );
}

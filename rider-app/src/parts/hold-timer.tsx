/** How long the shown offers are still held: always visible, spoken only at half a minute and at the end. */
import { duration } from '@noriai/ui/format/plain-words.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Icon } from '@noriai/ui/parts/icon.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { riderTexts } from '../texts/rider-texts.ts';

const WARN_SEC = 30;

export function HoldTimer({ untilSec, onSearchAgain }: { untilSec: number; onSearchAgain: () => void }): JSX.Element {
  const t = riderTexts.value;
  const leftSec = untilSec - nowSec.value;
  if (leftSec <= 0) {
    return (
      <div class="stack" role="alert">
        <Notice kind="warning">{t.holdOver}</Notice>
        <Button kind="main" onPress={onSearchAgain}>
          {t.searchAgain}
        </Button>
      </div>
    );
  }
  return (
    <div class={leftSec <= WARN_SEC ? 'hold hold-short' : 'hold'} data-silent>
      <Icon name="clock" />
      <span>{t.heldFor(duration(leftSec, language.value))}</span>
      <span class="hidden" role="status">
        {leftSec <= WARN_SEC ? t.heldSpoken(duration(WARN_SEC, language.value)) : ''}
      </span>
    </div>
  );
}

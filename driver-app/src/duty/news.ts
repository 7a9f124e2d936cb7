/** What became of the driver's riders or vehicle: shown until it was seen or is old, spoken once, kept over a valley without signal. */
import type { DriverNews } from '@noriai/core/contracts/broadcasts.ts';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { speakNext } from '@noriai/ui/speech/speak.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { computed, effect, signal } from '@preact/signals';
import { heardMessages } from './duty.ts';
import { isMuted } from './prompts.ts';

const SEEN = 'noriai.seenNews';
const seen = signal<readonly string[]>(readStored<readonly string[]>(SEEN, []));

/** What the driver has still to see, the newest first. */
export const unseenNews = computed<readonly DriverNews[]>(() => {
  const news = heardMessages.value?.news ?? [];
  return news.filter(({ newsId, untilSec }) => untilSec > nowSec.value && !seen.value.includes(newsId));
});

/** The driver has seen all that is shown. */
export function seeNews(): void {
  const known = heardMessages.value?.news.map(({ newsId }) => newsId) ?? [];
  seen.value = known;
  writeStored(SEEN, known);
}

/** Speaks what comes, after what is being said; returns how to stop. */
export function followNews(): () => void {
  // What was there when the page began anew has been spoken.
  const spoken = new Set(unseenNews.peek().map(({ newsId }) => newsId));
  return effect(() => {
    for (const { newsId, title, text } of unseenNews.value.toReversed()) {
      if (spoken.has(newsId)) continue;
      spoken.add(newsId);
      const spokenIn = language.peek();
      if (!isMuted.peek()) speakNext(`${title[spokenIn]} ${text[spokenIn]}`, spokenIn);
    }
  });
}

/** Reads the screen aloud: everything in the main part but what is marked `data-silent` (maps, counters). */
import type { JSX } from 'preact';
import { canSpeak, isSpeaking, speak, stopSpeaking } from '../speech/speak.ts';
import { language } from '../texts/language.ts';
import { sharedTexts } from '../texts/shared-texts.ts';
import { Button } from './button.tsx';

export function ReadAloud(): JSX.Element | null {
  if (!canSpeak) return null;
  const t = sharedTexts.value;
  if (isSpeaking.value) {
    return (
      <Button kind="quiet" icon="mute" onPress={stopSpeaking}>
        {t.stopReading}
      </Button>
    );
  }
  return (
    <Button kind="quiet" icon="speaker" onPress={() => speak(textOfScreen(), language.value)}>
      {t.readAloud}
    </Button>
  );
}

/** What a person would read out, a pause after each line. */
function textOfScreen(): string {
  const copy = document.getElementById('main')?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return '';
  for (const part of copy.querySelectorAll('[data-silent], .hidden, .kana')) part.remove();
  const lines = [...copy.querySelectorAll('h1, h2, h3, p, li, dt, dd, button, legend')].map((part) => ownText(part));
  return lines.filter((line) => line !== '').join('。\n');
}

/** Text of the part without that of inner parts which are read on their own. */
function ownText(part: Element): string {
  const copy = part.cloneNode(true) as Element;
  for (const inner of copy.querySelectorAll('h1, h2, h3, p, li, dt, dd, button, legend')) inner.remove();
  return (copy.textContent ?? '').trim();
}

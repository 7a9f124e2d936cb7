/** Short messages about what just happened: shown at the bottom, and said by screen readers. */
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { sharedTexts } from '../texts/shared-texts.ts';
import { Icon } from './icon.tsx';

interface Message {
  readonly text: string;
  readonly isTrouble: boolean;
}

const message = signal<Message | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a message; good news goes after ten seconds, trouble stays until it is closed or replaced. */
export function announce(text: string, isTrouble = false): void {
  clearTimeout(timer);
  message.value = { text, isTrouble };
  if (!isTrouble) timer = setTimeout(clearAnnouncement, 10_000);
}

export function clearAnnouncement(): void {
  clearTimeout(timer);
  message.value = null;
}

/** Must be on the page from the beginning: a live region that comes later is not noticed. */
export function Announcer(): JSX.Element {
  const shown = message.value;
  return (
    <div class="announcer" role="status" aria-live="polite">
      {shown && (
        <div class={shown.isTrouble ? 'toast toast-trouble' : 'toast'}>
          <Icon name={shown.isTrouble ? 'warning' : 'check'} />
          <p>{shown.text}</p>
          <button type="button" class="toast-close" onClick={clearAnnouncement} aria-label={sharedTexts.value.close}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}

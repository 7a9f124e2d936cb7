/** What the desk says, above everything else, until the driver says to have seen it. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Icon } from '@noriai/ui/parts/icon.tsx';
import type { JSX } from 'preact';
import { acknowledge, messageWords, unseenMessages } from '../duty/messages.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { at } from './next-call.tsx';

export function DeskMessages(): JSX.Element {
  const t = driverTexts.value;
  return (
    <div role="alert" class="stack">
      {unseenMessages.value.map((message) => (
        <section key={message.broadcastId} class="desk-message">
          <h2>
            <Icon name="warning" /> {t.deskSays} {at(message.sentSec)}
          </h2>
          <p class="desk-message-words">{messageWords(message)}</p>
          <Button kind="main" class="button-action" icon="check" onPress={() => acknowledge(message)}>
            {t.seen}
          </Button>
        </section>
      ))}
    </div>
  );
}

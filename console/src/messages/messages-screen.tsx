/** Something said to many at once: whom it goes to is shown first; below, what was said and which drivers have seen it. */
import type { Broadcast } from '@noriai/core/contracts/broadcasts.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { localName } from '@noriai/ui/texts/language.ts';
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { consoleTexts } from '../texts/console-texts.ts';
import { api, broadcasts, whyNot } from '../session/session.ts';
import { clock, dayWords, numberList, vehicleName } from '../words.ts';
import { MessageForm } from './message-form.tsx';
import { messageTexts } from './message-texts.ts';

/** Also those that are over; what is sent live are the others. */
const sent = signal<readonly Broadcast[]>([]);

async function load(): Promise<void> {
  const result = await api.call('listBroadcasts');
  if (result.ok) sent.value = result.answer.broadcasts;
}

export function MessagesScreen(): JSX.Element {
  const t = messageTexts.value;
  useEffect(() => void load(), [broadcasts.value]);
  return (
    <Screen title={consoleTexts.value.screens.messages}>
      <div class="two-parts">
        <MessageForm onSent={() => void load()} />
        <section class="card">
          <h2>{t.list}</h2>
          {sent.value.length === 0 && <p class="hint">{t.none}</p>}
          <ul class="call-list">
            {sent.value.map((one) => (
              <li key={one.broadcastId}>
                <MessageLine message={one} />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Screen>
  );
}

function MessageLine({ message }: { message: Broadcast }): JSX.Element {
  const t = messageTexts.value;
  const { broadcastId, text, audience, sentSec, isOver, acknowledged, waitingFor, toCall } = message;
  const end = async (): Promise<void> => {
    const result = await api.call('endBroadcast', { path: { broadcastId }, body: {}, key: newKey() });
    if (result.ok) announce(t.ended);
    else announce(whyNot(result.problem), true);
    await load();
  };
  const numbers = toCall.flatMap(({ number }) => number ?? []);
  return (
    <>
      <p>
        <strong>{localName(text).text}</strong>
      </p>
      <p>
        {t.audiences[audience.kind]}
        {'vehicleId' in audience && audience.vehicleId !== undefined && `（${vehicleName(audience.vehicleId)}）`}・
        {t.by(`${dayWords(sentSec)} ${clock(sentSec)}`)} {isOver && `（${t.over}）`}
      </p>
      {acknowledged.length > 0 && (
        <p>{t.seen(acknowledged.map((one) => `${vehicleName(one.vehicleId)} ${clock(one.atSec)}`).join('、'))}</p>
      )}
      {waitingFor.length > 0 && <p class="late-words">{t.waiting(waitingFor.map(vehicleName).join('、'))}</p>}
      {numbers.length > 0 && <p class="late-words">{t.toCall(numberList(numbers))}</p>}
      {!isOver && (
        <button type="button" class="small-button" onClick={() => void end()}>
          {t.end}
        </button>
      )}
    </>
  );
}

/** Whom, which words, how urgent: a ready text in two presses, or own words. */
import {
  broadcastReasons,
  broadcastTemplates,
  broadcastUrgencies,
  type BroadcastOrder,
  type BroadcastPreview,
} from '@noriai/core/contracts/broadcasts.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { localName } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { board } from '../board/board-data.ts';
import { Choice } from '../parts/choice.tsx';
import { Field } from '../parts/field.tsx';
import { Pick } from '../parts/pick.tsx';
import { api, whyNot } from '../session/session.ts';
import { name, numberList, timeZone } from '../words.ts';
import { blankMessage, messageOrder, readyTexts, type MessageFields } from './message-order.ts';
import { messageTexts } from './message-texts.ts';

const kinds = ['drivers', 'vehicle', 'riders_of_day', 'all_riders'] as const;

export function MessageForm({ onSent }: { onSent: () => void }): JSX.Element {
  const t = messageTexts.value;
  const [form, setForm] = useState<MessageFields>(blankMessage);
  const [preview, setPreview] = useState<BroadcastPreview | null>(null);
  const change = (part: Partial<MessageFields>): void => {
    setForm((now) => ({ ...now, ...part }));
    setPreview(null);
  };
  const order = messageOrder(form, zoneTime(nowSec.value, timeZone()).day);
  const look = async (body: BroadcastOrder): Promise<void> => {
    const result = await api.call('previewBroadcast', { body });
    if (result.ok) setPreview(result.answer);
    else announce(whyNot(result.problem), true);
  };
  const send = async (body: BroadcastOrder): Promise<void> => {
    const result = await api.call('sendBroadcast', { body, key: newKey() });
    if (!result.ok) return announce(whyNot(result.problem), true);
    announce(t.sent);
    change(blankMessage);
    onSent();
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (order) void (preview ? send(order) : look(order));
      }}
    >
      <h2>{t.write}</h2>
      <Choice
        label={t.to}
        value={form.kind}
        all={kinds}
        names={t.audiences}
        onChange={(kind) => change({ kind, templateId: '', vehicleId: '', zoneId: '' })}
      />
      <Narrower form={form} change={change} />
      <Words form={form} change={change} />
      <Pick
        label={t.urgency}
        value={form.urgency}
        all={broadcastUrgencies}
        names={t.urgencies}
        onChange={(urgency) => change({ urgency })}
      />
      <div role="status">{preview && <PreviewLines preview={preview} />}</div>
      <button type="submit" class="small-button small-button-main" disabled={order === null}>
        {preview ? t.send : t.preview}
      </button>
    </form>
  );
}

interface PartProps {
  readonly form: MessageFields;
  readonly change: (part: Partial<MessageFields>) => void;
}

function Narrower({ form, change }: PartProps): JSX.Element | null {
  const t = messageTexts.value;
  const vehicles = board.value?.vehicles ?? [];
  const zones = area.value?.zones ?? [];
  if (form.kind !== 'vehicle' && form.kind !== 'riders_of_day') return null;
  return (
    <div class="field-grid">
      <Pick
        label={t.vehicle}
        value={form.vehicleId}
        all={['', ...vehicles.map(({ vehicleId }) => vehicleId)]}
        names={{ '': t.anyVehicle, ...Object.fromEntries(vehicles.map((one) => [one.vehicleId, name(one.name)])) }}
        onChange={(vehicleId) => change({ vehicleId })}
      />
      {form.kind === 'riders_of_day' && zones.length > 0 && (
        <Pick
          label={t.zone}
          value={form.zoneId}
          all={['', ...zones.map(({ id }) => id)]}
          names={{ '': t.anyZone, ...Object.fromEntries(zones.map((zone) => [zone.id, name(zone.name)])) }}
          onChange={(zoneId) => change({ zoneId })}
        />
      )}
    </div>
  );
}

function Words({ form, change }: PartProps): JSX.Element {
  const t = messageTexts.value;
  const ready = readyTexts(form.kind);
  return (
    <>
      <Pick
        label={t.words}
        value={form.templateId}
        all={['', ...ready]}
        names={{
          '': t.ownWords,
          ...Object.fromEntries(ready.map((id) => [id, localName(broadcastTemplates[id].text).text])),
        }}
        onChange={(templateId) => change({ templateId })}
      />
      {form.templateId === '' && (
        <>
          <p class="hint">{t.wordsHint}</p>
          <Field label={t.ja} name="message-ja" value={form.ja} onChange={(ja) => change({ ja })} />
          <Field label={t.easy} name="message-easy" value={form.easy} onChange={(easy) => change({ easy })} />
          <Field label={t.en} name="message-en" value={form.en} onChange={(en) => change({ en })} />
          <Pick
            label={t.reason}
            value={form.reason}
            all={broadcastReasons}
            names={t.reasons}
            onChange={(reason) => change({ reason })}
          />
        </>
      )}
    </>
  );
}

function PreviewLines({ preview: { text, vehicles, riders, toCall } }: { preview: BroadcastPreview }): JSX.Element {
  const t = messageTexts.value;
  const numbers = toCall.flatMap(({ number }) => number ?? []);
  return (
    <Notice kind="info">
      <p>{localName(text).text}</p>
      <p>{t.goesTo(vehicles.length, riders)}</p>
      {numbers.length > 0 && <p class="late-words">{t.toCall(numberList(numbers))}</p>}
    </Notice>
  );
}

/** Phone number or kana; somebody new is added with what was typed. */
import { announce } from '@noriai/ui/parts/announcer.tsx';
import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import type { PickOption } from '../parts/pick-box.tsx';
import { PickBox } from '../parts/pick-box.tsx';
import { whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { caller, takeCaller } from './call.ts';
import { addCaller, phoneWords, searchCallers } from './callers.ts';
import { deskTexts } from './desk-texts.ts';
import { focusOn } from './desk-focus.ts';

/** Riders to choose from, for any box that asks for one. */
export async function callerOptions(query: string): Promise<readonly PickOption[]> {
  const hits = await searchCallers(query);
  return hits.map(({ riderId, name, kana, phone, memberNumber, isBlocked }) => ({
    id: riderId,
    text: name === '' ? kana : name,
    hint: [kana, phoneWords(phone), memberNumber, isBlocked ? deskTexts.value.isBlocked : '']
      .filter((part) => part !== null && part !== '')
      .join('　'),
  }));
}

export function CallerSearch(): JSX.Element {
  const t = consoleTexts.value;
  const [newcomer, setNewcomer] = useState<string | null>(null);
  const pick = async (riderId: string | null, typed: string): Promise<void> => {
    if (riderId === null) return setNewcomer(typed.trim() === '' ? null : typed.trim());
    setNewcomer(null);
    if ((await takeCaller(riderId)) !== null) return announce(deskTexts.value.noCard, true);
    focusOn('desk-to');
  };
  return (
    <>
      <PickBox
        id="desk-caller"
        label={t.callerSearch}
        chosen={caller.value?.name ?? ''}
        search={callerOptions}
        onPick={(riderId, typed) => void pick(riderId, typed)}
        onKeep={() => focusOn('desk-to')}
      />
      {newcomer !== null && <Newcomer key={newcomer} typed={newcomer} onDone={() => setNewcomer(null)} />}
    </>
  );
}

function Newcomer({ typed, onDone }: { typed: string; onDone: () => void }): JSX.Element {
  const t = consoleTexts.value;
  const isNumber = /^[\d\s()+-]+$/.test(typed.normalize('NFKC'));
  const [name, setName] = useState('');
  const [kana, setKana] = useState(isNumber ? '' : typed);
  const [phone, setPhone] = useState(isNumber ? typed : '');
  useLayoutEffect(() => document.querySelector<HTMLInputElement>('input[name="caller-name"]')?.focus(), []);
  const save = async (): Promise<void> => {
    if ((name + kana).trim() === '') return;
    const added = await addCaller({ name, kana, phone });
    if ('code' in added) return announce(whyNot(added), true);
    onDone();
    await takeCaller(added.riderId);
    focusOn('desk-to');
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>{t.newCaller}</h2>
      <Field label={t.callerName} name="caller-name" value={name} onChange={setName} />
      <Field label={t.callerKana} name="caller-kana" value={kana} onChange={setKana} />
      <Field label={t.callerPhone} name="caller-phone" value={phone} onChange={setPhone} />
      <button type="submit" class="small-button small-button-main">
        {t.addCaller}
      </button>
    </form>
  );
}

/** Phone number or kana; somebody new is added with what was typed. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Field } from '../parts/field.tsx';
import { PickBox } from '../parts/pick-box.tsx';
import { whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { caller, takeCaller } from './call.ts';
import { addCaller, callers, searchCallers } from './callers.ts';
import { focusOn } from './desk-screen.tsx';

export function CallerSearch(): JSX.Element {
  const t = consoleTexts.value;
  const [newcomer, setNewcomer] = useState<string | null>(null);
  const pick = (riderId: string | null, typed: string): void => {
    const found = callers.value.find((one) => one.riderId === riderId);
    if (!found) {
      if (typed.trim() !== '') setNewcomer(typed.trim());
      return;
    }
    setNewcomer(null);
    void takeCaller(found);
    focusOn('desk-to');
  };
  return (
    <>
      <PickBox
        id="desk-caller"
        label={t.callerSearch}
        chosen={caller.value?.name ?? ''}
        optionsFor={(query) =>
          searchCallers(query).map(({ riderId, name, kana, phone }) => ({
            id: riderId,
            text: name,
            hint: `${kana}　${phone}`,
          }))
        }
        onPick={pick}
        onKeep={() => focusOn('desk-to')}
      />
      {newcomer !== null && <Newcomer typed={newcomer} onDone={() => setNewcomer(null)} />}
    </>
  );
}

function Newcomer({ typed, onDone }: { typed: string; onDone: () => void }): JSX.Element {
  const t = consoleTexts.value;
  const isNumber = /^[\d\s()+-]+$/.test(typed.normalize('NFKC'));
  const [name, setName] = useState('');
  const [kana, setKana] = useState(isNumber ? '' : typed);
  const [phone, setPhone] = useState(isNumber ? typed : '');
  const save = async (): Promise<void> => {
    if ((name + kana).trim() === '') return;
    const added = await addCaller({ name: name.trim() === '' ? kana : name, kana, phone, note: '' });
    if ('code' in added) return announce(whyNot(added), true);
    onDone();
    await takeCaller(added);
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

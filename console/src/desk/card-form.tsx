/** Corrects what is known of a rider: only what was changed is sent, for another desk may have written the rest meanwhile. */
import { languages, type RiderRecord } from '@noriai/core/contracts/accounts.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import { Pick } from '../parts/pick.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { takeOver } from './caller-card.tsx';
import { changeCaller, phoneWords } from './callers.ts';
import { deskTexts } from './desk-texts.ts';

export function CardForm({ card }: { card: RiderRecord }): JSX.Element {
  const t = consoleTexts.value;
  const own = deskTexts.value;
  const shared = sharedTexts.value;
  const [name, setName] = useState(card.name);
  const [kana, setKana] = useState(card.kana);
  const [phone, setPhone] = useState(phoneWords(card.phone));
  const [memberNumber, setMemberNumber] = useState(card.memberNumber ?? '');
  const [needs, setNeeds] = useState(card.needs);
  const [language, setLanguage] = useState(card.language);
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const save = (): void => {
    const typed = { name, kana, memberNumber: orNull(memberNumber), needs, language };
    const change = {
      ...Object.fromEntries(
        Object.entries(typed).filter(([field, value]) => card[field as keyof typeof typed] !== value),
      ),
      ...(phone !== phoneWords(card.phone) && { phone: orNull(phone) }),
    };
    void changeCaller(card.riderId, change).then(takeOver);
  };
  return (
    <form
      class="stack-close"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label={t.callerName} name="card-name" value={name} onChange={setName} />
      <Field label={t.callerKana} name="card-kana" value={kana} onChange={setKana} />
      <Field label={t.callerPhone} name="card-phone" value={phone} onChange={setPhone} />
      <Field label={own.memberNumber} name="card-member" value={memberNumber} onChange={setMemberNumber} />
      <Field label={own.needs} name="card-needs" value={needs} onChange={setNeeds} />
      <Pick
        label={shared.language}
        value={language}
        all={languages}
        names={shared.languageNames}
        onChange={setLanguage}
      />
      <button type="submit" class="small-button small-button-main">
        {own.saveCard}
      </button>
    </form>
  );
}

/** Who travels: how many of which kind, and what they need. Enter asks for offers. */
import { accessibilityTypes, type AccessibilityType } from '@noriai/core/contracts/needs.ts';
import type { Party } from '@noriai/core/contracts/trips.ts';
import { needTexts } from '@noriai/ui/texts/need-texts.ts';
import type { JSX } from 'preact';
import { consoleTexts } from '../texts/console-texts.ts';
import { party } from './call.ts';
import { deskTexts } from './desk-texts.ts';

type Kind = keyof Pick<Party, 'adults' | 'children' | 'reduced' | 'wheelchairs' | 'companions'>;

export function PartyFields({ onSearch }: { onSearch: () => void }): JSX.Element {
  const t = consoleTexts.value;
  const counts: readonly [Kind, string][] = [
    ['adults', t.adults],
    ['children', t.children],
    ['reduced', t.reduced],
    ['wheelchairs', t.wheelchair],
    ['companions', deskTexts.value.companions],
  ];
  return (
    <fieldset class="people">
      <legend>{t.party}</legend>
      {counts.map(([kind, label]) => (
        <label key={kind} class="field">
          <span>{label}</span>
          <input
            id={`desk-${kind}`}
            type="number"
            min={0}
            max={20}
            value={party.value[kind] ?? 0}
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => (party.value = { ...party.value, [kind]: event.currentTarget.valueAsNumber || 0 })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              onSearch();
            }}
          />
        </label>
      ))}
      <Needs />
    </fieldset>
  );
}

/** One need is added a choice; pressing it again takes it off. */
function Needs(): JSX.Element {
  const t = deskTexts.value;
  const names = needTexts.value;
  const { needs = [], ...rest } = party.value;
  const add = (type: AccessibilityType): void => {
    if (!needs.some((need) => need.type === type)) party.value = { ...rest, needs: [...needs, { type, count: 1 }] };
  };
  const drop = (type: AccessibilityType): void => {
    const left = needs.filter((need) => need.type !== type);
    party.value = left.length === 0 ? rest : { ...rest, needs: left };
  };
  return (
    <div class="needs">
      <label class="field">
        <span>{t.addNeed}</span>
        <select
          id="desk-needs"
          value=""
          onChange={(event) => {
            if (event.currentTarget.value !== '') add(event.currentTarget.value as AccessibilityType);
            event.currentTarget.value = '';
          }}
        >
          <option value="">{t.noNeed}</option>
          {accessibilityTypes.map((type) => (
            <option key={type} value={type}>
              {names[type]}
            </option>
          ))}
        </select>
      </label>
      {needs.length > 0 && (
        <p class="button-line">
          {needs.map(({ type }) => (
            <button
              key={type}
              type="button"
              class="small-button"
              aria-label={t.removeLink(names[type])}
              onClick={() => drop(type)}
            >
              {names[type]} ×
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

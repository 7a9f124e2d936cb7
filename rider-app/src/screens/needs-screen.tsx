/** What the party needs or brings, one switch each; who comes along to help. */
import type { AccessibilityType } from '@noriai/core/contracts/needs.ts';
import { partySize } from '@noriai/core/contracts/trips.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { Stepper } from '@noriai/ui/parts/stepper.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import { needTexts } from '@noriai/ui/texts/need-texts.ts';
import type { JSX } from 'preact';
import { screens } from '../navigation.ts';
import { rememberNeeds } from '../trip/account.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { forRider, party, setParty } from '../trip/draft.ts';
import { fitting, hasNeed, otherNeeds, toggleNeed, usualNeeds } from '../trip/party-needs.ts';

export function NeedsScreen(): JSX.Element {
  const t = riderTexts.value;
  const people = party.value;
  const companions = people.companions ?? 0;
  const free = (area.value?.promises.maxPartySize ?? 8) - partySize(people);
  const others = supported(otherNeeds);
  const done = (): void => {
    if (forRider.value === null) void rememberNeeds(party.value);
    screens.back();
  };
  return (
    <Screen title={t.needsTitle} onBack={() => screens.back()}>
      <p>{t.needsHint}</p>
      <NeedSwitches types={supported(usualNeeds)} />
      <Stepper
        label={t.companions}
        hint={t.companionsHint}
        value={companions}
        min={0}
        max={companions + Math.max(0, free)}
        shown={t.people(companions)}
        onChange={(count) => setParty(fitting({ ...people, companions: count }))}
      />
      {others.length > 0 && (
        <details class="card needs-more" open={others.some((type) => hasNeed(people, type))}>
          <summary>{t.needsMore}</summary>
          <NeedSwitches types={others} />
        </details>
      )}
      <Button kind="main" icon="check" onPress={done}>
        {t.needsDone}
      </Button>
    </Screen>
  );
}

/** Needs that this town can serve. */
function supported(types: readonly AccessibilityType[]): readonly AccessibilityType[] {
  const served = area.value?.supportedNeeds;
  return served ? types.filter((type) => served.includes(type)) : types;
}

function NeedSwitches({ types }: { types: readonly AccessibilityType[] }): JSX.Element {
  return (
    <ul class="stack">
      {types.map((type) => {
        const isOn = hasNeed(party.value, type);
        return (
          <li key={type}>
            <Button
              class="button-pick"
              icon={isOn ? 'check' : 'plus'}
              isPressed={isOn}
              onPress={() => setParty(toggleNeed(party.value, type))}
            >
              {needTexts.value[type]}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

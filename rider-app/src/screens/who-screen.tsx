/** Who travels: counted with buttons, remembered for the next time. */
import { partySize } from '@noriai/core/contracts/trips.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { Stepper } from '@noriai/ui/parts/stepper.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import type { JSX } from 'preact';
import { screens, steps } from '../navigation.ts';
import { PlacesSoFar } from '../parts/wish.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import { party, setParty } from '../trip/draft.ts';
import { fitting } from '../trip/party-needs.ts';
import { fareOf, money, needsWords } from '../trip/plain-trip.ts';

type CountField = 'adults' | 'children' | 'reduced' | 'wheelchairs';

export function WhoScreen(): JSX.Element {
  const t = riderTexts.value;
  const people = party.value;
  const size = partySize(people);
  const free = (area.value?.promises.maxPartySize ?? 8) - size;
  const set = (field: CountField) => (value: number) => {
    setParty(fitting({ ...people, [field]: value }));
  };
  const row = (field: CountField, label: string, max: number, hint?: string): JSX.Element => (
    <Stepper
      label={label}
      {...(hint === undefined ? {} : { hint })}
      value={people[field]}
      min={0}
      max={max}
      shown={t.people(people[field])}
      onChange={set(field)}
    />
  );
  return (
    <Screen title={t.whoTitle} step={t.steps(steps.indexOf('who') + 1, steps.length)} onBack={() => screens.back()}>
      <PlacesSoFar />
      <div class="stack">
        {row('adults', t.adults, people.adults + free)}
        {row('children', t.children, people.children + free, t.childrenHint)}
        {row('reduced', t.reduced, people.reduced + free)}
        {row('wheelchairs', t.wheelchairs, Math.min(size - (people.companions ?? 0), 6), t.wheelchairsHint)}
      </div>
      <Button class="button-pick" icon="people" iconAfter="next" onPress={() => screens.go('needs')}>
        {t.needsButton}
        <span class="hint">{needsWords(people) || t.needsNone}</span>
      </Button>
      {area.value && (
        <p class="time-words" role="status">
          {t.total(t.people(size), money(fareOf(area.value.fares, people)))}
        </p>
      )}
      <Button
        kind="main"
        icon="search"
        isDisabled={size === (people.companions ?? 0)}
        onPress={() => screens.go('offers')}
      >
        {t.search}
      </Button>
    </Screen>
  );
}

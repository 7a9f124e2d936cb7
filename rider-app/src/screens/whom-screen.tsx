/** Who rides: oneself or somebody of the family; asked only of those who book for others. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { screens, steps } from '../navigation.ts';
import { PlacesSoFar } from '../parts/wish.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import { family, type Relative } from '../trip/account.ts';
import { onePerson, rideFor } from '../trip/draft.ts';
import { needsWords } from '../trip/plain-trip.ts';

export function WhomScreen(): JSX.Element {
  const t = riderTexts.value;
  const choose = (relative: Relative | null) => (): void => {
    rideFor(relative);
    screens.go('who');
  };
  return (
    <Screen title={t.whomTitle} step={t.steps(steps.indexOf('who') + 1, steps.length)} onBack={() => screens.back()}>
      <PlacesSoFar />
      <div class="stack">
        <Button class="button-pick" icon="people" iconAfter="next" onPress={choose(null)}>
          {t.myself}
        </Button>
        {family.value.actsFor.map((relative) => (
          <Button key={relative.riderId} class="button-pick" icon="people" iconAfter="next" onPress={choose(relative)}>
            {t.nameOf(relative.name)}
            <span class="hint">{needsWords({ ...onePerson, needs: relative.usualNeeds ?? [] })}</span>
          </Button>
        ))}
      </div>
    </Screen>
  );
}

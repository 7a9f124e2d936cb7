/** Now, at a time, or there by a time; the time is set by big steps, not typed. */
import type { AreaView } from '@noriai/core/contracts/service.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import type { JSX } from 'preact';
import { screens, steps } from '../navigation.ts';
import { PlacesSoFar } from '../parts/wish.tsx';
import { goToWho } from '../trip/go-to-who.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { stopOf, to, when } from '../trip/draft.ts';
import { ChooseDeparture } from './choose-departure.tsx';
import { ChooseTime } from './choose-time.tsx';

/** @param detail `depart_after` or `arrive_by` once that is chosen */
export function WhenScreen({ detail }: { detail: string }): JSX.Element {
  const t = riderTexts.value;
  const kind = detail === 'depart_after' || detail === 'arrive_by' ? detail : null;
  const titles = { depart_after: t.departTitle, arrive_by: t.arriveTitle };
  const isDeparture = detail === 'departure';
  return (
    <Screen
      title={isDeparture ? t.departureTitle : kind === null ? t.whenTitle : titles[kind]}
      step={t.steps(steps.indexOf('when') + 1, steps.length)}
      onBack={() => screens.back()}
    >
      <PlacesSoFar />
      {isDeparture ? (
        <ChooseDeparture />
      ) : kind === null ? (
        <ChooseKind />
      ) : (
        <ChooseTime kind={kind} area={area.value as AreaView} />
      )}
    </Screen>
  );
}

function ChooseKind(): JSX.Element {
  const t = riderTexts.value;
  const now = (): void => {
    when.value = { kind: 'now' };
    goToWho();
  };
  return (
    <div class="stack">
      <Button class="button-pick" iconAfter="next" onPress={now}>
        {t.now}
        <span class="hint">{t.nowHint}</span>
      </Button>
      <Button class="button-pick" iconAfter="next" onPress={() => screens.go('when', 'depart_after')}>
        {t.departAfter}
        <span class="hint">{t.departAfterHint}</span>
      </Button>
      <Button class="button-pick" iconAfter="next" onPress={() => screens.go('when', 'arrive_by')}>
        {t.arriveBy}
        <span class="hint">{t.arriveByHint}</span>
      </Button>
      {stopOf(to.value)?.kind === 'station' && (
        <Button class="button-pick" iconAfter="next" onPress={() => screens.go('when', 'departure')}>
          {t.byDeparture}
          <span class="hint">{t.byDepartureHint}</span>
        </Button>
      )}
    </div>
  );
}

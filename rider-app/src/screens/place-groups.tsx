/** First the group, then the stop: two presses and no keyboard for hundreds of stops. */
import { Button } from '@noriai/ui/parts/button.tsx';
import type { JSX } from 'preact';
import { screens } from '../navigation.ts';
import { StopButtons } from '../parts/stop-buttons.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import type { StopGroup } from '../trip/stop-groups.ts';
import type { PlacePickerProps } from './place-screen.tsx';

export interface GroupedStopsProps extends PlacePickerProps {
  readonly groups: readonly StopGroup[];
  readonly way: string;
  /** Id of the chosen group; empty while none is chosen. */
  readonly chosen: string;
}

export function GroupedStops({ role, groups, way, chosen, onPick }: GroupedStopsProps): JSX.Element {
  const t = riderTexts.value;
  const group = groups.find(({ id }) => id === chosen);
  if (group) {
    return (
      <section class="stack">
        <h2>{group.name}</h2>
        <StopButtons stops={group.stops} onPick={onPick} />
      </section>
    );
  }
  return (
    <ul class={way === 'kana' ? 'kana-grid' : 'stack'}>
      {groups.map(({ id, name, stops }) => (
        <li key={id}>
          <Button class="button-pick" iconAfter="next" onPress={() => screens.go(role, `${way}.${id}`)}>
            {name}
            <span class="hint">{t.found(stops.length)}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

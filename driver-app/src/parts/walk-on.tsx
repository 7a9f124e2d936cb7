/** Somebody at the stop without a booking: where to, how many, whether they fit in, what they pay. */
import type { WalkOnAnswer } from '@noriai/core/contracts/fleet.ts';
import { yen } from '@noriai/ui/format/plain-words.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Stepper } from '@noriai/ui/parts/stepper.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import { searchStops } from '@noriai/ui/stops/find-stops.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { manifest, whyNot } from '../duty/duty.ts';
import { askWalkOn, boardWalkOn } from '../duty/duty-calls.ts';
import { driverTexts } from '../texts/driver-texts.ts';

const SHOWN = 5;

export function WalkOn({ onDone }: { onDone: () => void }): JSX.Element {
  const t = driverTexts.value;
  const [query, setQuery] = useState('');
  const [adults, setAdults] = useState(1);
  const [goal, setGoal] = useState<string | null>(null);
  const [answer, setAnswer] = useState<WalkOnAnswer | null>(null);
  const party = { adults, children: 0, reduced: 0, wheelchairs: 0 };
  const stops = area.value?.stops ?? [];
  // Without typing: the stops that are driven to anyway.
  const onTheWay = (manifest.value?.calls ?? []).flatMap(({ stopId }) => stops.filter(({ id }) => id === stopId));
  const found = (query === '' ? onTheWay : searchStops(stops, query)).slice(0, SHOWN);
  const look = async (stopId: string): Promise<void> => {
    setGoal(stopId);
    const seen = await askWalkOn(stopId, party);
    if ('code' in seen) announce(whyNot(seen), true);
    else setAnswer(seen);
  };
  const take = async (): Promise<void> => {
    const problem = goal === null ? null : await boardWalkOn(goal, party);
    if (problem) return announce(whyNot(problem), true);
    announce(t.walkOnDone);
    onDone();
  };
  return (
    <div class="card">
      <Stepper label={t.walkOnPeople} value={adults} min={1} max={8} shown={t.people(adults)} onChange={setAdults} />
      <label class="field">
        <span>{t.walkOnGoal}</span>
        <input type="text" autocomplete="off" value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
      </label>
      <ul class="stack">
        {found.map((stop) => (
          <li key={stop.id}>
            <Button class="button-pick" isPressed={goal === stop.id} onPress={() => void look(stop.id)}>
              <Name of={stop.name} />
            </Button>
          </li>
        ))}
      </ul>
      {answer?.obstacle && <Notice kind="warning">{t.walkOnNo[answer.obstacle]}</Notice>}
      {answer?.fits === true && (
        <Button kind="main" icon="check" onPress={() => void take()}>
          {t.walkOnYes(yen(answer.fareYen, language.value))}
        </Button>
      )}
    </div>
  );
}

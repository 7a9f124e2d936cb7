/** Somebody at the stop without a booking: where to, how many, whether they fit in, what they pay. */
import type { WalkOnAnswer } from '@noriai/core/contracts/fleet.ts';
import { partySize, type Party } from '@noriai/core/contracts/trips.ts';
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
import { goalsOnTheWay } from '../duty/walk-on-goals.ts';
import { driverTexts } from '../texts/driver-texts.ts';

const SHOWN = 5;

/** An answer, and what was asked. */
interface Seen {
  readonly stopId: string;
  readonly party: Party;
  readonly answer: WalkOnAnswer;
}

const ONE_ADULT: Party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };
const MOST = 8;
type Kind = 'adults' | 'children' | 'reduced' | 'wheelchairs';
/** Few get on so: they take a press more, and leave the usual case short. */
const seldom = ['children', 'reduced', 'wheelchairs'] as const;

export function WalkOn({ onDone }: { onDone: () => void }): JSX.Element {
  const t = driverTexts.value;
  const [query, setQuery] = useState('');
  const [party, setParty] = useState(ONE_ADULT);
  const [goal, setGoal] = useState<string | null>(null);
  const [seen, setSeen] = useState<Seen | null>(null);
  // An answer to something else, or one that comes late, is none.
  const answer = seen?.stopId === goal && seen?.party === party ? seen.answer : null;
  const stops = area.value?.stops ?? [];
  const onTheWay = goalsOnTheWay(manifest.value?.calls ?? [], stops);
  const found = (query === '' ? onTheWay : searchStops(stops, query)).slice(0, SHOWN);
  const look = async (stopId: string | null, people: Party): Promise<void> => {
    setGoal(stopId);
    setParty(people);
    if (stopId === null) return;
    const told = await askWalkOn(stopId, people);
    if ('code' in told) announce(whyNot(told), true);
    else setSeen({ stopId, party: people, answer: told });
  };
  const stepper = (kind: Kind, label: string): JSX.Element => (
    <Stepper
      key={kind}
      label={label}
      value={party[kind]}
      min={leastOf(kind, party)}
      max={kind === 'wheelchairs' ? partySize(party) : MOST}
      shown={kind === 'wheelchairs' ? t.wheelchairs(party[kind]) : t.people(party[kind])}
      onChange={(count) => void look(goal, { ...party, [kind]: count })}
    />
  );
  const take = async (): Promise<void> => {
    const problem = goal === null ? null : await boardWalkOn(goal, party);
    if (problem) return announce(whyNot(problem), true);
    announce(t.walkOnDone);
    onDone();
  };
  return (
    <div class="card">
      {stepper('adults', t.walkOnPeople)}
      <details>
        <summary>{t.walkOnOthers}</summary>
        <div class="stack">{seldom.map((kind) => stepper(kind, t.walkOnKinds[kind]))}</div>
      </details>
      <label class="field">
        <span>{t.walkOnGoal}</span>
        <input type="text" autocomplete="off" value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
      </label>
      <ul class="stack">
        {found.map((stop) => (
          <li key={stop.id}>
            <Button class="button-pick" isPressed={goal === stop.id} onPress={() => void look(stop.id, party)}>
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

/** Somebody gets on, and no wheelchair without anybody in it. */
function leastOf(kind: Kind, party: Party): number {
  const least = Math.max(1, party.wheelchairs);
  return kind === 'wheelchairs' ? 0 : Math.max(0, least - (partySize(party) - party[kind]));
}

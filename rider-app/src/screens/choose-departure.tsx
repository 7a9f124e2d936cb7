/** The next trains or buses from the station one goes to: the trip then arrives in time for the platform. */
import type { DeparturesView } from '@noriai/core/contracts/arrangements.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { goToWho } from '../trip/go-to-who.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { to, when } from '../trip/draft.ts';
import { dayAndTime } from '../trip/plain-trip.ts';
import { api } from '../trip/rider-session.ts';

const SHOWN = 12;

export function ChooseDeparture(): JSX.Element {
  const t = riderTexts.value;
  const stationId = to.value?.kind === 'stop' ? to.value.stopId : '';
  const [view, setView] = useState<DeparturesView | 'asking' | 'none'>('asking');
  useEffect(() => {
    void api.call('listDepartures', { path: { stationId, fromSec: 'now' } }).then((result) => {
      setView(result.ok && result.answer.departures.length > 0 ? result.answer : 'none');
    });
  }, [stationId]);
  if (view === 'asking') return <p role="status">{sharedTexts.value.loading}</p>;
  if (view === 'none') return <Notice kind="info">{t.noDepartures}</Notice>;
  return (
    <ul class="stack">
      {view.departures.slice(0, SHOWN).map((departure) => (
        <li key={departure.tripId}>
          <Button
            class="button-pick"
            iconAfter="next"
            onPress={() => {
              when.value = { kind: 'catch_departure', stationId, tripId: departure.tripId, atSec: departure.atSec };
              goToWho();
            }}
          >
            {dayAndTime(departure.atSec)} <Name of={departure.routeName} />
            <span class="hint">
              <Name of={departure.headsign} />
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

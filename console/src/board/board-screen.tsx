/** The fleet board: the day as bands, as a list or on the map, all with the same content; one trip in detail beside it. */
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock } from '../words.ts';
import { board } from './board-data.ts';
import { chosenTrip } from './choice.ts';
import { FleetMap } from './fleet-map.tsx';
import { Timeline } from './timeline.tsx';
import { TripCard } from './trip-card.tsx';
import { TripTable } from './trip-table.tsx';
import { VehicleCards } from './vehicle-cards.tsx';

const views = ['timeline', 'list', 'map'] as const;
const view = signal<(typeof views)[number]>('timeline');

export function BoardScreen(): JSX.Element {
  const t = consoleTexts.value;
  const day = board.value;
  const names = { timeline: t.viewTimeline, list: t.viewList, map: t.viewMap };
  const chosen = chosenTrip.value;
  return (
    <Screen title={t.board}>
      {day === null && <Notice kind="info">{t.noBoard}</Notice>}
      {day !== null && (
        <>
          <div class="board-bar">
            <div role="group" aria-label={t.board} class="switches">
              {views.map((one) => (
                <button
                  key={one}
                  type="button"
                  class="small-button"
                  aria-pressed={view.value === one}
                  onClick={() => (view.value = one)}
                >
                  {names[one]}
                </button>
              ))}
            </div>
            <p class="hint">{t.asOf(clock(day.nowSec))}</p>
          </div>
          <div class={chosen ? 'board board-with-card' : 'board'}>
            <div class="board-main">
              {view.value === 'timeline' && <Timeline day={day} />}
              {view.value === 'list' && <TripTable />}
              {view.value === 'map' && <FleetMap day={day} />}
              <VehicleCards day={day} />
            </div>
            {chosen && <TripCard key={chosen.trip.bookingId} placed={chosen} />}
          </div>
        </>
      )}
    </Screen>
  );
}

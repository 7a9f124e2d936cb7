/** Where to, then where from: favourites and places used before, then one of several ways to find a stop, none of which needs a keyboard. */
import type { Stop } from '@noriai/core/contracts/area.ts';
import type { Place } from '@noriai/core/contracts/trips.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import type { IconName } from '@noriai/ui/parts/icon.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import type { JSX } from 'preact';
import { screens, steps } from '../navigation.ts';
import { PlacesSoFar } from '../parts/wish.tsx';
import { StopButtons } from '../parts/stop-buttons.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import { favouriteStopIds, from, lastStart, recentStopIds, rememberStop, stopOf, to } from '../trip/draft.ts';
import { placeName } from '../trip/plain-trip.ts';
import { stopGroups } from '../trip/stop-groups.ts';
import { GroupedStops } from './place-groups.tsx';
import { PlaceMap } from './place-map.tsx';
import { NearStops } from './place-near.tsx';
import { SearchStops } from './place-search.tsx';

export type PlaceRole = 'from' | 'to';

export interface PlacePickerProps {
  readonly role: PlaceRole;
  readonly stops: readonly Stop[];
  readonly onPick: (place: Place) => void;
}

/** @param detail way of finding, and the chosen group after a dot: `kana.さ` */
export function PlaceScreen({ role, detail }: { role: PlaceRole; detail: string }): JSX.Element {
  const t = riderTexts.value;
  const [way = '', group = ''] = detail.split('.', 2);
  const onPick = (place: Place): void => {
    (role === 'from' ? from : to).value = place;
    if (place.kind === 'stop') rememberStop(place.stopId);
    screens.go(role === 'to' ? 'from' : 'when');
  };
  const picker = { role, stops: stopsFor(role), onPick };
  return (
    <Screen
      title={role === 'from' ? t.fromTitle : t.toTitle}
      step={t.steps(steps.indexOf(role) + 1, steps.length)}
      onBack={() => screens.back()}
    >
      {role === 'from' && <PlacesSoFar />}
      <Way way={way} group={group} picker={picker} />
    </Screen>
  );
}

function Way({ way, group, picker }: { way: string; group: string; picker: PlacePickerProps }): JSX.Element {
  switch (way) {
    case 'kana':
    case 'kind':
    case 'district':
      return <GroupedStops {...picker} groups={stopGroups(way, picker.stops)} way={way} chosen={group} />;
    case 'near':
      return <NearStops {...picker} />;
    case 'map':
      return <PlaceMap {...picker} />;
    case 'search':
      return <SearchStops {...picker} />;
    default:
      return <ChooseWay {...picker} />;
  }
}

function ChooseWay({ role, stops, onPick }: PlacePickerProps): JSX.Element {
  const t = riderTexts.value;
  const known = (ids: readonly string[]): Stop[] => ids.flatMap((id) => stops.filter((stop) => stop.id === id));
  const favourites = known(favouriteStopIds.value);
  const recent = known(recentStopIds.value)
    .filter((stop) => !favourites.includes(stop))
    .slice(0, 4);
  const ways: [string, IconName, string][] = [
    ['kana', 'next', t.byKana],
    ['kind', 'next', t.byKind],
    ['district', 'next', t.byDistrict],
    ['near', 'place', t.byNear],
    ['search', 'search', t.bySearch],
    ['map', 'map', t.byMap],
  ];
  const isUseful = (way: string): boolean => way !== 'district' || stopGroups('district', stops).length > 1;
  return (
    <>
      {role === 'from' && <LastStart onPick={onPick} />}
      {favourites.length > 0 && (
        <section class="stack">
          <h2>{t.favourites}</h2>
          <StopButtons stops={favourites} onPick={onPick} />
        </section>
      )}
      {recent.length > 0 && (
        <section class="stack">
          <h2>{t.recent}</h2>
          <StopButtons stops={recent} onPick={onPick} />
        </section>
      )}
      <section class="stack">
        <h2>{t.ways}</h2>
        {ways
          .filter(([way]) => isUseful(way))
          .map(([way, icon, words]) => (
            <Button key={way} class="button-pick" iconAfter={icon} onPress={() => screens.go(role, way)}>
              {words}
            </Button>
          ))}
      </section>
    </>
  );
}

/** Stops where this part of the trip is possible; the other end is left out. */
function stopsFor(role: PlaceRole): readonly Stop[] {
  const stops = area.value?.stops ?? [];
  if (role === 'to') return stops.filter((stop) => stop.alighting);
  const goal = to.value;
  return stops.filter((stop) => stop.boarding && !(goal?.kind === 'stop' && goal.stopId === stop.id));
}

/** Most trips begin where the last one began: one press. */
function LastStart({ onPick }: Pick<PlacePickerProps, 'onPick'>): JSX.Element | null {
  const place = lastStart.value;
  const isGoal = JSON.stringify(place) === JSON.stringify(to.value);
  if (place === null || isGoal || (place.kind === 'stop' && stopOf(place) === null)) return null;
  return (
    <Button class="button-pick button-pick-first" icon="home" iconAfter="next" onPress={() => onPick(place)}>
      {placeName(place)}
      <span class="hint">{riderTexts.value.lastStart}</span>
    </Button>
  );
}

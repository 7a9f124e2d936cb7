/** Choosing on the map: move it under a cross; the nearest stops are listed below as buttons, so nothing needs aim. */
import type { Position } from '@noriai/core/contracts/area.ts';
import { MapView } from '@noriai/ui/map/map-view.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import { nearestStops } from '@noriai/ui/stops/find-stops.ts';
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { StopButtons } from '../parts/stop-buttons.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import type { PlacePickerProps } from './place-screen.tsx';

const SHOWN = 3;

export function PlaceMap({ role, stops, onPick }: PlacePickerProps): JSX.Element {
  const t = riderTexts.value;
  const [centre, setCentre] = useState<Position>(middleOfArea);
  const content = useMemo(() => ({ stops }), [stops]);
  const near = nearestStops(stops, centre, SHOWN);
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  const pickPoint = (): void => onPick({ kind: 'point', position: { lat: round(centre.lat), lon: round(centre.lon) } });
  return (
    <>
      <p>{t.mapHelp}</p>
      <MapView
        content={content}
        onCentre={setCentre}
        onStop={(stopId) => onPick({ kind: 'stop', stopId })}
        size="tall"
      />
      <section class="stack">
        <h2>{t.nearCross}</h2>
        <StopButtons
          stops={near.map(({ stop }) => stop)}
          farM={new Map(near.map(({ stop, farM }) => [stop.id, farM]))}
          onPick={onPick}
        />
        <Button icon="place" onPress={pickPoint}>
          {role === 'from' ? t.pointHere : t.pointThere}
        </Button>
      </section>
    </>
  );
}

function middleOfArea(): Position {
  const [west = 0, south = 0, east = 0, north = 0] = area.value?.bounds ?? [];
  return { lat: (south + north) / 2, lon: (west + east) / 2 };
}

/** The stops near where the rider is, if the device tells. */
import type { Position } from '@noriai/core/contracts/area.ts';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { nearestStops } from '@noriai/ui/stops/find-stops.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { StopButtons } from '../parts/stop-buttons.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import type { PlacePickerProps } from './place-screen.tsx';

const SHOWN = 8;

export function NearStops({ stops, onPick }: PlacePickerProps): JSX.Element {
  const t = riderTexts.value;
  const here = useHere();
  if (here === 'asking') return <p role="status">{t.locating}</p>;
  if (here === 'unknown') return <Notice kind="warning">{t.locateFailed}</Notice>;
  const near = nearestStops(stops, here, SHOWN);
  return (
    <StopButtons
      stops={near.map(({ stop }) => stop)}
      farM={new Map(near.map(({ stop, farM }) => [stop.id, farM]))}
      onPick={onPick}
    />
  );
}

function useHere(): Position | 'asking' | 'unknown' {
  const [here, setHere] = useState<Position | 'asking' | 'unknown'>('asking');
  useEffect(() => {
    if (!('geolocation' in navigator)) {
      setHere('unknown');
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setHere({ lat: coords.latitude, lon: coords.longitude }),
      () => setHere('unknown'),
      { enableHighAccuracy: true, timeout: 12_000, maximumAge: 60_000 },
    );
  }, []);
  return here;
}

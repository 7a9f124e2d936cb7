/** A map with big buttons to move it, or plain words where the device can't show one. */
import type { Position } from '@noriai/core/contracts/area.ts';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { Notice } from '../parts/notice.tsx';
import { area } from '../service/service-state.ts';
import { language } from '../texts/language.ts';
import { sharedTexts } from '../texts/shared-texts.ts';
import type { MapContent, TownMap } from './town-map.ts';

export interface MapViewProps {
  readonly content: MapContent;
  /** The map moves to show these whenever they change; the whole area when there are none. */
  readonly fit?: readonly Position[];
  /** Shows a cross in the middle, whose place is reported after each move. */
  readonly onCentre?: (centre: Position) => void;
  readonly onStop?: (stopId: string) => void;
  readonly size?: 'normal' | 'tall';
}

export function MapView(props: MapViewProps): JSX.Element {
  const t = sharedTexts.value;
  const container = useRef<HTMLDivElement>(null);
  const map = useTownMap(container, props);
  return (
    <div class={`map map-${props.size ?? 'normal'}`} data-silent>
      <div ref={container} class="map-canvas" />
      {props.onCentre && map !== 'failed' && (
        <div class="map-cross" aria-hidden="true">
          <Icon name="plus" />
        </div>
      )}
      {map === 'loading' && <p class="map-words">{t.mapLoading}</p>}
      {map === 'failed' ? <Notice kind="info">{t.mapFailed}</Notice> : <MapButtons map={map} />}
    </div>
  );
}

function MapButtons({ map }: { map: TownMap | 'loading' }): JSX.Element {
  const t = sharedTexts.value;
  const move = (action: (map: TownMap) => void) => () => {
    if (map !== 'loading') action(map);
  };
  return (
    <div class="map-buttons">
      <MapButton label={t.zoomIn} sign="＋" onPress={move((m) => m.zoom(1))} />
      <MapButton label={t.zoomOut} sign="－" onPress={move((m) => m.zoom(-1))} />
      <MapButton label={t.moveTo.west} sign="◀" onPress={move((m) => m.pan('west'))} />
      <MapButton label={t.moveTo.north} sign="▲" onPress={move((m) => m.pan('north'))} />
      <MapButton label={t.moveTo.south} sign="▼" onPress={move((m) => m.pan('south'))} />
      <MapButton label={t.moveTo.east} sign="▶" onPress={move((m) => m.pan('east'))} />
    </div>
  );
}

function MapButton({ label, sign, onPress }: { label: string; sign: string; onPress: () => void }): JSX.Element {
  return (
    <button type="button" class="map-button" aria-label={label} onClick={onPress}>
      {sign}
    </button>
  );
}

/** Makes the map once, keeps it showing what the props say, and takes it down with the component. */
function useTownMap(
  container: { current: HTMLDivElement | null },
  props: MapViewProps,
): TownMap | 'loading' | 'failed' {
  const [map, setMap] = useState<TownMap | 'loading' | 'failed'>('loading');
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    let isGone = false;
    let made: TownMap | null = null;
    const make = async (): Promise<void> => {
      try {
        const { createTownMap } = await import('./town-map.ts');
        if (isGone || !container.current) return;
        made = createTownMap({
          container: container.current,
          bounds: area.value?.bounds ?? [-180, -85, 180, 85],
          language: language.value,
          label: sharedTexts.value.mapLabel,
          mayAnimate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
          onStop: (stopId) => latest.current.onStop?.(stopId),
          onCentre: (centre) => latest.current.onCentre?.(centre),
        });
        setMap(made);
      } catch (error) {
        console.warn(`no map: ${String(error)}`);
        if (!isGone) setMap('failed');
      }
    };
    void make();
    return () => {
      isGone = true;
      made?.destroy();
    };
  }, [language.value]);
  useEffect(() => {
    if (typeof map === 'object') map.show(props.content);
  }, [map, props.content]);
  const fitKey = JSON.stringify(props.fit ?? []);
  useEffect(() => {
    if (typeof map === 'object') map.fit(props.fit ?? []);
  }, [map, fitKey]);
  return map;
}

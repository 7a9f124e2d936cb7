/**
 * The map itself, on MapLibre. Loaded only when a map is asked for (its code is larger than the rest of a page), and it
 * throws where the browser has no WebGL 2: whoever shows it must show the same content as a list.
 */
import type { LocalText, Position } from '@noriai/core/contracts/area.ts';
import { MapLibreMap, Marker, getGlobalDispatcher, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { localName, type Language } from '../texts/language.ts';
import { mapFonts, mapStyle } from './map-style.ts';

/** What a page wants to see on the map. */
export interface MapContent {
  /** Stops as dots with names; pressed ones are reported. */
  readonly stops?: readonly { readonly id: string; readonly name: LocalText; readonly position: Position }[];
  /** Few and big: where to board and leave, vehicles. */
  readonly pins?: readonly MapPin[];
  /** Course as [latE7, lonE7], as the manifest has it. */
  readonly course?: readonly (readonly number[])[];
}
export interface MapPin {
  readonly id: string;
  readonly kind: 'pickup' | 'dropoff' | 'vehicle' | 'call';
  readonly label: string;
  readonly position: Position;
}

export interface TownMapOptions {
  readonly container: HTMLElement;
  readonly bounds: readonly number[];
  readonly language: Language;
  readonly label: string;
  /** False where animation is not wanted. */
  readonly mayAnimate: boolean;
  readonly onStop?: ((stopId: string) => void) | undefined;
  /** The middle of the map after each move. */
  readonly onCentre?: ((centre: Position) => void) | undefined;
}

export interface TownMap {
  show(content: MapContent): void;
  /** Moves so that all of these are seen. */
  fit(positions: readonly Position[]): void;
  zoom(by: 1 | -1): void;
  pan(towards: 'north' | 'south' | 'west' | 'east'): void;
  destroy(): void;
}

const PAN_STEP_PX = 120;
const WORKER_RETRY_MS = 5_000;
let isWorkerWatched = false;

/** @throws where WebGL 2 is missing */
export function createTownMap(options: TownMapOptions): TownMap {
  setWorkerUrl(workerUrl);
  watchWorker();
  const map = makeMap(options);
  const pins = new Map<string, { marker: Marker; look: string }>();
  let content: MapContent = {};
  let isReady = false;
  const draw = (): void => {
    if (isReady) drawSources(map, content, options.language);
    drawPins(map, pins, content.pins ?? []);
  };
  map.once('style.load', () => {
    addContentLayers(map);
    isReady = true;
    draw();
  });
  listen(map, options);
  return {
    show(next) {
      content = next;
      draw();
    },
    fit: (positions) => fit(map, positions, options.mayAnimate),
    zoom: (by) => (by > 0 ? map.zoomIn({ animate: options.mayAnimate }) : map.zoomOut({ animate: options.mayAnimate })),
    pan(towards) {
      const x = { west: -PAN_STEP_PX, east: PAN_STEP_PX, north: 0, south: 0 }[towards];
      const y = { north: -PAN_STEP_PX, south: PAN_STEP_PX, west: 0, east: 0 }[towards];
      map.panBy([x, y], { animate: options.mayAnimate });
    },
    destroy: () => map.remove(),
  };
}

/** A worker whose code did not come (the connection went just then) is started again until it does; MapLibre leaves the map blank. */
function watchWorker(): void {
  if (isWorkerWatched) return;
  isWorkerWatched = true;
  const dispatcher = getGlobalDispatcher();
  dispatcher.on('error', ({ error }) => {
    console.warn(`map: ${error.message}`);
    setTimeout(() => void dispatcher.ensureWorkers(), WORKER_RETRY_MS);
  });
}

function makeMap({ container, bounds, label }: TownMapOptions): MapLibreMap {
  const [west = 0, south = 0, east = 0, north = 0] = bounds;
  return new MapLibreMap({
    container,
    style: mapStyle(location.origin, bounds),
    bounds: [west, south, east, north],
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 18,
    fadeDuration: 0,
    localIdeographFontFamily: mapFonts.join(', '),
    locale: { 'Map.Title': label },
  });
}

function listen(map: MapLibreMap, { onStop, onCentre }: TownMapOptions): void {
  // A tile that does not come (no connection) is asked for again with the next move; it must not end in the console as an error.
  map.on('error', ({ error }) => console.warn(`map: ${error.message}`));
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  if (onStop) {
    map.on('click', 'stops', (event) => {
      const id: unknown = event.features?.[0]?.properties['id'];
      if (typeof id === 'string') onStop(id);
    });
  }
  if (onCentre) map.on('moveend', () => onCentre({ lat: map.getCenter().lat, lon: map.getCenter().lng }));
}

function addContentLayers(map: MapLibreMap): void {
  const nothing = { type: 'FeatureCollection' as const, features: [] };
  map.addSource('course', { type: 'geojson', data: nothing });
  map.addSource('stops', { type: 'geojson', data: nothing });
  for (const [id, colour, width] of [
    ['course-edge', '#ffffff', 11],
    ['course', '#0031d8', 7],
  ] as const) {
    map.addLayer({
      id,
      type: 'line',
      source: 'course',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': width },
    });
  }
  map.addLayer({
    id: 'stops',
    type: 'circle',
    source: 'stops',
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 4, 14, 9, 17, 14],
      'circle-color': '#00118f',
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2.5,
    },
  });
  map.addLayer({
    id: 'stop-names',
    type: 'symbol',
    source: 'stops',
    minzoom: 12.5,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': mapFonts,
      'text-size': 16,
      'text-anchor': 'top',
      'text-offset': [0, 0.8],
    },
    paint: { 'text-color': '#00118f', 'text-halo-color': '#ffffff', 'text-halo-width': 2.5 },
  });
}

function drawSources(map: MapLibreMap, content: MapContent, language: Language): void {
  const stops = (content.stops ?? []).map((stop) => ({
    type: 'Feature' as const,
    properties: { id: stop.id, name: localName(stop.name, language).text },
    geometry: { type: 'Point' as const, coordinates: [stop.position.lon, stop.position.lat] },
  }));
  const line = (content.course ?? []).map(([latE7 = 0, lonE7 = 0]) => [lonE7 / 1e7, latE7 / 1e7]);
  const course = {
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'LineString' as const, coordinates: line },
  };
  setData(map, 'stops', { type: 'FeatureCollection', features: stops });
  setData(map, 'course', { type: 'FeatureCollection', features: line.length > 1 ? [course] : [] });
}

function setData(map: MapLibreMap, id: string, data: Exclude<Parameters<GeoJSONSource['setData']>[0], string>): void {
  const source = map.getSource<GeoJSONSource>(id);
  if (source) void source.setData(data);
}

function drawPins(
  map: MapLibreMap,
  pins: Map<string, { marker: Marker; look: string }>,
  wanted: readonly MapPin[],
): void {
  const ids = new Set(wanted.map((pin) => pin.id));
  for (const [id, { marker }] of pins) {
    if (!ids.has(id)) {
      marker.remove();
      pins.delete(id);
    }
  }
  for (const pin of wanted) {
    const look = `${pin.kind} ${pin.label}`;
    const there = pins.get(pin.id);
    if (there?.look === look) there.marker.setLngLat([pin.position.lon, pin.position.lat]);
    else {
      there?.marker.remove();
      const marker = new Marker({ element: pinElement(pin), anchor: pin.kind === 'vehicle' ? 'center' : 'bottom' });
      marker.setLngLat([pin.position.lon, pin.position.lat]).addTo(map);
      pins.set(pin.id, { marker, look });
    }
  }
}

/** The words are for the eye; for a screen reader the list beside the map says the same, so pins are hidden from it. */
function pinElement(pin: MapPin): HTMLElement {
  const element = document.createElement('div');
  element.className = `pin pin-${pin.kind}`;
  element.setAttribute('aria-hidden', 'true');
  const label = document.createElement('span');
  label.className = 'pin-label';
  label.textContent = pin.label;
  element.append(label);
  return element;
}

function fit(map: MapLibreMap, positions: readonly Position[], mayAnimate: boolean): void {
  if (positions.length === 0) return;
  const lats = positions.map(({ lat }) => lat);
  const lons = positions.map(({ lon }) => lon);
  map.fitBounds([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], {
    padding: { top: 72, bottom: 40, left: 56, right: 56 },
    maxZoom: 15.5,
    animate: mayAnimate,
  });
}

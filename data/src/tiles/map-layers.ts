/**
 * What is drawn on the map of an area.
 *
 * Layers and their properties (absent = no, or not known):
 * - `area` line: border of the service area
 * - `landuse` area: `kind` wood, park, farmland, built_up
 * - `water` area · `waterway` line: `name`
 * - `building` area
 * - `rail` line
 * - `road` line: `class` (a `RoadClass`), `name`, `model` true (made by a generator: the page must say so), `link`,
 *   `bridge`, `tunnel`, `oneway`, `closed` true (to our vehicles)
 * - `path` line: `class` (a `FootClass`), `name`, `model`
 * - `stop` point: `id`, `name`, `name_en`, `kind`
 */
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import type { Feature, Geometry } from 'geojson';
import { readFootWay } from '../streets/foot-way.ts';
import type { BoundsE7 } from '../streets/region.ts';
import { findRoadClass, readRoadWay } from '../streets/road-way.ts';
import type { SceneryFeature } from '../streets/scenery.ts';
import type { StreetElements, StreetWay } from '../streets/street-elements.ts';
import { streetName } from '../streets/street-name.ts';

export const layerNames = ['area', 'landuse', 'water', 'waterway', 'building', 'rail', 'road', 'path', 'stop'] as const;
export type LayerName = (typeof layerNames)[number];
export type Layers = Record<LayerName, Feature[]>;

export interface AreaMap {
  readonly area: AreaFile;
  readonly elements: StreetElements;
  readonly isModelSource: boolean;
  readonly bounds: BoundsE7;
  readonly credit: string;
}

/** Features of each layer, in degrees. */
export function mapLayers(map: AreaMap): Layers {
  const layers = Object.fromEntries(layerNames.map((name) => [name, [] as Feature[]])) as Layers;
  const ring = map.area.polygon.map((point) => [...point]);
  layers.area.push(feature({ type: 'LineString', coordinates: ring }, {}));
  for (const item of map.elements.scenery) addScenery(layers, item);
  for (const way of map.elements.ways) addStreet(layers, map, way);
  for (const stop of map.area.stops) {
    const { lat, lon } = stop.position;
    const properties = clean({ id: stop.id, name: stop.name.ja, name_en: stop.name.en, kind: stop.kind });
    layers.stop.push(feature({ type: 'Point', coordinates: [lon, lat] }, properties));
  }
  return layers;
}

const layerOfScenery = { lake: 'water', river: 'waterway', rail: 'rail', building: 'building' } as const;

function addScenery(layers: Layers, item: SceneryFeature): void {
  const layer = item.kind in layerOfScenery ? layerOfScenery[item.kind as keyof typeof layerOfScenery] : 'landuse';
  const coordinates = item.rings.map((ring) => ring.map((point) => [...point]));
  const geometry: Geometry = item.isArea
    ? { type: 'Polygon', coordinates }
    : { type: 'LineString', coordinates: coordinates[0]! };
  const hasName = layer === 'water' || layer === 'waterway';
  const properties = clean({
    kind: layer === 'landuse' ? item.kind : undefined,
    name: hasName ? item.name : undefined,
  });
  layers[layer].push(feature(geometry, properties));
}

function addStreet(layers: Layers, map: AreaMap, way: StreetWay): void {
  const { tags } = way;
  const road = readRoadWay(tags);
  const isModel = map.isModelSource || tags.source === 'model';
  const shared = { name: streetName(tags), model: isModel };
  if (typeof road !== 'string') {
    const isOneway = road.forward.passage === 'closed' || road.backward.passage === 'closed';
    const marks = { link: road.isLink, bridge: road.isBridge, tunnel: road.isTunnel, oneway: isOneway };
    const isShut = road.forward.passage === 'private' && road.backward.passage === 'private';
    pushLines(layers.road, map, way, clean({ class: road.roadClass, ...shared, ...marks, closed: isShut }));
    return;
  }
  const roadClass = findRoadClass(tags.highway ?? '');
  if (roadClass !== null && (road === 'closed' || road === 'too_rough')) {
    pushLines(layers.road, map, way, clean({ class: roadClass, ...shared, closed: true }));
    return;
  }
  const foot = readFootWay(tags);
  if (typeof foot !== 'string') pushLines(layers.path, map, way, clean({ class: foot.footClass, ...shared }));
}

function pushLines(features: Feature[], map: AreaMap, way: StreetWay, properties: Record<string, unknown>): void {
  const { nodeLatE7, nodeLonE7 } = map.elements;
  for (const run of way.runs) {
    const coordinates = Array.from(run, (node) => [nodeLonE7[node]! / 1e7, nodeLatE7[node]! / 1e7]);
    features.push(feature({ type: 'LineString', coordinates }, properties));
  }
}

function feature(geometry: Geometry, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', geometry, properties };
}

/** Without what is absent, false or empty: it would only make tiles bigger. */
function clean(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined && value !== false && value !== ''),
  );
}

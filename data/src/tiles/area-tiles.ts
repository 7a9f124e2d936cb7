/**
 * The map of an area as vector tiles, zoom 8 to 15, made from what was imported: no outside map service is needed.
 * What is on it is told in `map-layers.ts`.
 */
import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { roadClasses, type RoadClass } from '@noriai/core/graph/road-graph.ts';
import type { BoundsE7 } from '../streets/region.ts';
import { layerNames, mapLayers, type AreaMap, type LayerName, type Layers } from './map-layers.ts';
import { pmtilesFile, type MapTile } from './pmtiles-file.ts';

export const MIN_ZOOM = 8;
export const MAX_ZOOM = 15;

/** Streets less important than this are left out of tiles below that zoom. */
const leastRoadZoom: Readonly<Partial<Record<RoadClass, number>>> = {
  tertiary: 10,
  unclassified: 12,
  residential: 12,
  living_street: 13,
  service: 13,
  track: 13,
};
const leastLayerZoom: Readonly<Partial<Record<LayerName, number>>> = { building: 14, path: 14, waterway: 10, stop: 10 };

/** Tiles made between two reports of progress. */
const TILES_AT_ONCE = 32;

/**
 * A PMTiles file. O(points × zooms); a town takes about a second.
 *
 * @param onPart part that is done, 0..1; awaited, so it may end the work by throwing
 */
export async function areaTiles(map: AreaMap, onPart: (part: number) => Promise<void>): Promise<Uint8Array> {
  const layers = mapLayers(map);
  const indexes = layerNames.flatMap((name) => {
    const features = layers[name];
    if (features.length === 0) return [];
    const data = { type: 'FeatureCollection' as const, features };
    return [{ name, index: new GeoJSONVT(data, { maxZoom: MAX_ZOOM, indexMaxZoom: 10, buffer: 64 }) }];
  });
  const places = tilePlaces(map.bounds);
  const tiles: MapTile[] = [];
  for (let i = 0; i < places.length; i += TILES_AT_ONCE) {
    await onPart(i / places.length);
    for (const place of places.slice(i, i + TILES_AT_ONCE)) tiles.push(...tileAtPlace(indexes, place));
  }
  return pmtilesFile(tiles, {
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    bounds: degrees(map.bounds),
    metadata: metadataOf(map, layers),
  });
}

interface LayerIndex {
  readonly name: LayerName;
  readonly index: GeoJSONVT;
}

/** One tile, or none where nothing is to be shown. */
function tileAtPlace(indexes: readonly LayerIndex[], [z, x, y]: readonly [number, number, number]): MapTile[] {
  const layers = indexes.flatMap(({ name, index }) => {
    const tile = z < (leastLayerZoom[name] ?? 0) ? null : index.getTile(z, x, y);
    const shown = tile && name === 'road' ? importantRoads(tile, z) : tile;
    return shown && shown.features.length > 0 ? [[name, shown] as const] : [];
  });
  return layers.length === 0 ? [] : [{ z, x, y, data: fromGeojsonVt(Object.fromEntries(layers), { version: 2 }) }];
}

function metadataOf(map: AreaMap, layers: Layers) {
  return {
    name: map.area.name.ja,
    attribution: map.credit,
    format: 'pbf',
    vector_layers: layerNames
      .filter((name) => layers[name].length > 0)
      .map((id) => ({
        id,
        minzoom: Math.max(MIN_ZOOM, leastLayerZoom[id] ?? 0),
        maxzoom: MAX_ZOOM,
        fields: Object.fromEntries(layers[id].flatMap((f) => Object.entries(f.properties ?? {})).map(fieldType)),
      })),
  };
}

function fieldType([name, value]: [string, unknown]): [string, string] {
  return [name, typeof value === 'boolean' ? 'Boolean' : 'String'];
}

function importantRoads(tile: GeoJSONVTTile, z: number): GeoJSONVTTile {
  const features = tile.features.filter((feature: GeoJSONVTTile['features'][number]) => {
    const roadClass = roadClasses.find((name) => name === feature.tags?.['class']);
    return z >= (leastRoadZoom[roadClass ?? 'service'] ?? 0);
  });
  return { ...tile, features };
}

/** All tiles that touch the bounds, [z, x, y]. */
function tilePlaces(boundsE7: BoundsE7): [number, number, number][] {
  const [west, south, east, north] = degrees(boundsE7);
  const places: [number, number, number][] = [];
  for (let z = MIN_ZOOM; z <= MAX_ZOOM; z++) {
    const [left, top] = tileAt(z, west, north);
    const [right, bottom] = tileAt(z, east, south);
    for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) places.push([z, x, y]);
  }
  return places;
}

/** Tile of the web Mercator grid that holds a place. */
function tileAt(z: number, lon: number, lat: number): [x: number, y: number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  const x = ((lon + 180) / 360) * 2 ** z;
  const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z;
  return [Math.floor(x), Math.floor(y)];
}

function degrees(bounds: BoundsE7): [number, number, number, number] {
  return [bounds.westE7 / 1e7, bounds.southE7 / 1e7, bounds.eastE7 / 1e7, bounds.northE7 / 1e7];
}

/** How the map looks: calm ground, clear streets, big names. Tiles come from our own dispatcher; nothing from outside. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';

const colours = {
  paper: '#f6f4ee',
  green: '#dfe9d3',
  built: '#efece3',
  water: '#b5d8ee',
  building: '#dcd6c8',
  minor: '#ffffff',
  major: '#ffe9a8',
  trunk: '#ffd27a',
  edge: '#b9b2a3',
  path: '#a08f70',
  rail: '#7d7d86',
  border: '#8a6fb0',
  name: '#333333',
  halo: '#ffffff',
};
/** Fonts of the device: Japanese ones first; the map needs no font files. */
export const mapFonts = ['Noto Sans JP', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic UI', 'Meiryo', 'sans-serif'];

const roadClass: ExpressionSpecification = ['get', 'class'];
const isTrunk: ExpressionSpecification = ['in', roadClass, ['literal', ['motorway', 'trunk', 'primary']]];
const isMajor: ExpressionSpecification = ['in', roadClass, ['literal', ['secondary', 'tertiary']]];
const isSmall: ExpressionSpecification = ['in', roadClass, ['literal', ['service', 'track']]];
const isMinor: ExpressionSpecification = ['!', ['any', isTrunk, isMajor, isSmall]];
const isGreen: ExpressionSpecification = ['in', ['get', 'kind'], ['literal', ['wood', 'park', 'farmland']]];

/** @param origin of the service, as `http://localhost:8080`: MapLibre's worker needs whole addresses */
export function mapStyle(origin: string, bounds: readonly number[]): StyleSpecification {
  const [west = -180, south = -85, east = 180, north = 85] = bounds;
  return {
    version: 8,
    sources: {
      town: {
        type: 'vector',
        tiles: [`${origin}/tiles/{z}/{x}/{y}.mvt`],
        minzoom: 8,
        maxzoom: 15,
        bounds: [west, south, east, north],
      },
    },
    layers: [...groundLayers(), ...roadLayers(), nameLayer()],
  };
}

function groundLayers(): LayerSpecification[] {
  return [
    { id: 'paper', type: 'background', paint: { 'background-color': colours.paper } },
    fill('ground', 'landuse', ['case', isGreen, colours.green, colours.built]),
    fill('water', 'water', colours.water),
    line('river', 'waterway', colours.water, [1, 8]),
    fill('building', 'building', colours.building),
    line('border', 'area', colours.border, [2, 4]),
  ];
}

function roadLayers(): LayerSpecification[] {
  return [
    line('path', 'path', colours.path, [0.5, 2.5]),
    line('rail', 'rail', colours.rail, [1, 5]),
    road('small', isSmall, colours.minor, [0.3, 7]),
    road('minor-edge', isMinor, colours.edge, [0.9, 13]),
    road('minor', isMinor, colours.minor, [0.4, 10]),
    road('major-edge', isMajor, colours.edge, [1.8, 17]),
    road('major', isMajor, colours.major, [1.2, 14]),
    road('trunk-edge', isTrunk, colours.edge, [3, 22]),
    road('trunk', isTrunk, colours.trunk, [2.4, 18]),
  ];
}

function fill(id: string, sourceLayer: string, colour: string | ExpressionSpecification): LayerSpecification {
  return { id, type: 'fill', source: 'town', 'source-layer': sourceLayer, paint: { 'fill-color': colour } };
}

/** @param width at zoom 11 and at zoom 18 */
function line(id: string, sourceLayer: string, colour: string, [far, near]: [number, number]) {
  const width: ExpressionSpecification = ['interpolate', ['exponential', 1.5], ['zoom'], 11, far, 18, near];
  return {
    id,
    type: 'line' as const,
    source: 'town',
    'source-layer': sourceLayer,
    paint: { 'line-color': colour, 'line-width': width },
  };
}

function road(
  id: string,
  filter: ExpressionSpecification,
  colour: string,
  width: [number, number],
): LayerSpecification {
  return { ...line(id, 'road', colour, width), filter, layout: { 'line-cap': 'round', 'line-join': 'round' } };
}

function nameLayer(): LayerSpecification {
  return {
    id: 'road-name',
    type: 'symbol',
    source: 'town',
    'source-layer': 'road',
    minzoom: 13,
    filter: ['has', 'name'],
    layout: {
      'symbol-placement': 'line',
      'text-field': ['get', 'name'],
      'text-font': mapFonts,
      'text-size': 14,
      'symbol-spacing': 350,
    },
    paint: { 'text-color': colours.name, 'text-halo-color': colours.halo, 'text-halo-width': 2 },
  };
}

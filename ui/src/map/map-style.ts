/** How the map looks: calm ground, clear streets, big names. Tiles come from our own dispatcher; nothing from outside. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Language } from '../texts/language.ts';

/** Source layers of the tiles that the importer writes. */
const tileLayers = { ground: 'landuse', water: 'water', building: 'building', road: 'roads' } as const;

const colours = {
  paper: '#f6f4ee',
  wood: '#dfe9d3',
  built: '#efece3',
  water: '#b5d8ee',
  building: '#dcd6c8',
  minor: '#ffffff',
  major: '#ffe9a8',
  trunk: '#ffd27a',
  edge: '#b9b2a3',
  path: '#a08f70',
  name: '#333333',
  halo: '#ffffff',
};
/** Fonts of the device: Japanese ones first; the map needs no font files. */
export const mapFonts = ['Noto Sans JP', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic UI', 'Meiryo', 'sans-serif'];

const roadClass: ExpressionSpecification = ['get', 'class'];
const isTrunk: ExpressionSpecification = ['in', roadClass, ['literal', ['motorway', 'trunk', 'primary']]];
const isMajor: ExpressionSpecification = ['in', roadClass, ['literal', ['secondary', 'tertiary']]];
const isPath: ExpressionSpecification = [
  'in',
  roadClass,
  ['literal', ['footway', 'path', 'steps', 'pedestrian', 'cycleway', 'track', 'bridleway']],
];

/** @param origin of the service, as `http://localhost:8080`: MapLibre's worker needs whole addresses */
export function mapStyle(origin: string, bounds: readonly number[], language: Language): StyleSpecification {
  const [west = -180, south = -85, east = 180, north = 85] = bounds;
  return {
    version: 8,
    sources: {
      town: {
        type: 'vector',
        tiles: [`${origin}/tiles/{z}/{x}/{y}.mvt`],
        minzoom: 8,
        maxzoom: 14,
        bounds: [west, south, east, north],
      },
    },
    layers: [...groundLayers(), ...roadLayers(), nameLayer(language)],
  };
}

function groundLayers(): LayerSpecification[] {
  const isGreen: ExpressionSpecification = [
    'in',
    ['get', 'class'],
    ['literal', ['wood', 'forest', 'grass', 'park', 'farmland', 'meadow', 'orchard', 'scrub']],
  ];
  return [
    { id: 'paper', type: 'background', paint: { 'background-color': colours.paper } },
    {
      id: 'ground',
      type: 'fill',
      source: 'town',
      'source-layer': tileLayers.ground,
      paint: { 'fill-color': ['case', isGreen, colours.wood, colours.built] },
    },
    {
      id: 'water',
      type: 'fill',
      source: 'town',
      'source-layer': tileLayers.water,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': colours.water },
    },
    {
      id: 'river',
      type: 'line',
      source: 'town',
      'source-layer': tileLayers.water,
      filter: ['==', ['geometry-type'], 'LineString'],
      paint: { 'line-color': colours.water, 'line-width': widths(1, 6) },
    },
    {
      id: 'building',
      type: 'fill',
      source: 'town',
      'source-layer': tileLayers.building,
      minzoom: 14,
      paint: { 'fill-color': colours.building },
    },
  ];
}

function roadLayers(): LayerSpecification[] {
  const wide: [number, number] = [2.4, 18];
  return [
    {
      id: 'path',
      type: 'line',
      source: 'town',
      'source-layer': tileLayers.road,
      filter: isPath,
      minzoom: 13,
      paint: { 'line-color': colours.path, 'line-width': widths(0.6, 3), 'line-dasharray': [2, 1.5] },
    },
    road('minor-edge', ['!', ['any', isTrunk, isMajor, isPath]], colours.edge, [0.9, 13]),
    road('minor', ['!', ['any', isTrunk, isMajor, isPath]], colours.minor, [0.4, 10]),
    road('major-edge', isMajor, colours.edge, [1.8, 17]),
    road('major', isMajor, colours.major, [1.2, 14]),
    road('trunk-edge', isTrunk, colours.edge, [3, 22]),
    road('trunk', isTrunk, colours.trunk, wide),
  ];
}

function road(
  id: string,
  filter: ExpressionSpecification,
  colour: string,
  width: [number, number],
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'town',
    'source-layer': tileLayers.road,
    filter,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': widths(...width) },
  };
}

/** Grows from zoom 11 to zoom 18. */
function widths(far: number, near: number): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.5], ['zoom'], 11, far, 18, near];
}

function nameLayer(language: Language): LayerSpecification {
  const name: ExpressionSpecification =
    language === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name']] : ['get', 'name'];
  return {
    id: 'road-name',
    type: 'symbol',
    source: 'town',
    'source-layer': tileLayers.road,
    minzoom: 13,
    filter: ['has', 'name'],
    layout: {
      'symbol-placement': 'line',
      'text-field': name,
      'text-font': mapFonts,
      'text-size': 14,
      'symbol-spacing': 350,
    },
    paint: { 'text-color': colours.name, 'text-halo-color': colours.halo, 'text-halo-width': 2 },
  };
}

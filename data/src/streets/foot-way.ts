/** From the tags of a way to what walking along it is like, or the reason why nobody may. */
import type { FootClass, FootCrossing, FootSurface } from '@noriai/core/graph/foot-graph.ts';
import type { OsmTags } from '../osm/osm-elements.ts';

/** Why a way is not walked on; the words stand in reports. */
export const footDropReasons = {
  not_walkable: 'no street or path: motorways, ferries, ways under construction, …',
  closed: 'closed to walkers, or private',
  beside: 'its footway is mapped beside it',
} as const;
export type FootDropReason = keyof typeof footDropReasons;

export interface FootWay {
  readonly footClass: FootClass;
  readonly surface: FootSurface;
  readonly crossing: FootCrossing;
  /** Walking on the carriageway: no footway of its own is known. */
  readonly isOnRoad: boolean;
  readonly isStructure: boolean;
  /** Counted steps, 0 = not counted. */
  readonly stepCount: number;
  /** Which end of the way lies higher, where a tag tells. */
  readonly incline: 'up' | 'down' | 'unknown';
  readonly hasHandrail: boolean;
  readonly hasRamp: boolean;
  readonly wheelchair: 'yes' | 'no' | 'unknown';
  /** Walkers may go along the way, against it, or both. */
  readonly isOpenForward: boolean;
  readonly isOpenBackward: boolean;
}

const classByHighway: Readonly<Record<string, FootClass>> = {
  footway: 'footway',
  corridor: 'footway',
  path: 'path',
  bridleway: 'path',
  cycleway: 'path',
  steps: 'steps',
  pedestrian: 'pedestrian',
  platform: 'platform',
  residential: 'residential',
  living_street: 'residential',
  unclassified: 'residential',
  road: 'residential',
  service: 'service',
  busway: 'road',
  track: 'track',
  trunk: 'road',
  primary: 'road',
  secondary: 'road',
  tertiary: 'road',
};
const closedValues = new Set('no private use_sidepath agricultural forestry military emergency'.split(' '));

/** What walking along a way is like, or why it is not kept. */
export function readFootWay(tags: OsmTags): FootWay | FootDropReason {
  const isPlatform = tags.public_transport === 'platform' || tags.railway === 'platform';
  const highway = tags.highway ?? (isPlatform ? 'platform' : undefined);
  const footClass = highway === undefined ? undefined : classByHighway[highway.replace(/_link$/, '')];
  if (footClass === undefined) return 'not_walkable';
  const isRoad = !['footway', 'path', 'steps', 'pedestrian', 'platform'].includes(footClass);
  const access = walkAccess(tags);
  if (access === 'closed' || (access === 'unsaid' && tags.motorroad === 'yes')) return 'closed';
  if (isRoad && access !== 'open' && hasFootwayBeside(tags)) return 'beside';
  return {
    footClass,
    surface: surfaceOf(tags, footClass),
    crossing: crossingOf(tags),
    isOnRoad: isRoad && !hasSidewalk(tags),
    isStructure: isSet(tags.bridge) || (isSet(tags.tunnel) && tags.tunnel !== 'culvert'),
    stepCount: footClass === 'steps' ? wholeNumber(tags.step_count) : 0,
    incline: inclineOf(tags.incline),
    hasHandrail: Object.keys(tags).some((key) => /^handrail(:|$)/.test(key) && tags[key] !== 'no'),
    hasRamp: Object.keys(tags).some((key) => /^ramp(:|$)/.test(key) && tags[key] !== 'no'),
    wheelchair: tags.wheelchair === 'no' ? 'no' : isSet(tags.wheelchair) ? 'yes' : 'unknown',
    isOpenForward: tags['oneway:foot'] !== '-1',
    isOpenBackward: tags['oneway:foot'] !== 'yes' && tags['foot:backward'] !== 'no',
  };
}

/** `foot` wins over `access`; `open` only where a tag for walkers says so. */
function walkAccess(tags: OsmTags): 'open' | 'closed' | 'unsaid' {
  if (tags.foot !== undefined) return closedValues.has(tags.foot) ? 'closed' : 'open';
  if (tags.access !== undefined && closedValues.has(tags.access)) return 'closed';
  return 'unsaid';
}

function hasFootwayBeside(tags: OsmTags): boolean {
  return tags.sidewalk === 'separate' || tags['sidewalk:both'] === 'separate';
}

function hasSidewalk(tags: OsmTags): boolean {
  return ['sidewalk', 'sidewalk:both', 'sidewalk:left', 'sidewalk:right'].some((key) => {
    const value = tags[key];
    return value !== undefined && !['no', 'none', 'separate'].includes(value);
  });
}

/** How a street is crossed, from the tags of a way (`footway=crossing`) or of a node (`highway=crossing`). */
export function crossingOf(tags: OsmTags): FootCrossing {
  const isWay = tags.footway === 'crossing' || tags.path === 'crossing' || tags.cycleway === 'crossing';
  if (!isWay && tags.highway !== 'crossing') return 'none';
  const kind = tags.crossing ?? '';
  if (kind === 'traffic_signals' || tags['crossing:signals'] === 'yes') return 'signals';
  const isMarked = /^(marked|zebra|uncontrolled|pelican|toucan|yes)$/.test(kind) || isSet(tags['crossing:markings']);
  return isMarked ? 'marked' : 'unmarked';
}

const surfaces: readonly (readonly [FootSurface, string])[] = [
  ['paved', 'paved asphalt concrete concrete:plates concrete:lanes metal wood rubber tartan tiles acrylic chipseal'],
  ['paving_stones', 'paving_stones sett bricks brick paving_stones:30 cobblestone cobblestone:flattened'],
  ['compacted', 'compacted fine_gravel'],
  ['gravel', 'gravel pebblestone shells'],
  ['unpaved', 'unpaved ground dirt earth grass sand mud clay woodchips grass_paver snow'],
  ['rough', 'rock rocks stone stepping_stones unhewn_cobblestone'],
];
const surfaceByValue = new Map(surfaces.flatMap(([kind, values]) => values.split(' ').map((v) => [v, kind] as const)));

function surfaceOf(tags: OsmTags, footClass: FootClass): FootSurface {
  if (/^(bad|very_bad|horrible|very_horrible|impassable)$/.test(tags.smoothness ?? '')) return 'rough';
  if (!['hiking', 'strolling', undefined].includes(tags.sac_scale)) return 'rough';
  const said = surfaceByValue.get(tags.surface?.split(/[;:]/)[0] ?? '');
  if (said !== undefined) return said;
  if (footClass === 'track' || tags.tracktype !== undefined) {
    return tags.tracktype === 'grade1' ? 'paved' : tags.tracktype === 'grade2' ? 'compacted' : 'unpaved';
  }
  return 'unknown';
}

function inclineOf(value: string | undefined): FootWay['incline'] {
  if (value === 'up' || /^\+?[1-9]/.test(value ?? '')) return 'up';
  return value === 'down' || /^-\d/.test(value ?? '') ? 'down' : 'unknown';
}

function wholeNumber(value: string | undefined): number {
  return /^\d{1,4}$/.test(value ?? '') ? Number(value) : 0;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== 'no';
}

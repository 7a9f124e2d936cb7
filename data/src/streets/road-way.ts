/** From the tags of a way to what driving along it is like, or the reason why nobody may. */
import { roadClasses, type RoadClass } from '@noriai/core/graph/road-graph.ts';
import type { OsmTags } from '../osm/osm-elements.ts';
import { isOpenedToMotors, passageOf, type Direction, type Passage } from './road-access.ts';
import { freeFlowKmh } from './speed-table.ts';
import { durationSec, lengthDm, maxspeedKmh, weightDt } from './tag-values.ts';

/** Why a way is not driven on; the words stand in reports. */
export const roadDropReasons = {
  not_a_street: 'no street: buildings, borders, waterways, railways, …',
  foot_only: 'footways, paths, steps and squares without a tag that lets motor vehicles in',
  not_built: 'under construction, planned, closed for good, or a race track',
  closed: 'closed to vehicles that carry the public',
  private: 'private, and no stop or depot of the area lies on it',
  too_rough: 'tracks of grade 4 or 5 and ways too rough for a car',
  area: 'an area to walk on, not a line to drive along',
  reversible: 'direction changes with the hour',
} as const;
export type RoadDropReason = keyof typeof roadDropReasons;

/** One direction of a street. */
export interface RoadDirection {
  readonly passage: Passage;
  readonly maxspeedKmh: number;
  readonly freeFlowKmh: number;
}

export interface RoadWay {
  readonly roadClass: RoadClass;
  readonly forward: RoadDirection;
  readonly backward: RoadDirection;
  readonly isLink: boolean;
  readonly isRoundabout: boolean;
  readonly isTunnel: boolean;
  readonly isBridge: boolean;
  readonly isToll: boolean;
  readonly isUnpaved: boolean;
  readonly widthDm: number;
  readonly maxHeightDm: number;
  readonly maxLengthDm: number;
  readonly maxWeightDt: number;
  /** Crossing time of a ferry, 0 = not known. */
  readonly durationSec: number;
}

const neverBuilt = new Set(['construction', 'proposed', 'planned', 'abandoned', 'razed', 'disused', 'raceway']);
const footHighways = new Set(['footway', 'path', 'steps', 'pedestrian', 'cycleway', 'bridleway', 'corridor']);
const roughSmoothness = new Set(['very_horrible', 'horrible', 'impassable']);
const unpavedSurfaces = new Set(
  'unpaved compacted fine_gravel gravel pebblestone ground dirt earth grass mud sand rock woodchips snow ice'.split(
    ' ',
  ),
);
const otherClass: Readonly<Record<string, RoadClass>> = { road: 'unclassified', busway: 'unclassified' };

/** Class of the street that a `highway` value names when motor vehicles use it, or null; `road` counts as unclassified. */
export function findRoadClass(highway: string): RoadClass | null {
  const name = highway.replace(/_link$/, '');
  if (name === 'ferry') return null;
  return roadClasses.find((roadClass) => roadClass === name) ?? otherClass[name] ?? null;
}

/** What driving along a way is like, or why it is not kept. */
export function readRoadWay(tags: OsmTags): RoadWay | RoadDropReason {
  if (tags.route === 'ferry') return readFerry(tags);
  const highway = tags.highway;
  if (highway === undefined) return 'not_a_street';
  if (neverBuilt.has(highway)) return 'not_built';
  if (tags.area === 'yes') return 'area';
  const roadClass = findRoadClass(highway) ?? openedFootway(highway, tags);
  if (roadClass === null) return footHighways.has(highway) ? 'foot_only' : 'not_a_street';
  if (roughSmoothness.has(tags.smoothness ?? '') || /^grade[45]$/.test(tags.tracktype ?? '')) return 'too_rough';
  return roadOfClass(tags, roadClass, highway);
}

/** A square or path that a tag opens to motor vehicles is driven at walking pace. */
function openedFootway(highway: string, tags: OsmTags): RoadClass | null {
  if (!footHighways.has(highway) || highway === 'steps' || !isOpenedToMotors(tags)) return null;
  return highway === 'pedestrian' ? 'living_street' : 'track';
}

function roadOfClass(tags: OsmTags, roadClass: RoadClass, highway: string): RoadWay | RoadDropReason {
  const untagged: Passage =
    highway === 'busway' ? 'public_service' : tags.service === 'emergency_access' ? 'closed' : 'open';
  const passages = passagesOf(tags, roadClass, untagged);
  if (passages === 'reversible') return 'reversible';
  if (passages.forward === 'closed' && passages.backward === 'closed') return 'closed';
  const isLink = highway.endsWith('_link');
  const isUnpaved = isUnpavedWay(tags, roadClass);
  const isNarrowService = /^(driveway|parking_aisle|drive-through)$/.test(tags.service ?? '');
  const direction = (name: Direction): RoadDirection => {
    const limitKmh = maxspeedKmh(tags[`maxspeed:${name}`] ?? tags.maxspeed);
    const speed = { roadClass, isLink, isUnpaved, isNarrowService, maxspeedKmh: limitKmh };
    return { passage: passages[name], maxspeedKmh: limitKmh, freeFlowKmh: freeFlowKmh(speed) };
  };
  return {
    ...physicalLimits(tags),
    roadClass,
    forward: direction('forward'),
    backward: direction('backward'),
    isLink,
    isRoundabout: isRoundabout(tags),
    isUnpaved,
    durationSec: 0,
  };
}

function readFerry(tags: OsmTags): RoadWay | RoadDropReason {
  const forward = passageOf(tags, 'forward', 'closed'); // most small boats carry no cars: a tag must say so
  if (forward === 'closed') return 'closed';
  const speed = {
    roadClass: 'ferry' as const,
    isLink: false,
    isUnpaved: false,
    isNarrowService: false,
    maxspeedKmh: 0,
  };
  const direction = { maxspeedKmh: 0, freeFlowKmh: freeFlowKmh(speed) };
  const backward = tags.oneway === 'yes' ? 'closed' : passageOf(tags, 'backward', 'closed');
  return {
    ...physicalLimits(tags),
    roadClass: 'ferry',
    forward: { ...direction, passage: forward },
    backward: { ...direction, passage: backward },
    isLink: false,
    isRoundabout: false,
    isUnpaved: false,
    durationSec: durationSec(tags.duration),
  };
}

function physicalLimits(tags: OsmTags) {
  const widths = [tags.maxwidth, tags['maxwidth:physical'], tags.width ?? tags.est_width ?? tags['yh:WIDTH']];
  const known = widths.map((value) => lengthDm(value)).filter((widthDm) => widthDm > 0);
  return {
    isTunnel: isSet(tags.tunnel) && tags.tunnel !== 'culvert',
    isBridge: isSet(tags.bridge),
    isToll: isSet(tags.toll),
    widthDm: known.length === 0 ? 0 : Math.min(...known),
    maxHeightDm: lengthDm(tags['maxheight:physical'] ?? tags.maxheight),
    maxLengthDm: lengthDm(tags.maxlength),
    maxWeightDt: weightDt(tags.maxweight),
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== 'no';
}

function isRoundabout(tags: OsmTags): boolean {
  return tags.junction === 'roundabout' || tags.junction === 'circular';
}

function isUnpavedWay(tags: OsmTags, roadClass: RoadClass): boolean {
  const surface = tags.surface?.split(/[;:]/)[0];
  if (surface !== undefined) return unpavedSurfaces.has(surface);
  return roadClass === 'track' ? tags.tracktype !== 'grade1' : /^grade[2-5]$/.test(tags.tracktype ?? '');
}

function passagesOf(tags: OsmTags, roadClass: RoadClass, untagged: Passage) {
  const oneway = onewayOf(tags, roadClass);
  if (oneway === 'reversible') return 'reversible';
  const forward = passageOf(tags, 'forward', untagged);
  const backward = passageOf(tags, 'backward', untagged);
  const against: Passage = hasContraflowBusLane(tags) ? 'public_service' : 'closed';
  return {
    forward: oneway === 'backward' ? stricter(forward, against) : forward,
    backward: oneway === 'forward' ? stricter(backward, against) : backward,
  };
}

function stricter(passage: Passage, against: Passage): Passage {
  return against === 'closed' || passage === 'closed' || passage === 'private' ? 'closed' : against;
}

function onewayOf(tags: OsmTags, roadClass: RoadClass): Direction | 'both' | 'reversible' {
  const value = tags['oneway:motorcar'] ?? tags['oneway:motor_vehicle'] ?? tags['oneway:vehicle'] ?? tags.oneway;
  switch (value) {
    case 'yes':
    case 'true':
    case '1':
      return 'forward';
    case '-1':
    case 'reverse':
      return 'backward';
    case 'reversible':
      return 'reversible';
    case undefined:
      return isRoundabout(tags) || roadClass === 'motorway' ? 'forward' : 'both';
    default:
      return 'both'; // no, false, 0, alternating (signals let both through in turn)
  }
}

function hasContraflowBusLane(tags: OsmTags): boolean {
  const isNo = (key: string) => tags[key] === 'no';
  const isOpposite = (key: string) => tags[key]?.startsWith('opposite') === true;
  return (
    ['oneway:psv', 'oneway:bus', 'oneway:taxi'].some(isNo) ||
    ['busway', 'busway:left', 'busway:right', 'busway:both'].some(isOpposite)
  );
}

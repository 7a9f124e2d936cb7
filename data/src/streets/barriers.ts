/** What a node of a street does to those who pass it. */
import type { OsmTags } from '../osm/osm-elements.ts';
import { passageOf, type Passage } from './road-access.ts';
import { lengthDm, weightDt } from './tag-values.ts';

/** A place that not every vehicle may pass; limits as in `RoadGraph`, 0 = none. */
export interface RoadGate {
  readonly passage: Passage;
  readonly widthDm: number;
  readonly maxHeightDm: number;
  readonly maxWeightDt: number;
}

/** Barriers that stop a car unless a tag says otherwise. All others (gate, lift_gate, toll_booth, …) let it pass. */
const blocking = new Set(
  `bollard block jersey_barrier cycle_barrier motorcycle_barrier stile kissing_gate turnstile full-height_turnstile
   horse_stile wedge log debris planter chain rope fence wall hedge guard_rail step spikes barrier_board tank_trap
   ditch retaining_wall city_wall`.split(/\s+/),
);

/** Whether and whom a node stops, or null when everybody passes. */
export function findRoadGate(tags: OsmTags): RoadGate | null {
  const barrier = tags.barrier;
  const restricts = ['access', 'vehicle', 'motor_vehicle', 'motorcar', 'psv', 'bus'].some((key) => key in tags);
  const limits = {
    widthDm: lengthDm(tags['maxwidth:physical'] ?? tags.maxwidth),
    maxHeightDm: lengthDm(tags['maxheight:physical'] ?? tags.maxheight),
    maxWeightDt: weightDt(tags.maxweight),
  };
  if (barrier === undefined && tags.highway === undefined && tags.railway === undefined) return null;
  const passage = barrierPassage(tags, barrier, restricts);
  const isFree = passage === 'open' && limits.widthDm === 0 && limits.maxHeightDm === 0 && limits.maxWeightDt === 0;
  return isFree ? null : { passage, ...limits };
}

function barrierPassage(tags: OsmTags, barrier: string | undefined, restricts: boolean): Passage {
  if (barrier === undefined) return 'open';
  if (barrier === 'bus_trap' || barrier === 'sump_buster') return 'public_service';
  const untagged = blocking.has(barrier) ? 'closed' : 'open';
  return restricts ? passageOf(tags, 'forward', untagged) : untagged;
}

/** Barriers that stop a walker unless a tag lets people through. */
const blockingOnFoot = new Set('fence wall hedge guard_rail ditch retaining_wall city_wall'.split(' '));

/** Whether a walker is stopped at a node. */
export function isClosedOnFoot(tags: OsmTags): boolean {
  if (tags.barrier === undefined) return false;
  const value = tags.foot ?? tags.access;
  if (value === undefined) return blockingOnFoot.has(tags.barrier);
  return value === 'no' || value === 'private';
}

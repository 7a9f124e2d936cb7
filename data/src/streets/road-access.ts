/**
 * Who may drive along a way or past a barrier. Our vehicles carry the public (buses and taxis), so what is open to
 * them counts; what is open to them alone is marked, since a metric may want the streets of an ordinary car.
 *
 * The most specific tag wins: `motorcar`, `motor_vehicle`, `vehicle`, `access`; each first for the direction
 * (`vehicle:forward`). Above all stand `bus`, `taxi` and `psv` (https://wiki.openstreetmap.org/wiki/Key:access).
 */
import type { OsmTags } from '../osm/osm-elements.ts';

/**
 * `destination`: only to reach a place on it. `private`: closed, unless a stop or depot lies on it.
 * `public_service`: open to buses and taxis only.
 */
export type Passage = 'open' | 'destination' | 'private' | 'public_service' | 'closed';

export type Direction = 'forward' | 'backward';

const carKeys = ['motorcar', 'motor_vehicle', 'vehicle', 'access'];
const publicServiceKeys = ['bus', 'taxi', 'psv'];

const passageByValue: Readonly<Record<string, Passage>> = {
  destination: 'destination',
  delivery: 'destination',
  customers: 'destination',
  permit: 'destination',
  residents: 'destination',
  private: 'private',
  no: 'closed',
  agricultural: 'closed',
  forestry: 'closed',
  emergency: 'closed',
  military: 'closed',
  use_sidepath: 'closed',
  bicycle: 'closed',
  foot: 'closed',
  bus: 'public_service',
  psv: 'public_service',
  taxi: 'public_service',
};

/**
 * @param untagged what holds where no tag says anything, by kind of way or barrier
 */
export function passageOf(tags: OsmTags, direction: Direction, untagged: Passage): Passage {
  const general = firstPassage(tags, carKeys, direction) ?? untagged;
  const special = publicServiceKeys.map((key) => firstPassage(tags, [key], direction));
  if (special.includes('open')) return general === 'open' || general === 'destination' ? 'open' : 'public_service';
  if (special.includes('destination') && general === 'closed') return 'destination';
  return special[2] === 'closed' ? 'closed' : general; // psv=no: not for carrying the public
}

/** Whether any tag of the way itself lets motor vehicles in, so that a footway or square counts as a street. */
export function isOpenedToMotors(tags: OsmTags): boolean {
  return ['motorcar', 'motor_vehicle', 'vehicle', ...publicServiceKeys].some((key) => {
    const passage = firstPassage(tags, [key], 'forward');
    return passage === 'open' || passage === 'destination';
  });
}

function firstPassage(tags: OsmTags, keys: readonly string[], direction: Direction): Passage | null {
  for (const key of keys) {
    const value = tags[`${key}:${direction}`] ?? tags[key];
    if (value !== undefined) return mostOpen(value);
  }
  return null;
}

/** A list (`customers;permit`) is as open as its most open part; an unknown word is taken as open. */
function mostOpen(value: string): Passage {
  const order: readonly Passage[] = ['open', 'destination', 'public_service', 'private', 'closed'];
  const passages = value.split(';').map((word) => passageByValue[word.trim()] ?? 'open');
  return order.find((passage) => passages.includes(passage))!;
}

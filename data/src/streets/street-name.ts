import type { OsmTags } from '../osm/osm-elements.ts';

/**
 * The one name under which a street is shown and spoken: Japanese where it is given, else the local name, else English,
 * else its number (`ref`); empty when it has none.
 */
export function streetName(tags: OsmTags): string {
  const name = tags['name:ja'] ?? tags.name ?? tags['name:en'] ?? tags.official_name ?? tags.loc_name ?? tags.ref ?? '';
  return name.trim().slice(0, 200);
}

/** Names of the streets that the plan does not name: numbered town roads of each district, as Japanese towns have them. */
import type { Plane } from '../land/plane.ts';
import { distanceM } from '../land/plane.ts';
import type { District } from '../town-plan.ts';
import { localNames } from './local-names.ts';
import type { Street, StreetNetwork } from './street-network.ts';

/** Shorter streets stay without a name. */
const NAMED_FROM_NODES = 9;

export function nameStreets(network: StreetNetwork, plane: Plane, districts: readonly District[]): void {
  const centres = districts.map((district) => ({ district, at: plane.point(district.lat, district.lon) }));
  const counts = new Map<string, number>();
  for (const street of network.streets) {
    if (!isNumbered(street)) continue;
    const middle = network.point(street.nodes[street.nodes.length >> 1]!);
    const { district } = centres.reduce((best, centre) =>
      distanceM(centre.at, middle) < distanceM(best.at, middle) ? centre : best,
    );
    const number = (counts.get(district.id) ?? 0) + 1;
    counts.set(district.id, number);
    street.tags = { ...street.tags, ...numberedName(district, number) };
  }
}

const isNumbered = (street: Street): boolean =>
  (street.role === 'terrace' || street.role === 'lane') &&
  street.nodes.length >= NAMED_FROM_NODES &&
  street.tags['name'] === undefined;

function numberedName(district: District, number: number): Record<string, string> {
  return localNames({
    ja: `町道 ${district.name.ja}${number}号線`,
    kana: `ちょうどう ${district.name.kana ?? ''} ${number}ごうせん`,
    en: `Town Road ${district.name.en ?? district.id} No. ${number}`,
  });
}

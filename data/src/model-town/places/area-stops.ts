/** Chosen stops as the area file wants them: on the kerb, with a name, a side and a district. */
import type { Stop } from '@noriai/core/contracts/area.ts';
import { ahead, direction, leftOf, type Plane } from '../land/plane.ts';
import type { StreetNetwork } from '../streets/street-network.ts';
import type { ChosenStop } from './choose-stops.ts';
import type { House } from './people.ts';
import { peopleOf } from './people.ts';
import { makeStopNamer } from './stop-names.ts';

/** On a street this wide a vehicle does not stop on the far side. */
const KERB_FROM_M = 6.5;
const BEHIND_KERB_M = 1;

export function areaStops(
  network: StreetNetwork,
  plane: Plane,
  trafficSide: 'left' | 'right',
  chosen: readonly ChosenStop[],
  houses: readonly House[],
): Stop[] {
  const nameStop = makeStopNamer(plane);
  const counts = new Map<string, number>();
  return chosen.map((stop) => {
    const { district, place } = stop;
    const number = (counts.get(district.id) ?? 0) + 1;
    counts.set(district.id, number);
    const named = place === null ? nameStop(district, network.point(stop.site.node)) : place;
    return {
      id: place === null ? `${district.id}-s${number}` : place.id,
      name: named.name,
      position: kerbPosition(network, plane, trafficSide, stop, houses),
      side: Number(stop.site.street.tags['width']) >= KERB_FROM_M ? 'kerb' : 'either',
      boarding: true,
      alighting: true,
      closed: [],
      kind: named.kind,
      district: district.name,
    };
  });
}

/** Beside the lane of the direction that more neighbours live along; on a one-way street beside its traffic. */
function kerbPosition(
  network: StreetNetwork,
  plane: Plane,
  trafficSide: 'left' | 'right',
  { site }: ChosenStop,
  houses: readonly House[],
): { lat: number; lon: number } {
  const at = network.point(site.node);
  const left = leftOf(
    direction(network.point(site.street.nodes[site.at - 1]!), network.point(site.street.nodes[site.at + 1]!)),
  );
  const side = site.street.tags['oneway'] === 'yes' ? (trafficSide === 'left' ? 1 : -1) : busierSide(at, left, houses);
  const kerb = ahead(at, left, side * (Number(site.street.tags['width']) / 2 + BEHIND_KERB_M));
  return { lat: plane.latE7(kerb) / 1e7, lon: plane.lonE7(kerb) / 1e7 };
}

function busierSide(at: { x: number; y: number }, left: { x: number; y: number }, houses: readonly House[]): 1 | -1 {
  let leftPeople = 0;
  for (const house of houses) {
    const away = { x: house.at.x - at.x, y: house.at.y - at.y };
    if (away.x * away.x + away.y * away.y > 150 * 150) continue;
    leftPeople += peopleOf(house) * (away.x * left.x + away.y * left.y > 0 ? 1 : -1);
  }
  return leftPeople >= 0 ? 1 : -1;
}

/** Houses along the streets, and the people of each district spread over them. */
import type { PopulationFile } from '@noriai/core/contracts/population.ts';
import type { Random } from '@noriai/core/containers/random.ts';
import { ahead, direction, distanceM, leftOf, type Plane, type Point } from '../land/plane.ts';
import type { District } from '../town-plan.ts';
import { isDriveStreet, type Street, type StreetNetwork } from '../streets/street-network.ts';

/** A few houses on one side of a street. */
export interface House {
  readonly at: Point;
  readonly districtId: string;
  /** The nearest node of its street. */
  readonly node: number;
  readonly ages: number[];
}

const NODES_BETWEEN = 7;
const OFF_STREET_M = 14;
/** Farther out than this from the district's middle nobody lives (forest roads). */
const FARTHEST_M = 700;

/** Deterministic for a seed. The ages of a district's houses add up to the district's figures exactly. */
export function settlePeople(
  network: StreetNetwork,
  plane: Plane,
  districts: readonly District[],
  random: Random,
): House[] {
  const centres = districts.map((district) => ({ district, at: plane.point(district.lat, district.lon) }));
  const houses = new Map<string, House[]>(districts.map((district) => [district.id, []]));
  for (const street of network.streets.filter(hasHouses)) {
    for (let i = 1; i < street.nodes.length; i += NODES_BETWEEN) {
      const at = besideStreet(network, street, i, random() < 0.5 ? 1 : -1);
      const { district } = centres.reduce((best, centre) =>
        distanceM(centre.at, at) < distanceM(best.at, at) ? centre : best,
      );
      const centre = plane.point(district.lat, district.lon);
      if (distanceM(centre, at) > FARTHEST_M || isEstateStreet(street) !== (district.pattern === 'terraces')) continue;
      houses.get(district.id)!.push({ at, districtId: district.id, node: street.nodes[i]!, ages: [0, 0, 0, 0] });
    }
  }
  for (const district of districts) spreadPeople(district, houses.get(district.id)!, random);
  return districts.flatMap((district) => houses.get(district.id)!).filter((house) => house.ages.some((n) => n > 0));
}

const hasHouses = (street: Street): boolean =>
  isDriveStreet(street) && street.role !== 'main' && street.role !== 'track' && street.tags['bridge'] === undefined;

const isEstateStreet = (street: Street): boolean => street.role !== 'lane';

function besideStreet(network: StreetNetwork, street: Street, i: number, side: number): Point {
  const at = network.point(street.nodes[i]!);
  return ahead(at, leftOf(direction(network.point(street.nodes[i - 1]!), at)), side * OFF_STREET_M);
}

/** Each age group by running sums, so that rounding never loses anybody; people of unknown age count as 15-64. */
function spreadPeople(district: District, houses: readonly House[], random: Random): void {
  if (houses.length === 0) throw new Error(`district ${district.id}: no street for its ${district.people} people`);
  const weights = houses.map(() => 0.5 + random());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const unknown = district.people - district.ages.reduce((sum, n) => sum + n, 0);
  district.ages.forEach((known, group) => {
    const people = group === 1 ? known + unknown : known;
    const start = random();
    let running = 0;
    houses.forEach((house, i) => {
      const before = Math.floor((people * running) / total + start);
      running += weights[i]!;
      const after =
        i === houses.length - 1 ? people + Math.floor(start) : Math.floor((people * running) / total + start);
      house.ages[group] = Math.max(0, after - before);
    });
  });
}

export const peopleOf = (house: House): number => house.ages.reduce((sum, n) => sum + n, 0);

export function populationPoints(houses: readonly House[], plane: Plane): PopulationFile['points'] {
  return houses.map((house) => ({
    lat: plane.latE7(house.at) / 1e7,
    lon: plane.lonE7(house.at) / 1e7,
    districtId: house.districtId,
    ages: house.ages,
  }));
}

/** Chooses the places of the stops: one for each place people go to, one for each district, the rest where they save most walking. */
import { heightAtM, type HeightGrid } from '../land/height-grid.ts';
import { distanceM, type Plane, type Point } from '../land/plane.ts';
import type { District, PlanPlace, TownPlan } from '../town-plan.ts';
import type { StreetNetwork } from '../streets/street-network.ts';
import { peopleOf, type House } from './people.ts';
import type { StopSite } from './stop-sites.ts';

export interface ChosenStop {
  readonly site: StopSite;
  readonly district: District;
  /** The place it was made for, null = for those who live around. */
  readonly place: PlanPlace | null;
}

/** Nobody walks farther than this anyway. */
const FARTHEST_WALK_M = 600;
const APART_M = 90;
/** Villages get more stops for their people than the walking saved would give them: farms lie far apart. */
const PEOPLE_PER_VILLAGE_STOP = 110;
/** Metres of level walking that a metre of climb is worth. */
const CLIMB_FACTOR = 8;

export function chooseStops(
  network: StreetNetwork,
  grid: HeightGrid,
  plan: TownPlan,
  plane: Plane,
  houses: readonly House[],
  sites: readonly StopSite[],
): ChosenStop[] {
  const centres = plan.districts.map((district) => ({ district, at: plane.point(district.lat, district.lon) }));
  const districtAt = (point: Point) =>
    centres.reduce((best, c) => (distanceM(c.at, point) < distanceM(best.at, point) ? c : best)).district;
  const chosen: ChosenStop[] = [];
  const free = (site: StopSite) =>
    chosen.every((stop) => distanceM(network.point(stop.site.node), network.point(site.node)) >= APART_M);
  const add = (site: StopSite, place: PlanPlace | null, district = districtAt(network.point(site.node))) =>
    chosen.push({ site, place, district });
  for (const place of plan.places) {
    add(nearestSite(network, sites.filter(free), plane.point(...place.at)), place);
  }
  const walk = new WalkSaver(network, grid, houses, sites);
  for (const stop of chosen) walk.take(stop.site);
  for (const { district, at } of centres) {
    const wanted = district.pattern === 'village' ? Math.ceil(district.people / PEOPLE_PER_VILLAGE_STOP) : 1;
    const inDistrict = (site: StopSite) => free(site) && districtAt(network.point(site.node)) === district;
    for (let n = chosen.filter((stop) => stop.district === district).length; n < wanted; n++) {
      const site = n > 0 ? walk.best(inDistrict) : nearestSite(network, sites.filter(free), at);
      add(site, null, district);
      walk.take(site);
    }
  }
  while (chosen.length < plan.stopCount) {
    const site = walk.best(free);
    add(site, null);
    walk.take(site);
  }
  return chosen;
}

function nearestSite(network: StreetNetwork, sites: readonly StopSite[], at: Point): StopSite {
  return sites.reduce((best, site) =>
    distanceM(network.point(site.node), at) < distanceM(network.point(best.node), at) ? site : best,
  );
}

/** Houses within reach of a site and the walk from each, side by side. */
interface NearHouses {
  readonly house: Int32Array;
  readonly walkM: Float64Array;
}

/** Greedy p-median: what each further stop would save all inhabitants in walking, climbs included. */
class WalkSaver {
  readonly #people: readonly number[];
  readonly #walkM: number[];
  readonly #atMost = new Map<StopSite, number>();
  readonly #near: ReadonlyMap<StopSite, NearHouses>;

  constructor(network: StreetNetwork, grid: HeightGrid, houses: readonly House[], sites: readonly StopSite[]) {
    this.#people = houses.map(peopleOf);
    this.#walkM = houses.map(() => FARTHEST_WALK_M);
    const heights = houses.map((house) => heightAtM(grid, house.at));
    this.#near = new Map(
      sites.map((site) => {
        const at = network.point(site.node);
        return [site, nearHouses(at, heightAtM(grid, at), houses, heights)];
      }),
    );
  }

  take(site: StopSite): void {
    const { house, walkM } = this.#near.get(site)!;
    house.forEach((h, i) => (this.#walkM[h] = Math.min(this.#walkM[h]!, walkM[i]!)));
  }

  /** The free site that saves most; the first of equal ones. What a site saves never grows, so old savings are bounds. */
  best(isFree: (site: StopSite) => boolean): StopSite {
    let best: StopSite | null = null;
    let bestSaved = -1;
    for (const [site, near] of this.#near) {
      if ((this.#atMost.get(site) ?? Infinity) <= bestSaved || !isFree(site)) continue;
      let saved = 0;
      for (let i = 0; i < near.house.length; i++) {
        const h = near.house[i]!;
        saved += this.#people[h]! * Math.max(0, this.#walkM[h]! - near.walkM[i]!);
      }
      this.#atMost.set(site, saved);
      if (saved > bestSaved) [best, bestSaved] = [site, saved];
    }
    if (best === null) throw new Error('no room for another stop: give the plan fewer stops or more streets');
    return best;
  }
}

/** A hot loop, houses × sites: a hundred million of them in a town of 100,000 people. */
function nearHouses(at: Point, heightM: number, houses: readonly House[], heights: readonly number[]): NearHouses {
  const near: number[] = [];
  const walks: number[] = [];
  for (let h = 0; h < houses.length; h++) {
    const home = houses[h]!.at;
    if (Math.abs(home.x - at.x) > FARTHEST_WALK_M || Math.abs(home.y - at.y) > FARTHEST_WALK_M) continue;
    const beelineM = distanceM(at, home);
    if (beelineM > FARTHEST_WALK_M) continue;
    near.push(h);
    walks.push(1.25 * beelineM + CLIMB_FACTOR * Math.abs(heightM - heights[h]!));
  }
  return { house: Int32Array.from(near), walkM: Float64Array.from(walks) };
}

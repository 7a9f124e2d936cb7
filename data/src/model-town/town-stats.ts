/** A model town's figures beside the published ones that it is made after: streets, winding, grades, people, walks. */
import { distanceM, type Point } from './land/plane.ts';
import { measureStreets, measureWinding, quantile, type StreetStats, type WindingStats } from './street-stats.ts';
import type { ModelTown } from './build-model-town.ts';
import { chordGradesPermille } from './streets/street-grades.ts';
import { isDriveStreet, type Street } from './streets/street-network.ts';
import type { TownPlan } from './town-plan.ts';
import { streetTargets } from './towns/toyono-facts.ts';

export interface TownStats {
  readonly area: string;
  /** All estates together: they lie on both sides of a valley that few streets cross. */
  readonly estates: StreetStats;
  /** Median detour inside each estate, per cent, by the name of its districts without the block number. */
  readonly detourInEstates: Readonly<Record<string, number>>;
  readonly suburb: typeof streetTargets.suburb;
  readonly winding1000: WindingStats;
  readonly winding3000: WindingStats;
  readonly hills: typeof streetTargets.hills;
  /** Of drivable streets over stretches of about 40 m, bridges and tunnels apart, per mille. */
  readonly grade: { readonly medianPermille: number; readonly p90Permille: number; readonly mostPermille: number };
  readonly people: number;
  /** The published figure for the same. */
  readonly census: number;
  readonly stops: number;
  /** Straight distance from home to the nearest stop, metres, of people. */
  readonly toStop: { readonly medianM: number; readonly p90M: number; readonly within300Permille: number };
}

/** How far an estate's streets reach from the centres of its districts. */
const ESTATE_REACH_M = 230;

export function townStats(plan: TownPlan, town: ModelTown): TownStats {
  const { plane } = town.laid.ground;
  const nearDistricts = (belongs: (id: string) => boolean) => {
    const centres = plan.districts
      .filter((district) => district.pattern === 'terraces' && belongs(district.id))
      .map((district) => plane.point(district.lat, district.lon));
    return (point: Point) => centres.some((centre) => distanceM(centre, point) <= ESTATE_REACH_M);
  };
  const estateNames = new Set(
    plan.districts.filter((d) => d.pattern === 'terraces').map((district) => estateOf(district.id)),
  );
  return {
    area: plan.service.id,
    estates: measureStreets(
      town.elements,
      plane,
      nearDistricts(() => true),
    ),
    detourInEstates: Object.fromEntries(
      [...estateNames].map((name) => [
        name,
        measureStreets(
          town.elements,
          plane,
          nearDistricts((id) => estateOf(id) === name),
        ).detourMedianPercent,
      ]),
    ),
    suburb: streetTargets.suburb,
    winding1000: measureWinding(town.elements, plane, 1000),
    winding3000: measureWinding(town.elements, plane, 3000),
    hills: streetTargets.hills,
    grade: grades(town),
    people: town.population.points.reduce((sum, point) => sum + point.ages.reduce((a, b) => a + b, 0), 0),
    census: plan.districts.reduce((sum, district) => sum + district.people, 0),
    stops: town.area.stops.length,
    toStop: walksToStops(town),
  };
}

const estateOf = (districtId: string): string => districtId.replace(/-\d+$/, '');

function grades(town: ModelTown): TownStats['grade'] {
  const { network, ground } = town.laid;
  const onGround = (street: Street) =>
    isDriveStreet(street) && street.tags['bridge'] === undefined && street.tags['tunnel'] === undefined;
  const permille = network.streets
    .filter(onGround)
    .flatMap((street) => chordGradesPermille(network, ground.grid, street))
    .toSorted((a, b) => a - b);
  return {
    medianPermille: quantile(permille, 0.5),
    p90Permille: quantile(permille, 0.9),
    mostPermille: permille[permille.length - 1] ?? 0,
  };
}

function walksToStops(town: ModelTown): TownStats['toStop'] {
  const { plane } = town.laid.ground;
  const stops = town.area.stops.map((stop) => plane.point(stop.position.lat, stop.position.lon));
  const walks = town.population.points.flatMap((home) => {
    const at = plane.point(home.lat, home.lon);
    const nearestM = stops.reduce((best, stop) => Math.min(best, distanceM(stop, at)), Infinity);
    return Array.from({ length: home.ages.reduce((a, b) => a + b, 0) }, () => Math.round(nearestM));
  });
  walks.sort((a, b) => a - b);
  return {
    medianM: quantile(walks, 0.5),
    p90M: quantile(walks, 0.9),
    within300Permille: Math.round((1000 * walks.filter((m) => m <= 300).length) / walks.length),
  };
}

/** Both columns for people to read. */
export function statsText(stats: TownStats): string {
  const { estates, suburb, hills } = stats;
  const winding = (w: Omit<WindingStats, 'windows'>) =>
    [w.medianPercent, w.p75Percent, w.p90Percent].map((p) => (p / 100).toFixed(2)).join(' / ');
  const rows: readonly (readonly [string, string, string])[] = [
    ['', stats.area, 'real streets'],
    ['estates: junctions', String(estates.junctions), '4106 (Tachikawa, flat suburb)'],
    ['  between junctions, median', `${estates.edgeMedianM} m`, `${suburb.edgeMedianM} m`],
    ['  between junctions, 90 %', `${estates.edgeP90M} m`, `${suburb.edgeP90M} m`],
    [
      '  junctions with 1/2/3/4/5 streets',
      estates.degreePermille.join(' '),
      `${suburb.degreePermille.join(' ')} (per mille)`,
    ],
    ['  one-way', `${estates.onewayPermille} ‰`, `${suburb.onewayPermille} ‰`],
    ['  detour, median', `${estates.detourMedianPercent} %`, `${suburb.detourMedianPercent} %`],
    ['  detour, 90 %', `${estates.detourP90Percent} %`, `${suburb.detourP90Percent} %`],
    ...Object.entries(stats.detourInEstates).map(
      ([name, percent]) => [`  detour inside ${name}`, `${percent} %`, ''] as const,
    ),
    ['main roads: way / beeline, 1 km', winding(stats.winding1000), `${winding(hills.window1000)} (northern hills)`],
    ['  3 km', winding(stats.winding3000), winding(hills.window3000)],
    ['grade: median / 90 % / most', Object.values(stats.grade).join(' / '), 'none published (per mille)'],
    ['people', String(stats.people), `${stats.census} (census 2020)`],
    ['stops', String(stats.stops), ''],
    ['home to nearest stop, median / 90 %', `${stats.toStop.medianM} m / ${stats.toStop.p90M} m`, ''],
    ['  within 300 m', `${stats.toStop.within300Permille} ‰`, ''],
  ];
  return rows.map(([what, ours, real]) => `${what.padEnd(38)}${ours.padEnd(28)}${real}`.trimEnd()).join('\n');
}

/** The shipped model town as a whole: same bytes everywhere, true to its figures, and one can live and drive in it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areaFile } from '@noriai/core/contracts/area.ts';
import { populationFile } from '@noriai/core/contracts/population.ts';
import { decode } from '@noriai/core/contracts/schema.ts';
import { arcFlag } from '@noriai/core/graph/road-graph.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openArea, type ImportedArea } from '../area/area-folder.ts';
import { driveMinutes } from '../testing/drive-minutes.ts';
import { buildModelTown, type ModelTown } from './build-model-town.ts';
import { importTown, POPULATION_FILE } from './import-model-town.ts';
import { townStats, type TownStats } from './town-stats.ts';
import { streetTargets, toyonoDistricts, toyonoService } from './towns/toyono-facts.ts';
import { toyonoPlan } from './towns/toyono-plan.ts';

/** Of everything the generator gives for the plan's seed. A change here is a change of the shipped town: look at it. */
const SHIPPED_HASH = '9c77af48871392cfdd7fce4dd4eea8464ffa622f3d72bb137715370081db0470';

let town: ModelTown;
let stats: TownStats;
let dataDir: string;
let imported: ImportedArea;

beforeAll(async () => {
  town = buildModelTown(toyonoPlan);
  stats = townStats(toyonoPlan, town);
  dataDir = await mkdtemp(join(tmpdir(), 'noriai-town-'));
  await importTown(town, dataDir);
  imported = await openArea(dataDir, toyonoPlan.service.id);
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('the same seed gives the same bytes', () => {
  const { elements, area, population } = town;
  const heights = elements.nodes.map((node) => town.elevation.elevationDm(node.latE7, node.lonE7));
  const all = JSON.stringify([elements, heights, area, population]);
  expect(createHash('sha256').update(all).digest('hex')).toBe(SHIPPED_HASH);
});

describe('figures', () => {
  test('every district has its people, by age, and the town has 18,279', () => {
    for (const district of toyonoDistricts) {
      const points = town.population.points.filter((point) => point.districtId === district.id);
      const ages = [0, 1, 2, 3].map((group) => points.reduce((sum, point) => sum + point.ages[group]!, 0));
      const unknown = district.people - district.ages.reduce((sum, n) => sum + n, 0);
      expect(ages, district.id).toEqual(district.ages.map((n, group) => (group === 1 ? n + unknown : n)));
    }
    expect(stats.people).toBe(18_279);
  });

  test('stops, vehicles and hours are those of the real service', () => {
    const { stops, vehicles, serviceHours } = town.area;
    expect([stops.length, vehicles.length]).toEqual([toyonoService.stops, toyonoService.vehicles]);
    expect(vehicles.every((vehicle) => vehicle.seats === toyonoService.seats)).toBe(true);
    expect(vehicles.some((vehicle) => vehicle.wheelchairPlaces === 1)).toBe(true);
    expect(serviceHours[0]).toMatchObject({ from: '09:00', until: '17:00' });
  });

  const shared = join(import.meta.dirname, '../../../../shared/data/osaka');
  test.skipIf(!existsSync(shared))('shared: the table of facts agrees with the published files', () => {
    const rows = readFileSync(join(shared, 'towns_osaka.csv'), 'utf8').split(/\r?\n/).map((line) => line.split(',')); // prettier-ignore
    const column = (name: string) => rows[0]!.indexOf(name);
    const census = rows.filter((row) => row[column('muni')] === '豊能町');
    expect(census).toHaveLength(toyonoDistricts.length);
    for (const district of toyonoDistricts) {
      const row = census.find((r) => r[column('name')] === district.name.ja)!;
      const [young, middle, old, oldest] = ['u15', 'a15_64', 'o65', 'o75'].map((name) => Number(row[column(name)]));
      expect([district.people, ...district.ages]).toEqual([Number(row[column('pop')]), young, middle, old! - oldest!, oldest]); // prettier-ignore
      expect(district.lat).toBeCloseTo(Number(row[column('lat')]), 3);
      expect(district.lon).toBeCloseTo(Number(row[column('lon')]), 3);
    }
    const [suburb] = JSON.parse(readFileSync(join(shared, 'network_calibration.json'), 'utf8'));
    expect(suburb.edge_len_median).toBe(streetTargets.suburb.edgeMedianM);
    expect(suburb.edge_len_p90).toBe(streetTargets.suburb.edgeP90M);
    expect(Math.round(1000 * suburb.deg_share['1'])).toBe(streetTargets.suburb.degreePermille[0]);
  });
});

describe('streets are like real ones', () => {
  test('lengths between junctions', () => {
    expect(Math.abs(stats.estates.edgeMedianM - streetTargets.suburb.edgeMedianM)).toBeLessThan(6);
    expect(stats.estates.edgeP90M).toBeGreaterThan(0.7 * streetTargets.suburb.edgeP90M);
    expect(stats.estates.edgeP90M).toBeLessThan(1.2 * streetTargets.suburb.edgeP90M);
  });

  test('dead ends, junctions of three and four, one-ways', () => {
    const [one, , three, four] = stats.estates.degreePermille;
    const [realOne, , realThree, realFour] = streetTargets.suburb.degreePermille;
    expect(Math.abs(one! - realOne)).toBeLessThan(30);
    expect(Math.abs(three! - realThree)).toBeLessThan(70);
    expect(Math.abs(four! - realFour)).toBeLessThan(50);
    expect(Math.abs(stats.estates.onewayPermille - streetTargets.suburb.onewayPermille)).toBeLessThan(20);
  });

  test('detours inside an estate are a hill town’s: longer than on the flat, not twice as long', () => {
    for (const [estate, percent] of Object.entries(stats.detourInEstates)) {
      expect(percent, estate).toBeGreaterThan(streetTargets.suburb.detourMedianPercent - 5);
      expect(percent, estate).toBeLessThan(200);
    }
  });

  test('main roads wind as in the northern hills', () => {
    for (const [ours, real] of [
      [stats.winding1000, streetTargets.hills.window1000],
      [stats.winding3000, streetTargets.hills.window3000],
    ] as const) {
      expect(Math.abs(ours.medianPercent - real.medianPercent)).toBeLessThan(10);
      expect(Math.abs(ours.p75Percent - real.p75Percent)).toBeLessThan(20);
      expect(Math.abs(ours.p90Percent - real.p90Percent)).toBeLessThan(35);
    }
  });

  test('grades: gentle at the median, none above 19 %', () => {
    expect(stats.grade.medianPermille).toBeGreaterThan(15);
    expect(stats.grade.p90Permille).toBeLessThan(120);
    expect(stats.grade.mostPermille).toBeLessThan(190);
  });
});

describe('elements', () => {
  test('ids are negative, each once, and everything says source=model', () => {
    const { nodes, ways, relations } = town.elements;
    const ids = [...nodes, ...ways, ...relations].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.max(...ids)).toBeLessThan(0);
    expect([...nodes, ...ways, ...relations].every((element) => element.tags.source === 'model')).toBe(true);
  });

  test('ways have their nodes, and no node twice in a row', () => {
    const nodes = new Set(town.elements.nodes.map((node) => node.id));
    for (const way of town.elements.ways) {
      expect(way.nodeIds.every((id) => nodes.has(id)), String(way.id)).toBe(true); // prettier-ignore
      expect(way.nodeIds.some((id, i) => id === way.nodeIds[i + 1]), String(way.id)).toBe(false); // prettier-ignore
    }
  });

  test('there is a tunnel, a roundabout, bridges, one-ways, narrow lanes, stairs with handrails', () => {
    const ways = town.elements.ways.map((way) => way.tags);
    expect(ways.filter((tags) => tags.tunnel === 'yes')).toHaveLength(1);
    expect(ways.filter((tags) => tags.junction === 'roundabout')).toHaveLength(1);
    expect(ways.filter((tags) => tags.bridge === 'yes').length).toBeGreaterThan(10);
    expect(ways.filter((tags) => tags.oneway === 'yes').length).toBeGreaterThan(30);
    expect(ways.filter((tags) => tags.highway !== 'path' && Number(tags.width) < 2.4).length).toBeGreaterThan(30);
    const steps = ways.filter((tags) => tags.highway === 'steps');
    expect(steps.length).toBeGreaterThan(80);
    expect(steps.every((tags) => Number(tags.step_count) >= 3 && tags.handrail !== undefined)).toBe(true);
    expect(town.elements.relations.length).toBeGreaterThanOrEqual(3);
  });
});

describe('area and people', () => {
  test('both files keep to their schemas', () => {
    expect(decode(areaFile, town.area)).toMatchObject({ ok: true });
    expect(decode(populationFile, town.population)).toMatchObject({ ok: true });
    const written = JSON.parse(readFileSync(join(imported.folder, POPULATION_FILE), 'utf8'));
    expect(written).toEqual(town.population);
  });

  test('every stop has a name of its own in three writings, and a district', () => {
    const { stops } = town.area;
    expect(new Set(stops.map((stop) => stop.name.ja)).size).toBe(stops.length);
    for (const { name, district } of stops) {
      expect(name.kana, name.ja).toMatch(/^[ぁ-んー・ ]+$/);
      expect(name.en?.length, name.ja).toBeGreaterThan(3);
      expect(district?.ja.length, name.ja).toBeGreaterThan(0);
    }
  });

  test('nine people in ten live within 200 m of a stop', () => {
    expect(stats.toStop.medianM).toBeLessThan(120);
    expect(stats.toStop.p90M).toBeLessThan(200);
  });
});

describe('after the import', () => {
  test('everything is kept, strongly connected, and flagged as model', () => {
    const { report, road } = imported;
    expect(report.road.strong.nodesPermille).toBe(1000);
    expect(report.foot.strong.nodesPermille).toBe(1000);
    expect(report.stops.reachable).toBe(115);
    expect(report.warnings).toEqual([]);
    expect(road.arcFlags.every((flags) => (flags & arcFlag.model) !== 0)).toBe(true);
  });

  test('a jumbo taxi gets from every stop to every other, though not into every lane', () => {
    const minutes = driveMinutes(imported);
    expect(minutes.unreachablePairs).toBe(0);
    expect(minutes.closedArcs).toBeGreaterThan(50);
  });

  test('drives take plausible times: 15 to 22 minutes over the mountain, 2 to 9 inside the west', () => {
    const { between } = driveMinutes(imported);
    for (const from of ['tokiwadai-station', 'kofudai-station', 'shop-west']) {
      expect(between(from, 'town-hall'), from).toBeGreaterThan(14);
      expect(between(from, 'town-hall'), from).toBeLessThan(22);
    }
    expect(between('shop-shin-kofudai', 'shop-west')).toBeGreaterThan(2);
    expect(between('shop-shin-kofudai', 'shop-west')).toBeLessThan(9);
  });
});

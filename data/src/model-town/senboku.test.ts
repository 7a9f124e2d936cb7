/** The shipped new town as a whole: same bytes everywhere, true to its figures, and one can live and drive in it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areaFile } from '@noriai/core/contracts/area.ts';
import { populationFile } from '@noriai/core/contracts/population.ts';
import { decode } from '@noriai/core/contracts/schema.ts';
import { arcFlag } from '@noriai/core/graph/road-graph.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArea, type ImportedArea } from '../area/area-folder.ts';
import { driveMinutes } from '../testing/drive-minutes.ts';
import { buildModelTown, type ModelTown } from './build-model-town.ts';
import { importTown } from './import-model-town.ts';
import { senbokuDistricts, senbokuService } from './towns/senboku-facts.ts';
import { senbokuPlan } from './towns/senboku-plan.ts';

/** Of everything the generator gives for the plan's seed. A change here is a change of the shipped town: look at it. */
const SHIPPED_HASH = '1c61cff19d4955cc149638481e1d15271e799b609d7aae35a8c0e2ca82cd2c06';

let town: ModelTown;
let dataDir: string;
let imported: ImportedArea;

beforeAll(async () => {
  town = buildModelTown(senbokuPlan);
  dataDir = await mkdtemp(join(tmpdir(), 'noriai-new-town-'));
  await importTown(town, dataDir);
  imported = await openArea(dataDir, senbokuPlan.service.id);
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('the same seed gives the same bytes', () => {
  const { elements, area, population } = town;
  const heights = elements.nodes.map((node) => town.elevation.elevationDm(node.latE7, node.lonE7));
  const all = JSON.stringify([elements, heights, area, population]);
  expect(createHash('sha256').update(all).digest('hex')).toBe(SHIPPED_HASH);
});

test('every district has its people, and the town has 115,127', () => {
  const peopleOf = new Map<string, number>();
  for (const { districtId, ages } of town.population.points) {
    peopleOf.set(districtId, (peopleOf.get(districtId) ?? 0) + ages.reduce((sum, n) => sum + n, 0));
  }
  expect(Object.fromEntries(peopleOf)).toEqual(
    Object.fromEntries(senbokuDistricts.map(({ id, people }) => [id, people])),
  );
  expect([...peopleOf.values()].reduce((sum, n) => sum + n, 0)).toBe(115_127);
});

test('stops, vehicles and hours are those of the real trials', () => {
  const { stops, vehicles, serviceHours } = town.area;
  expect([stops.length, vehicles.length]).toEqual([senbokuService.stops, senbokuService.vehicles]);
  expect(vehicles.every((vehicle) => vehicle.seats === senbokuService.seats)).toBe(true);
  expect(serviceHours[0]).toMatchObject({ from: '09:00', until: '18:00' });
  expect(decode(areaFile, town.area)).toMatchObject({ ok: true });
  expect(decode(populationFile, town.population)).toMatchObject({ ok: true });
});

const shared = join(import.meta.dirname, '../../../../shared/data/osaka/towns_osaka.csv');
test.skipIf(!existsSync(shared))('shared: the table of facts agrees with the census zone', () => {
  const rows = readFileSync(shared, 'utf8').split(/\r?\n/).map((line) => line.split(',')); // prettier-ignore
  const column = (name: string) => rows[0]!.indexOf(name);
  const zone = rows.filter((row) => row[column('zone')] === 'senboku');
  expect(zone).toHaveLength(senbokuDistricts.length);
  for (const district of senbokuDistricts) {
    const row = zone.find((r) => r[column('name')] === district.name.ja)!;
    const [people, young, middle, old, oldest] = ['pop', 'u15', 'a15_64', 'o65', 'o75'].map((n) =>
      Number(row[column(n)]),
    );
    expect([district.people, ...district.ages]).toEqual([people, young, middle, old! - oldest!, oldest]);
    expect(district.lat).toBeCloseTo(Number(row[column('lat')]), 3);
    expect(district.lon).toBeCloseTo(Number(row[column('lon')]), 3);
  }
});

test('after the import everything is kept, strongly connected, and flagged as model', () => {
  const { report, road } = imported;
  expect(report.road.strong.nodesPermille).toBe(1000);
  expect(report.stops.reachable).toBe(senbokuService.stops);
  expect(report.warnings).toEqual([]);
  expect(road.arcFlags.every((flags) => (flags & arcFlag.model) !== 0)).toBe(true);
  expect(town.elements.ways.every((way) => way.tags.source === 'model')).toBe(true);
});

test('drives take plausible times: 3 to 9 minutes from station to station, 8 to 20 from end to end', () => {
  const { between, unreachablePairs } = driveMinutes(imported);
  expect(unreachablePairs).toBe(0);
  const minutes = (from: string, to: string) => between(from, to);
  expect(minutes('izumigaoka-station', 'toga-mikita-station')).toBeGreaterThan(3);
  expect(minutes('izumigaoka-station', 'toga-mikita-station')).toBeLessThan(9);
  expect(minutes('shop-akasaka', 'shop-harumi')).toBeGreaterThan(8);
  expect(minutes('shop-akasaka', 'shop-harumi')).toBeLessThan(20);
});

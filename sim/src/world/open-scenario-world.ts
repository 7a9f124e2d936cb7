/** The town a scenario runs in: its imported area as the scenario changes it, streets, people, closures by time. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { populationFile, type PopulationFile } from '@noriai/core/contracts/population.ts';
import { decode, type Mistake } from '@noriai/core/contracts/schema.ts';
import { serviceWorld, type ServiceWorld, type Streets } from '@noriai/core/fleet/world.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { arcsInRing } from '@noriai/core/graph/select-arcs.ts';
import { areaFolder, openArea } from '@noriai/data/area/area-folder.ts';
import { modelTowns } from '@noriai/data/model-town/model-towns.ts';
import { areaStreets } from '@noriai/dispatcher/adapters/area-streets.ts';
import { tripTableDemand } from '../demand/trip-table.ts';
import { isKnownSlow } from '../loop/street-faults.ts';
import type { Demand } from '../loop/traveller.ts';
import type { ScenarioWorld } from '../run/run-scenario.ts';
import { readScenario, ScenarioError, type Scenario } from '../scenario/read-scenario.ts';
import type { ScenarioFile } from '../scenario/scenario-file.ts';
import { gridTown } from './grid-world.ts';
import { legLengths } from './leg-lengths.ts';
import { withChosenStops } from './choose-stops.ts';
import { withDoors } from './doors.ts';

export interface OpenScenario {
  readonly scenario: Scenario;
  readonly place: ScenarioWorld;
  /** For maps: null in the grid town, which has no streets. */
  readonly road: RoadGraph | null;
}

/** What lies in an area folder, or is made up for the grid town. */
interface Town {
  readonly area: AreaFile;
  readonly population: PopulationFile | null;
  readonly road: RoadGraph | null;
  readonly streets: (area: AreaFile) => Streets;
}

/**
 * Opens a scenario's town. Cost: one search of the road network for each stop, about a second for 115 stops.
 *
 * @param dataDir folder with imported areas; a shipped model town is made there when it is not there yet
 * @throws ScenarioError with every mistake; the errors of `openArea` and `areaStreets`
 */
export async function openScenarioWorld(label: string, file: ScenarioFile, dataDir: string): Promise<OpenScenario> {
  const town = await openTown(file, dataDir);
  const checked = checkedScenario(label, file, town);
  const chosen = withChosenStops(checked.area, file.stops?.count ?? null, town.population);
  const doors = withDoors(chosen, town.population, file.stops?.doors ?? 'none');
  const scenario = { ...checked, area: doors.area };
  const streets = town.streets(doors.area);
  const world = serviceWorld(doors.area, { ...streets, walksFrom: doors.limitWalks(streets.walksFrom) });
  const { population } = town;
  return {
    scenario,
    road: town.road,
    place: {
      world,
      population,
      legLengthM: legLengths(world),
      doorOf: doors.doorOf,
      tripTable: await readTripTable(file, world),
    },
  };
}

/**
 * Reads scenarios without opening the streets of each: every town is opened once, however many variants a sweep has.
 *
 * @throws ScenarioError of the first that is wrong, with all its mistakes
 */
export async function checkScenarios(files: readonly ScenarioFile[], dataDir: string): Promise<void> {
  const towns = new Map<string, Town>();
  for (const file of files) {
    const town = towns.get(file.area) ?? (await openTown(file, dataDir));
    towns.set(file.area, town);
    checkedScenario(file.id, file, town);
  }
}

function checkedScenario(label: string, file: ScenarioFile, town: Town): Scenario {
  return readScenario(label, file, town.area, [
    ...destinationMistakes(file, town.population),
    ...tableMistakes(file),
    ...streetMistakes(file, town.road),
  ]);
}

async function openTown(file: ScenarioFile, dataDir: string): Promise<Town> {
  if (file.area === 'grid') {
    const { area, streets, population } = gridTown();
    return { area, population, road: null, streets: () => streets };
  }
  await makeShippedTown(file.area, dataDir);
  const { area, road, foot, folder } = await openArea(dataDir, file.area);
  return {
    area,
    population: await readPopulation(join(folder, 'population.json')),
    road,
    streets: (changed) => areaStreets(changed, road, foot),
  };
}

async function makeShippedTown(areaId: string, dataDir: string): Promise<void> {
  if (existsSync(areaFolder(dataDir, areaId))) return;
  const shipped = Object.entries(modelTowns).find(([, plan]) => plan.service.id === areaId);
  if (!shipped) return;
  const { importModelTown } = await import('@noriai/data/model-town/import-model-town.ts');
  await importModelTown(shipped[0], dataDir);
}

/** Null when the scenario has none. @throws ScenarioError with every mistake of the table */
async function readTripTable({ demand }: ScenarioFile, world: ServiceWorld): Promise<Demand | null> {
  if (demand.kind !== 'trips') return null;
  return tripTableDemand(demand.file, await readFile(demand.file, 'utf8'), world);
}

/** Null when the area has none. @throws ScenarioError when the file is wrong */
async function readPopulation(path: string): Promise<PopulationFile | null> {
  if (!existsSync(path)) return null;
  const decoded = decode(populationFile, JSON.parse(await readFile(path, 'utf8')));
  if (!decoded.ok) throw new ScenarioError(path, decoded.mistakes);
  return decoded.value;
}

function tableMistakes({ demand }: ScenarioFile): readonly Mistake[] {
  if (demand.kind !== 'trips' || existsSync(demand.file)) return [];
  return [{ path: 'demand.file', got: `no file ${demand.file}`, expected: 'a CSV trip table' }];
}

/** Streets can be closed only where there are some. */
function streetMistakes({ faults }: ScenarioFile, road: RoadGraph | null): readonly Mistake[] {
  return (faults ?? []).flatMap((fault, i): Mistake[] => {
    if (fault.kind !== 'closure' && !isKnownSlow(fault)) return [];
    if (!road)
      return [
        { path: `faults[${i}]`, got: `${fault.kind} in a town without streets`, expected: 'an area with streets' },
      ];
    if (fault.kind !== 'closure' || arcsInRing(road, fault.ring.map(pointE7)).length > 0) return [];
    return [
      { path: `faults[${i}].ring`, got: 'a ring around no street', expected: 'a ring of [lon, lat] around streets' },
    ];
  });
}

const pointE7 = ([lon, lat]: readonly number[]): readonly [number, number] => [
  Math.round(lat! * 1e7),
  Math.round(lon! * 1e7),
];

function destinationMistakes(file: ScenarioFile, population: PopulationFile | null) {
  if (file.demand.kind !== 'population') return [];
  const known = (population?.destinations ?? []).map(({ id }) => id);
  return (file.demand.events ?? []).flatMap(({ destinationId }, i) => {
    if (known.includes(destinationId)) return [];
    const got = `unknown destination ${destinationId}`;
    return [{ path: `demand.events[${i}].destinationId`, got, expected: `one of ${known.join(', ')}` }];
  });
}

/**
 * A model town from a plan and a seed: street elements for the importer, the hills as elevation, the area file and
 * where people live. Same plan and seed, same bytes.
 *
 *     const town = buildModelTown(modelTowns.toyono);
 *     await importArea({ source: town.source, elevation: town.elevation, area: town.area, … });
 */
import { areaFile, type AreaFile } from '@noriai/core/contracts/area.ts';
import { decode, mistakeLine } from '@noriai/core/contracts/schema.ts';
import type { PopulationFile } from '@noriai/core/contracts/population.ts';
import { seededRandom } from '@noriai/core/containers/random.ts';
import type { ElevationSource, OsmSource } from '../osm/osm-elements.ts';
import { heightAtM, isOnGrid, type HeightGrid } from './land/height-grid.ts';
import type { Plane } from './land/plane.ts';
import { areaStops } from './places/area-stops.ts';
import { chooseStops } from './places/choose-stops.ts';
import { populationPoints, settlePeople } from './places/people.ts';
import { findStopSites } from './places/stop-sites.ts';
import { sceneryElements } from './scenery-elements.ts';
import { layStreets, type LaidStreets } from './streets/lay-streets.ts';
import { townElements, type TownElements } from './town-elements.ts';
import type { TownPlan } from './town-plan.ts';

export interface ModelTown {
  readonly elements: TownElements;
  /** The elements for the importer. */
  readonly source: OsmSource;
  readonly elevation: ElevationSource;
  readonly area: AreaFile;
  readonly population: PopulationFile;
  /** For pictures and statistics. */
  readonly laid: LaidStreets;
}

/** Cost: a few seconds. @throws Error when the plan does not work out, saying which part of it to change */
export function buildModelTown(plan: TownPlan, seed: number = plan.seed): ModelTown {
  const laid = layStreets(plan, seed);
  const streets = townElements(laid);
  const scenery = sceneryElements(plan, laid);
  const elements = {
    nodes: [...streets.nodes, ...scenery.nodes],
    ways: [...streets.ways, ...scenery.ways],
    relations: [...streets.relations, ...scenery.relations],
  };
  const { area, population } = settleTown(plan, seed, laid);
  return {
    elements,
    source: elementSource(plan, elements),
    elevation: hills(plan, laid.ground.plane, laid.ground.grid),
    area,
    population,
    laid,
  };
}

function settleTown(plan: TownPlan, seed: number, laid: LaidStreets): { area: AreaFile; population: PopulationFile } {
  const { network, ground } = laid;
  const { plane, grid } = ground;
  const houses = settlePeople(network, plane, plan.districts, seededRandom(seed + 1));
  const depotNode = network.nearestNode(plane.point(...plan.depotAt), 500, (n) =>
    network.streetsAt(n).some((street) => street.role === 'avenue'),
  );
  if (depotNode < 0) throw new Error('no avenue within 500 m of the depot: move depotAt in the plan');
  const sites = findStopSites(network, grid, depotNode);
  const chosen = chooseStops(network, grid, plan, plane, houses, sites);
  const stops = areaStops(network, plane, plan.service.trafficSide, chosen, houses);
  const depot = network.point(depotNode);
  const area: AreaFile = {
    format: 'noriai-area-1',
    source: 'model',
    ...plan.service,
    polygon: plan.border.map(([lat, lon]) => [lon, lat]),
    stops,
    depots: [
      {
        id: 'depot',
        name: { ja: '車庫', kana: 'しゃこ', en: 'Depot' },
        position: { lat: plane.latE7(depot) / 1e7, lon: plane.lonE7(depot) / 1e7 },
      },
    ],
    vehicles: plan.vehicles.map((vehicle) => ({ ...vehicle, depotId: 'depot' })),
    facts: [...plan.facts],
  };
  assertArea(area);
  return { area, population: populationOf(plan, plane, houses, area) };
}

function populationOf(
  plan: TownPlan,
  plane: Plane,
  houses: Parameters<typeof populationPoints>[0],
  area: AreaFile,
): PopulationFile {
  return {
    format: 'noriai-population-1',
    areaId: area.id,
    source: plan.facts[0]!.source.slice(0, 400),
    points: populationPoints(houses, plane),
    destinations: plan.places.map((place) => ({
      id: place.id,
      kind: place.kind,
      name: place.name,
      position: area.stops.find((stop) => stop.id === place.id)!.position,
      stopId: place.id,
      weight: place.weight,
    })),
  };
}

function assertArea(area: AreaFile): void {
  const decoded = decode(areaFile, area);
  if (!decoded.ok) throw new Error(`plan makes a wrong area file: ${decoded.mistakes.map(mistakeLine).join('; ')}`);
}

function elementSource(plan: TownPlan, elements: TownElements): OsmSource {
  return {
    label: `model town ${plan.service.id}`,
    kind: 'model',
    credit: plan.service.credit,
    async *blocks(pass) {
      const wanted = pass.nodes;
      yield {
        nodes: wanted === undefined ? [] : elements.nodes.filter((node) => wanted(node.id, node.latE7, node.lonE7)),
        ways: pass.ways === true ? elements.ways : [],
        relations: pass.relations === true ? elements.relations : [],
      };
    },
  };
}

function hills(plan: TownPlan, plane: Plane, grid: HeightGrid): ElevationSource {
  return {
    label: `hills of ${plan.service.id}`,
    elevationDm: (latE7, lonE7) => {
      const point = plane.point(latE7 / 1e7, lonE7 / 1e7);
      return isOnGrid(grid, point) ? Math.round(heightAtM(grid, point) * 10) : null;
    },
  };
}

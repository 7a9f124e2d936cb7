import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { customize } from '@noriai/core/routing/hierarchy/customize.ts';
import { buildHierarchy } from '@noriai/core/routing/hierarchy/hierarchy.ts';
import { NgraphPaths } from '@noriai/core/routing/ngraph-paths.ts';
import { peak } from '@noriai/core/routing/period.ts';
import { buildRoadMetric, buildRoadNetwork, updateRoadMetric } from '@noriai/core/routing/road-network.ts';
import { vehicleClassTable } from '@noriai/core/routing/vehicle-class.ts';
import { elevationOfFiles } from '@noriai/data/elevation/hgt-tile.ts';
import { openPbfFile } from '@noriai/data/osm/pbf-file.ts';
import { streetElevationsDm } from '@noriai/data/streets/elevation-profile.ts';
import { regionOf } from '@noriai/data/streets/region.ts';
import { buildRoadNetwork as importRoadNetwork, readRoads } from '@noriai/data/streets/road-network.ts';
import { collectStreetElements } from '@noriai/data/streets/street-elements.ts';
import { projectDir } from '../../project-dir.ts';
import { generatedGraph, sharedBenchGraphs } from './bench-graphs.ts';
import { equalsDijkstra, isExact } from './exactness.ts';
import { measureGraph, quickEffort } from './measure-graph.ts';

test('a small generated network: exact, and counts and checksum stay as they are', () => {
  const effort = { ...quickEffort, rounds: 1, queryPairs: 100, nbaPairs: 5, closures: 20 };
  const result = measureGraph(generatedGraph(3000), effort);
  const { nodes, arcs, exact, checksum, counts, memory } = result;
  expect({ nodes, arcs, exact, checksum, counts, memory }).toMatchInlineSnapshot(`
    {
      "arcs": 6154,
      "checksum": "05587b20",
      "counts": {
        "depth": 25,
        "nodesSettledPerQuery": 29.6,
        "slots": 11620,
        "slotsRefreshedPerClosure": 7.3,
        "triangles": 6653,
      },
      "exact": true,
      "memory": {
        "hierarchyBytes": 392000,
        "hierarchyBytesPerNodeAndArc": 42.8,
        "metricBytes": 71096,
        "metricBytesPerNodeAndArc": 7.77,
      },
      "nodes": 3000,
    }
  `);
});

const graphs = sharedBenchGraphs();
describe('shared: benchmark graphs', () => {
  test.skipIf(graphs.length === 0)(
    'shared: equal Dijkstra and nba*, under closures and random weights, with the same counts as ever',
    () => {
      const found = graphs.map((load) => {
        const { name, graph, weightsMs, x, y } = load();
        const hierarchy = buildHierarchy(graph, x, y);
        const random = seededRandom(1);
        const node = () => randomIndex(random, graph.nodeCount);
        const pairs = Array.from({ length: 20 }, () => [node(), node()] as const).filter(([a, b]) => a !== b);
        const oracle = new NgraphPaths(graph, weightsMs, x, y);
        const exact = isExact({ graph, weightsMs }, customize(hierarchy, weightsMs), pairs, oracle);
        return [name, exact, hierarchy.slotCount, hierarchy.triangle.length, hierarchy.depth].join(' ');
      });
      expect(found).toMatchInlineSnapshot(`
        [
          "manhattan true 53842 346661 106",
          "osm-andorra true 15141 11753 39",
          "bremen_time true 142423 250508 103",
        ]
      `);
    },
  );
});

const networksDir = join(projectDir, '..', 'shared', 'data', 'networks');
describe('shared: real streets', () => {
  const towns = [
    ['osaka_abeno.osm.pbf', [135.48, 34.59, 135.57, 34.67], null],
    ['andorra.osm.pbf', [1.41, 42.43, 1.79, 42.66], 'N42E001.hgt.zip'],
  ] as const;
  for (const [file, bounds, dem] of towns) {
    test.skipIf(!existsSync(join(networksDir, file)))(
      `shared: ${file}: every vehicle class equals Dijkstra, also after closures`,
      async () => {
        const network = buildRoadNetwork(await importRoads(file, bounds, dem));
        const random = seededRandom(3);
        for (const vehicleClass of Object.values(vehicleClassTable)) {
          const metric = buildRoadMetric(network, vehicleClass, peak);
          expect(equalsDijkstra(network.turns, metric.times, random), vehicleClass.id).toBe(true);
          const closedArcs = Array.from({ length: 30 }, () => randomIndex(random, network.graph.arcCount));
          const live = { closedArcs, slowdowns: [{ arcs: closedArcs.map((arc) => arc >> 1), speedPermille: 300 }] };
          const closed = updateRoadMetric(metric, live);
          expect(equalsDijkstra(network.turns, closed.times, random), `${vehicleClass.id}, closed`).toBe(true);
          const anew = buildRoadMetric(network, vehicleClass, peak, live);
          expect(closed.times.slotMs, `${vehicleClass.id}, anew`).toEqual(anew.times.slotMs);
        }
      },
    );
  }
});

async function importRoads(
  file: string,
  [west, south, east, north]: readonly [number, number, number, number],
  dem: string | null,
): Promise<RoadGraph> {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const source = await openPbfFile(join(networksDir, file));
  const elements = await collectStreetElements(source, regionOf(ring, 0));
  const roads = readRoads(elements, false);
  const elevation = dem === null ? null : await elevationOfFiles([join(networksDir, dem)], ring);
  const ways = roads.roads.map(({ runs, road }) => ({ runs, isStructure: road.isBridge || road.isTunnel }));
  const heightsDm = streetElevationsDm(elements, ways, elevation);
  const options = { areaId: 'test', credit: source.credit, trafficSide: 'left', placesE7: [] } as const;
  return importRoadNetwork(elements, roads, heightsDm, options).graph;
}

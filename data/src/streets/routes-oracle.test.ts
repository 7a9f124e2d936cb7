/**
 * The importer against a graph of the same file that shares nothing with it: a second reader, every OSM node a node,
 * every pair of neighbours an arc, tags read by a few plain rules that suffice for this file, a textbook Dijkstra.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { Dijkstra } from '@noriai/core/routing/dijkstra.ts';
import { describe, expect, test, vi } from 'vitest';
import { openPbfFile } from '../osm/pbf-file.ts';
import {
  addPlainArc,
  emptyPlainGraph,
  haversineM,
  plainDistances,
  plainStrongPart,
  wayLengthM,
  type PlainGraph,
} from '../testing/plain-graph.ts';
import { readWithSecondReader, type SecondOsm } from '../testing/second-pbf-reader.ts';
import { regionOf } from './region.ts';
import { buildRoadNetwork, readRoads } from './road-network.ts';
import { collectStreetElements } from './street-elements.ts';

// Real files on a busy machine: time must not decide.
vi.setConfig({ testTimeout: 180_000 });

const networks = resolve(import.meta.dirname, '../../../../shared/data/networks');
const abeno = join(networks, 'osaka_abeno.osm.pbf');
const andorra = join(networks, 'andorra.osm.pbf');
const isMissing = !existsSync(abeno);

const WHOLE_WORLD = [
  [-10, 30],
  [150, 30],
  [150, 50],
  [-10, 50],
  [-10, 30],
];
const drivable = new Set(
  `motorway motorway_link trunk trunk_link primary primary_link secondary secondary_link tertiary tertiary_link
   unclassified residential living_street service road`.split(/\s+/),
);

describe('counts of the real files', () => {
  test.skipIf(isMissing)(
    'shared: Abeno by both readers: 15,228 nodes, 5,186 ways, 4,922 drivable with 14,457 nodes',
    async () => {
      const second = readWithSecondReader(abeno);
      const ways = second.ways.filter((way) => drivable.has(way.tags.get('highway') ?? ''));
      expect(second.nodes.size).toBe(15_228);
      expect(second.ways.length).toBe(5186);
      expect(ways.length).toBe(4922);
      expect(new Set(ways.flatMap((way) => way.refs)).size).toBe(14_457);
      const { read } = await collectStreetElements(await openPbfFile(abeno), regionOf(WHOLE_WORLD, 0));
      expect(read).toMatchObject({ nodes: 15_228, ways: 5186, drivableWays: 4922, relations: 0 });
    },
  );

  test.skipIf(isMissing)(
    'shared: Andorra by both readers: 69,644 nodes, 2,725 ways, 74 relations, 1,179 drivable, 414 km',
    async () => {
      const second = readWithSecondReader(andorra);
      const ways = second.ways.filter((way) => drivable.has(way.tags.get('highway') ?? ''));
      expect([second.nodes.size, second.ways.length, second.relationCount]).toEqual([69_644, 2725, 74]);
      expect(ways.length).toBe(1179);
      const lengthM = ways.reduce((sum, way) => sum + wayLengthM(second, way.refs), 0);
      expect(Math.floor(lengthM / 1000)).toBe(414);
      const { read } = await collectStreetElements(await openPbfFile(andorra), regionOf(WHOLE_WORLD, 0));
      expect(read).toMatchObject({ nodes: 69_644, ways: 2725, drivableWays: 1179, relations: 74 });
    },
  );

  test.skipIf(isMissing)('shared: both readers give the same elements, node by node and tag by tag', async () => {
    for (const path of [abeno, andorra]) {
      const second = readWithSecondReader(path);
      const source = await openPbfFile(path);
      let ways = 0;
      const different: number[] = [];
      let nodes = 0;
      for await (const block of source.blocks({ nodes: () => true, ways: true })) {
        for (const node of block.nodes) {
          const other = second.nodes.get(node.id)!;
          const isSame = node.latE7 === Math.round(other.lat * 1e7) && node.lonE7 === Math.round(other.lon * 1e7);
          if (!isSame || !sameTags(node.tags, other.tags)) different.push(node.id);
          nodes++;
        }
        for (const way of block.ways) {
          const other = second.ways[ways++]!;
          const isSame = way.id === other.id && way.nodeIds.join() === other.refs.join();
          if (!isSame || !sameTags(way.tags, other.tags)) different.push(way.id);
        }
      }
      expect([nodes, ways]).toEqual([second.nodes.size, second.ways.length]);
      expect(different).toEqual([]);
    }
  });
});

function sameTags(tags: Readonly<Record<string, string>>, others: ReadonlyMap<string, string>): boolean {
  return Object.keys(tags).length === others.size && [...others].every(([key, value]) => tags[key] === value);
}

const TARGETS = 8;

describe('200 random routes, from 25 nodes to 8 each', () => {
  test.skipIf(isMissing)(
    'shared: Abeno: shortest lengths and fastest times equal those of the plain graph',
    async () => {
      await compareRoutes(abeno, 25, 1);
    },
  );
  test.skipIf(isMissing)(
    'shared: Andorra: shortest lengths and fastest times equal those of the plain graph',
    async () => {
      await compareRoutes(andorra, 25, 2);
    },
  );
});

/**
 * Our arcs are rounded to decimetres and milliseconds, so a route of n arcs may differ by n × 0.05 m and by n × (0.5 ms +
 * the time of half a decimetre, at most 36 ms at 5 km/h); and our distances are on a plane (1e-5).
 */
async function compareRoutes(path: string, sources: number, seed: number) {
  const plain = plainGraph(readWithSecondReader(path));
  const { graph, strong } = await importedGraph(path);
  const plainIn = plainStrongPart(plain);
  const plainLengthM = plain.arcs.reduce(
    (sum, arc) => sum + (plainIn.has(arc.from) && plainIn.has(arc.to) ? arc.lengthM : 0),
    0,
  );
  expect(Math.abs(strong.lengthKeptM - plainLengthM)).toBeLessThan(graph.arcCount * 0.05 + plainLengthM * 1e-5);

  const nodeAt = new Map<string, number>();
  for (let n = 0; n < graph.nodeCount; n++) nodeAt.set(`${graph.nodeLatE7[n]} ${graph.nodeLonE7[n]}`, n);
  const shared = [...plainIn].filter((id) => nodeAt.has(plain.placeOf(id)));
  expect(shared.length).toBeGreaterThan(0.9 * graph.nodeCount);
  const search = new Dijkstra(graph);
  const [lengthsDm, timesMs] = [Int32Array.from(graph.arcLengthDm), Int32Array.from(graph.arcFreeFlowMs)];
  const random = seededRandom(seed);
  for (let i = 0; i < sources; i++) {
    const from = shared[randomIndex(random, shared.length)]!;
    const expectedM = plainDistances(plain, from, (arc) => arc.lengthM);
    const expectedMs = plainDistances(plain, from, (arc) => arc.ms);
    for (let k = 0; k < TARGETS; k++) {
      const to = shared[randomIndex(random, shared.length)]!;
      const label = `seed ${seed}: ${from} to ${to}`;
      const [source, target] = [nodeAt.get(plain.placeOf(from))!, nodeAt.get(plain.placeOf(to))!];
      search.run(source, lengthsDm, target);
      const slackM = search.arcsTo(target).length * 0.05 + expectedM.get(to)! * 1e-5;
      expect(Math.abs(search.distance(target) / 10 - expectedM.get(to)!), label).toBeLessThanOrEqual(slackM);
      search.run(source, timesMs, target);
      const slackMs = search
        .arcsTo(target)
        .reduce((sum, arc) => sum + roundingMs(graph, arc), expectedMs.get(to)! * 1e-5);
      expect(Math.abs(search.distance(target) - expectedMs.get(to)!), label).toBeLessThanOrEqual(slackMs);
    }
  }
}

/** Half a millisecond, and the time of half a decimetre. */
function roundingMs(graph: RoadGraph, arc: number): number {
  return 0.5 + Math.min(36, graph.arcFreeFlowMs[arc]! / Math.max(1, graph.arcLengthDm[arc]!) / 2);
}

async function importedGraph(path: string) {
  const elements = await collectStreetElements(await openPbfFile(path), regionOf(WHOLE_WORLD, 0));
  const heightsDm = new Int32Array(elements.nodeIds.length);
  const options = { areaId: 'test', credit: '', trafficSide: 'left' as const, placesE7: [] };
  return buildRoadNetwork(elements, readRoads(elements, false), heightsDm, options);
}

/** km/h without a sign; with one: 85 % of it, at most the second number. */
const speeds: Record<string, [number, number]> = {
  trunk: [50, 90],
  trunk_link: [35, 35],
  primary: [45, 80],
  primary_link: [30, 30],
  secondary: [40, 80],
  secondary_link: [28, 28],
  tertiary: [35, 70],
  tertiary_link: [25, 25],
  unclassified: [28, 50],
  road: [28, 50],
  residential: [22, 35],
  living_street: [12, 20],
  service: [14, 30],
  track: [15, 25],
  pedestrian: [12, 20],
  path: [15, 25],
};
const unpaved = /^(unpaved|compacted|fine_gravel|gravel|pebblestone|ground|dirt|earth|grass|mud|sand|rock)/;

function plainGraph(osm: SecondOsm): PlainGraph {
  const graph = emptyPlainGraph(osm);
  for (const way of osm.ways) {
    const directions = plainDirections(way.tags);
    if (!directions.forward && !directions.backward) continue;
    const kmh = plainKmh(way.tags);
    for (let i = 0; i + 1 < way.refs.length; i++) {
      if (directions.forward) addStreet(osm, graph, way.refs[i]!, way.refs[i + 1]!, kmh, 'forward');
      if (directions.backward) addStreet(osm, graph, way.refs[i + 1]!, way.refs[i]!, kmh, 'backward');
    }
  }
  return graph;
}

function plainDirections(tags: Map<string, string>) {
  const none = { forward: false, backward: false };
  const highway = tags.get('highway') ?? '';
  const opened = ['motorcar', 'motor_vehicle', 'vehicle', 'psv', 'bus'].some((k) =>
    /^(yes|designated|destination|permissive)$/.test(tags.get(k) ?? ''),
  );
  const isStreet = drivable.has(highway) || highway === 'track' || (opened && /^(pedestrian|path)$/.test(highway));
  if (!isStreet || tags.get('area') === 'yes' || /^grade[45]$/.test(tags.get('tracktype') ?? '')) return none;
  const access =
    tags.get('motorcar') ?? tags.get('motor_vehicle') ?? tags.get('vehicle') ?? tags.get('access') ?? 'yes';
  if (!opened && /^(no|private|agricultural|forestry)$/.test(access)) return none;
  if (
    /^(no|private|agricultural|forestry)$/.test(access) &&
    !/^(yes|designated)$/.test(tags.get('psv') ?? tags.get('bus') ?? '')
  )
    return none;
  const oneway = tags.get('oneway') ?? (tags.get('junction') === 'roundabout' ? 'yes' : 'no');
  return { forward: oneway !== '-1', backward: !['yes', 'true', '1'].includes(oneway) };
}

function plainKmh(tags: Map<string, string>): number {
  const highway = tags.get('highway')!;
  if (/^(driveway|parking_aisle|drive-through)$/.test(tags.get('service') ?? '')) return 8;
  const [usual, most] = speeds[highway]!;
  const signed = Math.min(...(tags.get('maxspeed') ?? '0').split(';').map(Number));
  const isLink = highway.endsWith('_link');
  let kmh = signed > 0 ? Math.min(signed * 0.85, most) : usual;
  if (isLink) kmh = Math.min(kmh, usual);
  const surface = tags.get('surface');
  const isSoft =
    highway === 'track' || highway === 'path'
      ? tags.get('tracktype') !== 'grade1'
      : /^grade[23]$/.test(tags.get('tracktype') ?? '');
  if (surface === undefined ? isSoft : unpaved.test(surface)) kmh *= 0.7;
  return Math.max(5, Math.round(kmh));
}

function addStreet(osm: SecondOsm, graph: PlainGraph, from: number, to: number, kmh: number, along: string) {
  const [a, b] = [osm.nodes.get(from), osm.nodes.get(to)];
  if (!a || !b || isShut(a.tags) || isShut(b.tags)) return;
  const lengthM = haversineM(a, b);
  let ms = (lengthM / kmh) * 3600;
  if (b.tags.get('railway') === 'level_crossing') ms += 6000;
  const isSameJunction = a.tags.get('highway') === 'traffic_signals' && lengthM < 50;
  const facing = b.tags.get('traffic_signals:direction') ?? 'both';
  const isFacing = facing === 'both' || facing === along;
  if (b.tags.get('highway') === 'traffic_signals' && !isSameJunction && isFacing) ms += 6000;
  addPlainArc(graph, { from, to, lengthM, ms });
}

/** In these files every bollard, block and fence stops a car, and every gate lets it pass unless it is private. */
function isShut(tags: Map<string, string>): boolean {
  const barrier = tags.get('barrier') ?? '';
  return (
    /^(bollard|block|kissing_gate|fence)$/.test(barrier) ||
    (barrier !== '' && /^(no|private)$/.test(tags.get('access') ?? ''))
  );
}

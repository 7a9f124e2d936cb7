import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../../containers/random.ts';
import { buildArcGraph } from '../../graph/arc-graph.ts';
import { randomGraph, randomWeight, randomWeights } from '../../testing/random-graph.ts';
import { Dijkstra, UNREACHABLE_MS } from '../dijkstra.ts';
import { copyMetric, customize } from './customize.ts';
import { PartialCustomizer } from './customize-partial.ts';
import { HierarchyQuery } from './hierarchy-query.ts';
import { buildHierarchy, openHierarchy, packHierarchy } from './hierarchy.ts';
import { buildNodeTable } from './labels.ts';

describe('equals Dijkstra', () => {
  test('RD1 on 100 random graphs with 1,000 pairs each: times, arcs and tables', () => {
    let reached = 0;
    let unreached = 0;
    const wrong: string[] = [];
    for (let seed = 1; seed <= 100; seed++) {
      const random = seededRandom(seed);
      const { graph, x, y } = randomGraph(random);
      const hierarchy = buildHierarchy(graph, x, y);
      const weights = randomWeights(graph, random);
      const metric = customize(hierarchy, weights);
      const query = new HierarchyQuery(hierarchy);
      const search = new Dijkstra(graph);
      for (let i = 0; i < 1000; i++) {
        const source = randomIndex(random, graph.nodeCount);
        const target = randomIndex(random, graph.nodeCount);
        search.run(source, weights);
        const arcs = query.findArcs(metric, source, target);
        const isReached = search.isReached(target);
        if (isReached) reached++;
        else unreached++;
        const [end, ms] = driven(graph, weights, source, arcs ?? []);
        const agrees =
          query.ms(metric, source, target) === search.distance(target) &&
          (arcs !== null) === isReached &&
          (!isReached || (end === target && ms === search.distance(target)));
        if (!agrees) wrong.push(`seed ${seed}, ${source} to ${target}`);
      }
      const all = Array.from({ length: graph.nodeCount }, (_, node) => node).sort(() => random() - 0.5);
      const some = all.filter(() => random() < 0.5).concat(all.slice(0, 3));
      const table = buildNodeTable(metric, some, all);
      some.forEach((source, i) => {
        search.run(source, weights);
        const row = Array.from(table.subarray(i * all.length, (i + 1) * all.length));
        expect(row, `seed ${seed}, row ${source}`).toEqual(all.map((target) => search.distance(target)));
      });
    }
    expect(wrong).toEqual([]);
    expect(Math.min(reached, unreached)).toBeGreaterThan(10_000);
  });
});

describe('a metric that is changed', () => {
  test('RD5 equals one made anew, after each of many closures, openings and new times', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seededRandom(seed);
      const { graph, x, y } = randomGraph(random);
      if (graph.arcCount === 0) continue;
      const hierarchy = buildHierarchy(graph, x, y);
      const weights = randomWeights(graph, random);
      const old = customize(hierarchy, weights.slice());
      const oldSlots = old.slotMs.slice();
      const metric = copyMetric(old);
      const customizer = new PartialCustomizer(hierarchy);
      for (let round = 0; round < 20; round++) {
        const arcs = Array.from({ length: 1 + randomIndex(random, 3) }, () => randomIndex(random, graph.arcCount));
        for (const arc of arcs) weights[arc] = randomWeight(random);
        const changed = arcs.map((arc) => weights[arc]!);
        customizer.change(metric, arcs, changed);
        expect(metric.slotMs, `seed ${seed}, round ${round}`).toEqual(customize(hierarchy, weights).slotMs);
      }
      expect(old.slotMs, 'the old metric stays as it was').toEqual(oldSlots);
    }
  });

  test('RD7 with every street closed reaches nothing but the start', () => {
    const { graph, x, y } = randomGraph(seededRandom(3));
    const hierarchy = buildHierarchy(graph, x, y);
    const metric = customize(hierarchy, new Int32Array(graph.arcCount).fill(UNREACHABLE_MS));
    const query = new HierarchyQuery(hierarchy);
    for (let node = 0; node < graph.nodeCount; node++) {
      expect(query.ms(metric, 0, node)).toBe(node === 0 ? 0 : UNREACHABLE_MS);
      expect(query.findArcs(metric, 0, node)).toEqual(node === 0 ? [] : null);
    }
  });
});

describe('shapes that are no road network', () => {
  const cases: Record<string, [nodeCount: number, arcs: [number, number][]]> = {
    'no node': [0, []],
    'one node with a loop': [1, [[0, 0]]],
    'islands only': [50, []],
    'a star': [200, Array.from({ length: 199 }, (_, i) => [0, i + 1])],
    'everybody joined to everybody': [40, Array.from({ length: 1600 }, (_, i) => [i % 40, Math.floor(i / 40)])],
    'one long one-way ring': [300, Array.from({ length: 300 }, (_, i) => [i, (i + 1) % 300])],
  };
  for (const [name, [nodeCount, arcs]] of Object.entries(cases)) {
    test(name, () => {
      const { graph } = buildArcGraph(
        nodeCount,
        arcs.map((arc) => arc[0]),
        arcs.map((arc) => arc[1]),
      );
      const flat = new Float64Array(nodeCount); // all at one place on the map
      const hierarchy = buildHierarchy(graph, flat, flat);
      const weights = new Int32Array(graph.arcCount).fill(1000);
      const query = new HierarchyQuery(hierarchy);
      const search = new Dijkstra(graph);
      const metric = customize(hierarchy, weights);
      for (let i = 0; i < nodeCount; i += 7) {
        search.run(i, weights);
        for (let j = 0; j < nodeCount; j += 3) {
          expect(query.ms(metric, i, j)).toBe(search.distance(j));
        }
      }
    });
  }
});

test('a packed hierarchy opens as it was', () => {
  const { graph, x, y } = randomGraph(seededRandom(5));
  const hierarchy = buildHierarchy(graph, x, y);
  const shared = packHierarchy(hierarchy, (bytes) => new SharedArrayBuffer(bytes));
  expect(openHierarchy(shared)).toEqual(hierarchy);
});

test('RD10 counts on a grid of 30 × 30 streets stay as they are', () => {
  const side = 30;
  const at = (row: number, column: number) => row * side + column;
  const arcs: [number, number][] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (column + 1 < side) arcs.push([at(row, column), at(row, column + 1)], [at(row, column + 1), at(row, column)]);
      if (row + 1 < side) arcs.push([at(row, column), at(row + 1, column)], [at(row + 1, column), at(row, column)]);
    }
  }
  const { graph } = buildArcGraph(
    side * side,
    arcs.map((arc) => arc[0]),
    arcs.map((arc) => arc[1]),
  );
  const x = Array.from({ length: side * side }, (_, node) => node % side);
  const y = Array.from({ length: side * side }, (_, node) => Math.floor(node / side));
  const hierarchy = buildHierarchy(graph, x, y);
  const random = seededRandom(1);
  const weights = Int32Array.from({ length: graph.arcCount }, () => 1000 + randomIndex(random, 1000));
  const metric = customize(hierarchy, weights);
  const query = new HierarchyQuery(hierarchy);
  query.ms(metric, at(0, 0), at(29, 29));
  const customizer = new PartialCustomizer(hierarchy);
  customizer.change(metric, [100], [UNREACHABLE_MS]);
  const search = new Dijkstra(graph);
  search.run(0, weights);
  expect({
    slots: hierarchy.slotCount,
    triangles: hierarchy.triangle.length,
    depth: hierarchy.depth,
    nodesSettled: query.nodesSettled,
    slotsRefreshed: customizer.slotsRefreshed,
    dijkstra: [search.nodesSettled, search.arcsScanned],
  }).toMatchInlineSnapshot(`
    {
      "depth": 78,
      "dijkstra": [
        900,
        3480,
      ],
      "nodesSettled": 116,
      "slots": 21692,
      "slotsRefreshed": 29,
      "triangles": 210354,
    }
  `);
});

/** Where the arcs lead from a node, and what they weigh; NaN where one does not begin at the end of the last. */
function driven(
  graph: { readonly arcTail: Uint32Array; readonly arcHead: Uint32Array },
  weights: Int32Array,
  source: number,
  arcs: readonly number[],
): [number, number] {
  let node = source;
  let sum = 0;
  for (const arc of arcs) {
    sum += graph.arcTail[arc] === node ? weights[arc]! : NaN;
    node = graph.arcHead[arc]!;
  }
  return [node, sum];
}

import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { buildArcGraph } from '../graph/arc-graph.ts';
import { Dijkstra, UNREACHABLE_MS } from './dijkstra.ts';

test('equals Bellman and Ford on small random graphs with loops, parallel, closed and zero arcs', () => {
  let reached = 0;
  let unreached = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = seededRandom(seed);
    const nodeCount = 1 + randomIndex(random, 9);
    const arcCount = randomIndex(random, 25);
    const pick = () => Array.from({ length: arcCount }, () => randomIndex(random, nodeCount));
    const { graph } = buildArcGraph(nodeCount, pick(), pick());
    const weights = Int32Array.from({ length: arcCount }, () =>
      random() < 0.15 ? UNREACHABLE_MS : randomIndex(random, 6),
    );
    const search = new Dijkstra(graph);
    for (let source = 0; source < nodeCount; source++) {
      search.run(source, weights);
      const expected = Array.from({ length: nodeCount }, () => UNREACHABLE_MS);
      expected[source] = 0;
      for (let round = 0; round < nodeCount; round++) {
        for (let a = 0; a < arcCount; a++) {
          const via = expected[graph.arcTail[a]!]! + weights[a]!;
          if (via < expected[graph.arcHead[a]!]!) expected[graph.arcHead[a]!] = via;
        }
      }
      for (let node = 0; node < nodeCount; node++) {
        expect(search.distance(node), `seed ${seed}, ${source} to ${node}`).toBe(expected[node]);
        const arcs = search.arcsTo(node);
        if (search.isReached(node)) expect(arcs.reduce((sum, arc) => sum + weights[arc]!, 0)).toBe(expected[node]);
        if (search.isReached(node)) reached++;
        else unreached++;
      }
    }
  }
  expect(Math.min(reached, unreached)).toBeGreaterThan(500);
});

test('ends at the target and at the limit', () => {
  const { graph } = buildArcGraph(4, [0, 1, 2], [1, 2, 3]);
  const search = new Dijkstra(graph);
  search.run(0, Int32Array.of(5, 5, 5), 1);
  expect(search.nodesSettled).toBe(2);
  search.run(0, Int32Array.of(5, 5, 5), -1, 10);
  expect(search.nodesSettled).toBe(3);
  expect(search.distance(2)).toBe(10);
});

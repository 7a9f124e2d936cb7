import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { buildArcGraph, type ArcGraph } from './arc-graph.ts';
import { strongComponents } from './strong-components.ts';

test('two nodes share a component exactly when each can reach the other', () => {
  let together = 0;
  let apart = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = seededRandom(seed);
    const nodeCount = 1 + randomIndex(random, 8);
    const arcCount = randomIndex(random, 16);
    const pick = () => Array.from({ length: arcCount }, () => randomIndex(random, nodeCount));
    const { graph } = buildArcGraph(nodeCount, pick(), pick());
    const { ofNode, nodeCounts, largest, count } = strongComponents(graph);
    const reach = reachable(graph);
    for (let a = 0; a < nodeCount; a++) {
      for (let b = 0; b < nodeCount; b++) {
        const same = reach[a]![b]! && reach[b]![a]!;
        expect(ofNode[a] === ofNode[b], `seed ${seed}: nodes ${a} and ${b}`).toBe(same);
        if (same && a !== b) together++;
        if (!same) apart++;
      }
    }
    expect(nodeCounts.reduce((sum, size) => sum + size, 0)).toBe(nodeCount);
    expect(Math.max(...nodeCounts)).toBe(nodeCounts[largest]);
    expect(nodeCounts.length).toBe(count);
  }
  expect(Math.min(together, apart)).toBeGreaterThan(100);
});

test('closed arcs are as if absent', () => {
  const { graph } = buildArcGraph(2, [0, 1], [1, 0]);
  expect(strongComponents(graph).count).toBe(1);
  expect(strongComponents(graph, (arc) => arc !== 0).count).toBe(2);
});

test('a line of 200,000 nodes does not overflow any stack', () => {
  const nodeCount = 200_000;
  const tails = Array.from({ length: nodeCount }, (_, i) => i);
  const { graph } = buildArcGraph(
    nodeCount,
    tails,
    tails.map((n) => (n + 1) % nodeCount),
  );
  expect(strongComponents(graph).count).toBe(1);
});

function reachable(graph: ArcGraph): boolean[][] {
  const reach = Array.from({ length: graph.nodeCount }, (_, a) =>
    Array.from({ length: graph.nodeCount }, (__, b) => a === b),
  );
  for (let a = 0; a < graph.arcCount; a++) reach[graph.arcTail[a]!]![graph.arcHead[a]!] = true;
  for (let via = 0; via < graph.nodeCount; via++) {
    for (const row of reach) if (row[via]) reach[via]!.forEach((open, b) => (row[b] ||= open));
  }
  return reach;
}

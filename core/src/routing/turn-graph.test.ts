import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { buildRoadGraph } from '../graph/build-road-graph.ts';
import type { RoadGraph } from '../graph/road-graph.ts';
import { drawTown } from '../testing/draw-town.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { buildRoadMetric, buildRoadNetwork, type RoadMetric } from './road-network.ts';
import { RoadQuery } from './road-query.ts';
import { plainClass } from '../testing/plain-class.ts';

test('RD2 a forbidden turn is driven around', () => {
  const drawing = `
A 10 B 10 C
|    |    |
D 10 E 10 F`;
  const seconds = (forbidden: string[][]) => {
    const town = drawTown(drawing, { forbidden });
    const network = buildRoadNetwork(town.graph);
    const metric = buildRoadMetric(network, plainClass);
    const from = { arc: town.arc('A', 'B'), offsetPermille: 1000 };
    const to = { arc: town.arc('C', 'F'), offsetPermille: 0 };
    return new RoadQuery(network).findRoute(metric, from, to)!.sec;
  };
  expect(seconds([])).toBe(10);
  expect(seconds([['A', 'B', 'C']])).toBe(20 + 10 + 20); // by E and F
});

test('RD2 equals a search over whole histories on small random graphs', () => {
  let different = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const random = seededRandom(seed);
    const graph = randomTown(random);
    const network = buildRoadNetwork(graph);
    const metric = buildRoadMetric(network, plainClass);
    const query = new RoadQuery(network);
    const fromArc = randomIndex(random, graph.arcCount);
    const expected = msByHistories(metric, fromArc, true);
    const free = msByHistories(metric, fromArc, false);
    for (let toArc = 0; toArc < graph.arcCount; toArc++) {
      const route = query.findRoute(metric, { arc: fromArc, offsetPermille: 1000 }, { arc: toArc, offsetPermille: 0 });
      expect(route?.ms ?? UNREACHABLE_MS, `seed ${seed}, arc ${fromArc} to ${toArc}`).toBe(expected[toArc]);
      if (expected[toArc] !== free[toArc]) different++;
      if (route) expect(forbiddenIn(graph, route.arcs), `seed ${seed}`).toBe(false);
    }
  }
  expect(different).toBeGreaterThan(50);
});

function randomTown(random: () => number): RoadGraph {
  const nodeCount = 2 + randomIndex(random, 5);
  const arcs = Array.from({ length: 3 + randomIndex(random, 14) }, () => ({
    tail: randomIndex(random, nodeCount),
    head: randomIndex(random, nodeCount),
    freeFlowMs: randomIndex(random, 5) * 1000,
    lengthDm: 0,
  }));
  const forbidden = Array.from({ length: randomIndex(random, 8) }, () => {
    const sequence = [randomIndex(random, arcs.length)];
    for (let length = 2 + randomIndex(random, 2); sequence.length < length;) {
      const choices = arcs.flatMap((arc, i) => (arc.tail === arcs[sequence.at(-1)!]!.head ? [i] : []));
      if (choices.length === 0) break;
      sequence.push(choices[randomIndex(random, choices.length)]!);
    }
    return sequence;
  }).filter((sequence) => sequence.length > 1);
  const nodes = Array.from({ length: nodeCount }, () => ({ latE7: 0, lonE7: 0 }));
  return buildRoadGraph({ nodes, arcs, forbidden }).graph;
}

/** Label correcting over histories of the two arcs driven last: from the head of one arc to the tail of every arc. */
function msByHistories(metric: RoadMetric, fromArc: number, heedForbidden: boolean): number[] {
  const { graph } = metric.network;
  const best = new Map<string, number>();
  const msTo = Array.from({ length: graph.arcCount }, () => UNREACHABLE_MS);
  const queue = [{ history: [fromArc], ms: 0 }];
  for (const { history, ms } of queue) {
    if (best.get(history.join()) !== undefined && best.get(history.join())! < ms) continue; // reached sooner since
    const node = graph.arcHead[history.at(-1)!]!;
    for (let arc = graph.firstArc[node]!; arc < graph.firstArc[node + 1]!; arc++) {
      const driven = [...history, arc];
      if (heedForbidden && forbiddenIn(graph, driven)) continue;
      msTo[arc] = Math.min(msTo[arc]!, ms);
      const next = { history: driven.slice(heedForbidden ? -2 : -1), ms: ms + metric.arcMs[arc]! };
      const known = best.get(next.history.join());
      if (known !== undefined && known <= next.ms) continue;
      best.set(next.history.join(), next.ms);
      queue.push(next);
    }
  }
  return msTo;
}

function forbiddenIn(graph: RoadGraph, arcs: readonly number[]): boolean {
  const line = `,${arcs.join()},`;
  for (let r = 0; r + 1 < graph.firstForbidden.length; r++) {
    const sequence = graph.forbiddenArc.slice(graph.firstForbidden[r], graph.firstForbidden[r + 1]);
    if (line.includes(`,${sequence.join()},`)) return true;
  }
  return false;
}

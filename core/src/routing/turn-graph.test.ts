import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { buildRoadGraph } from '../graph/build-road-graph.ts';
import { roadClasses, type RoadGraph } from '../graph/road-graph.ts';
import { drawTown } from '../testing/draw-town.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { buildRoadMetric, buildRoadNetwork, updateRoadMetric, type RoadMetric } from './road-network.ts';
import { RoadQuery } from './road-query.ts';
import { StopRows, UNREACHABLE_SEC } from './stop-table.ts';
import { TurnKinds, turnMs } from './turn-costs.ts';
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

test('RD12 with turn costs equals a search over whole histories, for every class, also under closures', () => {
  let different = 0;
  let unreachable = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const random = seededRandom(seed);
    const graph = randomTown(random, true);
    const network = buildRoadNetwork(graph, { turnCosts: true });
    const query = new RoadQuery(network);
    const live = { closedArcs: [randomIndex(random, graph.arcCount)], slowdowns: [] };
    const vehicleClass = { ...plainClass, lengthDm: randomIndex(random, 2) * 60 };
    const free = buildRoadMetric(network, vehicleClass);
    for (const metric of [free, updateRoadMetric(free, live)]) {
      const fromArc = randomIndex(random, graph.arcCount);
      if (metric.arcMs[fromArc]! >= UNREACHABLE_MS) continue;
      const expected = msByHistories(metric, fromArc, true, true);
      const withoutTurns = msByHistories(metric, fromArc, true);
      const places = Array.from({ length: graph.arcCount }, (_, arc) => ({ arc, offsetPermille: 0 }));
      const row = new StopRows(metric, places).fillFrom({ arc: fromArc, offsetPermille: 1000 });
      for (let toArc = 0; toArc < graph.arcCount; toArc++) {
        if (toArc === fromArc || metric.arcMs[toArc]! >= UNREACHABLE_MS) continue;
        const route = query.findRoute(
          metric,
          { arc: fromArc, offsetPermille: 1000 },
          { arc: toArc, offsetPermille: 0 },
        );
        const ms = expected[toArc]!;
        expect(route?.ms ?? UNREACHABLE_MS, `seed ${seed}, arc ${fromArc} to ${toArc}`).toBe(ms);
        expect(row[toArc], `seed ${seed}`).toBe(ms >= UNREACHABLE_MS ? UNREACHABLE_SEC : Math.ceil(ms / 1000));
        if (ms >= UNREACHABLE_MS) unreachable++;
        if (ms !== withoutTurns[toArc]) different++;
      }
    }
  }
  expect(different).toBeGreaterThan(500);
  expect(unreachable).toBeGreaterThan(50);
});

/** @param isPlaced with nodes at different places and streets of all kinds, most of them open both ways */
function randomTown(random: () => number, isPlaced = false): RoadGraph {
  const nodeCount = 2 + randomIndex(random, 5);
  const arcs = Array.from({ length: 3 + randomIndex(random, 14) }, () => ({
    tail: randomIndex(random, nodeCount),
    head: randomIndex(random, nodeCount),
    freeFlowMs: randomIndex(random, 5) * 1000,
    lengthDm: 0,
    ...(isPlaced && {
      roadClass: roadClasses[randomIndex(random, 10)]!,
      widthDm: [0, 40, 75, 90][randomIndex(random, 4)]!,
    }),
  }));
  for (const arc of isPlaced ? arcs.slice() : [])
    if (randomIndex(random, 4) > 0) arcs.push({ ...arc, tail: arc.head, head: arc.tail });
  const forbidden = Array.from({ length: randomIndex(random, 8) }, () => {
    const sequence = [randomIndex(random, arcs.length)];
    for (let length = 2 + randomIndex(random, 2); sequence.length < length;) {
      const choices = arcs.flatMap((arc, i) => (arc.tail === arcs[sequence.at(-1)!]!.head ? [i] : []));
      if (choices.length === 0) break;
      sequence.push(choices[randomIndex(random, choices.length)]!);
    }
    return sequence;
  }).filter((sequence) => sequence.length > 1);
  const at = () => (isPlaced ? randomIndex(random, 4) * 1000 : 0);
  const nodes = Array.from({ length: nodeCount }, () => ({ latE7: at(), lonE7: at() }));
  return buildRoadGraph({ nodes, arcs, forbidden }).graph;
}

/** Label correcting over histories of the two arcs driven last: from the head of one arc to the tail of every arc. */
function msByHistories(metric: RoadMetric, fromArc: number, heedForbidden: boolean, heedTurns = false): number[] {
  const { graph } = metric.network;
  const turns = new TurnKinds(graph);
  const { turning, lengthDm } = metric.vehicleClass;
  const turn = (a: number, b: number) => (heedTurns ? turnMs(turns.kindOf(a, b), turning, lengthDm) : 0);
  const best = new Map<string, number>();
  const msTo = Array.from({ length: graph.arcCount }, () => UNREACHABLE_MS);
  const queue = [{ history: [fromArc], ms: 0 }];
  for (const { history, ms } of queue) {
    if (best.get(history.join()) !== undefined && best.get(history.join())! < ms) continue; // reached sooner since
    const node = graph.arcHead[history.at(-1)!]!;
    for (let arc = graph.firstArc[node]!; arc < graph.firstArc[node + 1]!; arc++) {
      const driven = [...history, arc];
      if (heedForbidden && forbiddenIn(graph, driven)) continue;
      const beginMs = ms + turn(history.at(-1)!, arc);
      if (beginMs >= UNREACHABLE_MS) continue;
      msTo[arc] = Math.min(msTo[arc]!, beginMs);
      const next = { history: driven.slice(heedForbidden ? -2 : -1), ms: beginMs + metric.arcMs[arc]! };
      if (next.ms >= UNREACHABLE_MS) continue; // a closed street
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

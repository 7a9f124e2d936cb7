import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { buildRoadGraph } from '../graph/build-road-graph.ts';
import type { ArcPlace } from '../graph/snap.ts';
import { drawTown } from '../testing/draw-town.ts';
import { plainClass } from '../testing/plain-class.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { nothingLive, type LiveState } from './live-state.ts';
import { freeFlow } from './period.ts';
import { buildRoadMetric, buildRoadNetwork, updateRoadMetric } from './road-network.ts';
import { RoadQuery, routeCourse } from './road-query.ts';
import { buildStopTable, StopRows, UNREACHABLE_SEC } from './stop-table.ts';

const town = drawTown(`
A 60 B 90 C
|    |    |
D 30 E 30 F`);
const network = buildRoadNetwork(town.graph);
const metric = buildRoadMetric(network, plainClass);
const on = (from: string, to: string, offsetPermille: number): ArcPlace => ({
  arc: town.arc(from, to),
  offsetPermille,
});

test('a table between places on streets', () => {
  const places = [on('A', 'B', 500), on('B', 'C', 500), on('D', 'E', 1000), on('A', 'B', 750)];
  const { stopCount, sec } = buildStopTable(metric, places);
  expect(stopCount).toBe(4);
  const rows = [
    [0, 30 + 45, 30 + 20 + 30 + 30, 15], // to D–E by B, E, D and along it
    [45 + 100 + 30, 0, 45 + 20 + 30 + 30 + 30, 45 + 100 + 45], // from C to A by F, E, D: 100
    [30 + 20 + 30, 20 + 45, 0, 30 + 20 + 45],
    [15 + 60 + 30, 15 + 45, 15 + 20 + 30 + 30, 0], // back on A–B: to B, back to A and along it again
  ];
  expect(Array.from(sec)).toEqual(rows.flat());
});

test('RD5 a closed street changes the table; the old metric goes on answering', () => {
  const live: LiveState = { closedArcs: [town.arc('E', 'F'), town.arc('F', 'E')], slowdowns: [] };
  const closed = updateRoadMetric(metric, live);
  const query = new RoadQuery(network);
  const [from, to] = [on('A', 'B', 0), on('F', 'C', 1000)];
  expect(query.findRoute(metric, from, to)!.sec).toBe(60 + 20 + 30 + 20);
  expect(query.findRoute(closed, from, to)!.sec).toBe(60 + 90 + 20 + 20); // to C, down to F and up again on F–C
  expect(query.findRoute(closed, to, on('E', 'F', 100))).toBeNull();
  expect(buildStopTable(closed, [on('E', 'F', 100), to]).sec).toEqual(
    Uint16Array.of(UNREACHABLE_SEC, 27 + 20, UNREACHABLE_SEC, 0),
  );
  expect(updateRoadMetric(closed, nothingLive).times.slotMs).toEqual(metric.times.slotMs);
});

test('RD11 a vehicle on a closed street leaves it by either end, as far as one-ways allow', () => {
  const oneWay = drawTown(`
    A 60 B 90> C
    |    |     |
    D 30 E 30  F`);
  const network = buildRoadNetwork(oneWay.graph);
  const arcs = [oneWay.arc('A', 'B'), oneWay.arc('B', 'A'), oneWay.arc('B', 'C')];
  const closed = updateRoadMetric(buildRoadMetric(network, plainClass), { closedArcs: arcs, slowdowns: [] });
  const query = new RoadQuery(network);
  const at = (from: string, to: string, offsetPermille: number) => ({ arc: oneWay.arc(from, to), offsetPermille });
  const corner = at('D', 'E', 0);
  const back = query.findRoute(closed, at('A', 'B', 100), corner)!;
  expect(back.sec).toBe(6 + 20); // turns and leaves by A
  expect(back.arcs).toEqual([oneWay.arc('B', 'A'), oneWay.arc('A', 'D'), oneWay.arc('D', 'E')]);
  expect(back.from).toEqual(at('B', 'A', 900));
  expect(query.findRoute(closed, at('A', 'B', 900), corner)!.sec).toBe(6 + 20 + 30); // goes on to B
  expect(query.findRoute(closed, at('B', 'C', 100), corner)!.sec).toBe(81 + 20 + 30 + 30); // one way: by C only
  expect(Array.from(new StopRows(closed, [corner]).fillFrom(at('A', 'B', 100)))).toEqual([26]);
  expect(query.findRoute(closed, corner, at('A', 'B', 100))).toBeNull();
});

test('a route has its arcs, length and course', () => {
  const route = new RoadQuery(network).findRoute(metric, on('A', 'B', 500), on('E', 'F', 500))!;
  expect(route.arcs).toEqual([town.arc('A', 'B'), town.arc('B', 'E'), town.arc('E', 'F')]);
  expect(route).toMatchObject({ sec: 30 + 20 + 15, lengthM: 650 });
  const { nodeLatE7, nodeLonE7 } = town.graph;
  const point = (name: string) => [nodeLatE7[town.at(name)], nodeLonE7[town.at(name)]];
  const course = routeCourse(network, route);
  expect(course.slice(1, -1)).toEqual([point('B'), point('E')]);
  expect(course[0]![0]).toBe(point('A')[0]);
});

test('RD4 tables, rows and routes agree on random towns under random closures', () => {
  let unreachable = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const nodeCount = 2 + randomIndex(random, 12);
    const arcs = Array.from({ length: 2 * nodeCount }, () => ({
      tail: randomIndex(random, nodeCount),
      head: randomIndex(random, nodeCount),
      freeFlowMs: randomIndex(random, 4) * 700,
      lengthDm: 100,
    }));
    const nodes = arcs
      .slice(0, nodeCount)
      .map(() => ({ latE7: randomIndex(random, 9), lonE7: randomIndex(random, 9) }));
    const { graph } = buildRoadGraph({ nodes, arcs });
    const network = buildRoadNetwork(graph);
    const live: LiveState = {
      closedArcs: Array.from({ length: randomIndex(random, 4) }, () => randomIndex(random, arcs.length)),
      slowdowns: [{ arcs: [randomIndex(random, arcs.length)], speedPermille: 500 }],
    };
    const metric = updateRoadMetric(buildRoadMetric(network, plainClass), live);
    expect(metric.times.slotMs).toEqual(buildRoadMetric(network, plainClass, freeFlow, live).times.slotMs);
    const places = Array.from({ length: 8 }, () => ({
      arc: randomIndex(random, arcs.length),
      offsetPermille: randomIndex(random, 3) * 500,
    }));
    const table = buildStopTable(metric, places);
    const rows = new StopRows(metric, places);
    const query = new RoadQuery(network);
    places.forEach((from, i) => {
      const row = table.sec.subarray(i * 8, i * 8 + 8);
      expect(rows.fillFrom(from), `seed ${seed}`).toEqual(row);
      places.forEach((to, j) => {
        const ms = query.driveMs(metric, from, to);
        if (ms === UNREACHABLE_MS) unreachable++;
        expect(row[j], `seed ${seed}, ${i} to ${j}`).toBe(
          ms === UNREACHABLE_MS ? UNREACHABLE_SEC : Math.ceil(ms / 1000),
        );
        for (let k = 0; k < 8; k++) {
          expect(row[k]!, `seed ${seed}, ${i} by ${j} to ${k}`).toBeLessThanOrEqual(row[j]! + table.sec[j * 8 + k]!);
        }
      });
    });
  }
  expect(unreachable).toBeGreaterThan(100);
});

import { expect, test } from 'vitest';
import { drawTown } from '../testing/draw-town.ts';
import { plainClass } from '../testing/plain-class.ts';
import { nothingLive, type LiveState } from './live-state.ts';
import { freeFlow, type Period } from './period.ts';
import { buildRoadNetwork } from './road-network.ts';
import { RoadQuery } from './road-query.ts';
import { buildStopTimes, changedPairs, driveSec, firstClosedArc, refreshStopTimes } from './stop-times.ts';
import { UNREACHABLE_SEC } from './stop-table.ts';

const town = drawTown(`
A 60 B 60 C
|    |    |
D 90 E 90 F`);
const network = buildRoadNetwork(town.graph);
const atTail = (from: string, to: string) => ({ arc: town.arc(from, to), offsetPermille: 0 });
const places = [atTail('A', 'B'), atTail('C', 'F'), atTail('F', 'E')];
const half: Period = {
  id: 'half',
  speedPermille: Object.fromEntries(
    Object.keys(freeFlow.speedPermille).map((c) => [c, 500]),
  ) as Period['speedPermille'],
};
const noon = 12 * 3600;
const times = buildStopTimes(
  network,
  plainClass,
  [
    { fromSec: 0, period: freeFlow },
    { fromSec: noon, period: half },
    { fromSec: noon + 3600, period: freeFlow },
  ],
  nothingLive,
  places,
);
const closed = (...names: [string, string][]): LiveState => ({
  closedArcs: names.flatMap(([a, b]) => [town.arc(a, b), town.arc(b, a)]),
  slowdowns: [],
});

test('RD6 a drive that runs into the next period uses both', () => {
  expect(driveSec(times, noon - 3600, 0, 1)).toBe(120);
  expect(driveSec(times, noon + 60, 0, 1)).toBe(240);
  expect(driveSec(times, noon - 60, 0, 1)).toBe(60 + 120); // half of it before noon, half at half the speed
  expect(times.day[2]!.table).toBe(times.day[0]!.table);
});

test('RD5 a closure makes new times; the old ones go on answering until they are replaced', () => {
  const before = times.day[0]!.table.sec.slice();
  const after = refreshStopTimes(times, closed(['B', 'C']));
  expect(driveSec(after, 0, 0, 1)).toBe(60 + 20 + 90 + 20);
  expect(driveSec(times, 0, 0, 1)).toBe(120);
  expect(times.day[0]!.table.sec).toEqual(before);
  expect(changedPairs(times.day[0]!.table, after.day[0]!.table)).toContainEqual([0, 1]);
  expect(changedPairs(times.day[0]!.table, times.day[0]!.table)).toEqual([]);
});

test('RD5 planned drives are checked against the new metric', () => {
  const route = new RoadQuery(network).findRoute(times.day[0]!.metric, places[0]!, places[1]!)!;
  const after = refreshStopTimes(times, closed(['B', 'C'])).day[0]!.metric;
  expect(firstClosedArc(times.day[0]!.metric, route)).toBe(-1);
  expect(firstClosedArc(after, route)).toBe(town.arc('B', 'C'));
});

test('RD7 with every street closed all is unreachable, and nothing hangs', () => {
  const all: LiveState = { closedArcs: Array.from({ length: town.graph.arcCount }, (_, arc) => arc), slowdowns: [] };
  const after = refreshStopTimes(times, all);
  expect(new Set(after.day[0]!.table.sec)).toEqual(new Set([UNREACHABLE_SEC]));
  expect(driveSec(after, noon - 60, 0, 1)).toBe(UNREACHABLE_SEC);
});

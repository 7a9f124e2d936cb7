import { expect, test } from 'vitest';
import type { LiveState } from '../routing/live-state.ts';
import { defaultDay } from '../routing/period.ts';
import { buildRoadNetwork } from '../routing/road-network.ts';
import { UNREACHABLE_SEC } from '../routing/stop-table.ts';
import { drawTown } from '../testing/draw-town.ts';
import { classMetric, classStreets, refreshClass, type ClassStreets } from './class-streets.ts';

const town = drawTown(`
A 60 B 60 C
|    |    |
D 90 E 90 F`);
const atTail = (from: string, to: string) => ({ arc: town.arc(from, to), offsetPermille: 0 });
const places = [atTail('A', 'B'), atTail('C', 'F'), atTail('F', 'E')];
const usual = classStreets(classMetric(buildRoadNetwork(town.graph), 'wagon'), places, defaultDay);
const closed = (...names: [string, string][]): LiveState => ({
  closedArcs: names.flatMap(([a, b]) => [town.arc(a, b), town.arc(b, a)]),
  slowdowns: [],
});
const secs = ({ day }: ClassStreets) => day.map(({ times }) => times.sec[1]!); // from A to C, through the day

test('RD5 a closure makes new times for every period; the old ones go on answering', () => {
  const before = secs(usual);
  const after = refreshClass(usual, closed(['B', 'C']));
  secs(after).forEach((sec, i) => expect(sec).toBeGreaterThan(before[i]! * 1.4)); // 190 s instead of 120 s
  expect(secs(usual)).toEqual(before);
  expect(after.times.sec).not.toEqual(usual.times.sec);
  expect(refreshClass(after, closed()).day).toBe(after.day);
  expect(secs(refreshClass(usual, closed()))).toEqual(before);
});

test('RD5 periods that come twice in a day share their table, before and after', () => {
  const distinct = new Set(defaultDay.map(({ period }) => period.id)).size;
  for (const streets of [usual, refreshClass(usual, closed(['B', 'E']))]) {
    expect(new Set(streets.day.map(({ times }) => times)).size).toBe(distinct);
  }
});

test('RD7 with every street closed all is unreachable, and nothing hangs', () => {
  const all = Array.from({ length: town.graph.arcCount }, (_, arc) => arc);
  const { day } = refreshClass(usual, { closedArcs: all, slowdowns: [] });
  for (const { times } of day) expect(new Set(times.sec)).toEqual(new Set([UNREACHABLE_SEC]));
});

import { expect, test } from 'vitest';
import { drawTown } from '../testing/draw-town.ts';
import type { PointE7 } from './arc-course.ts';
import { arcsInCircle, arcsInRing, arcsOfPiece, arcsOfWay, pieceOfArc } from './select-arcs.ts';

const town = drawTown(`
A 60 B 60> C
|    |     |
D 60 E 60  F`);
const { graph } = town;
const point = (name: string): PointE7 => [graph.nodeLatE7[town.at(name)]!, graph.nodeLonE7[town.at(name)]!];
const between = (a: string, b: string): PointE7 => {
  const [p, q] = [point(a), point(b)];
  return [Math.round((p[0] + q[0]) / 2), Math.round((p[1] + q[1]) / 2)];
};
const streets = (arcs: readonly number[]) =>
  arcs.map((arc) => 'ABCDEF'[graph.arcTail[arc]!]! + 'ABCDEF'[graph.arcHead[arc]!]!);

test('a ring takes every street of which a part is inside', () => {
  const [lat, lon] = between('A', 'B');
  const square = (halfLat: number, halfLon: number): PointE7[] => [
    [lat - halfLat, lon - halfLon],
    [lat + halfLat, lon - halfLon],
    [lat + halfLat, lon + halfLon],
    [lat - halfLat, lon + halfLon],
  ];
  expect(streets(arcsInRing(graph, square(100, 100)))).toEqual(['AB', 'BA']); // between the ends, none of them inside
  expect(streets(arcsInRing(graph, [...square(100, 100), square(100, 100)[0]!]))).toEqual(['AB', 'BA']);
  expect(arcsInRing(graph, square(9_000_000, 9_000_000))).toHaveLength(graph.arcCount);
  const far = square(100, 100).map(([a, b]) => [a + 90_000, b] as const);
  expect(arcsInRing(graph, far)).toEqual([]);
});

test('a circle takes every street that comes near enough', () => {
  expect(streets(arcsInCircle(graph, between('B', 'E'), 10))).toEqual(['BE', 'EB']);
  expect(new Set(streets(arcsInCircle(graph, point('B'), 1)))).toEqual(new Set(['AB', 'BA', 'BC', 'BE', 'EB']));
  expect(arcsInCircle(graph, [0, 0], 1000)).toEqual([]);
});

test('a piece of street has the same name from both directions and finds both again', () => {
  const there = pieceOfArc(graph, town.arc('A', 'B'));
  expect(pieceOfArc(graph, town.arc('B', 'A'))).toEqual(there);
  expect(streets(arcsOfPiece(graph, there))).toEqual(['AB', 'BA']);
  expect(streets(arcsOfPiece(graph, { ...there, ends: [there.ends[1], there.ends[0]] }))).toEqual(['AB', 'BA']);
  expect(arcsOfPiece(graph, { ...there, wayId: 99 })).toEqual([]);
  expect(streets(arcsOfWay(graph, graph.arcWayId[town.arc('B', 'C')]!))).toEqual(['BC']);
});

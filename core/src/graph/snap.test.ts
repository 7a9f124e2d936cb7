import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { distanceM, longitudeScale, METERS_PER_E7 } from '../geo/lat-lon.ts';
import { drawTown } from '../testing/draw-town.ts';
import { arcCourse } from './arc-course.ts';
import { buildRoadGraph, type ArcSpec } from './build-road-graph.ts';
import { buildArcIndex, pointOfPlace, snapToArc } from './snap.ts';

const town = drawTown(`
A 60 B 90> C
|    |     |
D 30 E 30  F`);
const { graph } = town;
const index = buildArcIndex(graph);
const lat = (name: string) => graph.nodeLatE7[town.at(name)]!;
const lon = (name: string) => graph.nodeLonE7[town.at(name)]!;
const north = (meters: number) => Math.round(meters / METERS_PER_E7);

test('RD8 left-hand traffic comes along the direction that has the stop on its left', () => {
  const middle = (lon('A') + lon('B')) / 2;
  const options = { side: 'kerb', trafficSide: 'left' } as const;
  const northOfStreet = snapToArc(graph, index, lat('A') + north(5), middle, options);
  const southOfStreet = snapToArc(graph, index, lat('A') - north(5), middle, options);
  expect(northOfStreet).toMatchObject({ arc: town.arc('A', 'B'), offsetPermille: 500 });
  expect(southOfStreet).toMatchObject({ arc: town.arc('B', 'A'), offsetPermille: 500 });
  expect(snapToArc(graph, index, lat('A') - north(5), middle, { side: 'kerb', trafficSide: 'right' })!.arc).toBe(
    town.arc('A', 'B'),
  );
  expect(northOfStreet!.distanceM).toBeCloseTo(5, 1);
});

test('a one-way street is served from either side', () => {
  const middle = (lon('B') + lon('C')) / 2;
  for (const meters of [5, -5]) {
    expect(snapToArc(graph, index, lat('B') + north(meters), middle, { side: 'kerb' })!.arc).toBe(town.arc('B', 'C'));
  }
});

test('the filter is heeded, and what is too far is not found', () => {
  const open = (arc: number) => arc === town.arc('D', 'E');
  expect(snapToArc(graph, index, lat('A'), lon('A'), { filter: open })!.arc).toBe(town.arc('D', 'E'));
  expect(snapToArc(graph, index, lat('A'), lon('A'), { filter: () => false })).toBeNull();
  expect(snapToArc(graph, index, lat('A') + north(1500), lon('A'))).toBeNull();
  expect(snapToArc(graph, index, lat('A') + north(1500), lon('A'), { maxDistanceM: 2000 })).not.toBeNull();
});

test('the grid finds what a look at every point of every arc finds', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const random = seededRandom(seed);
    const point = () =>
      [345_000_000 + randomIndex(random, 200_000), 1_355_000_000 + randomIndex(random, 200_000)] as const;
    const nodes = Array.from({ length: 12 }, () => {
      const [latE7, lonE7] = point();
      return { latE7, lonE7 };
    });
    const arcs: ArcSpec[] = Array.from({ length: 20 }, () => ({
      tail: randomIndex(random, 12),
      head: randomIndex(random, 12),
      shape: Array.from({ length: randomIndex(random, 3) }, point),
    }));
    const { graph } = buildRoadGraph({ nodes, arcs });
    const index = buildArcIndex(graph);
    for (let i = 0; i < 20; i++) {
      const [latE7, lonE7] = point();
      const found = snapToArc(graph, index, latE7, lonE7, { maxDistanceM: 5000 })!;
      const nearest = Math.min(...Array.from({ length: graph.arcCount }, (_, arc) => distanceToArcM(arc)));
      expect(Math.abs(found.distanceM - nearest), `seed ${seed}`).toBeLessThan(3);
      const [onLat, onLon] = pointOfPlace(graph, found);
      const lengthM = graph.arcLengthDm[found.arc]! / 10;
      expect(distanceM(onLat, onLon, found.latE7, found.lonE7)).toBeLessThan(Math.max(lengthM, 8000) / 900);

      function distanceToArcM(arc: number): number {
        const course = arcCourse(graph, arc);
        const steps = course.slice(1).flatMap((b, i) =>
          Array.from({ length: 301 }, (_, k) => {
            const [aLat, aLon] = course[i]!;
            return distanceM(latE7, lonE7, aLat + ((b[0] - aLat) * k) / 300, aLon + ((b[1] - aLon) * k) / 300);
          }),
        );
        return Math.min(...steps);
      }
    }
  }
});

test('a degree of longitude shrinks towards the poles', () => {
  expect(longitudeScale(600_000_000)).toBeCloseTo(0.5, 10);
  expect(distanceM(0, 0, 10_000_000, 0)).toBeCloseTo(111_195, 0);
});

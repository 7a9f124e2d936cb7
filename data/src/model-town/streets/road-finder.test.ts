import { expect, test } from 'vitest';
import { courseLengthM } from '../land/course.ts';
import { heightAtM, makeHeightGrid, type HeightGrid } from '../land/height-grid.ts';
import { distanceM, type Point } from '../land/plane.ts';
import { findRoad, type RoadTaste } from './road-finder.ts';

const taste: RoadTaste = { easyPermille: 60, dearPermille: 25, turnM: 2, expectPercent: 99 };
const free = () => 0;
const level = makeHeightGrid(600, 600, 20, () => 100);
/** Rises by 20 % to the north. */
const slope = makeHeightGrid(600, 600, 20, (point) => 100 + 0.2 * (point.y + 600));

/** Part of the course's steps that are steeper than a grade. */
function steepPart(grid: HeightGrid, course: readonly Point[], permille: number): number {
  const isSteep = (b: Point, i: number) => {
    const a = course[i]!;
    return 1000 * Math.abs(heightAtM(grid, b) - heightAtM(grid, a)) > permille * distanceM(a, b);
  };
  return course.slice(1).filter(isSteep).length / (course.length - 1);
}

test('on level ground the road goes straight', () => {
  const { course } = findRoad(level, { x: -200, y: 0 }, { x: 200, y: 0 }, taste, free, null)!;
  expect(courseLengthM(course)).toBe(400);
});

test('on a slope of 20 % it winds up and is steep in its hairpins only', () => {
  const { course } = findRoad(slope, { x: 0, y: -250 }, { x: 0, y: 250 }, taste, free, null)!;
  expect(courseLengthM(course)).toBeGreaterThan(1.5 * 500);
  expect(steepPart(slope, course, 150)).toBeLessThan(0.25);
});

test('dear ground is gone round', () => {
  const wall = (point: Point) => (Math.abs(point.x) < 30 && point.y < 100 ? 20 : 0);
  const { course } = findRoad(level, { x: -200, y: 0 }, { x: 200, y: 0 }, taste, wall, null)!;
  expect(Math.max(...course.map((point) => point.y))).toBeGreaterThanOrEqual(100);
});

test('an end off the plane is named', () => {
  expect(() => findRoad(level, { x: 0, y: 0 }, { x: 9000, y: 0 }, taste, free, null)).toThrow(/9000/);
});

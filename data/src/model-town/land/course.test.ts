import { seededRandom } from '@noriai/core/containers/random.ts';
import { expect, test } from 'vitest';
import { calmCourse, courseLengthM, distanceToLineM, pointsToKeep, resample, roundCorners } from './course.ts';
import type { Point } from './plane.ts';

const corner: Point[] = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 50 },
];

test('resampled steps are equal and both ends stay', () => {
  const points = resample(corner, 10);
  expect(points).toHaveLength(16);
  expect([points[0], points[15]]).toEqual([corner[0], corner[2]]);
  expect(points[12]).toEqual({ x: 100, y: 20 });
});

test('rounding and calming keep the ends and never make a course longer', () => {
  for (const course of [roundCorners(corner, 3), calmCourse(corner, 10, 4)]) {
    expect([course[0], course.at(-1)]).toEqual([corner[0], corner[2]]);
    expect(courseLengthM(course)).toBeLessThan(150);
  }
});

test('no dropped point lies farther off than the tolerance, and marked ones stay', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seededRandom(seed);
    const course = Array.from({ length: 40 }, (_, i) => ({ x: i * 5, y: random() * 4 }));
    const kept = pointsToKeep(course, 1.5, (i) => i === 17);
    expect(kept, `seed ${seed}`).toContain(17);
    for (let k = 0; k + 1 < kept.length; k++) {
      for (let i = kept[k]!; i <= kept[k + 1]!; i++) {
        expect(distanceToLineM(course[i]!, course[kept[k]!]!, course[kept[k + 1]!]!), `seed ${seed}`).toBeLessThan(
          1.51,
        );
      }
    }
  }
});

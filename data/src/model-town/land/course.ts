/** Courses: open polylines on the plane, as lists of points. */
import { between, distanceM, dot, type Point } from './plane.ts';

export function courseLengthM(course: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < course.length; i++) sum += distanceM(course[i - 1]!, course[i]!);
  return sum;
}

/** The course in equal steps of about `stepM`, both ends kept. */
export function resample(course: readonly Point[], stepM: number): Point[] {
  const total = courseLengthM(course);
  const count = Math.max(1, Math.round(total / stepM));
  const points: Point[] = [course[0]!];
  let segment = 1;
  let passedM = 0;
  for (let k = 1; k < count; k++) {
    const wantedM = (total * k) / count;
    while (segment < course.length - 1 && passedM + distanceM(course[segment - 1]!, course[segment]!) < wantedM) {
      passedM += distanceM(course[segment - 1]!, course[segment]!);
      segment++;
    }
    const lengthM = distanceM(course[segment - 1]!, course[segment]!);
    points.push(between(course[segment - 1]!, course[segment]!, lengthM === 0 ? 0 : (wantedM - passedM) / lengthM));
  }
  points.push(course[course.length - 1]!);
  return points;
}

/** Corners cut off `rounds` times (Chaikin 1974): a bend instead of a corner; both ends kept. */
export function roundCorners(course: readonly Point[], rounds: number): Point[] {
  let points = [...course];
  for (let round = 0; round < rounds && points.length > 2; round++) {
    const cut: Point[] = [points[0]!];
    for (let i = 0; i + 1 < points.length; i++) {
      cut.push(between(points[i]!, points[i + 1]!, 0.25), between(points[i]!, points[i + 1]!, 0.75));
    }
    cut.push(points[points.length - 1]!);
    points = cut;
  }
  return points;
}

/** The course in steps of `stepM`, its points drawn `rounds` times halfway to the middle of their neighbours; both ends kept. */
export function calmCourse(course: readonly Point[], stepM: number, rounds: number): Point[] {
  let points = resample(course, stepM);
  for (let round = 0; round < rounds; round++) {
    points = points.map((point, i) => {
      const [before, after] = [points[i - 1], points[i + 1]];
      return before === undefined || after === undefined ? point : between(point, between(before, after, 0.5), 0.5);
    });
  }
  return points;
}

/** The course without small curls: where it comes back to within `nearM` of itself inside 30 points, it goes on from there. */
export function withoutCurls(course: readonly Point[], nearM: number): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < course.length; i++) {
    points.push(course[i]!);
    for (let k = Math.min(course.length - 1, i + 30); k > i + 3; k--) {
      if (distanceM(course[i]!, course[k]!) > nearM) continue;
      i = k - 1;
      break;
    }
  }
  return points;
}

/** Distance from a point to the line from a to b. */
export function distanceToLineM(point: Point, a: Point, b: Point): number {
  const t = partOnLine(point, a, b);
  return distanceM(point, between(a, b, t));
}

/** Where between a (0) and b (1) the line comes nearest to the point. */
export function partOnLine(point: Point, a: Point, b: Point): number {
  const along = { x: b.x - a.x, y: b.y - a.y };
  const squared = dot(along, along);
  if (squared === 0) return 0;
  return Math.min(1, Math.max(0, dot({ x: point.x - a.x, y: point.y - a.y }, along) / squared));
}

/**
 * Indices of the points to keep so that no other lies farther than `toleranceM` off (Douglas and Peucker 1973).
 *
 * @param mustKeep points kept in any case, the ends are anyway
 */
export function pointsToKeep(
  course: readonly Point[],
  toleranceM: number,
  mustKeep: (index: number) => boolean = () => false,
): number[] {
  const kept = [0];
  let from = 0;
  for (let i = 1; i < course.length; i++) {
    if (i < course.length - 1 && !mustKeep(i)) continue;
    keepBetween(course, from, i, toleranceM, kept);
    kept.push(i);
    from = i;
  }
  return kept;
}

function keepBetween(course: readonly Point[], from: number, to: number, toleranceM: number, kept: number[]): void {
  let farthest = -1;
  let farthestM = toleranceM;
  for (let i = from + 1; i < to; i++) {
    const offM = distanceToLineM(course[i]!, course[from]!, course[to]!);
    if (offM > farthestM) [farthest, farthestM] = [i, offM];
  }
  if (farthest < 0) return;
  keepBetween(course, from, farthest, toleranceM, kept);
  kept.push(farthest);
  keepBetween(course, farthest, to, toleranceM, kept);
}

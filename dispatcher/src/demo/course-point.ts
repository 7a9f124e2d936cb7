import type { Position } from '@noriai/core/contracts/area.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';

/** The point after a share (0..1) of a course of `[latE7, lonE7]` points, by length; null for an empty course. */
export function pointOnCourse(course: readonly (readonly number[])[], share: number): Position | null {
  if (course.length === 0) return null;
  const legsM = course.slice(1).map(([lat, lon], i) => distanceM(course[i]![0]!, course[i]![1]!, lat!, lon!));
  let leftM = legsM.reduce((sum, leg) => sum + leg, 0) * Math.min(1, Math.max(0, share));
  for (const [i, legM] of legsM.entries()) {
    if (leftM <= legM) return between(course[i]!, course[i + 1]!, legM === 0 ? 0 : leftM / legM);
    leftM -= legM;
  }
  return between(course.at(-1)!, course.at(-1)!, 0);
}

function between(a: readonly number[], b: readonly number[], share: number): Position {
  const mix = (from: number, to: number): number => Math.round(from + (to - from) * share) / 1e7;
  return { lat: mix(a[0]!, b[0]!), lon: mix(a[1]!, b[1]!) };
}

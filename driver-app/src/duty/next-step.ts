/** Which turn comes next, from where the vehicle is on the course. */
import type { Position } from '@noriai/core/contracts/area.ts';
import type { DirectionsLeg } from '@noriai/core/contracts/driving.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';

export interface NextStep {
  /** Index of the step to be taken next; the number of steps when only the stop is left. */
  readonly index: number;
  /** Metres until it, along the course. */
  readonly inM: number;
}

/** Without a position, or far off the course, the leg is told from its beginning. O(points of the course). */
export function nextStep(leg: DirectionsLeg, position: Position | null): NextStep {
  const doneM = position === null ? 0 : metresDone(leg.course, position);
  let stepM = 0;
  for (const [index, step] of leg.steps.entries()) {
    if (index > 0 && stepM > doneM) return { index, inM: Math.round(stepM - doneM) };
    stepM += step.lengthM;
  }
  return { index: leg.steps.length, inM: Math.max(0, Math.round(leg.lengthM - doneM)) };
}

const FAR_OFF_M = 300;

/** How far along the course the point of it nearest to the position lies. */
function metresDone(course: DirectionsLeg['course'], { lat, lon }: Position): number {
  let nearestM = FAR_OFF_M;
  let doneM = 0;
  let sumM = 0;
  course.forEach((point, i) => {
    const [latE7 = 0, lonE7 = 0] = point;
    const before = course[i - 1];
    if (before) sumM += distanceM(before[0]!, before[1]!, latE7, lonE7);
    const offM = distanceM(latE7, lonE7, lat * 1e7, lon * 1e7);
    if (offM < nearestM) [nearestM, doneM] = [offM, sumM];
  });
  return doneM;
}

/** What each arc of the foot graph asks of a rider, in flat-equivalent decimetres. */
import { footCrossings, footFlag, footSurfaces, type FootGraph } from '../../graph/foot-graph.ts';
import { UNREACHABLE_MS } from '../dijkstra.ts';
import type { RiderProfile } from './rider-profile.ts';

/** The burden of a path that the rider cannot use: the same number as `UNREACHABLE_MS`, so that searches treat it alike. */
export const IMPASSABLE_DM = UNREACHABLE_MS;

/** A terrain model says little about the grade of a shorter piece of path. */
const GRADE_COUNTS_FROM_DM = 200;

/** One number an arc. O(arcs). */
export function walkBurdensDm(foot: FootGraph, profile: RiderProfile): Int32Array {
  return Int32Array.from({ length: foot.arcCount }, (_, arc) => arcBurdenDm(foot, arc, profile));
}

function arcBurdenDm(foot: FootGraph, arc: number, profile: RiderProfile): number {
  if (isImpassable(foot, arc, profile)) return IMPASSABLE_DM;
  const flags = foot.arcFlags[arc]!;
  const surface = profile.surfacePermille[footSurfaces[foot.arcSurface[arc]!]!];
  const along = flags & footFlag.onRoad ? profile.onRoadPermille : 1000;
  const relief = flags & (footFlag.handrail | footFlag.ramp) ? profile.handrailPermille : 1000;
  const groundDm = (foot.arcLengthDm[arc]! * surface * along) / 1_000_000;
  const slopeDm = foot.arcClimbDm[arc]! * profile.climbFactor + foot.arcDescentDm[arc]! * profile.descentFactor;
  const stairsDm = (foot.arcSteps[arc]! * (profile.stepDm ?? 0) * relief) / 1000;
  const crossingDm = profile.crossingM[footCrossings[foot.arcCrossing[arc]!]!] * 10;
  return Math.round(groundDm + slopeDm + stairsDm + crossingDm);
}

/** Stairs with a ramp beside them count as passable for everybody: the ramp is taken. */
function isImpassable(foot: FootGraph, arc: number, profile: RiderProfile): boolean {
  const flags = foot.arcFlags[arc]!;
  const steps = foot.arcSteps[arc]!;
  if (profile.usesWheels && flags & footFlag.wheelchairNo) return true;
  if (steps > 0) return profile.stepDm === null && !(flags & footFlag.ramp);
  const lengthDm = foot.arcLengthDm[arc]!;
  if (profile.maxGradePermille === null || lengthDm < GRADE_COUNTS_FROM_DM) return false;
  const riseDm = Math.max(foot.arcClimbDm[arc]!, foot.arcDescentDm[arc]!);
  return riseDm * 1000 > profile.maxGradePermille * lengthDm;
}

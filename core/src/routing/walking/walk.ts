/** A walk as it is told to a rider. */
import { footSurfaces, type FootGraph } from '../../graph/foot-graph.ts';
import type { PartWay } from './foot-places.ts';
import type { RiderProfile } from './rider-profile.ts';

export interface Walk {
  /** Arcs in walking order; the first and the last may be walked in part. */
  readonly arcs: readonly number[];
  readonly lengthM: number;
  /** Length of level, paved path that would be as tiring for this rider. */
  readonly flatEquivalentM: number;
  readonly climbM: number;
  readonly descentM: number;
  readonly steps: number;
  /** Metres on gravel, earth or rough ground. */
  readonly unpavedM: number;
  readonly sec: number;
}

/** A walk over part of an arc, whole arcs and part of an arc. Climb and steps of parts count in proportion. */
export function tellWalk(
  foot: FootGraph,
  profile: RiderProfile,
  parts: readonly Pick<PartWay, 'arc' | 'permille' | 'burdenDm'>[],
): Walk {
  const walked = parts.filter((part) => part.permille > 0);
  const sum = (values: ArrayLike<number>) =>
    walked.reduce((total, { arc, permille }) => total + (values[arc]! * permille) / 1000, 0);
  const burdenDm = walked.reduce((total, part) => total + part.burdenDm, 0);
  const unpaved = footSurfaces.indexOf('compacted');
  return {
    arcs: walked.map((part) => part.arc),
    lengthM: Math.round(sum(foot.arcLengthDm) / 10),
    flatEquivalentM: Math.round(burdenDm / 10),
    climbM: Math.round(sum(foot.arcClimbDm) / 10),
    descentM: Math.round(sum(foot.arcDescentDm) / 10),
    steps: Math.round(sum(foot.arcSteps)),
    unpavedM: Math.round(
      walked
        .filter(({ arc }) => foot.arcSurface[arc]! >= unpaved)
        .reduce((total, { arc, permille }) => total + (foot.arcLengthDm[arc]! * permille) / 10_000, 0),
    ),
    sec: Math.ceil((burdenDm * 100) / profile.speedMmS),
  };
}

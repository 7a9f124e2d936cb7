/** The least tiring way on foot between two points, told turn by turn. */
import type { Position } from '@noriai/core/contracts/area.ts';
import type { WalkingRider } from '@noriai/core/contracts/trips.ts';
import type { Streets } from '@noriai/core/fleet/world.ts';
import { arcCourse } from '@noriai/core/graph/arc-course.ts';
import type { FootGraph } from '@noriai/core/graph/foot-graph.ts';
import { buildArcIndex, pointOfPlace, snapToArc } from '@noriai/core/graph/snap.ts';
import { turnSteps, type TurnStep } from '@noriai/core/routing/turn-steps.ts';
import { riderProfiles } from '@noriai/core/routing/walking/rider-profile.ts';
import { WalkFinder } from '@noriai/core/routing/walking/walk-finder.ts';

const FAR_FROM_PATH_M = 300;

/** Finders hold some hundred bytes an arc: made for a kind of rider when somebody first asks. */
export function walkGuide(foot: FootGraph): Streets['walkBetween'] {
  const index = buildArcIndex(foot);
  const finders = new Map<WalkingRider, WalkFinder>();
  const finderFor = (rider: WalkingRider): WalkFinder => {
    const finder = finders.get(rider) ?? new WalkFinder(foot, riderProfiles[rider]);
    finders.set(rider, finder);
    return finder;
  };
  const snap = ({ lat, lon }: Position) =>
    snapToArc(foot, index, Math.round(lat * 1e7), Math.round(lon * 1e7), { maxDistanceM: FAR_FROM_PATH_M });
  return (fromPoint, toPoint, rider) => {
    const [from, to] = [snap(fromPoint), snap(toPoint)];
    const walk = from && to && finderFor(rider).find(from, to);
    if (!walk) return null;
    const { arcs, lengthM, climbM, descentM, steps: stairs, sec: walkSec } = walk;
    const inner = arcs.slice(1, -1).flatMap((arc) => arcCourse(foot, arc));
    const course = [pointOfPlace(foot, from), ...inner, pointOfPlace(foot, to)];
    return { lengthM, climbM, descentM, stairs, walkSec, steps: withinLength(turnSteps(foot, arcs), lengthM), course };
  };
}

/** The first path is walked in part: what the steps say too much is taken off the first. */
function withinLength(steps: readonly TurnStep[], lengthM: number): readonly TurnStep[] {
  const tooMuchM = steps.reduce((sum, step) => sum + step.lengthM, 0) - lengthM;
  return steps.map((step, i) => (i === 0 ? { ...step, lengthM: Math.max(0, step.lengthM - tooMuchM) } : step));
}

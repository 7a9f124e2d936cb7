/** Points on the foot graph: how a walk gets off a place in the middle of a path, and onto one. */
import { findTwinArc } from '../../graph/arc-course.ts';
import type { FootGraph } from '../../graph/foot-graph.ts';
import type { ArcPlace } from '../../graph/snap.ts';
import { IMPASSABLE_DM } from './walk-burden.ts';

/** One way off or onto a place: part of an arc, walked to or from one of its nodes. */
export interface PartWay {
  readonly node: number;
  readonly arc: number;
  /** Share of the arc that is walked, thousandths. */
  readonly permille: number;
  readonly burdenDm: number;
}

/** Ways from a place to the nodes at the ends of its path: along the arc, and back where the path is open both ways. */
export function waysOff(foot: FootGraph, burdensDm: Int32Array, place: ArcPlace): PartWay[] {
  const twin = findTwinArc(foot, place.arc);
  return [
    partWay(burdensDm, place.arc, foot.arcHead[place.arc]!, 1000 - place.offsetPermille),
    ...(twin < 0 ? [] : [partWay(burdensDm, twin, foot.arcHead[twin]!, place.offsetPermille)]),
  ].filter((way) => way.burdenDm < IMPASSABLE_DM);
}

/** Ways onto a place from the nodes at the ends of its path. */
export function waysOnto(foot: FootGraph, burdensDm: Int32Array, place: ArcPlace): PartWay[] {
  const twin = findTwinArc(foot, place.arc);
  return [
    partWay(burdensDm, place.arc, foot.arcTail[place.arc]!, place.offsetPermille),
    ...(twin < 0 ? [] : [partWay(burdensDm, twin, foot.arcTail[twin]!, 1000 - place.offsetPermille)]),
  ].filter((way) => way.burdenDm < IMPASSABLE_DM);
}

/** The way between two places on one path that does not leave it, or null. */
export function wayBetween(foot: FootGraph, burdensDm: Int32Array, from: ArcPlace, to: ArcPlace): PartWay | null {
  if (foot.arcTail[from.arc] !== foot.arcTail[to.arc] && foot.arcTail[from.arc] !== foot.arcHead[to.arc]) return null;
  const twin = findTwinArc(foot, from.arc);
  if (to.arc !== from.arc && to.arc !== twin) return null;
  const goal = to.arc === from.arc ? to.offsetPermille : 1000 - to.offsetPermille;
  const arc = goal >= from.offsetPermille ? from.arc : twin;
  if (arc < 0) return null;
  const way = partWay(burdensDm, arc, -1, Math.abs(goal - from.offsetPermille));
  return way.burdenDm < IMPASSABLE_DM ? way : null;
}

function partWay(burdensDm: Int32Array, arc: number, node: number, permille: number): PartWay {
  const whole = burdensDm[arc]!;
  const burdenDm = whole >= IMPASSABLE_DM ? IMPASSABLE_DM : Math.round((whole * permille) / 1000);
  return { node, arc, permille, burdenDm };
}

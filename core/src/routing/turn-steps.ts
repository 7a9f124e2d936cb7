/** A drive or walk told as a person would: where to turn, into which street, how far until the next turn. */
import { bearingDeg, headingChangeDeg } from '../geo/lat-lon.ts';
import { courseLatE7, courseLonE7, coursePointCount, type DrawnGraph, type PointE7 } from '../graph/arc-course.ts';

export const turns = ['start', 'straight', 'slight_left', 'left', 'slight_right', 'right', 'back'] as const;
export type Turn = (typeof turns)[number];

/** What a guide needs of a road or foot graph. */
export interface NamedGraph extends DrawnGraph {
  readonly arcLengthDm: Uint32Array;
  readonly arcName: Uint32Array;
  readonly names: readonly string[];
}

export interface TurnStep {
  readonly turn: Turn;
  /** Empty where the street has no name. */
  readonly streetName: string;
  /** Until the next step or the end. */
  readonly lengthM: number;
  /** Where to turn. */
  readonly at: PointE7;
}

/** Heading changes below this are the same street going on; from 60° on it is a full turn, from 150° on the way back. */
const STRAIGHT_BELOW_DEG = 25;
const FULL_TURN_FROM_DEG = 60;
const BACK_FROM_DEG = 150;

/**
 * The steps of a way along `arcs`, first `start`; none for no arcs. A junction is told where the way bends or its street
 * has another name, and only where there was a choice; bends of a street without side streets are not told. O(arcs).
 *
 * @param skippedDm part of the first arc that is not used
 * @param unusedDm part of the last arc that is not used
 */
export function turnSteps(graph: NamedGraph, arcs: readonly number[], skippedDm = 0, unusedDm = 0): TurnStep[] {
  const steps: (TurnStep & { lengthDm: number })[] = [];
  arcs.forEach((arc, i) => {
    const turn = i === 0 ? 'start' : turnAt(graph, arcs[i - 1]!, arc);
    const usedDm = graph.arcLengthDm[arc]! - (i === 0 ? skippedDm : 0) - (i === arcs.length - 1 ? unusedDm : 0);
    if (turn === null) steps.at(-1)!.lengthDm += usedDm;
    else steps.push({ turn, streetName: nameOf(graph, arc), lengthM: 0, at: startOf(graph, arc), lengthDm: usedDm });
  });
  return steps.map(({ lengthDm, ...step }) => ({ ...step, lengthM: Math.max(0, Math.round(lengthDm / 10)) }));
}

/** How the way turns from one arc into the next, null where nothing need be said. */
function turnAt(graph: NamedGraph, before: number, after: number): Turn | null {
  const turn = turnBetween(endHeadingDeg(graph, before), startHeadingDeg(graph, after));
  if (turn === 'back') return turn;
  const hasChoice = waysOn(graph, before) > 1;
  if (!hasChoice) return null;
  if (turn !== 'straight') return turn;
  return nameOf(graph, before) === nameOf(graph, after) ? null : turn;
}

/** Streets that lead on from the end of an arc, without the way back. */
function waysOn(graph: NamedGraph, arc: number): number {
  const node = graph.arcHead[arc]!;
  let ways = 0;
  for (let a = graph.firstArc[node]!; a < graph.firstArc[node + 1]!; a++) {
    if (graph.arcHead[a] !== graph.arcTail[arc]) ways++;
  }
  return ways;
}

function turnBetween(fromDeg: number, toDeg: number): Turn {
  const changeDeg = headingChangeDeg(fromDeg, toDeg);
  if (changeDeg >= BACK_FROM_DEG) return 'back';
  if (changeDeg < STRAIGHT_BELOW_DEG) return 'straight';
  const isRight = (toDeg - fromDeg + 360) % 360 < 180;
  if (changeDeg >= FULL_TURN_FROM_DEG) return isRight ? 'right' : 'left';
  return isRight ? 'slight_right' : 'slight_left';
}

const nameOf = (graph: NamedGraph, arc: number): string => graph.names[graph.arcName[arc]!] ?? '';

const pointAt = (graph: NamedGraph, arc: number, i: number): PointE7 => [
  courseLatE7(graph, arc, i),
  courseLonE7(graph, arc, i),
];

const startOf = (graph: NamedGraph, arc: number): PointE7 => pointAt(graph, arc, 0);

function startHeadingDeg(graph: NamedGraph, arc: number): number {
  return bearingDeg(...pointAt(graph, arc, 0), ...pointAt(graph, arc, 1));
}

function endHeadingDeg(graph: NamedGraph, arc: number): number {
  const last = coursePointCount(graph, arc) - 1;
  return bearingDeg(...pointAt(graph, arc, last - 1), ...pointAt(graph, arc, last));
}

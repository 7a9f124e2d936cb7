/**
 * What turning costs: seconds beside the time on the arcs, by the shape of the turn, the streets that meet and the vehicle.
 *
 * - *Turning round*: in one sweep where the street is as wide as the vehicle's turning circle, back and forth where it is a
 *   metre wider than the vehicle is long, else only as a last resort (the next yard, or reversing), if at all. At a
 *   dead end everybody turns.
 * - *Across oncoming traffic* (right turns where traffic keeps left): waiting for a gap, by the busiest street that meets
 *   there. Delays of this size come out of gap acceptance at junctions without signals (Highway Capacity Manual, unsignalised
 *   junctions: about 10 s of control delay for a turn off a busy street, next to nothing on quiet ones).
 * - *Sharp turns*: long vehicles slow down or swing out, by the angle.
 *
 * Turning circles are twice the smallest turning radius in makers' public data sheets, rounded up to half a metre, as the
 * authors know them; all seconds are assumptions to be tuned with drivers (C).
 */
import { bearingDeg } from '../geo/lat-lon.ts';
import { courseLatE7, courseLonE7, coursePointCount } from '../graph/arc-course.ts';
import { arcFlag, roadClasses, type RoadGraph } from '../graph/road-graph.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';

/** How busy the busiest street is that meets at a junction: up to tertiary, secondary, or more. */
export type Traffic = 'quiet' | 'some' | 'busy';

/** One manner of turning, apart from any vehicle. */
export interface TurnKind {
  /** Turning round into the same street; `dead_end`: there is no other way on. */
  readonly round: 'no' | 'dead_end' | 'street';
  /** Width of the street that is turned round on, decimetres; 0 unless `round` is `street`. */
  readonly widthDm: number;
  /** Traffic that must be waited for; null when none is crossed. */
  readonly across: Traffic | null;
  /** By how much the heading changes: below 110°, below 145°, or more. */
  readonly sharp: 'no' | 'sharp' | 'hairpin';
}

/** How a class of vehicle turns. */
export interface Turning {
  /** Kerb to kerb. */
  readonly circleDm: number;
  readonly sweepSec: number;
  readonly backAndForthSec: number;
  readonly deadEndSec: number;
  /** Where the street is too narrow to turn round; null = it never does. */
  readonly lastResortSec: number | null;
  readonly acrossSec: Readonly<Record<Traffic, number>>;
  readonly sharpSec: number;
  readonly hairpinSec: number;
}

/** A turn that costs nothing, whoever drives. */
export const plainTurn: TurnKind = { round: 'no', widthDm: 0, across: null, sharp: 'no' };

const SHARP_DEG = 110;
const HAIRPIN_DEG = 145;
/** A smaller change of heading is going straight on. */
const TURN_FROM_DEG = 35;
/** Usual width between kerbs where none is known (C); motorways and trunk roads are not turned round on in one sweep. */
const usualWidthDm = { motorway: 70, trunk: 70, primary: 90, secondary: 90, tertiary: 70, unclassified: 55, residential: 50, living_street: 45, service: 40, track: 30, ferry: 0 }; // prettier-ignore

/** Milliseconds of a turn, UNREACHABLE_MS where the vehicle may not make it. */
export function turnMs(kind: TurnKind, turning: Turning, lengthDm: number): number {
  if (kind.round === 'dead_end') return turning.deadEndSec * 1000;
  if (kind.round === 'street') {
    if (kind.widthDm >= turning.circleDm) return turning.sweepSec * 1000;
    if (kind.widthDm >= lengthDm + 10) return turning.backAndForthSec * 1000;
    return turning.lastResortSec === null ? UNREACHABLE_MS : turning.lastResortSec * 1000;
  }
  const acrossSec = kind.across === null ? 0 : turning.acrossSec[kind.across];
  const sharpSec = kind.sharp === 'no' ? 0 : kind.sharp === 'sharp' ? turning.sharpSec : turning.hairpinSec;
  return (acrossSec + sharpSec) * 1000;
}

/** Tells kinds of turns of one graph. Memory: 9 bytes an arc and 5 bytes a node. */
export class TurnKinds {
  private readonly graph: RoadGraph;
  /** Headings at the arc's first and last step, degrees from north. */
  private readonly outDeg: Float32Array;
  private readonly inDeg: Float32Array;
  private readonly traffic: Uint8Array;
  /** Streets that meet at each node: arcs out, and arcs in that have no arc back. */
  private readonly armCount: Uint32Array;

  constructor(graph: RoadGraph) {
    this.graph = graph;
    this.outDeg = new Float32Array(graph.arcCount);
    this.inDeg = new Float32Array(graph.arcCount);
    this.traffic = new Uint8Array(graph.nodeCount);
    this.armCount = new Uint32Array(graph.nodeCount);
    for (let arc = 0; arc < graph.arcCount; arc++) {
      const last = coursePointCount(graph, arc) - 1;
      this.outDeg[arc] = stepDeg(graph, arc, 0);
      this.inDeg[arc] = stepDeg(graph, arc, last - 1);
      const level = trafficLevel(graph, arc);
      const [tail, head] = [graph.arcTail[arc]!, graph.arcHead[arc]!];
      this.traffic[tail] = Math.max(this.traffic[tail]!, level);
      this.traffic[head] = Math.max(this.traffic[head]!, level);
      this.armCount[tail]!++;
      if (!hasWayBack(graph, arc)) this.armCount[head]!++;
    }
  }

  /** @param to an arc that begins where `from` ends */
  kindOf(from: number, to: number): TurnKind {
    const { graph, armCount, traffic } = this;
    const node = graph.arcHead[from]!;
    if (isWayBack(graph, from, to)) {
      if (armCount[node] === 1) return { ...plainTurn, round: 'dead_end' };
      return { ...plainTurn, round: 'street', widthDm: widthDm(graph, to) };
    }
    if ((graph.arcFlags[from]! | graph.arcFlags[to]!) & arcFlag.roundabout) return plainTurn;
    const turnDeg = signedDeg(this.outDeg[to]! - this.inDeg[from]!);
    const isFarSide = graph.trafficSide === 'left' ? turnDeg > TURN_FROM_DEG : turnDeg < -TURN_FROM_DEG;
    const across = isFarSide && armCount[node]! > 2 ? trafficLevels[traffic[node]!]! : null;
    const angle = Math.abs(turnDeg);
    const sharp = angle < SHARP_DEG ? 'no' : angle < HAIRPIN_DEG ? 'sharp' : 'hairpin';
    return across === null && sharp === 'no' ? plainTurn : { ...plainTurn, across, sharp };
  }
}

const trafficLevels: readonly Traffic[] = ['quiet', 'some', 'busy'];

function trafficLevel(graph: RoadGraph, arc: number): number {
  const roadClass = roadClasses[graph.arcClass[arc]!]!;
  if (roadClass === 'secondary' || roadClass === 'tertiary') return 1;
  return roadClass === 'motorway' || roadClass === 'trunk' || roadClass === 'primary' ? 2 : 0;
}

function widthDm(graph: RoadGraph, arc: number): number {
  return graph.arcWidthDm[arc]! || usualWidthDm[roadClasses[graph.arcClass[arc]!]!];
}

function stepDeg(graph: RoadGraph, arc: number, i: number): number {
  return bearingDeg(
    courseLatE7(graph, arc, i),
    courseLonE7(graph, arc, i),
    courseLatE7(graph, arc, i + 1),
    courseLonE7(graph, arc, i + 1),
  );
}

/** -180 to 180, to the right positive. */
function signedDeg(deg: number): number {
  const turned = ((deg % 360) + 360) % 360;
  return turned > 180 ? turned - 360 : turned;
}

function isWayBack(graph: RoadGraph, from: number, to: number): boolean {
  const { arcTail, arcHead, arcShape } = graph;
  const isThere = arcTail[from] === arcHead[to];
  return isThere && from !== to && arcShape[to] === ~(arcShape[from] ?? 0);
}

function hasWayBack(graph: RoadGraph, arc: number): boolean {
  const head = graph.arcHead[arc]!;
  for (let a = graph.firstArc[head]!; a < graph.firstArc[head + 1]!; a++) if (isWayBack(graph, arc, a)) return true;
  return false;
}

/** One stretch of a street as arcs: length, time, grade, bends, flags and limits in each direction that is open. */
import { bearingDeg, distanceM, headingChangeDeg } from '@noriai/core/geo/lat-lon.ts';
import type { ArcSpec } from '@noriai/core/graph/build-road-graph.ts';
import { arcFlag, UNKNOWN_ELEVATION_DM, UNKNOWN_GRADE_PERMILLE } from '@noriai/core/graph/road-graph.ts';
import { gradePermille } from './elevation-profile.ts';
import type { Passage } from './road-access.ts';
import type { RoadDirection, RoadWay } from './road-way.ts';
import type { Segment } from './segments.ts';
import { driveMs, LEVEL_CROSSING_MS, SIGNAL_MS } from './speed-table.ts';
import type { StreetElements, StreetWay } from './street-elements.ts';
import { streetName } from './street-name.ts';

/** A street that is kept, with what its tags say. */
export interface KeptRoad extends StreetWay {
  readonly road: RoadWay;
  readonly isModel: boolean;
}

/** An arc between vertices; `gate` arcs lead through a barrier and have no length. */
export interface ArcDraft extends ArcSpec {
  readonly lengthDm: number;
  readonly flags: number;
  readonly wayId: number;
  readonly shape: readonly (readonly [number, number])[];
  readonly passage: Passage;
  readonly isGate: boolean;
}

/** Parts of a street between bends of its profile are no shorter than this. */
const SHORTEST_SLOPE_M = 40;
/** A street is split where its profile leaves the straight line between its ends by more than this. */
const SLOPE_BEND_DM = 40;
/** Signals nearer together than this belong to one junction and cost once. */
const SAME_JUNCTION_M = 50;

/** Makes arcs of segments; holds nothing but what it reads from. */
export class ArcDrafter {
  private readonly elements: StreetElements;
  private readonly heightsDm: Int32Array;

  constructor(elements: StreetElements, heightsDm: Int32Array) {
    this.elements = elements;
    this.heightsDm = heightsDm;
  }

  segmentArcs(segment: Segment, kept: KeptRoad): ArcDraft[] {
    const { nodes } = segment;
    const ends = this.slopeEnds(nodes);
    return ends.slice(1).flatMap((end, i) => {
      const begin = ends[i]!;
      const part = nodes.subarray(begin, end + 1);
      const tail = begin === 0 ? segment.tail : nodes[begin]!;
      const head = end === nodes.length - 1 ? segment.head : nodes[end]!;
      return this.partArcs(part, tail, head, kept);
    });
  }

  /** Places in `nodes` where the segment ends or its slope changes, ascending, first and last included. */
  private slopeEnds(nodes: Uint32Array): number[] {
    const { heightsDm } = this;
    const awayM = [0];
    for (let i = 1; i < nodes.length; i++) awayM.push(awayM[i - 1]! + this.stepM(nodes[i - 1]!, nodes[i]!));
    const ends = [0];
    const split = (from: number, to: number): void => {
      let worst = -1;
      let worstDm = SLOPE_BEND_DM;
      const [low, high] = [heightsDm[nodes[from]!]!, heightsDm[nodes[to]!]!];
      for (let i = from + 1; i < to; i++) {
        const height = heightsDm[nodes[i]!]!;
        if (height === UNKNOWN_ELEVATION_DM) continue;
        if (awayM[i]! - awayM[from]! < SHORTEST_SLOPE_M || awayM[to]! - awayM[i]! < SHORTEST_SLOPE_M) continue;
        const part = (awayM[i]! - awayM[from]!) / (awayM[to]! - awayM[from]!);
        const bendDm = Math.abs(height - (low + (high - low) * part));
        if (bendDm > worstDm) [worst, worstDm] = [i, bendDm];
      }
      if (worst < 0) {
        ends.push(to);
        return;
      }
      split(from, worst);
      split(worst, to);
    };
    split(0, nodes.length - 1);
    return ends;
  }

  private partArcs(nodes: Uint32Array, tail: number, head: number, kept: KeptRoad): ArcDraft[] {
    const { road } = kept;
    const arcs: ArcDraft[] = [];
    const backwards = nodes.toReversed();
    if (road.forward.passage !== 'closed') {
      arcs.push(this.arc(nodes, tail, head, kept, road.forward, 'forward'));
    }
    if (road.backward.passage !== 'closed') {
      arcs.push(this.arc(backwards, head, tail, kept, road.backward, 'backward'));
    }
    return arcs;
  }

  private arc(
    nodes: Uint32Array,
    tail: number,
    head: number,
    kept: KeptRoad,
    direction: RoadDirection,
    along: 'forward' | 'backward',
  ): ArcDraft {
    const { road } = kept;
    const { nodeLatE7, nodeLonE7 } = this.elements;
    const lengthDm = Math.round(this.lengthM(nodes) * 10);
    const shape = Array.from(nodes.subarray(1, -1), (node) => [nodeLatE7[node]!, nodeLonE7[node]!] as const);
    return {
      tail,
      head,
      lengthDm,
      freeFlowMs: driveMs(lengthDm, this.speedKmh(kept, direction)) + this.stopsMs(nodes, along),
      roadClass: road.roadClass,
      flags: wayFlags(kept) | passageFlags(direction.passage),
      maxspeedKmh: direction.maxspeedKmh,
      gradePermille: this.gradePermille(nodes, lengthDm),
      bendDeg: this.bendDeg(nodes),
      widthDm: road.widthDm,
      maxHeightDm: road.maxHeightDm,
      maxLengthDm: road.maxLengthDm,
      maxWeightDt: road.maxWeightDt,
      name: streetName(kept.tags),
      wayId: kept.id,
      shape,
      passage: direction.passage,
      isGate: false,
    };
  }

  private speedKmh(kept: KeptRoad, direction: RoadDirection): number {
    if (kept.road.durationSec === 0) return direction.freeFlowKmh;
    const lengthM = kept.runs.reduce((sum, run) => sum + this.lengthM(run), 0);
    return Math.max(0.1, (lengthM / kept.road.durationSec) * 3.6);
  }

  /** Time lost at signals and railway crossings on the way to the head, its own included. */
  private stopsMs(nodes: Uint32Array, along: 'forward' | 'backward'): number {
    let lostMs = 0;
    for (let i = 1; i < nodes.length; i++) {
      const tags = this.elements.nodeTags.get(nodes[i]!);
      if (tags === undefined) continue;
      if (tags.railway === 'level_crossing') lostMs += LEVEL_CROSSING_MS;
      if (tags.highway !== 'traffic_signals' || isOther(tags['traffic_signals:direction'], along)) continue;
      const before = this.elements.nodeTags.get(nodes[i - 1]!);
      const isSame = before?.highway === 'traffic_signals' && this.stepM(nodes[i - 1]!, nodes[i]!) < SAME_JUNCTION_M;
      if (!isSame) lostMs += SIGNAL_MS;
    }
    return lostMs;
  }

  private gradePermille(nodes: Uint32Array, lengthDm: number): number {
    const from = this.heightsDm[nodes[0]!]!;
    const to = this.heightsDm[nodes[nodes.length - 1]!]!;
    if (from === UNKNOWN_ELEVATION_DM || to === UNKNOWN_ELEVATION_DM) return UNKNOWN_GRADE_PERMILLE;
    return gradePermille(from, to, lengthDm);
  }

  private bendDeg(nodes: Uint32Array): number {
    let sumDeg = 0;
    for (let i = 2; i < nodes.length; i++) {
      sumDeg += headingChangeDeg(this.headingDeg(nodes, i - 1), this.headingDeg(nodes, i));
    }
    return Math.min(65_535, Math.round(sumDeg));
  }

  private headingDeg(nodes: Uint32Array, i: number): number {
    const { nodeLatE7: lat, nodeLonE7: lon } = this.elements;
    const [a, b] = [nodes[i - 1]!, nodes[i]!];
    return bearingDeg(lat[a]!, lon[a]!, lat[b]!, lon[b]!);
  }

  private lengthM(nodes: Uint32Array): number {
    let lengthM = 0;
    for (let i = 1; i < nodes.length; i++) lengthM += this.stepM(nodes[i - 1]!, nodes[i]!);
    return lengthM;
  }

  private stepM(a: number, b: number): number {
    const { nodeLatE7: lat, nodeLonE7: lon } = this.elements;
    return distanceM(lat[a]!, lon[a]!, lat[b]!, lon[b]!);
  }
}

function isOther(direction: string | undefined, along: 'forward' | 'backward'): boolean {
  return direction === (along === 'forward' ? 'backward' : 'forward');
}

function wayFlags(kept: KeptRoad): number {
  const { road } = kept;
  const isOneway = road.forward.passage === 'closed' || road.backward.passage === 'closed';
  return (
    (kept.isModel ? arcFlag.model : 0) |
    (road.isRoundabout ? arcFlag.roundabout : 0) |
    (road.isTunnel ? arcFlag.tunnel : 0) |
    (road.isBridge ? arcFlag.bridge : 0) |
    (road.isToll ? arcFlag.toll : 0) |
    (road.isUnpaved ? arcFlag.unpaved : 0) |
    (road.isLink ? arcFlag.link : 0) |
    (isOneway ? arcFlag.oneway : 0)
  );
}

/** Flags that a passage sets; what is private is kept only to reach a place on it. */
export function passageFlags(passage: Passage): number {
  if (passage === 'public_service') return arcFlag.publicServiceOnly;
  return passage === 'destination' || passage === 'private' ? arcFlag.destinationOnly : 0;
}

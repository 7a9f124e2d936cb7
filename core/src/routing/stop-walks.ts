/**
 * Which stops are near on foot: from any point along the paths to every stop within a distance, with the climb on the way.
 *
 *     const walks = new StopWalks(foot, area.stops.map((stop) => stop.position), 800);
 *     walks.from({ lat: 34.9, lon: 135.4 });
 */
import { buildArcIndex, snapToArc, type ArcIndex, type SnappedPlace } from '../graph/snap.ts';
import type { FootGraph } from '../graph/foot-graph.ts';
import { Dijkstra } from './dijkstra.ts';

export interface StopWalk {
  /** Place in the list of stops. */
  readonly stopIndex: number;
  readonly walkM: number;
  /** Metres gone up on the way; 0 where heights are unknown. */
  readonly climbM: number;
}

interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** A walk while it is worked out, decimetres. */
interface Walk {
  readonly dm: number;
  readonly climbDm: number;
}

/** A point or stop farther than this from every path is not on foot's ground. */
const FAR_FROM_PATH_M = 300;

/** Owns scratch memory of 20 bytes a node: one a thread. */
export class StopWalks {
  private readonly foot: FootGraph;
  private readonly index: ArcIndex;
  private readonly search: Dijkstra;
  private readonly lengthsDm: Int32Array;
  private readonly stops: readonly (SnappedPlace | null)[];
  private readonly maxWalkM: number;

  constructor(foot: FootGraph, stops: readonly Point[], maxWalkM: number) {
    this.foot = foot;
    this.index = buildArcIndex(foot);
    this.search = new Dijkstra(foot);
    this.lengthsDm = Int32Array.from(foot.arcLengthDm);
    this.maxWalkM = maxWalkM;
    this.stops = stops.map((stop) => this.snap(stop));
  }

  /** Nearest first, at equal distances the first of the list; none when the point is off the paths. */
  from(point: Point): StopWalk[] {
    const start = this.snap(point);
    if (start === null) return [];
    const best = this.stops.map((stop) => (stop === null ? null : this.alongOneArc(start, stop)));
    for (const end of ['tail', 'head'] as const) this.searchFrom(start, end, best);
    const offPathM = start.distanceM;
    return best
      .flatMap((walk, stopIndex): StopWalk[] => {
        if (walk === null) return [];
        const walkM = Math.round(walk.dm / 10 + offPathM + this.stops[stopIndex]!.distanceM);
        return walkM <= this.maxWalkM ? [{ stopIndex, walkM, climbM: Math.round(walk.climbDm / 10) }] : [];
      })
      .sort((a, b) => a.walkM - b.walkM || a.stopIndex - b.stopIndex);
  }

  private snap({ lat, lon }: Point): SnappedPlace | null {
    const options = { maxDistanceM: FAR_FROM_PATH_M };
    return snapToArc(this.foot, this.index, Math.round(lat * 1e7), Math.round(lon * 1e7), options);
  }

  /** Walks that leave the first path by one of its ends. */
  private searchFrom(start: SnappedPlace, end: 'tail' | 'head', best: (Walk | null)[]): void {
    const { foot, search, stops } = this;
    const out = this.partOfArc(start, end, 'away');
    const source = end === 'tail' ? foot.arcTail[start.arc]! : foot.arcHead[start.arc]!;
    search.run(source, this.lengthsDm, -1, this.maxWalkM * 10, Math.round(out.dm));
    stops.forEach((stop, i) => {
      if (stop === null) return;
      for (const entry of ['tail', 'head'] as const) {
        const node = entry === 'tail' ? foot.arcTail[stop.arc]! : foot.arcHead[stop.arc]!;
        if (!search.isReached(node)) continue;
        const last = this.partOfArc(stop, entry, 'towards');
        const dm = search.distance(node) + last.dm;
        if (best[i] !== null && best[i]!.dm <= dm) continue;
        best[i] = { dm, climbDm: out.climbDm + this.climbTo(node) + last.climbDm };
      }
    });
  }

  private climbTo(node: number): number {
    let climbDm = 0;
    for (const arc of this.search.arcsTo(node)) climbDm += this.foot.arcClimbDm[arc]!;
    return climbDm;
  }

  /** The part of an arc between a place on it and one of its ends; the climb is spread evenly over the arc. */
  private partOfArc(place: SnappedPlace, end: 'tail' | 'head', direction: 'away' | 'towards'): Walk {
    const { arcLengthDm, arcClimbDm, arcDescentDm } = this.foot;
    const share = (end === 'tail' ? place.offsetPermille : 1000 - place.offsetPermille) / 1000;
    const isWithArc = (end === 'head') === (direction === 'away');
    const climbDm = (isWithArc ? arcClimbDm : arcDescentDm)[place.arc]!;
    return { dm: arcLengthDm[place.arc]! * share, climbDm: climbDm * share };
  }

  /** The walk between two places on the same path, or null. */
  private alongOneArc(from: SnappedPlace, to: SnappedPlace): Walk | null {
    if (from.arc !== to.arc) return null;
    const share = Math.abs(to.offsetPermille - from.offsetPermille) / 1000;
    const { arcLengthDm, arcClimbDm, arcDescentDm } = this.foot;
    const climbDm = (to.offsetPermille >= from.offsetPermille ? arcClimbDm : arcDescentDm)[from.arc]!;
    return { dm: arcLengthDm[from.arc]! * share, climbDm: climbDm * share };
  }
}

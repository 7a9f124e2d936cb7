/**
 * The stops that a rider can walk to from a point, or from which the point can be reached, within the rider's limits.
 *
 *     const near = new NearStops(foot, stopPlaces, riderProfiles.older);
 *     near.find(place, 'to_stop');
 */
import { buildArcGraph, type ArcGraph } from '../../graph/arc-graph.ts';
import type { FootGraph } from '../../graph/foot-graph.ts';
import type { ArcPlace } from '../../graph/snap.ts';
import { Dijkstra } from '../dijkstra.ts';
import { wayBetween, waysOff, waysOnto, type PartWay } from './foot-places.ts';
import type { RiderProfile } from './rider-profile.ts';
import { walkBurdensDm } from './walk-burden.ts';
import { tellWalk, type Walk } from './walk.ts';

export interface NearStop {
  /** Place in the list of stops. */
  readonly stop: number;
  readonly walk: Walk;
}

/** Hills make the two ways differ: down to the stop, up from it. */
export type WalkDirection = 'to_stop' | 'from_stop';

/** A bounded search on typed arrays: well under a millisecond where stops are a few hundred metres apart. One at a time. */
export class NearStops {
  private readonly foot: FootGraph;
  private readonly profile: RiderProfile;
  private readonly stops: readonly (ArcPlace | null)[];
  private readonly burdensDm: Int32Array;
  private readonly forward: Dijkstra;
  private readonly backward: Dijkstra;
  private readonly backwardBurdensDm: Int32Array;
  /** Arc of the foot graph for each arc of the backward graph. */
  private readonly footArc: Uint32Array;

  /** @param stops where each stop lies on the foot graph; null = not reachable on foot */
  constructor(foot: FootGraph, stops: readonly (ArcPlace | null)[], profile: RiderProfile) {
    this.foot = foot;
    this.profile = profile;
    this.stops = stops;
    this.burdensDm = walkBurdensDm(foot, profile);
    const { graph, order } = reversed(foot);
    this.footArc = order;
    this.backwardBurdensDm = Int32Array.from(order, (arc) => this.burdensDm[arc]!);
    this.forward = new Dijkstra(foot);
    this.backward = new Dijkstra(graph);
  }

  /**
   * Least tiring first, at equal burden the first of the list.
   *
   * @param maxBurdenM flat-equivalent metres, by default the rider's own limit
   */
  find(point: ArcPlace, direction: WalkDirection, maxBurdenM: number = this.profile.maxBurdenM): NearStop[] {
    const limitDm = maxBurdenM * 10;
    const best: (readonly PartWay[] | null)[] = this.stops.map(
      (stop) => stop && this.onOnePath(point, stop, direction),
    );
    const starts = direction === 'to_stop' ? waysOff : waysOnto;
    for (const start of starts(this.foot, this.burdensDm, point)) this.searchFrom(start, direction, limitDm, best);
    return best
      .flatMap((parts, stop) => (parts && burdenDm(parts) <= limitDm ? [{ stop, parts }] : []))
      .sort((a, b) => burdenDm(a.parts) - burdenDm(b.parts) || a.stop - b.stop)
      .map(({ stop, parts }) => ({ stop, walk: tellWalk(this.foot, this.profile, parts) }));
  }

  private onOnePath(point: ArcPlace, stop: ArcPlace, direction: WalkDirection): readonly PartWay[] | null {
    const [from, to] = direction === 'to_stop' ? [point, stop] : [stop, point];
    const way = wayBetween(this.foot, this.burdensDm, from, to);
    return way && [way];
  }

  /** Walks that leave the point by one end of its path. */
  private searchFrom(
    start: PartWay,
    direction: WalkDirection,
    limitDm: number,
    best: (readonly PartWay[] | null)[],
  ): void {
    const isForward = direction === 'to_stop';
    const search = isForward ? this.forward : this.backward;
    const burdens = isForward ? this.burdensDm : this.backwardBurdensDm;
    search.run(start.node, burdens, -1, limitDm, start.burdenDm);
    const ends = isForward ? waysOnto : waysOff;
    this.stops.forEach((stop, s) => {
      if (stop === null) return;
      for (const end of ends(this.foot, this.burdensDm, stop)) {
        const known = best[s] ? burdenDm(best[s]) : limitDm + 1;
        if (search.distance(end.node) + end.burdenDm >= known) continue;
        const between = search.arcsTo(end.node).map((arc) => this.wholeWay(isForward ? arc : this.footArc[arc]!));
        best[s] = isForward ? [start, ...between, end] : [end, ...between.toReversed(), start];
      }
    });
  }

  private wholeWay(arc: number): PartWay {
    return { node: this.foot.arcHead[arc]!, arc, permille: 1000, burdenDm: this.burdensDm[arc]! };
  }
}

function burdenDm(parts: readonly PartWay[]): number {
  return parts.reduce((sum, part) => sum + part.burdenDm, 0);
}

function reversed(foot: FootGraph): { graph: ArcGraph; order: Uint32Array } {
  return buildArcGraph(foot.nodeCount, foot.arcHead, foot.arcTail);
}

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

/**
 * A bounded search on typed arrays, and the ways of those stops only that were asked for: well under a millisecond where stops
 * are a few hundred metres apart. One search at a time.
 */
export class NearStops {
  private readonly foot: FootGraph;
  private readonly profile: RiderProfile;
  private readonly stops: readonly (ArcPlace | null)[];
  /** Ways onto and off each stop; none where it is not reachable. */
  private readonly onto: readonly (readonly PartWay[])[];
  private readonly off: readonly (readonly PartWay[])[];
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
    this.onto = stops.map((stop) => (stop ? waysOnto(foot, this.burdensDm, stop) : []));
    this.off = stops.map((stop) => (stop ? waysOff(foot, this.burdensDm, stop) : []));
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
   * @param among places in the list of stops, ascending; by default all
   */
  find(
    point: ArcPlace,
    direction: WalkDirection,
    maxBurdenM: number = this.profile.maxBurdenM,
    among: readonly number[] = this.stops.map((_, stop) => stop),
  ): NearStop[] {
    const found = among.flatMap((stop): Found[] => {
      const place = this.stops[stop];
      return place ? [{ stop, ...this.onOnePath(point, place, direction) }] : [];
    });
    const limitDm = maxBurdenM * 10;
    const starts = direction === 'to_stop' ? waysOff : waysOnto;
    if (found.length > 0) {
      for (const start of starts(this.foot, this.burdensDm, point)) this.searchFrom(start, direction, limitDm, found);
    }
    return found
      .filter(({ burdenDm }) => burdenDm <= limitDm)
      .sort((a, b) => a.burdenDm - b.burdenDm || a.stop - b.stop)
      .map(({ stop, parts }) => ({ stop, walk: tellWalk(this.foot, this.profile, parts) }));
  }

  private onOnePath(point: ArcPlace, stop: ArcPlace, direction: WalkDirection): Pick<Found, 'parts' | 'burdenDm'> {
    const [from, to] = direction === 'to_stop' ? [point, stop] : [stop, point];
    const way = wayBetween(this.foot, this.burdensDm, from, to);
    return way ? { parts: [way], burdenDm: way.burdenDm } : { parts: [], burdenDm: Infinity };
  }

  /** Walks that leave the point by one end of its path: kept where they are less tiring than what was found before. */
  private searchFrom(start: PartWay, direction: WalkDirection, limitDm: number, found: readonly Found[]): void {
    const isForward = direction === 'to_stop';
    const search = isForward ? this.forward : this.backward;
    const burdens = isForward ? this.burdensDm : this.backwardBurdensDm;
    const ends = isForward ? this.onto : this.off;
    const goals = new Set(found.flatMap(({ stop }) => ends[stop]!.map(({ node }) => node)));
    search.run(start.node, burdens, -1, limitDm, start.burdenDm, goals);
    for (const best of found) {
      let lastWay: PartWay | null = null;
      for (const end of ends[best.stop]!) {
        const burdenDm = search.distance(end.node) + end.burdenDm;
        if (burdenDm >= best.burdenDm || burdenDm > limitDm) continue;
        best.burdenDm = burdenDm;
        lastWay = end;
      }
      if (lastWay === null) continue;
      const between = search.arcsTo(lastWay.node).map((arc) => this.wholeWay(isForward ? arc : this.footArc[arc]!));
      best.parts = isForward ? [start, ...between, lastWay] : [lastWay, ...between.toReversed(), start];
    }
  }

  private wholeWay(arc: number): PartWay {
    return { node: this.foot.arcHead[arc]!, arc, permille: 1000, burdenDm: this.burdensDm[arc]! };
  }
}

/** The least tiring walk to or from a stop so far. */
interface Found {
  readonly stop: number;
  parts: readonly PartWay[];
  /** Infinity while there is none. */
  burdenDm: number;
}

function reversed(foot: FootGraph): { graph: ArcGraph; order: Uint32Array } {
  return buildArcGraph(foot.nodeCount, foot.arcHead, foot.arcTail);
}

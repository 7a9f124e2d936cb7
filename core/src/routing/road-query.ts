/** One-to-one drives with their path. A query owns scratch memory: one a thread, for any number of metrics of its network. */
import { arcCourse, type PointE7 } from '../graph/arc-course.ts';
import { distanceM } from '../geo/lat-lon.ts';
import { pointOfPlace, type ArcPlace } from '../graph/snap.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { HierarchyQuery } from './hierarchy/hierarchy-query.ts';
import {
  isAhead,
  msToPlace,
  turnBeforeMs,
  turnNodeAfter,
  waysOff,
  type RoadMetric,
  type RoadNetwork,
} from './road-network.ts';

/** A drive from a place to a place. */
export interface RoadRoute {
  readonly from: ArcPlace;
  readonly to: ArcPlace;
  /** Road arcs in driving order, first and last (possibly driven in part) included. */
  readonly arcs: readonly number[];
  readonly ms: number;
  /** Rounded up, as in stop tables. */
  readonly sec: number;
  readonly lengthM: number;
}

export class RoadQuery {
  private readonly network: RoadNetwork;
  private readonly shortcuts: HierarchyQuery;
  private entry = -1;
  private start: ArcPlace = { arc: -1, offsetPermille: 0 };

  constructor(network: RoadNetwork) {
    this.network = network;
    this.shortcuts = new HierarchyQuery(network.hierarchy);
  }

  /**
   * Milliseconds from a place to a place, UNREACHABLE_MS where no open street leads. From a place on a closed street a
   * vehicle gets away (`waysOff`); no drive ends on one. A few microseconds.
   */
  driveMs(metric: RoadMetric, from: ArcPlace, to: ArcPlace): number {
    return this.search(metric, from, to);
  }

  /** The quickest drive, or null where no open street leads. Its `from` is on the other side where that is the way off. */
  findRoute(metric: RoadMetric, from: ArcPlace, to: ArcPlace): RoadRoute | null {
    const ms = this.search(metric, from, to);
    if (ms >= UNREACHABLE_MS) return null;
    if (isAhead(from, to)) return this.route(from, to, [from.arc], ms);
    const { turns } = this.network;
    const start = this.start;
    const arcs = this.shortcuts.findArcs(metric.times, turnNodeAfter(turns, start.arc), this.entry) ?? [];
    return this.route(start, to, [start.arc, ...arcs.map((arc) => turns.roadArc[arc]!), to.arc], ms);
  }

  /** `start` and `entry` are then what the quickest drive begins with and where it comes to the goal's street. */
  private search(metric: RoadMetric, from: ArcPlace, to: ArcPlace): number {
    const endMs = msToPlace(metric, to);
    if (endMs >= UNREACHABLE_MS) return UNREACHABLE_MS;
    if (isAhead(from, to)) return endMs - msToPlace(metric, from);
    let leastMs = UNREACHABLE_MS;
    for (const way of waysOff(metric, from)) {
      const betweenMs = this.entryMs(metric, way.from, to, leastMs - way.ms);
      if (way.ms + betweenMs < leastMs) leastMs = way.ms + betweenMs;
    }
    return leastMs < UNREACHABLE_MS ? leastMs + endMs : UNREACHABLE_MS;
  }

  /** Time to the copy of the junction before the goal that is reached first; remembered if it is below the limit. */
  private entryMs(metric: RoadMetric, from: ArcPlace, to: ArcPlace, limitMs: number): number {
    const { arcTail, firstCopy, copies } = this.network.turns;
    const node = turnNodeAfter(this.network.turns, from.arc);
    let leastMs = limitMs;
    for (let i = firstCopy[to.arc]!; i < firstCopy[to.arc + 1]!; i++) {
      const entry = arcTail[copies[i]!]!;
      const turnMs = turnBeforeMs(metric, copies[i]!);
      if (turnMs >= leastMs) continue;
      const ms = this.shortcuts.ms(metric.times, node, entry) + turnMs;
      if (ms >= leastMs) continue;
      leastMs = ms;
      this.entry = entry;
      this.start = from;
    }
    return leastMs;
  }

  private route(from: ArcPlace, to: ArcPlace, arcs: readonly number[], ms: number): RoadRoute {
    const { graph } = this.network;
    let lengthDm = 0;
    for (const arc of arcs) lengthDm += graph.arcLengthDm[arc]!;
    lengthDm -= (graph.arcLengthDm[from.arc]! * from.offsetPermille) / 1000;
    lengthDm -= (graph.arcLengthDm[to.arc]! * (1000 - to.offsetPermille)) / 1000;
    return { from, to, arcs, ms, sec: Math.ceil(ms / 1000), lengthM: Math.round(lengthDm / 10) };
  }
}

/** The line of a route on the map, from place to place, without repeated points. */
export function routeCourse(network: RoadNetwork, route: RoadRoute): PointE7[] {
  const { graph } = network;
  const points: PointE7[] = [pointOfPlace(graph, route.from)];
  const last = route.arcs.length - 1;
  route.arcs.forEach((arc, i) => {
    const fromPermille = i === 0 ? route.from.offsetPermille : 0;
    const toPermille = i === last ? route.to.offsetPermille : 1000;
    points.push(...innerPoints(arcCourse(graph, arc), fromPermille, toPermille));
  });
  points.push(pointOfPlace(graph, route.to));
  return points.filter((point, i) => i === 0 || point[0] !== points[i - 1]![0] || point[1] !== points[i - 1]![1]);
}

/** Points of a course that lie strictly between two shares of its length, and its ends where they are included. */
function innerPoints(course: readonly PointE7[], fromPermille: number, toPermille: number): PointE7[] {
  const lengths = course.map((point, i) =>
    i === 0 ? 0 : distanceM(course[i - 1]![0], course[i - 1]![1], point[0], point[1]),
  );
  const totalM = lengths.reduce((sum, length) => sum + length, 0);
  let doneM = 0;
  return course.filter((_, i) => {
    doneM += lengths[i]!;
    return doneM * 1000 >= fromPermille * totalM && doneM * 1000 <= toPermille * totalM;
  });
}

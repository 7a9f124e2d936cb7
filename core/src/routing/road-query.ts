/** One-to-one drives with their path. A query owns scratch memory: one a thread, for any number of metrics of its network. */
import { arcCourse, type PointE7 } from '../graph/arc-course.ts';
import { distanceM } from '../geo/lat-lon.ts';
import { pointOfPlace, type ArcPlace } from '../graph/snap.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { HierarchyQuery } from './hierarchy/hierarchy-query.ts';
import { isAhead, msFromPlace, msToPlace, turnNodeAfter, type RoadMetric, type RoadNetwork } from './road-network.ts';

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
  private readonly search: HierarchyQuery;
  private entry = -1;

  constructor(network: RoadNetwork) {
    this.network = network;
    this.search = new HierarchyQuery(network.hierarchy);
  }

  /** Milliseconds from a place to a place, UNREACHABLE_MS where no open street leads. A few microseconds. */
  driveMs(metric: RoadMetric, from: ArcPlace, to: ArcPlace): number {
    const startMs = msFromPlace(metric, from);
    const endMs = msToPlace(metric, to);
    if (startMs >= UNREACHABLE_MS || endMs >= UNREACHABLE_MS) return UNREACHABLE_MS;
    if (isAhead(from, to)) return endMs - msToPlace(metric, from);
    const betweenMs = this.searchEntry(metric, from, to);
    return betweenMs >= UNREACHABLE_MS ? UNREACHABLE_MS : startMs + betweenMs + endMs;
  }

  /** The quickest drive, or null where no open street leads. */
  findRoute(metric: RoadMetric, from: ArcPlace, to: ArcPlace): RoadRoute | null {
    const ms = this.driveMs(metric, from, to);
    if (ms >= UNREACHABLE_MS) return null;
    if (isAhead(from, to)) return this.route(from, to, [from.arc], ms);
    const { turns } = this.network;
    const arcs = this.search.findArcs(metric.times, turnNodeAfter(turns, from.arc), this.entry) ?? [];
    return this.route(from, to, [from.arc, ...arcs.map((arc) => turns.roadArc[arc]!), to.arc], ms);
  }

  /** Time to the copy of the junction before the goal that is reached first; `entry` is that copy. */
  private searchEntry(metric: RoadMetric, from: ArcPlace, to: ArcPlace): number {
    const { arcTail, firstCopy, copies } = this.network.turns;
    const start = turnNodeAfter(this.network.turns, from.arc);
    let leastMs = UNREACHABLE_MS;
    for (let i = firstCopy[to.arc]!; i < firstCopy[to.arc + 1]!; i++) {
      const node = arcTail[copies[i]!]!;
      const ms = this.search.ms(metric.times, start, node);
      if (ms >= leastMs) continue;
      leastMs = ms;
      this.entry = node;
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

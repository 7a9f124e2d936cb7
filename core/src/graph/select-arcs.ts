/** The arcs that people mean by a way, a piece of street, or a shape drawn on the map. All O(arcs), ascending. */
import { longitudeScale, METERS_PER_E7, nearestFraction } from '../geo/lat-lon.ts';
import { isInsideRing } from '../geo/polygon.ts';
import { arcCourse, type DrawnGraph, type PointE7 } from './arc-course.ts';

/** The part of `RoadGraph` that selections need. */
export type SelectableGraph = DrawnGraph & { readonly arcWayId: Float64Array };

/** A piece of a way between two junctions, named by what stays when the area is imported again. */
export interface StreetPiece {
  readonly wayId: number;
  readonly ends: readonly [PointE7, PointE7];
}

/** Both directions of every arc of a way. */
export function arcsOfWay(graph: SelectableGraph, wayId: number): number[] {
  return arcsWhere(graph, (arc) => graph.arcWayId[arc] === wayId);
}

/** The piece of street that an arc runs along; its ends in a fixed order, so that both directions name it alike. */
export function pieceOfArc(graph: SelectableGraph, arc: number): StreetPiece {
  const [a, b] = [graph.arcTail[arc]!, graph.arcHead[arc]!].map((node) => nodePoint(graph, node)) as [PointE7, PointE7];
  const isInOrder = a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]);
  return { wayId: graph.arcWayId[arc]!, ends: isInOrder ? [a, b] : [b, a] };
}

/** Both directions of a piece of street, whichever end is named first. */
export function arcsOfPiece(graph: SelectableGraph, { wayId, ends: [a, b] }: StreetPiece): number[] {
  const leads = (arc: number, from: PointE7, to: PointE7) =>
    isAt(graph, graph.arcTail[arc]!, from) && isAt(graph, graph.arcHead[arc]!, to);
  return arcsWhere(graph, (arc) => graph.arcWayId[arc] === wayId && (leads(arc, a, b) || leads(arc, b, a)));
}

/** Arcs of which some part lies inside a ring of `[latE7, lonE7]` corners (even-odd rule; closed or not). */
export function arcsInRing(graph: DrawnGraph, ring: readonly PointE7[]): number[] {
  const lonLat = ring.map(([lat, lon]) => [lon, lat] as const);
  return arcsWhere(graph, (arc) => {
    const course = arcCourse(graph, arc);
    return (
      course.some(([lat, lon]) => isInsideRing(lonLat, lat, lon)) ||
      course.some((point, i) => i > 0 && crossesRing(course[i - 1]!, point, ring))
    );
  });
}

/** Arcs that come within so many metres of a point. */
export function arcsInCircle(graph: DrawnGraph, [latE7, lonE7]: PointE7, radiusM: number): number[] {
  const scale = longitudeScale(latE7);
  const toPlane = ([lat, lon]: PointE7) => [(lon - lonE7) * scale, lat - latE7] as const;
  return arcsWhere(graph, (arc) => {
    const course = arcCourse(graph, arc).map(toPlane);
    return course.some(([bx, by], i) => {
      const [ax, ay] = course[Math.max(0, i - 1)]!;
      const t = nearestFraction(0, 0, ax, ay, bx, by);
      const [x, y] = [ax + (bx - ax) * t, ay + (by - ay) * t];
      return Math.sqrt(x * x + y * y) * METERS_PER_E7 <= radiusM;
    });
  });
}

function arcsWhere(graph: DrawnGraph, isMeant: (arc: number) => boolean): number[] {
  const arcs: number[] = [];
  for (let arc = 0; arc < graph.arcCount; arc++) if (isMeant(arc)) arcs.push(arc);
  return arcs;
}

function nodePoint(graph: DrawnGraph, node: number): PointE7 {
  return [graph.nodeLatE7[node]!, graph.nodeLonE7[node]!];
}

function isAt(graph: DrawnGraph, node: number, [latE7, lonE7]: PointE7): boolean {
  return graph.nodeLatE7[node] === latE7 && graph.nodeLonE7[node] === lonE7;
}

function crossesRing(a: PointE7, b: PointE7, ring: readonly PointE7[]): boolean {
  return ring.some((corner, i) => cross(a, b, ring.at(i - 1)!, corner));
}

/** Do two lines cross in the open? Touching ends are left to the test for points inside. */
function cross(a: PointE7, b: PointE7, c: PointE7, d: PointE7): boolean {
  const side = (p: PointE7, q: PointE7, r: PointE7) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

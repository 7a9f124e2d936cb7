/** The course of an arc on the map: its tail node, inner points and head node, for road and foot graphs alike. */

/** The part of `RoadGraph` and `FootGraph` that draws arcs. */
export interface DrawnGraph {
  readonly nodeCount: number;
  readonly arcCount: number;
  readonly nodeLatE7: Int32Array;
  readonly nodeLonE7: Int32Array;
  readonly firstArc: Uint32Array;
  readonly arcTail: Uint32Array;
  readonly arcHead: Uint32Array;
  readonly arcShape: Int32Array;
  readonly firstShapePoint: Uint32Array;
  readonly shapePointLatE7: Int32Array;
  readonly shapePointLonE7: Int32Array;
}

/** `[latE7, lonE7]`. */
export type PointE7 = readonly [latE7: number, lonE7: number];

/** Number of points of the course, both ends counted: at least 2. */
export function coursePointCount(graph: DrawnGraph, arc: number): number {
  const shape = graph.arcShape[arc]!;
  const s = shape < 0 ? ~shape : shape;
  return graph.firstShapePoint[s + 1]! - graph.firstShapePoint[s]! + 2;
}

/** Latitude of point `i` of the course, 0 = the tail node. */
export function courseLatE7(graph: DrawnGraph, arc: number, i: number): number {
  const at = shapePointAt(graph, arc, i);
  return at >= 0 ? graph.shapePointLatE7[at]! : graph.nodeLatE7[endNode(graph, arc, i)]!;
}

/** Longitude of point `i` of the course, 0 = the tail node. */
export function courseLonE7(graph: DrawnGraph, arc: number, i: number): number {
  const at = shapePointAt(graph, arc, i);
  return at >= 0 ? graph.shapePointLonE7[at]! : graph.nodeLonE7[endNode(graph, arc, i)]!;
}

/** All points from tail to head. */
export function arcCourse(graph: DrawnGraph, arc: number): PointE7[] {
  return Array.from({ length: coursePointCount(graph, arc) }, (_, i) => [
    courseLatE7(graph, arc, i),
    courseLonE7(graph, arc, i),
  ]);
}

/** The arc that runs along the same course the other way, or -1 where the street is open one way only. */
export function findTwinArc(graph: DrawnGraph, arc: number): number {
  const tail = graph.arcTail[arc]!;
  const head = graph.arcHead[arc]!;
  for (let a = graph.firstArc[head]!; a < graph.firstArc[head + 1]!; a++) {
    if (graph.arcHead[a] === tail && a !== arc && graph.arcShape[a] === ~graph.arcShape[arc]!) return a;
  }
  return -1;
}

/** Place among the shape points, or -1 for the two end nodes. */
function shapePointAt(graph: DrawnGraph, arc: number, i: number): number {
  const shape = graph.arcShape[arc]!;
  const s = shape < 0 ? ~shape : shape;
  const first = graph.firstShapePoint[s]!;
  const end = graph.firstShapePoint[s + 1]!;
  if (i === 0 || i > end - first) return -1;
  return shape < 0 ? end - i : first + i - 1;
}

function endNode(graph: DrawnGraph, arc: number, i: number): number {
  return i === 0 ? graph.arcTail[arc]! : graph.arcHead[arc]!;
}

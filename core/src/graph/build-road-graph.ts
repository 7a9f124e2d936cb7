/** Builds a `RoadGraph` from plain lists: for drawn towns, generated networks, benchmark files and tests. */
import { distanceM } from '../geo/lat-lon.ts';
import { arcOrder, firstArcs } from './arc-graph.ts';
import { roadClasses, UNKNOWN_ELEVATION_DM, UNKNOWN_GRADE_PERMILLE, type RoadClass } from './road-graph.ts';
import type { RoadGraph } from './road-graph.ts';

export interface NodeSpec {
  readonly latE7: number;
  readonly lonE7: number;
  readonly elevationDm?: number;
}

/** One directed arc; what is left out is unknown, unlimited or taken from the coordinates. */
export interface ArcSpec {
  readonly tail: number;
  readonly head: number;
  /** Default: the straight distance. */
  readonly lengthDm?: number;
  /** Default: length at 30 km/h. */
  readonly freeFlowMs?: number;
  readonly roadClass?: RoadClass;
  /** Bits of `arcFlag`. */
  readonly flags?: number;
  readonly maxspeedKmh?: number;
  readonly gradePermille?: number;
  readonly bendDeg?: number;
  readonly widthDm?: number;
  readonly maxHeightDm?: number;
  readonly maxLengthDm?: number;
  readonly maxWeightDt?: number;
  readonly name?: string;
  readonly wayId?: number;
  /** Inner points from tail to head, `[latE7, lonE7]` each. */
  readonly shape?: readonly (readonly [number, number])[];
}

export interface RoadGraphSpec {
  readonly areaId?: string;
  readonly credit?: string;
  readonly trafficSide?: 'left' | 'right';
  readonly nodes: readonly NodeSpec[];
  readonly arcs: readonly ArcSpec[];
  /** Forbidden manoeuvres as sequences of places in `arcs`. */
  readonly forbidden?: readonly (readonly number[])[];
}

/** The graph, and where each arc of the specification went: `arcOf[placeInArcs]`. */
export interface BuiltRoadGraph {
  readonly graph: RoadGraph;
  readonly arcOf: Uint32Array;
}

export function buildRoadGraph(spec: RoadGraphSpec): BuiltRoadGraph {
  const { nodes, forbidden = [] } = spec;
  const order = arcOrder(
    nodes.length,
    spec.arcs.map((arc) => arc.tail),
    spec.arcs.map((arc) => arc.head),
  );
  const arcOf = new Uint32Array(order.length);
  order.forEach((given, arc) => (arcOf[given] = arc));
  const arcs = Array.from(order, (given) => spec.arcs[given]!);
  const names = [...new Set(['', ...arcs.map((arc) => arc.name ?? '')])];
  const placeOfName = new Map(names.map((name, place) => [name, place]));
  const lengthsDm = arcs.map((arc) => arc.lengthDm ?? straightDm(nodes[arc.tail]!, nodes[arc.head]!));
  const graph: RoadGraph = {
    areaId: spec.areaId ?? 'test',
    credit: spec.credit ?? '',
    trafficSide: spec.trafficSide ?? 'left',
    names,
    nodeCount: nodes.length,
    arcCount: arcs.length,
    nodeLatE7: Int32Array.from(nodes, (node) => node.latE7),
    nodeLonE7: Int32Array.from(nodes, (node) => node.lonE7),
    nodeElevationDm: Int32Array.from(nodes, (node) => node.elevationDm ?? UNKNOWN_ELEVATION_DM),
    firstArc: firstArcs(
      nodes.length,
      arcs.map((arc) => arc.tail),
    ),
    arcTail: Uint32Array.from(arcs, (arc) => arc.tail),
    arcHead: Uint32Array.from(arcs, (arc) => arc.head),
    arcLengthDm: Uint32Array.from(lengthsDm),
    arcFreeFlowMs: Uint32Array.from(arcs, (arc, a) => arc.freeFlowMs ?? Math.round((lengthsDm[a]! * 360) / 30)),
    arcClass: Uint8Array.from(arcs, (arc) => roadClasses.indexOf(arc.roadClass ?? 'residential')),
    arcFlags: Uint16Array.from(arcs, (arc) => arc.flags ?? 0),
    arcMaxspeedKmh: Uint8Array.from(arcs, (arc) => arc.maxspeedKmh ?? 0),
    arcGradePermille: Int16Array.from(arcs, (arc) => arc.gradePermille ?? UNKNOWN_GRADE_PERMILLE),
    arcBendDeg: Uint16Array.from(arcs, (arc) => arc.bendDeg ?? 0),
    arcWidthDm: Uint8Array.from(arcs, (arc) => arc.widthDm ?? 0),
    arcMaxHeightDm: Uint8Array.from(arcs, (arc) => arc.maxHeightDm ?? 0),
    arcMaxLengthDm: Uint8Array.from(arcs, (arc) => arc.maxLengthDm ?? 0),
    arcMaxWeightDt: Uint16Array.from(arcs, (arc) => arc.maxWeightDt ?? 0),
    arcName: Uint32Array.from(arcs, (arc) => placeOfName.get(arc.name ?? '')!),
    arcWayId: Float64Array.from(arcs, (arc, a) => arc.wayId ?? -1 - a),
    ...shapeArrays(arcs),
    ...forbiddenArrays(forbidden.map((sequence) => sequence.map((given) => arcOf[given]!))),
  };
  return { graph, arcOf };
}

function straightDm(a: NodeSpec, b: NodeSpec): number {
  return Math.round(distanceM(a.latE7, a.lonE7, b.latE7, b.lonE7) * 10);
}

/** What `shapeArrays` needs of an arc. */
export type CourseSpec = Pick<ArcSpec, 'tail' | 'head' | 'shape'>;

/** Each course is stored once: an arc whose points are those of an earlier one backwards refers to that one. */
export function shapeArrays(arcs: readonly CourseSpec[]) {
  const shapes = new Map<string, number>();
  const points: (readonly [number, number])[][] = [];
  const arcShape = Int32Array.from(arcs, (arc) => {
    const shape = arc.shape ?? [];
    const key = (list: readonly (readonly [number, number])[], tail: number, head: number) =>
      `${tail}:${head}:${list.join(';')}`;
    const backwards = shapes.get(key(shape.toReversed(), arc.head, arc.tail));
    if (backwards !== undefined && arc.head !== arc.tail) return ~backwards;
    const forwards = key(shape, arc.tail, arc.head);
    if (!shapes.has(forwards)) {
      shapes.set(forwards, points.length);
      points.push([...shape]);
    }
    return shapes.get(forwards)!;
  });
  const firstShapePoint = new Uint32Array(points.length + 1);
  points.forEach((list, s) => (firstShapePoint[s + 1] = firstShapePoint[s]! + list.length));
  const all = points.flat();
  return {
    arcShape,
    firstShapePoint,
    shapePointLatE7: Int32Array.from(all, (point) => point[0]),
    shapePointLonE7: Int32Array.from(all, (point) => point[1]),
  };
}

function forbiddenArrays(sequences: readonly (readonly number[])[]) {
  const firstForbidden = new Uint32Array(sequences.length + 1);
  sequences.forEach((sequence, r) => (firstForbidden[r + 1] = firstForbidden[r]! + sequence.length));
  return { firstForbidden, forbiddenArc: Uint32Array.from(sequences.flat()) };
}

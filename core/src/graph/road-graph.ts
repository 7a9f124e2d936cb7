/**
 * The drivable street network as parallel typed arrays (compressed sparse rows).
 *
 * Arc `a` leads from `arcTail[a]` to `arcHead[a]`. The arcs that leave node `n` are `firstArc[n] <= a < firstArc[n + 1]`:
 *
 *     for (let a = firstArc[n]; a < firstArc[n + 1]; a++) visit(arcHead[a]);
 *
 * A two-way street is two arcs. Parallel arcs, loops, zero-second arcs and unreachable nodes are all allowed.
 * Distances are decimetres and times milliseconds, because streets are short and rounding adds up along a route;
 * tables and plans use whole seconds. Memory: 16 bytes a node, 45 bytes an arc, 8 bytes a shape point.
 */
import { openArrays, packArrays } from '../containers/array-file.ts';

/** Elevation or grade that no terrain model gave. */
export const UNKNOWN_ELEVATION_DM = -0x8000_0000;
export const UNKNOWN_GRADE_PERMILLE = -0x8000;

/** Kinds of drivable street, in order of importance; the values stand in files. */
export const roadClasses = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'track',
  'ferry',
] as const;
export type RoadClass = (typeof roadClasses)[number];

/** Bits of `arcFlags`. */
export const arcFlag = {
  /** Made by a generator, not surveyed: every screen that shows it must say so. */
  model: 1,
  roundabout: 2,
  tunnel: 4,
  bridge: 8,
  toll: 16,
  unpaved: 32,
  /** Entry only to reach a place on it (`access=destination`, `private` with a stop on it). */
  destinationOnly: 64,
  /** Open to buses and public service vehicles only. */
  publicServiceOnly: 128,
  /** A `_link` ramp of its class. */
  link: 256,
  /** Only one direction of the street may be driven. */
  oneway: 512,
} as const;

export interface RoadGraphMeta {
  readonly areaId: string;
  readonly trafficSide: 'left' | 'right';
  /** Credit to show on every map and in every export, for example `© OpenStreetMap contributors, ODbL 1.0`. */
  readonly credit: string;
  /** Street names, `names[arcName[a]]`; entry 0 is the empty string. */
  readonly names: readonly string[];
}

export interface RoadGraph extends RoadGraphMeta {
  readonly nodeCount: number;
  readonly arcCount: number;
  /** Coordinates in 1e-7 degrees: length nodeCount. */
  readonly nodeLatE7: Int32Array;
  readonly nodeLonE7: Int32Array;
  /** Metres above sea level × 10, or UNKNOWN_ELEVATION_DM: length nodeCount. */
  readonly nodeElevationDm: Int32Array;
  /** First outgoing arc of each node: length nodeCount + 1, ascending, last entry = arcCount. */
  readonly firstArc: Uint32Array;
  readonly arcTail: Uint32Array;
  readonly arcHead: Uint32Array;
  readonly arcLengthDm: Uint32Array;
  /** Drive time of a passenger car alone on the street in daylight, milliseconds. */
  readonly arcFreeFlowMs: Uint32Array;
  /** Index into `roadClasses`. */
  readonly arcClass: Uint8Array;
  /** Bits of `arcFlag`. */
  readonly arcFlags: Uint16Array;
  /** Signed limit km/h, 0 = none. */
  readonly arcMaxspeedKmh: Uint8Array;
  /** Mean grade in the arc's direction, thousandths, or UNKNOWN_GRADE_PERMILLE. */
  readonly arcGradePermille: Int16Array;
  /** Sum of heading changes along the arc's shape, whole degrees, at most 65,535: how bendy it is. */
  readonly arcBendDeg: Uint16Array;
  /** Usable width, limits of height and length, decimetres; limit of weight, tenths of a tonne; 0 = none known. */
  readonly arcWidthDm: Uint8Array;
  readonly arcMaxHeightDm: Uint8Array;
  readonly arcMaxLengthDm: Uint8Array;
  readonly arcMaxWeightDt: Uint16Array;
  /** Index into `names`. */
  readonly arcName: Uint32Array;
  /** Id of the OSM way (negative: generated), whole numbers. */
  readonly arcWayId: Float64Array;
  /** Inner points of the course: `s >= 0` is shape s in order, `s < 0` is shape `~s` read backwards. */
  readonly arcShape: Int32Array;
  /** Points of shape s are `firstShapePoint[s] <= p < firstShapePoint[s + 1]`; the end nodes are not among them. */
  readonly firstShapePoint: Uint32Array;
  readonly shapePointLatE7: Int32Array;
  readonly shapePointLonE7: Int32Array;
  /**
   * Forbidden manoeuvres: sequence r is the arcs `forbiddenArc[i]` for `firstForbidden[r] <= i < firstForbidden[r + 1]`,
   * two or more arcs each ending where the next begins; a route may not contain them one right after the other.
   * `only_…` restrictions are stored as the forbidding of every other way out.
   */
  readonly firstForbidden: Uint32Array;
  readonly forbiddenArc: Uint32Array;
}

const KIND = 'noriai-road-graph';
const VERSION = 1;

/** One buffer for disk or threads; `openRoadGraph` is its inverse. */
export function packRoadGraph<Buffer extends ArrayBufferLike = ArrayBuffer>(
  graph: RoadGraph,
  allocate?: (byteLength: number) => Buffer,
): Buffer {
  const { areaId, trafficSide, credit, names, nodeCount, arcCount, ...arrays } = graph;
  const meta = { areaId, trafficSide, credit, names, nodeCount, arcCount };
  return packArrays(KIND, VERSION, meta, arrays, allocate);
}

/** @throws ArrayFileError when the buffer is not a road graph of this version */
export function openRoadGraph(buffer: ArrayBufferLike): RoadGraph {
  const { meta, arrays } = openArrays<RoadGraphMeta & { nodeCount: number; arcCount: number }>(buffer, KIND, VERSION);
  return { ...meta, ...arrays } as unknown as RoadGraph;
}

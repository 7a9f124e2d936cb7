/**
 * The walkable network as parallel typed arrays, in the same shape as `RoadGraph`: arcs that leave node `n` are
 * `firstArc[n] <= a < firstArc[n + 1]`, and a path open both ways is two arcs. What a path asks of a body is kept
 * apart by kind (length, climb, descent, steps, surface, crossing), so that every rider profile prices it its own way.
 */
import { openArrays, packArrays } from '../containers/array-file.ts';

/** Kinds of walkable way; the values stand in files. */
export const footClasses = [
  'footway',
  'path',
  'steps',
  'pedestrian',
  'residential',
  'service',
  'track',
  'road',
  'platform',
] as const;
export type FootClass = (typeof footClasses)[number];

/** Ground under foot, from easy to hard; `unknown` is treated by each profile as it sees fit. */
export const footSurfaces = ['unknown', 'paved', 'paving_stones', 'compacted', 'gravel', 'unpaved', 'rough'] as const;
export type FootSurface = (typeof footSurfaces)[number];

/** What it takes to cross the street that this arc crosses. */
export const footCrossings = ['none', 'signals', 'marked', 'unmarked'] as const;
export type FootCrossing = (typeof footCrossings)[number];

/** Bits of `arcFlags`. */
export const footFlag = {
  /** Made by a generator, not surveyed: every screen that shows it must say so. */
  model: 1,
  /** Walking along a road without a footway of its own. */
  onRoad: 2,
  handrail: 4,
  /** Steps with a ramp beside them. */
  ramp: 8,
  wheelchairNo: 16,
  wheelchairYes: 32,
} as const;

export interface FootGraphMeta {
  readonly areaId: string;
  readonly credit: string;
  /** Names of ways, `names[arcName[a]]`; entry 0 is the empty string. */
  readonly names: readonly string[];
}

export interface FootGraph extends FootGraphMeta {
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
  /** Metres × 10 gone up and gone down along the arc; both 0 where the elevation is unknown. */
  readonly arcClimbDm: Uint16Array;
  readonly arcDescentDm: Uint16Array;
  /** Number of steps (counted, or estimated from climb and length), 0 = no stairs. */
  readonly arcSteps: Uint16Array;
  /** Indices into `footClasses`, `footSurfaces`, `footCrossings`. */
  readonly arcClass: Uint8Array;
  readonly arcSurface: Uint8Array;
  readonly arcCrossing: Uint8Array;
  /** Bits of `footFlag`. */
  readonly arcFlags: Uint8Array;
  /** Index into `names`. */
  readonly arcName: Uint32Array;
  /** Inner points of the course, as in `RoadGraph`. */
  readonly arcShape: Int32Array;
  readonly firstShapePoint: Uint32Array;
  readonly shapePointLatE7: Int32Array;
  readonly shapePointLonE7: Int32Array;
}

const KIND = 'noriai-foot-graph';
const VERSION = 1;

/** One buffer for disk or threads; `openFootGraph` is its inverse. */
export function packFootGraph<Buffer extends ArrayBufferLike = ArrayBuffer>(
  graph: FootGraph,
  allocate?: (byteLength: number) => Buffer,
): Buffer {
  const { areaId, credit, names, nodeCount, arcCount, ...arrays } = graph;
  return packArrays(KIND, VERSION, { areaId, credit, names, nodeCount, arcCount }, arrays, allocate);
}

/** @throws ArrayFileError when the buffer is not a foot graph of this version */
export function openFootGraph(buffer: ArrayBufferLike): FootGraph {
  const { meta, arrays } = openArrays<FootGraphMeta & { nodeCount: number; arcCount: number }>(buffer, KIND, VERSION);
  return { ...meta, ...arrays } as unknown as FootGraph;
}

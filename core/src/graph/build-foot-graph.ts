/** Builds a `FootGraph` from plain lists: for importers, generated paths and tests. */
import { arcOrder, firstArcs } from './arc-graph.ts';
import { shapeArrays, type NodeSpec } from './build-road-graph.ts';
import {
  footClasses,
  footCrossings,
  footSurfaces,
  type FootClass,
  type FootCrossing,
  type FootGraph,
  type FootSurface,
} from './foot-graph.ts';
import { UNKNOWN_ELEVATION_DM } from './road-graph.ts';

/** One direction of a path; what is left out is unknown or none. */
export interface FootArcSpec {
  readonly tail: number;
  readonly head: number;
  readonly lengthDm: number;
  readonly climbDm?: number;
  readonly descentDm?: number;
  readonly steps?: number;
  readonly footClass: FootClass;
  readonly surface?: FootSurface;
  readonly crossing?: FootCrossing;
  /** Bits of `footFlag`. */
  readonly flags?: number;
  readonly name?: string;
  /** Inner points from tail to head, `[latE7, lonE7]` each. */
  readonly shape?: readonly (readonly [number, number])[];
}

export interface FootGraphSpec {
  readonly areaId?: string;
  readonly credit?: string;
  readonly nodes: readonly NodeSpec[];
  readonly arcs: readonly FootArcSpec[];
}

export function buildFootGraph(spec: FootGraphSpec): FootGraph {
  const { nodes } = spec;
  const order = arcOrder(
    nodes.length,
    spec.arcs.map((arc) => arc.tail),
    spec.arcs.map((arc) => arc.head),
  );
  const arcs = Array.from(order, (given) => spec.arcs[given]!);
  const names = [...new Set(['', ...arcs.map((arc) => arc.name ?? '')])];
  const placeOfName = new Map(names.map((name, place) => [name, place]));
  const arcTail = Uint32Array.from(arcs, (arc) => arc.tail);
  return {
    areaId: spec.areaId ?? 'test',
    credit: spec.credit ?? '',
    names,
    nodeCount: nodes.length,
    arcCount: arcs.length,
    nodeLatE7: Int32Array.from(nodes, (node) => node.latE7),
    nodeLonE7: Int32Array.from(nodes, (node) => node.lonE7),
    nodeElevationDm: Int32Array.from(nodes, (node) => node.elevationDm ?? UNKNOWN_ELEVATION_DM),
    firstArc: firstArcs(nodes.length, arcTail),
    arcTail,
    arcHead: Uint32Array.from(arcs, (arc) => arc.head),
    arcLengthDm: Uint32Array.from(arcs, (arc) => arc.lengthDm),
    arcClimbDm: Uint16Array.from(arcs, (arc) => arc.climbDm ?? 0),
    arcDescentDm: Uint16Array.from(arcs, (arc) => arc.descentDm ?? 0),
    arcSteps: Uint16Array.from(arcs, (arc) => arc.steps ?? 0),
    arcClass: Uint8Array.from(arcs, (arc) => footClasses.indexOf(arc.footClass)),
    arcSurface: Uint8Array.from(arcs, (arc) => footSurfaces.indexOf(arc.surface ?? 'unknown')),
    arcCrossing: Uint8Array.from(arcs, (arc) => footCrossings.indexOf(arc.crossing ?? 'none')),
    arcFlags: Uint8Array.from(arcs, (arc) => arc.flags ?? 0),
    arcName: Uint32Array.from(arcs, (arc) => placeOfName.get(arc.name ?? '')!),
    ...shapeArrays(arcs),
  };
}

/** The walkable network of an area: from kept elements to a `FootGraph`, and an account of what was left out. */
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import { buildFootGraph, type FootArcSpec } from '@noriai/core/graph/build-foot-graph.ts';
import { footFlag, type FootCrossing, type FootGraph } from '@noriai/core/graph/foot-graph.ts';
import { UNKNOWN_ELEVATION_DM } from '@noriai/core/graph/road-graph.ts';
import { isClosedOnFoot } from './barriers.ts';
import { crossingOf, readFootWay, type FootDropReason, type FootWay } from './foot-way.ts';
import { cutIntoSegments, type Segment } from './segments.ts';
import type { StreetElements, StreetWay } from './street-elements.ts';
import { streetName } from './street-name.ts';
import { largestStrongPart, type StrongPart } from './strong-part.ts';

/** A way that is walked on, with what its tags say. */
export interface KeptPath extends StreetWay {
  readonly foot: FootWay;
  readonly isModel: boolean;
}

export interface FootNetwork {
  readonly graph: FootGraph;
  readonly dropped: ReadonlyMap<FootDropReason, readonly number[]>;
  readonly strong: StrongPart;
}

/** A part of the paths is kept when its ways are a kilometre long together: nobody walks out of it. */
const KEPT_PART_M = 2000;
/** Height of one step where only their number is known: the usual 16 to 17 cm of outdoor stairs. */
const STEP_HEIGHT_DM = 1.65;
/** Depth of a step with its share of landings, where only the length of the stairs is known. */
const STEP_DEPTH_DM = 4.5;

export function readPaths(elements: StreetElements, isModelSource: boolean) {
  const paths: KeptPath[] = [];
  const dropped = new Map<FootDropReason, number[]>();
  for (const way of elements.ways) {
    const foot = readFootWay(way.tags);
    if (typeof foot === 'string') {
      if (!dropped.has(foot)) dropped.set(foot, []);
      dropped.get(foot)!.push(way.id);
    } else paths.push({ ...way, foot, isModel: isModelSource || way.tags.source === 'model' });
  }
  return { paths, dropped };
}

/** O(nodes + arcs log arcs). The same elements give the same bytes. */
export function buildFootNetwork(
  elements: StreetElements,
  read: ReturnType<typeof readPaths>,
  heightsDm: Int32Array,
  meta: { readonly areaId: string; readonly credit: string },
): FootNetwork {
  const { paths, dropped } = read;
  const nodeCount = elements.nodeIds.length;
  const closed = new Set([...elements.nodeTags].filter(([, tags]) => isClosedOnFoot(tags)).map(([node]) => node));
  const network = cutIntoSegments(paths, nodeCount, { isBreak: () => false, isApart: (node) => closed.has(node) });
  const drafter = new FootDrafter(elements, heightsDm);
  const arcs = network.segments.flatMap((segment) => drafter.arcs(segment, paths[segment.way]!));
  const nodeOfVertex = (vertex: number) => (vertex < nodeCount ? vertex : network.copyOf[vertex - nodeCount]!);
  const pointOf = (vertex: number) => {
    const node = nodeOfVertex(vertex);
    return [elements.nodeLatE7[node]!, elements.nodeLonE7[node]!] as const;
  };
  const strong = largestStrongPart(arcs, pointOf, KEPT_PART_M);
  const kept = arcs.filter((_, a) => strong.isKept[a] === 1);
  const vertices = [...new Set(kept.flatMap((arc) => [arc.tail, arc.head]))];
  const indexOf = new Map(vertices.map((vertex, i) => [vertex, i]));
  const nodes = vertices.map((vertex) => {
    const [latE7, lonE7] = pointOf(vertex);
    return { latE7, lonE7, elevationDm: heightsDm[nodeOfVertex(vertex)]! };
  });
  const graph = buildFootGraph({
    ...meta,
    nodes,
    arcs: kept.map((arc) => ({ ...arc, tail: indexOf.get(arc.tail)!, head: indexOf.get(arc.head)! })),
  });
  return { graph, dropped, strong };
}

type FootArcDraft = FootArcSpec & { readonly wayId: number };

class FootDrafter {
  private readonly elements: StreetElements;
  private readonly heightsDm: Int32Array;

  constructor(elements: StreetElements, heightsDm: Int32Array) {
    this.elements = elements;
    this.heightsDm = heightsDm;
  }

  arcs(segment: Segment, path: KeptPath): FootArcDraft[] {
    const { foot } = path;
    const arcs: FootArcDraft[] = [];
    const backwards = segment.nodes.toReversed();
    if (foot.isOpenForward) arcs.push(this.arc(segment.nodes, segment.tail, segment.head, path, 'up'));
    if (foot.isOpenBackward) arcs.push(this.arc(backwards, segment.head, segment.tail, path, 'down'));
    return arcs;
  }

  /** @param climbingIncline the `incline` of a way that climbs in the arc's direction */
  private arc(
    nodes: Uint32Array,
    tail: number,
    head: number,
    path: KeptPath,
    climbingIncline: 'up' | 'down',
  ): FootArcDraft {
    const { nodeLatE7, nodeLonE7 } = this.elements;
    const { foot } = path;
    const lengthDm = Math.round(this.lengthM(nodes) * 10);
    const slope = this.slope(nodes);
    return {
      tail,
      head,
      lengthDm,
      ...(foot.footClass === 'steps' ? this.stairs(slope, lengthDm, path, climbingIncline) : slope),
      footClass: foot.footClass,
      surface: foot.surface,
      crossing: this.crossing(nodes, foot),
      flags: footFlags(path),
      name: streetName(path.tags),
      wayId: path.id,
      shape: Array.from(nodes.subarray(1, -1), (node) => [nodeLatE7[node]!, nodeLonE7[node]!] as const),
    };
  }

  /** Climb and descent summed along the course; both 0 where the terrain is not known. */
  private slope(nodes: Uint32Array): { climbDm: number; descentDm: number } {
    let climbDm = 0;
    let descentDm = 0;
    for (let i = 1; i < nodes.length; i++) {
      const from = this.heightsDm[nodes[i - 1]!]!;
      const to = this.heightsDm[nodes[i]!]!;
      if (from === UNKNOWN_ELEVATION_DM || to === UNKNOWN_ELEVATION_DM) continue;
      if (to > from) climbDm += to - from;
      else descentDm += from - to;
    }
    return { climbDm: Math.min(climbDm, 65_535), descentDm: Math.min(descentDm, 65_535) };
  }

  /**
   * Stairs are steeper than any terrain model: counted steps give the height, the model or `incline` the direction.
   * Steps that nobody counted are taken from the length. A way of stairs that is cut into several segments shares its
   * count among them by length.
   */
  private stairs(
    slope: { climbDm: number; descentDm: number },
    lengthDm: number,
    path: KeptPath,
    climbingIncline: 'up' | 'down',
  ) {
    const { foot } = path;
    const wholeDm = path.runs.reduce((sum, run) => sum + this.lengthM(run), 0) * 10;
    const counted = foot.stepCount > 0 && wholeDm > 0 ? (foot.stepCount * lengthDm) / wholeDm : 0;
    const steps = Math.max(1, Math.round(counted || lengthDm / STEP_DEPTH_DM));
    const heightDm = Math.round(steps * STEP_HEIGHT_DM);
    const isKnown = foot.incline !== 'unknown' || slope.climbDm !== slope.descentDm;
    if (!isKnown) return { ...slope, steps };
    const climbs = foot.incline === 'unknown' ? slope.climbDm > slope.descentDm : foot.incline === climbingIncline;
    return { climbDm: climbs ? heightDm : 0, descentDm: climbs ? 0 : heightDm, steps };
  }

  /**
   * That of the way, else that of a crossing node which a footway comes to: once in each direction, where it arrives.
   * Walking along a road past a crossing crosses nothing.
   */
  private crossing(nodes: Uint32Array, foot: FootWay): FootCrossing {
    const isFootway = ['footway', 'path', 'pedestrian', 'steps'].includes(foot.footClass);
    if (foot.crossing !== 'none' || !isFootway) return foot.crossing;
    for (let i = 1; i < nodes.length; i++) {
      const tags = this.elements.nodeTags.get(nodes[i]!);
      if (tags?.highway === 'crossing') return crossingOf(tags);
    }
    return 'none';
  }

  private lengthM(nodes: Uint32Array): number {
    const { nodeLatE7: lat, nodeLonE7: lon } = this.elements;
    let lengthM = 0;
    for (let i = 1; i < nodes.length; i++) {
      const [a, b] = [nodes[i - 1]!, nodes[i]!];
      lengthM += distanceM(lat[a]!, lon[a]!, lat[b]!, lon[b]!);
    }
    return lengthM;
  }
}

function footFlags(path: KeptPath): number {
  const { foot } = path;
  return (
    (path.isModel ? footFlag.model : 0) |
    (foot.isOnRoad ? footFlag.onRoad : 0) |
    (foot.hasHandrail ? footFlag.handrail : 0) |
    (foot.hasRamp ? footFlag.ramp : 0) |
    (foot.wheelchair === 'no' ? footFlag.wheelchairNo : 0) |
    (foot.wheelchair === 'yes' ? footFlag.wheelchairYes : 0)
  );
}

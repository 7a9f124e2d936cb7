/**
 * From kept streets to directed arcs with everything known about them: cut at junctions, split where the slope changes,
 * one arc for each direction that is open to anybody. Ends are vertices (see `segments.ts`), not yet graph nodes.
 */
import { ArcDrafter, passageFlags, type ArcDraft, type KeptRoad } from './arc-drafter.ts';
import { findRoadGate, type RoadGate } from './barriers.ts';
import { cutIntoSegments } from './segments.ts';
import type { StreetElements } from './street-elements.ts';

export interface RoadDrafts {
  readonly arcs: readonly ArcDraft[];
  /** Node that a vertex stands for. */
  readonly nodeOfVertex: (vertex: number) => number;
  /** Nodes where a barrier keeps streets apart or lets only some through, by what it does. */
  readonly gates: ReadonlyMap<number, RoadGate>;
}

/**
 * @param heightsDm by node, as `streetElevationsDm` gives them
 * @param breaks nodes where turn restrictions apply
 */
export function draftRoads(
  elements: StreetElements,
  roads: readonly KeptRoad[],
  heightsDm: Int32Array,
  breaks: ReadonlySet<number>,
): RoadDrafts {
  const gates = findGates(elements);
  const nodeCount = elements.nodeIds.length;
  const network = cutIntoSegments(roads, nodeCount, {
    isBreak: (node) => breaks.has(node),
    isApart: (node) => gates.has(node),
  });
  const drafter = new ArcDrafter(elements, heightsDm);
  const arcs = network.segments.flatMap((segment) => drafter.segmentArcs(segment, roads[segment.way]!));
  const copies = new Map<number, number[]>();
  network.copyOf.forEach((node, i) => copies.set(node, [...(copies.get(node) ?? []), nodeCount + i]));
  for (const [node, vertices] of copies) arcs.push(...gateArcs(gates.get(node)!, vertices));
  return {
    arcs,
    gates,
    nodeOfVertex: (vertex) => (vertex < nodeCount ? vertex : network.copyOf[vertex - nodeCount]!),
  };
}

function findGates(elements: StreetElements): Map<number, RoadGate> {
  const gates = new Map<number, RoadGate>();
  for (const [node, tags] of elements.nodeTags) {
    const gate = findRoadGate(tags);
    if (gate) gates.set(node, gate);
  }
  return gates;
}

/** Arcs of no length between all that meets at a barrier; none where nobody passes. */
function gateArcs(gate: RoadGate, vertices: readonly number[]): ArcDraft[] {
  if (gate.passage === 'closed') return [];
  return vertices.flatMap((tail) =>
    vertices
      .filter((head) => head !== tail)
      .map((head) => ({
        tail,
        head,
        lengthDm: 0,
        freeFlowMs: 0,
        roadClass: 'service' as const,
        flags: passageFlags(gate.passage),
        gradePermille: 0,
        widthDm: gate.widthDm,
        maxHeightDm: gate.maxHeightDm,
        maxWeightDt: gate.maxWeightDt,
        wayId: 0,
        shape: [],
        passage: gate.passage,
        isGate: true,
      })),
  );
}

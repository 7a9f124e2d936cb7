/** From the edges of a contraction to the directions of them that can ever be used, and the arcs behind each. */
import type { ArcGraph } from '../../graph/arc-graph.ts';
import type { Contraction } from './contract.ts';

export interface Slots {
  readonly firstOut: Uint32Array;
  readonly firstIn: Uint32Array;
  readonly slotTop: Uint32Array;
  readonly slotBottom: Uint32Array;
  readonly slotOfArc: Int32Array;
  readonly firstSlotArc: Uint32Array;
  readonly slotArc: Uint32Array;
}

const OUT = 1;
const IN = 2;

/** O(triangles of the contraction + arcs × log edges of a node). */
export function directSlots(graph: ArcGraph, contraction: Contraction): Slots {
  const { firstUp, upHead } = contraction;
  const nodeCount = graph.nodeCount;
  const edgeOfArc = edgesOfArcs(graph, contraction);
  const possible = possibleDirections(graph, contraction, edgeOfArc);
  const outCount = possible.reduce((count, bits) => count + (bits & OUT), 0);
  const slotCount = possible.reduce((count, bits) => count + ((bits & IN) >> 1), outCount);
  const firstOut = new Uint32Array(nodeCount + 1);
  const firstIn = new Uint32Array(nodeCount + 1);
  const slotTop = new Uint32Array(slotCount);
  const slotBottom = new Uint32Array(slotCount);
  const outOfEdge = new Uint32Array(upHead.length);
  const inOfEdge = new Uint32Array(upHead.length);
  let out = 0;
  let into = outCount;
  firstIn[0] = into;
  for (let v = 0; v < nodeCount; v++) {
    for (let e = firstUp[v]!; e < firstUp[v + 1]!; e++) {
      outOfEdge[e] = out;
      inOfEdge[e] = into;
      if (possible[e]! & OUT) {
        slotTop[out] = upHead[e]!;
        slotBottom[out++] = v;
      }
      if (possible[e]! & IN) {
        slotTop[into] = upHead[e]!;
        slotBottom[into++] = v;
      }
    }
    firstOut[v + 1] = out;
    firstIn[v + 1] = into;
  }
  const slotOfArc = edgeOfArc.map((edge) => (edge < 0 ? -1 : edge & 1 ? inOfEdge[edge >> 1]! : outOfEdge[edge >> 1]!));
  return { firstOut, firstIn, slotTop, slotBottom, slotOfArc, ...arcsOfSlots(slotOfArc, slotCount) };
}

/** `2 × edge` for an arc that leads up, `2 × edge + 1` for one that leads down, -1 for a loop. */
function edgesOfArcs(graph: ArcGraph, { rankOf, firstUp, upHead }: Contraction): Int32Array {
  const edgeOfArc = new Int32Array(graph.arcCount).fill(-1);
  for (let arc = 0; arc < graph.arcCount; arc++) {
    const tail = rankOf[graph.arcTail[arc]!]!;
    const head = rankOf[graph.arcHead[arc]!]!;
    if (tail === head) continue;
    const top = Math.max(tail, head);
    let edge = firstUp[Math.min(tail, head)]!;
    while (upHead[edge] !== top) edge++;
    edgeOfArc[arc] = 2 * edge + (tail < head ? 0 : 1);
  }
  return edgeOfArc;
}

/** Bits OUT and IN of each edge: directions in which arcs or lower triangles lead when every street is open. */
function possibleDirections(graph: ArcGraph, { firstUp, upHead }: Contraction, edgeOfArc: Int32Array): Uint8Array {
  const possible = new Uint8Array(upHead.length);
  for (const edge of edgeOfArc) if (edge >= 0) possible[edge >> 1]! |= edge & 1 ? IN : OUT;
  for (let v = 0; v < graph.nodeCount; v++) {
    const end = firstUp[v + 1]!;
    for (let i = firstUp[v]!; i < end; i++) {
      let e = firstUp[upHead[i]!]!;
      for (let j = i + 1; j < end; j++) {
        while (upHead[e] !== upHead[j]) e++; // there, because the graph is chordal
        if (possible[i]! & IN && possible[j]! & OUT) possible[e]! |= OUT;
        if (possible[j]! & IN && possible[i]! & OUT) possible[e]! |= IN;
      }
    }
  }
  return possible;
}

function arcsOfSlots(slotOfArc: Int32Array, slotCount: number) {
  const firstSlotArc = new Uint32Array(slotCount + 1);
  for (const slot of slotOfArc) if (slot >= 0) firstSlotArc[slot + 1]!++;
  for (let slot = 1; slot <= slotCount; slot++) firstSlotArc[slot]! += firstSlotArc[slot - 1]!;
  const next = firstSlotArc.slice();
  const slotArc = new Uint32Array(firstSlotArc[slotCount]!);
  slotOfArc.forEach((slot, arc) => {
    if (slot >= 0) slotArc[next[slot]!++] = arc;
  });
  return { firstSlotArc, slotArc };
}

/**
 * The frozen topology of a customizable contraction hierarchy (Dibbelt, Strasser & Wagner 2016): which pairs of nodes may
 * get a shortcut, whatever the drive times are.
 *
 * Nodes are numbered by rank: contracted first = 0. A *slot* is one direction of one edge between a node and a higher one:
 * `firstOut[v] <= slot < firstOut[v + 1]` lead from v up to `slotTop[slot]`, `firstIn[v] <= slot < firstIn[v + 1]` come from
 * `slotTop[slot]` down to v; both lists ascend by top. A direction that no way through lower nodes can ever give (one-way
 * streets) has no slot. All upper neighbours of v are ancestors of v in the elimination tree, so whatever v can reach going
 * up lies on the way from v to the root. Ranks follow the tree (children before parents, a subtree without gaps), so that
 * what is used together lies together.
 *
 * Memory: 28 bytes a node, 20 bytes a slot, 2 bytes a triangle and 8 bytes an arc of the graph.
 */
import { openArrays, packArrays } from '../../containers/array-file.ts';
import type { ArcGraph } from '../../graph/arc-graph.ts';
import { contract } from './contract.ts';
import { dissectionOrder } from './dissection-order.ts';
import { neighborsOf } from './neighbors.ts';
import { directSlots } from './slots.ts';
import { findTriangles } from './triangles.ts';

export interface Hierarchy {
  readonly nodeCount: number;
  readonly slotCount: number;
  /** Longest way from a node to the root of its tree, counted in nodes. */
  readonly depth: number;
  /** Rank of each node of the graph, and back. */
  readonly rankOf: Uint32Array;
  readonly nodeAt: Uint32Array;
  /** Parent of each rank in the elimination tree, -1 for a root. */
  readonly parent: Int32Array;
  /** Number of nodes above each rank in the tree: 0 for a root. */
  readonly above: Uint32Array;
  /** Slots up from each rank, and down to it: length nodeCount + 1 each; `firstIn[0]` is where the out-slots end. */
  readonly firstOut: Uint32Array;
  readonly firstIn: Uint32Array;
  /** The higher and the lower end of each slot. */
  readonly slotTop: Uint32Array;
  readonly slotBottom: Uint32Array;
  /**
   * Lower triangles of slot s at its lower end v: with each opposite slot at v (in for out, out for in) whose top is higher,
   * ascending, it makes a way between the two tops: slot `base + triangle[t]` of the lower top x, where base is `firstOut[x]`
   * for an in-slot s and `firstIn[x]` for an out-slot. They begin at `firstTriangle[s]`.
   */
  readonly firstTriangle: Uint32Array;
  readonly triangle: Uint16Array;
  /** Slots with node v on top: `belowOut[i]` for `firstBelowOut[v] <= i < firstBelowOut[v + 1]`, and in-slots likewise. */
  readonly firstBelowOut: Uint32Array;
  readonly firstBelowIn: Uint32Array;
  readonly below: Uint32Array;
  /** Slot of each arc of the graph, -1 for a loop. */
  readonly slotOfArc: Int32Array;
  /** Arcs of a slot: `slotArc[i]` for `firstSlotArc[slot] <= i < firstSlotArc[slot + 1]`. */
  readonly firstSlotArc: Uint32Array;
  readonly slotArc: Uint32Array;
}

/**
 * Order, contraction and all that queries look up, from the shape of a graph. A few seconds for 100,000 nodes.
 *
 * @param x,y place of each node on a plane, any unit, equal scales
 */
export function buildHierarchy(graph: ArcGraph, x: ArrayLike<number>, y: ArrayLike<number>): Hierarchy {
  const neighbors = neighborsOf(graph);
  const contraction = contract(neighbors, dissectionOrder(neighbors, x, y));
  const { rankOf, nodeAt, parent } = contraction;
  const above = nodesAbove(parent);
  const slots = directSlots(graph, contraction);
  return {
    nodeCount: graph.nodeCount,
    slotCount: slots.slotTop.length,
    depth: above.reduce((most, count) => Math.max(most, count + 1), 0),
    rankOf,
    nodeAt,
    parent,
    above,
    ...slots,
    ...findTriangles(slots),
    ...slotsBelow(graph.nodeCount, slots.slotTop, slots.firstIn[0]!),
  };
}

const KIND = 'noriai-hierarchy';
const VERSION = 1;

/** One buffer for disk or threads; `openHierarchy` is its inverse. */
export function packHierarchy<Buffer extends ArrayBufferLike = ArrayBuffer>(
  hierarchy: Hierarchy,
  allocate?: (byteLength: number) => Buffer,
): Buffer {
  const { nodeCount, slotCount, depth, ...arrays } = hierarchy;
  return packArrays(KIND, VERSION, { nodeCount, slotCount, depth }, arrays, allocate);
}

/** @throws ArrayFileError when the buffer is not a hierarchy of this version */
export function openHierarchy(buffer: ArrayBufferLike): Hierarchy {
  const { meta, arrays } = openArrays<Pick<Hierarchy, 'nodeCount' | 'slotCount' | 'depth'>>(buffer, KIND, VERSION);
  return { ...meta, ...arrays } as unknown as Hierarchy;
}

/** Place of `top` among the ascending tops of slots `start` to `end - 1`, or -1. O(log slots). */
export function findSlot(slotTop: Uint32Array, start: number, end: number, top: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slotTop[middle]! < top) low = middle + 1;
    else high = middle;
  }
  return low < end && slotTop[low] === top ? low : -1;
}

function nodesAbove(parent: Int32Array): Uint32Array {
  const above = new Uint32Array(parent.length);
  for (let v = parent.length - 1; v >= 0; v--) if (parent[v]! >= 0) above[v] = above[parent[v]!]! + 1;
  return above;
}

/** Slots by their top: out-slots in the first part of `below`, in-slots in the second. */
function slotsBelow(nodeCount: number, slotTop: Uint32Array, outCount: number) {
  const below = new Uint32Array(slotTop.length);
  const list = (start: number, end: number): Uint32Array => {
    const first = new Uint32Array(nodeCount + 1).fill(start);
    for (let slot = start; slot < end; slot++) first[slotTop[slot]! + 1]!++;
    for (let v = 1; v <= nodeCount; v++) first[v]! += first[v - 1]! - start;
    const next = first.slice();
    for (let slot = start; slot < end; slot++) below[next[slotTop[slot]!]!++] = slot;
    return first;
  };
  return { firstBelowOut: list(0, outCount), firstBelowIn: list(outCount, slotTop.length), below };
}

/**
 * Quickest ways between two nodes on a customized hierarchy. From each end the search follows the elimination tree towards
 * the root, without any queue; where the two lines have met, they go on together.
 */
import { UNREACHABLE_MS } from '../dijkstra.ts';
import type { HierarchyMetric } from './customize.ts';
import type { Hierarchy } from './hierarchy.ts';
import { unpackSlot } from './unpack.ts';

/** One at a time on a thread. Memory: 16 bytes a node. */
export class HierarchyQuery {
  /** Of the last search; a node on the common line counts once. */
  nodesSettled = 0;
  private readonly hierarchy: Hierarchy;
  private readonly forwardMs: Int32Array;
  private readonly backwardMs: Int32Array;
  private readonly forwardSlot: Int32Array;
  private readonly backwardSlot: Int32Array;

  constructor(hierarchy: Hierarchy) {
    this.hierarchy = hierarchy;
    this.forwardMs = new Int32Array(hierarchy.nodeCount).fill(UNREACHABLE_MS);
    this.backwardMs = new Int32Array(hierarchy.nodeCount).fill(UNREACHABLE_MS);
    this.forwardSlot = new Int32Array(hierarchy.nodeCount);
    this.backwardSlot = new Int32Array(hierarchy.nodeCount);
  }

  /** Milliseconds from node to node of the graph, UNREACHABLE_MS where no open way leads. O(slots on the two root lines). */
  ms(metric: HierarchyMetric, source: number, target: number): number {
    const { rankOf, parent, above, firstOut, firstIn, slotTop } = this.hierarchy;
    const { forwardMs, backwardMs } = this;
    const { slotMs } = metric;
    let x = rankOf[source]!;
    let y = rankOf[target]!;
    const lines = above[x]! + above[y]! + 2;
    forwardMs[x] = 0;
    backwardMs[y] = 0;
    // The deeper end comes up first; at the same height both go on side by side until they meet, or are past two roots.
    for (let excess = above[x]! - above[y]!; excess > 0; excess--) {
      relax(firstOut, slotTop, slotMs, forwardMs, x, UNREACHABLE_MS);
      x = parent[x]!;
    }
    for (let excess = above[y]! - above[x]!; excess > 0; excess--) {
      relax(firstIn, slotTop, slotMs, backwardMs, y, UNREACHABLE_MS);
      y = parent[y]!;
    }
    while (x !== y) {
      relax(firstOut, slotTop, slotMs, forwardMs, x, UNREACHABLE_MS);
      relax(firstIn, slotTop, slotMs, backwardMs, y, UNREACHABLE_MS);
      x = parent[x]!;
      y = parent[y]!;
    }
    this.nodesSettled = x < 0 ? lines : lines - above[x]! - 1;
    let best = UNREACHABLE_MS;
    for (let v = x; v >= 0; v = parent[v]!) {
      const ms = forwardMs[v]! + backwardMs[v]!;
      if (ms < best) best = ms;
      relax(firstOut, slotTop, slotMs, forwardMs, v, best);
      relax(firstIn, slotTop, slotMs, backwardMs, v, best);
    }
    return best;
  }

  /** Arcs of the graph on the quickest way, in driving order (none from a node to itself), or null where no open way leads. */
  findArcs(metric: HierarchyMetric, source: number, target: number): number[] | null {
    const { rankOf, parent, firstOut, firstIn } = this.hierarchy;
    const { forwardMs, backwardMs, forwardSlot, backwardSlot } = this;
    const climb = (node: number, first: Uint32Array, times: Int32Array, slots: Int32Array): void => {
      times[rankOf[node]!] = 0;
      slots[rankOf[node]!] = -1;
      for (let v = rankOf[node]!; v >= 0; v = parent[v]!) this.relaxWithSlots(metric, first, times, slots, v);
    };
    climb(source, firstOut, forwardMs, forwardSlot);
    climb(target, firstIn, backwardMs, backwardSlot);
    let best = UNREACHABLE_MS;
    let meeting = -1;
    for (let v = rankOf[source]!; v >= 0; v = parent[v]!) {
      const ms = forwardMs[v]! + backwardMs[v]!;
      if (ms < best) {
        best = ms;
        meeting = v;
      }
    }
    for (let v = rankOf[source]!; v >= 0; v = parent[v]!) forwardMs[v] = UNREACHABLE_MS;
    for (let v = rankOf[target]!; v >= 0; v = parent[v]!) backwardMs[v] = UNREACHABLE_MS;
    return meeting < 0 ? null : this.unpack(metric, meeting);
  }

  private unpack(metric: HierarchyMetric, meeting: number): number[] {
    const { slotBottom } = this.hierarchy;
    const up: number[] = [];
    for (let slot = this.forwardSlot[meeting]!; slot >= 0; slot = this.forwardSlot[slotBottom[slot]!]!) up.push(slot);
    const arcs: number[] = [];
    for (let i = up.length - 1; i >= 0; i--) unpackSlot(metric, up[i]!, arcs);
    for (let slot = this.backwardSlot[meeting]!; slot >= 0; slot = this.backwardSlot[slotBottom[slot]!]!) {
      unpackSlot(metric, slot, arcs);
    }
    return arcs;
  }

  private relaxWithSlots(
    { slotMs }: HierarchyMetric,
    first: Uint32Array,
    times: Int32Array,
    slots: Int32Array,
    v: number,
  ): void {
    const { slotTop } = this.hierarchy;
    const ms = times[v]!;
    if (ms >= UNREACHABLE_MS) return;
    for (let slot = first[v]!; slot < first[v + 1]!; slot++) {
      const top = slotTop[slot]!;
      if (ms + slotMs[slot]! >= times[top]!) continue;
      times[top] = ms + slotMs[slot]!;
      slots[top] = slot;
    }
  }
}

/** Offers to all upper neighbours of v what v has, unless that is no better than `limit`; then forgets v's time. */
function relax(
  first: Uint32Array,
  slotTop: Uint32Array,
  slotMs: Int32Array,
  times: Int32Array,
  v: number,
  limit: number,
): void {
  const ms = times[v]!;
  times[v] = UNREACHABLE_MS;
  if (ms >= limit) return;
  const end = first[v + 1]!;
  for (let slot = first[v]!; slot < end; slot++) {
    const via = ms + slotMs[slot]!;
    const top = slotTop[slot]!;
    if (via < times[top]!) times[top] = via;
  }
}

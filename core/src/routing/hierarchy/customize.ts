/**
 * Puts drive times on a hierarchy: every slot gets the time of the quickest way between its ends through nodes of lower
 * rank. Whole metric: one pass over all lower triangles, lowest nodes first.
 */
import { UNREACHABLE_MS } from '../dijkstra.ts';
import type { Hierarchy } from './hierarchy.ts';

/**
 * Times of one metric. Frozen once it is handed to queries; changes are made on a copy (`copyMetric`, then
 * `PartialCustomizer`) that takes its place. Memory: 4 bytes a slot and 4 bytes an arc.
 */
export interface HierarchyMetric {
  readonly hierarchy: Hierarchy;
  /** Weight of each arc of the graph, UNREACHABLE_MS = closed. */
  readonly arcMs: Int32Array;
  /** Time of each slot, UNREACHABLE_MS = no open way. */
  readonly slotMs: Int32Array;
}

/**
 * A metric from the weights of all arcs. O(triangles + arcs).
 *
 * @param arcMs per arc, >= 0, UNREACHABLE_MS or more = closed; kept, not copied
 * @param slotMs memory to use, one number a slot (for threads: a view of shared memory)
 */
export function customize(
  hierarchy: Hierarchy,
  arcMs: Int32Array,
  slotMs: Int32Array = new Int32Array(hierarchy.slotCount),
): HierarchyMetric {
  enterArcs(hierarchy, arcMs, slotMs);
  relaxTriangles(hierarchy, slotMs);
  return { hierarchy, arcMs, slotMs };
}

/**
 * A copy to change while the original goes on answering.
 *
 * @param spare of the same hierarchy, that nobody uses any more: its memory is taken, which is several times quicker than new
 */
export function copyMetric(metric: HierarchyMetric, spare?: HierarchyMetric): HierarchyMetric {
  const { hierarchy, arcMs, slotMs } = metric;
  if (spare?.hierarchy !== hierarchy) return { hierarchy, arcMs: arcMs.slice(), slotMs: slotMs.slice() };
  spare.arcMs.set(arcMs);
  spare.slotMs.set(slotMs);
  return spare;
}

function enterArcs({ slotOfArc }: Hierarchy, arcMs: Int32Array, slotMs: Int32Array): void {
  slotMs.fill(UNREACHABLE_MS);
  for (let arc = 0; arc < slotOfArc.length; arc++) {
    const slot = slotOfArc[arc]!;
    if (slot >= 0 && arcMs[arc]! < slotMs[slot]!) slotMs[slot] = arcMs[arc]!;
  }
}

/**
 * For each node v, each slot in from x and each slot out to y: x → y takes at most x → v → y. First the pairs x < y, whose
 * target leads out of x, then y < x, whose target leads into y. Sums with UNREACHABLE_MS exceed it and so are never entered.
 */
function relaxTriangles(hierarchy: Hierarchy, slotMs: Int32Array): void {
  const { nodeCount, firstIn, firstOut, slotTop, triangle } = hierarchy;
  let t = 0;
  for (let v = 0; v < nodeCount; v++) {
    t = relaxPairs(firstIn, firstOut, slotTop, triangle, slotMs, v, t);
    t = relaxPairs(firstOut, firstIn, slotTop, triangle, slotMs, v, t);
  }
}

function relaxPairs(
  firstOwn: Uint32Array,
  firstOpposite: Uint32Array,
  slotTop: Uint32Array,
  triangle: Uint16Array,
  slotMs: Int32Array,
  v: number,
  firstTriangle: number,
): number {
  const ownEnd = firstOwn[v + 1]!;
  const end = firstOpposite[v + 1]!;
  let start = firstOpposite[v]!;
  let t = firstTriangle;
  for (let i = firstOwn[v]!; i < ownEnd; i++) {
    const x = slotTop[i]!;
    while (start < end && slotTop[start]! <= x) start++;
    const ms = slotMs[i]!;
    const base = firstOpposite[x]!;
    for (let j = start; j < end; j++) {
      const target = base + triangle[t++]!;
      const via = ms + slotMs[j]!;
      if (via < slotMs[target]!) slotMs[target] = via;
    }
  }
  return t;
}

/** A graph without directions: each pair of neighbours once in both lists, no loops, lists ascending. */
import { buildArcGraph, type ArcGraph } from '../../graph/arc-graph.ts';

export interface Neighbors {
  readonly nodeCount: number;
  /** Neighbours of node n are `list[i]` for `first[n] <= i < first[n + 1]`. */
  readonly first: Uint32Array;
  readonly list: Uint32Array;
}

/** O(nodes + arcs). */
export function neighborsOf(graph: ArcGraph): Neighbors {
  const { nodeCount, arcCount, arcTail, arcHead } = graph;
  const tails = new Uint32Array(2 * arcCount);
  const heads = new Uint32Array(2 * arcCount);
  tails.set(arcTail);
  tails.set(arcHead, arcCount);
  heads.set(arcHead);
  heads.set(arcTail, arcCount);
  const { graph: both } = buildArcGraph(nodeCount, tails, heads);
  const first = new Uint32Array(nodeCount + 1);
  const list = new Uint32Array(2 * arcCount);
  let count = 0;
  for (let node = 0; node < nodeCount; node++) {
    let last = -1;
    for (let a = both.firstArc[node]!; a < both.firstArc[node + 1]!; a++) {
      const head = both.arcHead[a]!;
      if (head === last || head === node) continue;
      last = head;
      list[count++] = head;
    }
    first[node + 1] = count;
  }
  return { nodeCount, first, list: list.slice(0, count) };
}

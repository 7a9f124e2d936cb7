/**
 * The bare shape of a directed graph in compressed sparse rows: what searches need, and what `RoadGraph` and
 * `FootGraph` both are. Arc `a` leads from `arcTail[a]` to `arcHead[a]`; the arcs that leave node `n` are
 * `firstArc[n] <= a < firstArc[n + 1]`. Parallel arcs and loops are allowed.
 */
export interface ArcGraph {
  readonly nodeCount: number;
  readonly arcCount: number;
  /** Length nodeCount + 1, ascending, last entry = arcCount. */
  readonly firstArc: Uint32Array;
  readonly arcTail: Uint32Array;
  readonly arcHead: Uint32Array;
}

/** The order that sorts arcs by tail, then by head, then as given: `order[newArc] = givenArc`. O(arcs + nodes). */
export function arcOrder(nodeCount: number, tails: ArrayLike<number>, heads: ArrayLike<number>): Uint32Array {
  const byHead = countingSort(nodeCount, identity(heads.length), heads);
  return countingSort(nodeCount, byHead, tails);
}

/** An arc graph from unsorted arcs, and the order that was used: `order[newArc] = givenArc`. */
export function buildArcGraph(
  nodeCount: number,
  tails: ArrayLike<number>,
  heads: ArrayLike<number>,
): { readonly graph: ArcGraph; readonly order: Uint32Array } {
  const order = arcOrder(nodeCount, tails, heads);
  const arcCount = order.length;
  const arcTail = new Uint32Array(arcCount);
  const arcHead = new Uint32Array(arcCount);
  for (let a = 0; a < arcCount; a++) {
    arcTail[a] = tails[order[a]!]!;
    arcHead[a] = heads[order[a]!]!;
  }
  return { graph: { nodeCount, arcCount, firstArc: firstArcs(nodeCount, arcTail), arcTail, arcHead }, order };
}

/** Row starts of a list of ascending tails: length nodeCount + 1. */
export function firstArcs(nodeCount: number, tails: ArrayLike<number>): Uint32Array {
  const firstArc = new Uint32Array(nodeCount + 1);
  for (let a = 0; a < tails.length; a++) firstArc[tails[a]! + 1]!++;
  for (let n = 1; n <= nodeCount; n++) firstArc[n]! += firstArc[n - 1]!;
  return firstArc;
}

/** For each node the arcs that lead to it: `arcs[i]` for `first[n] <= i < first[n + 1]`, ascending. */
export interface IncomingArcs {
  readonly first: Uint32Array;
  readonly arcs: Uint32Array;
}

export function incomingArcs(graph: ArcGraph): IncomingArcs {
  const arcs = countingSort(graph.nodeCount, identity(graph.arcCount), graph.arcHead);
  const first = new Uint32Array(graph.nodeCount + 1);
  for (let a = 0; a < graph.arcCount; a++) first[graph.arcHead[a]! + 1]!++;
  for (let n = 1; n <= graph.nodeCount; n++) first[n]! += first[n - 1]!;
  return { first, arcs };
}

/** The first arc from one node to another, or -1. */
export function findArc(graph: ArcGraph, tail: number, head: number): number {
  for (let a = graph.firstArc[tail]!; a < graph.firstArc[tail + 1]!; a++) if (graph.arcHead[a] === head) return a;
  return -1;
}

function identity(count: number): Uint32Array {
  const result = new Uint32Array(count);
  for (let i = 0; i < count; i++) result[i] = i;
  return result;
}

/** `items` in ascending order of `keys[item]`, equal keys in the order given. */
function countingSort(keyCount: number, items: Uint32Array, keys: ArrayLike<number>): Uint32Array {
  const next = new Uint32Array(keyCount + 1);
  for (let i = 0; i < items.length; i++) next[keys[items[i]!]! + 1]!++;
  for (let k = 1; k <= keyCount; k++) next[k]! += next[k - 1]!;
  const sorted = new Uint32Array(items.length);
  for (let i = 0; i < items.length; i++) sorted[next[keys[items[i]!]!]!++] = items[i]!;
  return sorted;
}

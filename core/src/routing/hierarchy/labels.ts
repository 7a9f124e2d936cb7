/**
 * One-to-many and many-to-many times. Every node keeps its times to all its ancestors in the elimination tree, root first:
 * its label. The quickest way between two nodes has its highest point on a common ancestor, and common ancestors are the
 * beginnings of both labels, so
 *
 *     time(s, t) = min over k < shared(s, t) of up(s)[k] + down(t)[k]
 *
 * with no search and no look-up of nodes. Targets are kept in the order of ranks, in which the number of ancestors shared
 * with any one node is a running minimum over neighbours in that order.
 */
import { UNREACHABLE_MS } from '../dijkstra.ts';
import type { HierarchyMetric } from './customize.ts';
import type { Hierarchy } from './hierarchy.ts';

/** Labels of a set of nodes under one metric. Memory: 4 bytes for each ancestor of each node. */
export interface LabelSet {
  readonly metric: HierarchyMetric;
  /** Ascending ranks; `given[i]` is the place of the i-th in the list that was asked for. */
  readonly ranks: Uint32Array;
  readonly given: Uint32Array;
  /** The label of the i-th rank is `ms[k]` for `first[i] <= k < first[i + 1]`, root first. */
  readonly first: Uint32Array;
  readonly ms: Int32Array;
  /** Ancestors (themselves included) that the i-th rank shares with the one before it; 0 for the first. */
  readonly sharedWithLast: Uint32Array;
}

/** From a node up to its ancestors, or from the ancestors down to the node. */
export type LabelDirection = 'up' | 'down';

/** O(slots on the root lines of the nodes). */
export function buildLabels(metric: HierarchyMetric, nodes: ArrayLike<number>, direction: LabelDirection): LabelSet {
  const { hierarchy } = metric;
  const { rankOf, above } = hierarchy;
  const given = Uint32Array.from({ length: nodes.length }, (_, i) => i).sort(
    (a, b) => rankOf[nodes[a]!]! - rankOf[nodes[b]!]! || a - b,
  );
  const ranks = given.map((place) => rankOf[nodes[place]!]!);
  const first = new Uint32Array(ranks.length + 1);
  const sharedWithLast = new Uint32Array(ranks.length);
  for (let i = 0; i < ranks.length; i++) {
    first[i + 1] = first[i]! + above[ranks[i]!]! + 1;
    if (i > 0) sharedWithLast[i] = sharedAncestors(hierarchy, ranks[i - 1]!, ranks[i]!);
  }
  const ms = new Int32Array(first[ranks.length]!);
  const scratch = new Int32Array(hierarchy.nodeCount).fill(UNREACHABLE_MS);
  for (let i = 0; i < ranks.length; i++) {
    if (i > 0 && ranks[i] === ranks[i - 1]) ms.copyWithin(first[i]!, first[i - 1]!, first[i]!);
    else fillLabel(metric, ranks[i]!, direction, scratch, ms, first[i]!);
  }
  return { metric, ranks, given, first, ms, sharedWithLast };
}

/**
 * Writes one label, root first, from `start` of `label` on.
 *
 * @param scratch one number a node, all UNREACHABLE_MS; left so
 */
export function fillLabel(
  { hierarchy, slotMs }: HierarchyMetric,
  rank: number,
  direction: LabelDirection,
  scratch: Int32Array,
  label: Int32Array,
  start: number,
): void {
  const { slotTop, parent } = hierarchy;
  const first = direction === 'up' ? hierarchy.firstOut : hierarchy.firstIn;
  let place = start + hierarchy.above[rank]!;
  scratch[rank] = 0;
  for (let v = rank; v >= 0; v = parent[v]!) {
    const ms = scratch[v]!;
    scratch[v] = UNREACHABLE_MS;
    label[place--] = ms;
    if (ms >= UNREACHABLE_MS) continue;
    const end = first[v + 1]!;
    for (let slot = first[v]!; slot < end; slot++) {
      const via = ms + slotMs[slot]!;
      const top = slotTop[slot]!;
      if (via < scratch[top]!) scratch[top] = via;
    }
  }
}

/**
 * Times from one node to all of a set, in the order in which the set was given. O(targets × ancestors shared).
 *
 * @param label of the node, `up`, beginning at `start`
 * @param row gets milliseconds, UNREACHABLE_MS where no open way leads
 */
export function fillRow(targets: LabelSet, rank: number, label: Int32Array, start: number, row: Int32Array): void {
  const { ranks, sharedWithLast } = targets;
  const { hierarchy } = targets.metric;
  const at = firstNotBelow(ranks, rank);
  if (at < ranks.length) {
    let shared = sharedAncestors(hierarchy, rank, ranks[at]!);
    for (let i = at; i < ranks.length;) {
      let end = i + 1;
      while (end < ranks.length && sharedWithLast[end]! >= shared) end++;
      fillRun(targets, i, end, shared, label, start, row);
      i = end;
      if (i < ranks.length) shared = sharedWithLast[i]!;
    }
  }
  if (at === 0) return;
  let shared = sharedAncestors(hierarchy, rank, ranks[at - 1]!);
  for (let end = at; end > 0;) {
    let i = end - 1;
    while (i > 0 && sharedWithLast[i]! >= shared) i--;
    fillRun(targets, i, end, shared, label, start, row);
    if (sharedWithLast[i]! < shared) shared = sharedWithLast[i]!;
    end = i;
  }
}

/**
 * Targets `from` to `to - 1`, which share the same ancestors with the source: the innermost loop of tables. Four targets at
 * once, because each number of the source then serves four sums; at the end of the run the last one is done again.
 */
function fillRun(
  { first, ms, given }: LabelSet,
  from: number,
  to: number,
  shared: number,
  label: Int32Array,
  start: number,
  row: Int32Array,
): void {
  const last = to - 1;
  for (let i = from; i < to; i += 4) {
    const iB = i + 1 < to ? i + 1 : last;
    const iC = i + 2 < to ? i + 2 : last;
    const iD = i + 3 < to ? i + 3 : last;
    const a = first[i]!;
    const b = first[iB]!;
    const c = first[iC]!;
    const d = first[iD]!;
    let leastA = UNREACHABLE_MS;
    let leastB = UNREACHABLE_MS;
    let leastC = UNREACHABLE_MS;
    let leastD = UNREACHABLE_MS;
    for (let k = 0; k < shared; k++) {
      const up = label[start + k]!;
      const sumA = (up + ms[a + k]!) | 0;
      const sumB = (up + ms[b + k]!) | 0;
      const sumC = (up + ms[c + k]!) | 0;
      const sumD = (up + ms[d + k]!) | 0;
      if (sumA < leastA) leastA = sumA;
      if (sumB < leastB) leastB = sumB;
      if (sumC < leastC) leastC = sumC;
      if (sumD < leastD) leastD = sumD;
    }
    row[given[i]!] = leastA;
    row[given[iB]!] = leastB;
    row[given[iC]!] = leastC;
    row[given[iD]!] = leastD;
  }
}

/** Number of common ancestors of two ranks, themselves included. O(depth). */
export function sharedAncestors({ parent, above }: Hierarchy, a: number, b: number): number {
  let x = a;
  let y = b;
  for (let excess = above[a]! - above[b]!; excess > 0; excess--) x = parent[x]!;
  for (let excess = above[b]! - above[a]!; excess > 0; excess--) y = parent[y]!;
  while (x !== y) {
    x = parent[x]!;
    y = parent[y]!;
  }
  return x < 0 ? 0 : above[x]! + 1;
}

function firstNotBelow(ranks: Uint32Array, rank: number): number {
  let low = 0;
  let high = ranks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranks[middle]! < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Times from every source to every target, row-major. Memory: 4 bytes a pair.
 * O(slots on the root lines of all + pairs × ancestors shared).
 */
export function buildNodeTable(
  metric: HierarchyMetric,
  sources: ArrayLike<number>,
  targets: ArrayLike<number>,
  table: Int32Array = new Int32Array(sources.length * targets.length),
): Int32Array {
  const { hierarchy } = metric;
  const labels = buildLabels(metric, targets, 'down');
  const scratch = new Int32Array(hierarchy.nodeCount).fill(UNREACHABLE_MS);
  const label = new Int32Array(hierarchy.depth);
  for (let i = 0; i < sources.length; i++) {
    const rank = hierarchy.rankOf[sources[i]!]!;
    fillLabel(metric, rank, 'up', scratch, label, 0);
    fillRow(labels, rank, label, 0, table.subarray(i * targets.length, (i + 1) * targets.length));
  }
  return table;
}

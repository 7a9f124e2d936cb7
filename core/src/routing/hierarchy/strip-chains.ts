/**
 * Takes dead ends and chains out of a graph before it is dissected: nodes with at most two neighbours are contracted first.
 *
 * Contracting a node of degree two joins its neighbours and never makes the hierarchy worse by more than that one edge.
 * It goes in rounds, never two neighbours in one round, so that a chain of k nodes becomes a tree of depth log k.
 */
import type { Neighbors } from './neighbors.ts';

export interface StrippedGraph {
  /** Nodes in the order of contraction. */
  readonly stripped: Uint32Array;
  /** What is left, with joined neighbours: `core.list` holds places in `coreNodes`. */
  readonly core: Neighbors;
  readonly coreNodes: Uint32Array;
}

/** O(nodes + edges) for graphs of bounded degree. */
export function stripChains(graph: Neighbors): StrippedGraph {
  const { nodeCount, first } = graph;
  const list = graph.list.slice();
  const degree = new Uint32Array(nodeCount);
  const blockedIn = new Uint32Array(nodeCount);
  const isStripped = new Uint8Array(nodeCount);
  const order: number[] = [];
  let candidates: number[] = [];
  for (let node = 0; node < nodeCount; node++) {
    degree[node] = first[node + 1]! - first[node]!;
    if (degree[node]! <= 2) candidates.push(node);
  }
  for (let round = 1; candidates.length > 0; round++) {
    const next = new Set<number>();
    for (const node of candidates) {
      if (isStripped[node]) continue;
      if (blockedIn[node] === round) {
        next.add(node);
        continue;
      }
      isStripped[node] = 1;
      order.push(node);
      for (let i = 0; i < degree[node]!; i++) {
        const neighbor = list[first[node]! + i]!;
        const other = degree[node] === 2 ? list[first[node]! + 1 - i]! : -1;
        replace(first, list, degree, neighbor, node, other);
        blockedIn[neighbor] = round;
        if (degree[neighbor]! <= 2) next.add(neighbor);
      }
    }
    candidates = [...next].sort((a, b) => a - b);
  }
  return { stripped: Uint32Array.from(order), ...coreOf(graph, list, degree, isStripped) };
}

/** In the list of `node`: `old` gives way to `other`, or to nothing if `other` is -1 or there already. */
function replace(
  first: Uint32Array,
  list: Uint32Array,
  degree: Uint32Array,
  node: number,
  old: number,
  other: number,
): void {
  const start = first[node]!;
  const end = start + degree[node]!;
  let at = -1;
  let isThere = other < 0;
  for (let i = start; i < end; i++) {
    if (list[i] === old) at = i;
    else if (list[i] === other) isThere = true;
  }
  if (!isThere) {
    list[at] = other;
    return;
  }
  list[at] = list[end - 1]!;
  degree[node]!--;
}

function coreOf(graph: Neighbors, list: Uint32Array, degree: Uint32Array, isStripped: Uint8Array) {
  const coreNodes = new Uint32Array(graph.nodeCount);
  const placeOf = new Uint32Array(graph.nodeCount);
  let nodeCount = 0;
  let edgeCount = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (isStripped[node]) continue;
    placeOf[node] = nodeCount;
    coreNodes[nodeCount++] = node;
    edgeCount += degree[node]!;
  }
  const first = new Uint32Array(nodeCount + 1);
  const coreList = new Uint32Array(edgeCount);
  let at = 0;
  for (let place = 0; place < nodeCount; place++) {
    const node = coreNodes[place]!;
    const start = graph.first[node]!;
    for (let i = 0; i < degree[node]!; i++) coreList[at++] = placeOf[list[start + i]!]!;
    first[place + 1] = at;
  }
  return { core: { nodeCount, first, list: coreList }, coreNodes: coreNodes.slice(0, nodeCount) };
}

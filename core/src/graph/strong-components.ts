/** Which nodes can all reach each other: strongly connected components (Tarjan 1972), without recursion. */
import type { ArcGraph } from './arc-graph.ts';

export interface StrongComponents {
  readonly count: number;
  /** Component of each node; components are numbered in reverse topological order (a component only leads to lower ones). */
  readonly ofNode: Int32Array;
  /** Number of nodes of each component. */
  readonly nodeCounts: Uint32Array;
  /** The component with the most nodes, the lowest number among equals; -1 for an empty graph. */
  readonly largest: number;
}

/**
 * O(nodes + arcs).
 *
 * @param isOpen arcs for which it says false are as if absent (default: all are there)
 */
export function strongComponents(graph: ArcGraph, isOpen: (arc: number) => boolean = () => true): StrongComponents {
  const { nodeCount, firstArc, arcHead } = graph;
  const ofNode = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const nextArc = firstArc.slice(0, nodeCount);
  const pathStack = new Int32Array(nodeCount);
  const openStack = new Int32Array(nodeCount);
  const sizes: number[] = [];
  let openCount = 0;
  let visited = 0;

  for (let root = 0; root < nodeCount; root++) {
    if (order[root] !== -1) continue;
    let depth = 0;
    pathStack[0] = root;
    while (depth >= 0) {
      const node = pathStack[depth]!;
      if (order[node] === -1) {
        order[node] = low[node] = visited++;
        openStack[openCount++] = node;
      }
      const arc = nextArc[node]!;
      if (arc < firstArc[node + 1]!) {
        nextArc[node] = arc + 1;
        if (!isOpen(arc)) continue;
        const head = arcHead[arc]!;
        if (order[head] === -1) pathStack[++depth] = head;
        else if (ofNode[head] === -1 && order[head]! < low[node]!) low[node] = order[head]!;
        continue;
      }
      depth--;
      if (depth >= 0 && low[node]! < low[pathStack[depth]!]!) low[pathStack[depth]!] = low[node]!;
      if (low[node] === order[node]) openCount = closeComponent(openStack, openCount, node, ofNode, sizes);
    }
  }
  let largest = -1;
  for (let c = 0; c < sizes.length; c++) if (largest < 0 || sizes[c]! > sizes[largest]!) largest = c;
  return { count: sizes.length, ofNode, nodeCounts: Uint32Array.from(sizes), largest };
}

function closeComponent(
  stack: Int32Array,
  openCount: number,
  root: number,
  ofNode: Int32Array,
  sizes: number[],
): number {
  let top = openCount;
  let node;
  do {
    node = stack[--top]!;
    ofNode[node] = sizes.length;
  } while (node !== root);
  sizes.push(openCount - top);
  return top;
}

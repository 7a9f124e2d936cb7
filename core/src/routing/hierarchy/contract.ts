/**
 * Metric-independent contraction: every node is taken out in order, and the neighbours it leaves behind become neighbours
 * of each other. The result is a chordal graph, described by each node's neighbours of higher rank.
 */
import type { Neighbors } from './neighbors.ts';

export interface Contraction {
  readonly rankOf: Uint32Array;
  readonly nodeAt: Uint32Array;
  readonly parent: Int32Array;
  readonly firstUp: Uint32Array;
  readonly upHead: Uint32Array;
}

/**
 * O(edges of the result), by the elimination tree: all that a node leaves behind is handed to its parent (the lowest of its
 * upward neighbours), since the parent is contracted first among them. Ranks are then renumbered along that tree.
 *
 * @param order nodes, first contracted first
 */
export function contract(graph: Neighbors, order: Uint32Array): Contraction {
  const placeOf = new Uint32Array(order.length);
  order.forEach((node, place) => (placeOf[node] = place));
  const parentPlace = eliminationTree(graph, order, placeOf);
  const rankOfPlace = postorder(parentPlace);
  const { nodeCount } = graph;
  const rankOf = new Uint32Array(nodeCount);
  const nodeAt = new Uint32Array(nodeCount);
  const parent = new Int32Array(nodeCount);
  for (let place = 0; place < nodeCount; place++) {
    const rank = rankOfPlace[place]!;
    rankOf[order[place]!] = rank;
    nodeAt[rank] = order[place]!;
    parent[rank] = parentPlace[place]! < 0 ? -1 : rankOfPlace[parentPlace[place]!]!;
  }
  return { rankOf, nodeAt, parent, ...upwardEdges(graph, rankOf, nodeAt, parent) };
}

/** Parent of each place in the order, -1 for roots, without building the edges (Liu 1990, with path compression). */
function eliminationTree(graph: Neighbors, order: Uint32Array, placeOf: Uint32Array): Int32Array {
  const parent = new Int32Array(order.length).fill(-1);
  const ancestor = new Int32Array(order.length).fill(-1);
  for (let place = 0; place < order.length; place++) {
    const node = order[place]!;
    for (let i = graph.first[node]!; i < graph.first[node + 1]!; i++) {
      let below = placeOf[graph.list[i]!]!;
      while (below < place) {
        const next = ancestor[below]!;
        ancestor[below] = place;
        if (next < 0) {
          parent[below] = place;
          break;
        }
        below = next;
      }
    }
  }
  return parent;
}

/** Numbers a forest so that every subtree is a range and children come before parents. */
function postorder(parent: Int32Array): Uint32Array {
  const count = parent.length;
  const sizes = new Uint32Array(count).fill(1);
  for (let place = 0; place < count; place++) if (parent[place]! >= 0) sizes[parent[place]!]! += sizes[place]!;
  // The first free number of each subtree; a parent is always later in the order than its children.
  const next = new Uint32Array(count + 1);
  const rank = new Uint32Array(count);
  let free = 0;
  for (let place = count - 1; place >= 0; place--) {
    const start = parent[place]! < 0 ? free : next[parent[place]!]!;
    if (parent[place]! < 0) free += sizes[place]!;
    else next[parent[place]!]! += sizes[place]!;
    next[place] = start;
    rank[place] = start + sizes[place]! - 1;
  }
  return rank;
}

function upwardEdges(graph: Neighbors, rankOf: Uint32Array, nodeAt: Uint32Array, parent: Int32Array) {
  const { nodeCount } = graph;
  const firstUp = new Uint32Array(nodeCount + 1);
  let upHead = new Uint32Array(Math.max(16, 2 * graph.list.length));
  const seenAt = new Int32Array(nodeCount).fill(-1);
  const { firstChild, nextSibling } = childLists(parent);
  let count = 0;
  for (let v = 0; v < nodeCount; v++) {
    const start = count;
    if (count + nodeCount - v > upHead.length) upHead = grown(upHead, count + nodeCount - v);
    const node = nodeAt[v]!;
    seenAt[v] = v;
    for (let i = graph.first[node]!; i < graph.first[node + 1]!; i++) {
      const head = rankOf[graph.list[i]!]!;
      if (head < v || seenAt[head] === v) continue;
      seenAt[head] = v;
      upHead[count++] = head;
    }
    for (let child = firstChild[v]!; child >= 0; child = nextSibling[child]!) {
      for (let e = firstUp[child]!; e < firstUp[child + 1]!; e++) {
        const head = upHead[e]!;
        if (seenAt[head] === v) continue;
        seenAt[head] = v;
        upHead[count++] = head;
      }
    }
    upHead.subarray(start, count).sort();
    firstUp[v + 1] = count;
  }
  return { firstUp, upHead: upHead.slice(0, count) };
}

function childLists(parent: Int32Array) {
  const firstChild = new Int32Array(parent.length).fill(-1);
  const nextSibling = new Int32Array(parent.length).fill(-1);
  for (let v = parent.length - 1; v >= 0; v--) {
    const p = parent[v]!;
    if (p < 0) continue;
    nextSibling[v] = firstChild[p]!;
    firstChild[p] = v;
  }
  return { firstChild, nextSibling };
}

function grown(array: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(least, array.length * 2));
  larger.set(array);
  return larger;
}

/**
 * The order of contraction for a customizable hierarchy: nested dissection. A separator of few nodes parts the graph, its
 * nodes come last (most important), then each part is dissected likewise (George 1973; for roads Dibbelt, Strasser &
 * Wagner 2016). Depends on the shape of the network alone, never on drive times. Deterministic.
 */
import { FlowCutter, type Separation } from './flow-cutter.ts';
import type { Neighbors } from './neighbors.ts';
import { stripChains } from './strip-chains.ts';

/** Directions on the map from whose ends separators are grown: a fan of equal angles. */
const DIRECTIONS = 4;
/** Share of the nodes at each end that are terminals of the flow at first. */
const TERMINAL_SHARE = 0.04;
/** A side must have at least this share of the nodes. */
const LEAST_SIDE_SHARE = 0.2;
/** Parts up to this size are ordered by least degree. */
const LEAF_NODES = 12;
const SEPARATOR = 2;

/**
 * All nodes, first contracted first.
 *
 * @param x,y place of each node on a plane, any unit
 */
export function dissectionOrder(graph: Neighbors, x: ArrayLike<number>, y: ArrayLike<number>): Uint32Array {
  const { stripped, core, coreNodes } = stripChains(graph);
  const coreX = Float64Array.from(coreNodes, (node) => x[node]!);
  const coreY = Float64Array.from(coreNodes, (node) => y[node]!);
  const dissection = new Dissection(core, coreX, coreY);
  dissection.run();
  const order = new Uint32Array(graph.nodeCount);
  order.set(stripped);
  dissection.order.forEach((place, i) => (order[stripped.length + i] = coreNodes[place]!));
  return order;
}

class Dissection {
  /** Segments of this list are parts of the graph; a separator is moved to the end of its segment. */
  readonly order: Uint32Array;
  private readonly graph: Neighbors;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly localOf: Int32Array;

  constructor(graph: Neighbors, x: Float64Array, y: Float64Array) {
    this.graph = graph;
    this.x = x;
    this.y = y;
    this.order = Uint32Array.from({ length: graph.nodeCount }, (_, node) => node);
    this.localOf = new Int32Array(graph.nodeCount).fill(-1);
  }

  run(): void {
    const segments = [{ start: 0, end: this.order.length }];
    while (segments.length > 0) {
      const { start, end } = segments.pop()!;
      const nodes = this.order.slice(start, end);
      const local = this.localGraph(nodes);
      const { partOf, count } = components(local);
      if (count === 1 && nodes.length <= LEAF_NODES) {
        leastDegreeOrder(local).forEach((place, i) => (this.order[start + i] = nodes[place]!));
        continue;
      }
      const parts = count > 1 ? partOf : this.separate(local, nodes);
      const sizes = this.arrange(nodes, parts, start);
      const toDissect = count > 1 ? sizes : sizes.slice(0, SEPARATOR);
      let at = start;
      for (const size of toDissect) {
        if (size > 1) segments.push({ start: at, end: at + size });
        at += size;
      }
    }
  }

  /** Part of each node: 0, 1 or SEPARATOR. */
  private separate(local: Neighbors, nodes: Uint32Array): Uint8Array {
    return this.bestSeparation(local, nodes)?.partOf ?? halves(local, this.along(nodes, 0));
  }

  private bestSeparation(local: Neighbors, nodes: Uint32Array): Separation | null {
    const { length } = nodes;
    const terminals = Math.max(1, Math.floor(length * TERMINAL_SHARE));
    const leastSide = Math.max(1, Math.floor(length * LEAST_SIDE_SHARE));
    let best: Separation | null = null;
    let bestScore = Infinity;
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const cutter = new FlowCutter(local, this.along(nodes, (direction * Math.PI) / DIRECTIONS), terminals);
      const found = cutter.run(leastSide, bestScore);
      if (!found) continue;
      best = found;
      bestScore = found.separatorSize / found.smallerSide;
    }
    return best;
  }

  /** Local node numbers in the order in which a line sweeps the map in a direction. */
  private along(nodes: Uint32Array, angle: number): Uint32Array {
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    const keys = Float64Array.from(nodes, (node) => this.x[node]! * dx + this.y[node]! * dy);
    return Uint32Array.from(nodes, (_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
  }

  private localGraph(nodes: Uint32Array): Neighbors {
    const { graph, localOf } = this;
    nodes.forEach((node, i) => (localOf[node] = i));
    const first = new Uint32Array(nodes.length + 1);
    const list: number[] = [];
    nodes.forEach((node, i) => {
      for (let k = graph.first[node]!; k < graph.first[node + 1]!; k++) {
        const local = localOf[graph.list[k]!]!;
        if (local >= 0) list.push(local);
      }
      first[i + 1] = list.length;
    });
    for (const node of nodes) localOf[node] = -1;
    return { nodeCount: nodes.length, first, list: Uint32Array.from(list) };
  }

  /** Writes the nodes back part by part; returns the size of each part. */
  private arrange(nodes: Uint32Array, parts: Uint8Array | Uint32Array, start: number): number[] {
    let partCount = 0;
    for (const part of parts) partCount = Math.max(partCount, part + 1);
    const sizes = Array.from({ length: partCount }, () => 0);
    for (const part of parts) sizes[part]!++;
    const next: number[] = [];
    sizes.reduce((at, size) => {
      next.push(at);
      return at + size;
    }, start);
    nodes.forEach((node, i) => (this.order[next[parts[i]!]!++] = node));
    return sizes;
  }
}

/** Connected components, numbered by their lowest node. */
function components(graph: Neighbors): { readonly partOf: Uint32Array; readonly count: number } {
  const { nodeCount, first, list } = graph;
  const partOf = new Uint32Array(nodeCount).fill(nodeCount);
  const stack = new Uint32Array(nodeCount);
  let count = 0;
  for (let root = 0; root < nodeCount; root++) {
    if (partOf[root] !== nodeCount) continue;
    let size = 1;
    stack[0] = root;
    partOf[root] = count;
    while (size > 0) {
      const node = stack[--size]!;
      for (let i = first[node]!; i < first[node + 1]!; i++) {
        const next = list[i]!;
        if (partOf[next] !== nodeCount) continue;
        partOf[next] = count;
        stack[size++] = next;
      }
    }
    count++;
  }
  return { partOf, count };
}

/** Always possible: the first half, of the rest what touches it, the others. */
function halves(graph: Neighbors, order: Uint32Array): Uint8Array {
  const partOf = new Uint8Array(graph.nodeCount).fill(1);
  for (const node of order.subarray(0, graph.nodeCount >> 1)) partOf[node] = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (partOf[node] !== 0) continue;
    for (let i = graph.first[node]!; i < graph.first[node + 1]!; i++) {
      if (partOf[graph.list[i]!] === 1) partOf[graph.list[i]!] = SEPARATOR;
    }
  }
  return partOf;
}

/** Contracts the node with the fewest neighbours left, the lowest number among equals. O(nodes³): for small graphs. */
function leastDegreeOrder(graph: Neighbors): number[] {
  const near = Array.from(
    { length: graph.nodeCount },
    (_, node) => new Set(graph.list.subarray(graph.first[node], graph.first[node + 1])),
  );
  const left = new Set(near.keys());
  const order: number[] = [];
  while (left.size > 0) {
    let best = -1;
    for (const node of left) if (best < 0 || near[node]!.size < near[best]!.size) best = node;
    left.delete(best);
    order.push(best);
    for (const a of near[best]!) {
      near[a]!.delete(best);
      for (const b of near[best]!) if (a !== b) near[a]!.add(b);
    }
  }
  return order;
}

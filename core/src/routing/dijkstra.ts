/**
 * Dijkstra's algorithm on typed arrays: the exact, obvious answer that every faster search is tested against, and the
 * unit of the benchmarks. Weights are whole milliseconds in an Int32Array beside the graph, so one graph serves many metrics.
 *
 *     const search = new Dijkstra(graph);
 *     search.run(source, weightsMs);
 *     if (search.isReached(target)) search.distance(target);
 */
import type { ArcGraph } from '../graph/arc-graph.ts';

/**
 * The weight of an arc that may not be driven and the distance to a node that cannot be reached. Two of them add up
 * without overflow of 32 bits. Every real distance must stay below it (12 days in milliseconds).
 */
export const UNREACHABLE_MS = 0x3fff_ffff;

export interface SearchCounts {
  readonly nodesSettled: number;
  readonly arcsScanned: number;
}

/** A heap entry is distance × NODE_LIMIT + node in one double: compared as one number, exact below 2^53. */
const NODE_LIMIT = 0x80_0000;

/**
 * One search at a time. A 4-ary heap with old entries left in it until they come up; the arrays are scratch and are cleared
 * by stamp. Memory: 12 bytes a node and 8 bytes an arc.
 */
export class Dijkstra implements SearchCounts {
  nodesSettled = 0;
  arcsScanned = 0;
  private readonly graph: ArcGraph;
  private readonly distances: Int32Array;
  private readonly parentArcs: Int32Array;
  private readonly stamps: Uint32Array;
  private readonly heap: Float64Array;
  private stamp = 0;

  /** @throws RangeError for more than 8,388,608 nodes */
  constructor(graph: ArcGraph) {
    if (graph.nodeCount > NODE_LIMIT)
      throw new RangeError(`got ${graph.nodeCount} nodes, expected at most ${NODE_LIMIT}`);
    this.graph = graph;
    this.distances = new Int32Array(graph.nodeCount);
    this.parentArcs = new Int32Array(graph.nodeCount);
    this.stamps = new Uint32Array(graph.nodeCount);
    this.heap = new Float64Array(graph.arcCount + 1);
  }

  /**
   * Distances from one node to all, or until `target` is settled or `limitMs` is passed. O(arcs × log arcs).
   *
   * @param weights per arc, >= 0; UNREACHABLE_MS or more closes the arc
   * @param startMs distance given to the source itself
   * @param goals ends as soon as all of these nodes are settled; none: as above
   */
  run(
    source: number,
    weights: Int32Array,
    target = -1,
    limitMs = UNREACHABLE_MS - 1,
    startMs = 0,
    goals: ReadonlySet<number> | null = null,
  ): void {
    const { firstArc, arcHead } = this.graph;
    const { distances, parentArcs, stamps, heap } = this;
    const stamp = this.nextStamp();
    let size = 1;
    let settled = 0;
    let scanned = 0;
    let goalsLeft = goals === null ? -1 : goals.size;
    heap[0] = startMs * NODE_LIMIT + source;
    distances[source] = startMs;
    parentArcs[source] = -1;
    stamps[source] = stamp;
    while (size > 0) {
      const entry = heap[0]!;
      const distance = Math.floor(entry / NODE_LIMIT);
      const node = entry - distance * NODE_LIMIT;
      if (distance > limitMs) break; // all that follow are farther still
      sinkLast(heap, --size);
      if (distance > distances[node]!) continue; // an old entry: a shorter way was found since
      settled++;
      if (node === target || (goals?.has(node) && --goalsLeft === 0)) break;
      const end = firstArc[node + 1]!;
      for (let arc = firstArc[node]!; arc < end; arc++) {
        scanned++;
        const weight = weights[arc]!;
        if (weight >= UNREACHABLE_MS) continue;
        const head = arcHead[arc]!;
        const via = distance + weight;
        if (stamps[head] === stamp && via >= distances[head]!) continue;
        stamps[head] = stamp;
        distances[head] = via;
        parentArcs[head] = arc;
        riseLast(heap, size++, via * NODE_LIMIT + head);
      }
    }
    this.nodesSettled = settled;
    this.arcsScanned = scanned;
  }

  isReached(node: number): boolean {
    return this.stamps[node] === this.stamp && this.distances[node]! < UNREACHABLE_MS;
  }

  /** Milliseconds from the source, or UNREACHABLE_MS. Exact only for nodes settled before the search ended. */
  distance(node: number): number {
    return this.isReached(node) ? this.distances[node]! : UNREACHABLE_MS;
  }

  /** Arcs from the source to a node in driving order; empty for the source itself and for nodes not reached. */
  arcsTo(node: number): number[] {
    const arcs: number[] = [];
    if (!this.isReached(node)) return arcs;
    for (let arc = this.parentArcs[node]!; arc >= 0; arc = this.parentArcs[this.graph.arcTail[arc]!]!) arcs.push(arc);
    return arcs.toReversed();
  }

  private nextStamp(): number {
    this.stamp = (this.stamp + 1) >>> 0;
    if (this.stamp === 0) {
      this.stamps.fill(0);
      this.stamp = 1;
    }
    return this.stamp;
  }
}

/** Enters an entry at the end of the heap. */
function riseLast(heap: Float64Array, size: number, entry: number): void {
  let place = size;
  while (place > 0) {
    const parent = (place - 1) >> 2;
    const above = heap[parent]!;
    if (above <= entry) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = entry;
}

/** Overwrites the least entry by the last one, at place `size`, and restores the order. */
function sinkLast(heap: Float64Array, size: number): void {
  const entry = heap[size]!;
  let place = 0;
  for (;;) {
    const first = 4 * place + 1;
    if (first >= size) break;
    const end = first + 4 < size ? first + 4 : size;
    let leastPlace = first;
    let least = heap[first]!;
    for (let child = first + 1; child < end; child++) {
      if (heap[child]! >= least) continue;
      least = heap[child]!;
      leastPlace = child;
    }
    if (least >= entry) break;
    heap[place] = least;
    place = leastPlace;
  }
  heap[place] = entry;
}

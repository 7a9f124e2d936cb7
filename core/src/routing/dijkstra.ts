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

/** One search at a time; the arrays are scratch and are cleared by stamp. Memory: 20 bytes a node. */
export class Dijkstra implements SearchCounts {
  nodesSettled = 0;
  arcsScanned = 0;
  private readonly graph: ArcGraph;
  private readonly distances: Int32Array;
  private readonly parentArcs: Int32Array;
  private readonly stamps: Uint32Array;
  private readonly heapNodes: Uint32Array;
  private readonly heapPlaces: Uint32Array;
  private heapSize = 0;
  private stamp = 0;

  constructor(graph: ArcGraph) {
    this.graph = graph;
    this.distances = new Int32Array(graph.nodeCount);
    this.parentArcs = new Int32Array(graph.nodeCount);
    this.stamps = new Uint32Array(graph.nodeCount);
    this.heapNodes = new Uint32Array(graph.nodeCount);
    this.heapPlaces = new Uint32Array(graph.nodeCount);
  }

  /**
   * Distances from one node to all, or until `target` or `limitMs` is passed. O(arcs × log nodes).
   *
   * @param weights per arc, >= 0; UNREACHABLE_MS or more closes the arc
   * @param startMs distance given to the source itself
   */
  run(source: number, weights: Int32Array, target = -1, limitMs = UNREACHABLE_MS - 1, startMs = 0): void {
    this.reset();
    this.reach(source, startMs, -1);
    const { firstArc, arcHead } = this.graph;
    const { distances, heapNodes } = this;
    while (this.heapSize > 0) {
      const node = heapNodes[0]!;
      const distance = distances[node]!;
      if (distance > limitMs) break; // all that follow are farther still
      this.popLeast();
      this.nodesSettled++;
      if (node === target) return;
      const end = firstArc[node + 1]!;
      for (let arc = firstArc[node]!; arc < end; arc++) {
        this.arcsScanned++;
        const weight = weights[arc]!;
        if (weight >= UNREACHABLE_MS) continue;
        this.reach(arcHead[arc]!, distance + weight, arc);
      }
    }
    this.heapSize = 0;
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

  private reset(): void {
    this.stamp = (this.stamp + 1) >>> 0;
    if (this.stamp === 0) {
      this.stamps.fill(0);
      this.stamp = 1;
    }
    this.heapSize = 0;
    this.nodesSettled = 0;
    this.arcsScanned = 0;
  }

  /** Offers a distance; enters the node into the heap or moves it up if it is shorter than what was known. */
  private reach(node: number, distance: number, arc: number): void {
    const { distances, stamps, heapPlaces } = this;
    let place;
    if (stamps[node] !== this.stamp) {
      stamps[node] = this.stamp;
      place = this.heapSize++;
    } else {
      if (distance >= distances[node]!) return;
      place = heapPlaces[node]!;
    }
    distances[node] = distance;
    this.parentArcs[node] = arc;
    this.siftUp(node, distance, place);
  }

  private siftUp(node: number, distance: number, from: number): void {
    const { heapNodes, heapPlaces, distances } = this;
    let place = from;
    while (place > 0) {
      const parentPlace = (place - 1) >> 2;
      const parent = heapNodes[parentPlace]!;
      if (distances[parent]! <= distance) break;
      heapNodes[place] = parent;
      heapPlaces[parent] = place;
      place = parentPlace;
    }
    heapNodes[place] = node;
    heapPlaces[node] = place;
  }

  /** Takes the nearest node out of the 4-ary heap. */
  private popLeast(): void {
    const { heapNodes, heapPlaces, distances } = this;
    const size = --this.heapSize;
    if (size === 0) return;
    const node = heapNodes[size]!;
    const distance = distances[node]!;
    let place = 0;
    for (;;) {
      const first = 4 * place + 1;
      if (first >= size) break;
      const end = first + 4 < size ? first + 4 : size;
      let leastPlace = first;
      let least = distances[heapNodes[first]!]!;
      for (let child = first + 1; child < end; child++) {
        const childDistance = distances[heapNodes[child]!]!;
        if (childDistance < least) {
          least = childDistance;
          leastPlace = child;
        }
      }
      if (least >= distance) break;
      const up = heapNodes[leastPlace]!;
      heapNodes[place] = up;
      heapPlaces[up] = place;
      place = leastPlace;
    }
    heapNodes[place] = node;
    heapPlaces[node] = place;
  }
}

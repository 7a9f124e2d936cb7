/**
 * A graph in which every OSM node is a node and every pair of neighbours an arc, with a textbook Dijkstra: the slow and
 * obvious oracle of the importer, of which it uses nothing.
 */
import type { SecondOsm } from './second-pbf-reader.ts';

export interface PlainArc {
  readonly from: number;
  readonly to: number;
  readonly lengthM: number;
  readonly ms: number;
}
export interface PlainGraph {
  readonly arcs: PlainArc[];
  readonly out: Map<number, PlainArc[]>;
  readonly in: Map<number, PlainArc[]>;
  /** `latE7 lonE7` of a node. */
  readonly placeOf: (id: number) => string;
}

export function emptyPlainGraph(osm: SecondOsm): PlainGraph {
  const placeOf = (id: number) => {
    const { lat, lon } = osm.nodes.get(id)!;
    return `${Math.round(lat * 1e7)} ${Math.round(lon * 1e7)}`;
  };
  return { arcs: [], out: new Map(), in: new Map(), placeOf };
}

export function addPlainArc(graph: PlainGraph, arc: PlainArc): void {
  graph.arcs.push(arc);
  graph.out.set(arc.from, [...(graph.out.get(arc.from) ?? []), arc]);
  graph.in.set(arc.to, [...(graph.in.get(arc.to) ?? []), arc]);
}

/** The largest set of nodes that can all reach each other. */
export function plainStrongPart(graph: PlainGraph): Set<number> {
  const reach = (start: number, arcs: Map<number, PlainArc[]>, end: 'from' | 'to') => {
    const seen = new Set([start]);
    for (const id of seen) for (const arc of arcs.get(id) ?? []) seen.add(arc[end]);
    return seen;
  };
  let best = new Set<number>();
  const done = new Set<number>();
  for (const id of graph.out.keys()) {
    if (done.has(id)) continue;
    const back = reach(id, graph.in, 'from');
    const part = new Set([...reach(id, graph.out, 'to')].filter((other) => back.has(other)));
    for (const member of part) done.add(member);
    if (part.size > best.size) best = part;
    if (best.size * 2 > graph.out.size) return best; // no other can be as large
  }
  return best;
}

/** Least cost from one node to every one that can be reached. */
export function plainDistances(graph: PlainGraph, from: number, cost: (arc: PlainArc) => number): Map<number, number> {
  const best = new Map([[from, 0]]);
  const heap: [number, number][] = [[0, from]];
  while (heap.length > 0) {
    const [distance, id] = popLeast(heap);
    if (distance > best.get(id)!) continue;
    for (const arc of graph.out.get(id) ?? []) {
      const next = distance + cost(arc);
      if (next >= (best.get(arc.to) ?? Infinity)) continue;
      best.set(arc.to, next);
      pushHeap(heap, [next, arc.to]);
    }
  }
  return best;
}

function pushHeap(heap: [number, number][], item: [number, number]) {
  heap.push(item);
  for (let i = heap.length - 1; i > 0 && heap[(i - 1) >> 1]![0] > heap[i]![0]; i = (i - 1) >> 1)
    swap(heap, i, (i - 1) >> 1);
}

function popLeast(heap: [number, number][]): [number, number] {
  swap(heap, 0, heap.length - 1);
  const least = heap.pop()!;
  for (let i = 0; ;) {
    const [left, right] = [2 * i + 1, 2 * i + 2];
    let next = i;
    if (left < heap.length && heap[left]![0] < heap[next]![0]) next = left;
    if (right < heap.length && heap[right]![0] < heap[next]![0]) next = right;
    if (next === i) return least;
    swap(heap, i, next);
    i = next;
  }
}

function swap(heap: [number, number][], i: number, j: number) {
  [heap[i], heap[j]] = [heap[j]!, heap[i]!];
}

/** Metres on a sphere of the earth's mean radius. */
export function haversineM(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const [dLat, dLon] = [(b.lat - a.lat) * rad, (b.lon - a.lon) * rad];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

export function wayLengthM(osm: SecondOsm, refs: number[]): number {
  return refs.slice(1).reduce((sum, ref, i) => {
    const [a, b] = [osm.nodes.get(refs[i]!), osm.nodes.get(ref)];
    return a && b ? sum + haversineM(a, b) : sum;
  }, 0);
}

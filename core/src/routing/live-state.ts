/** What is different on the streets right now: closures and slowdowns. Values, replaced as a whole, never changed. */
import type { RoadGraph } from '../graph/road-graph.ts';

export interface Slowdown {
  readonly arcs: readonly number[];
  /** Share of the usual speed that is left, thousandths, 1 to 1000. */
  readonly speedPermille: number;
}

export interface LiveState {
  readonly closedArcs: readonly number[];
  /** Where several touch an arc, the slowest holds. */
  readonly slowdowns: readonly Slowdown[];
}

export const nothingLive: LiveState = { closedArcs: [], slowdowns: [] };

/** Arcs whose weight may differ between two states, ascending, each once. */
export function arcsTouched(before: LiveState, after: LiveState): Uint32Array {
  const arcs = new Set<number>();
  for (const state of [before, after]) {
    for (const arc of state.closedArcs) arcs.add(arc);
    for (const slowdown of state.slowdowns) for (const arc of slowdown.arcs) arcs.add(arc);
  }
  return Uint32Array.from(arcs).sort();
}

/** Arcs with an end inside a ring of `[latE7, lonE7]` corners (even-odd rule): what an area slowdown touches. */
export function arcsInRing(graph: RoadGraph, ring: readonly (readonly [number, number])[]): number[] {
  const inside = Array.from({ length: graph.nodeCount }, (_, node) =>
    isInRing(ring, graph.nodeLatE7[node]!, graph.nodeLonE7[node]!),
  );
  const arcs: number[] = [];
  for (let arc = 0; arc < graph.arcCount; arc++) {
    if (inside[graph.arcTail[arc]!] || inside[graph.arcHead[arc]!]) arcs.push(arc);
  }
  return arcs;
}

/** Both directions of every arc of a way between two nodes or of the whole way: what "close this street" means. */
export function arcsOfWay(graph: RoadGraph, wayId: number): number[] {
  const arcs: number[] = [];
  for (let arc = 0; arc < graph.arcCount; arc++) if (graph.arcWayId[arc] === wayId) arcs.push(arc);
  return arcs;
}

function isInRing(ring: readonly (readonly [number, number])[], latE7: number, lonE7: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [latA, lonA] = ring[i]!;
    const [latB, lonB] = ring[j]!;
    if (latA > latE7 !== latB > latE7 && lonE7 < ((lonB - lonA) * (latE7 - latA)) / (latB - latA) + lonA)
      inside = !inside;
  }
  return inside;
}

/** Small random graphs with everything that goes wrong in networks: loops, parallel arcs, zero weights, closed arcs, islands. */
import { randomIndex, type Random } from '../containers/random.ts';
import { buildArcGraph, type ArcGraph } from '../graph/arc-graph.ts';
import { UNREACHABLE_MS } from '../routing/dijkstra.ts';

export interface RandomGraph {
  readonly graph: ArcGraph;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Up to 40 nodes on a map of few places, so that places coincide, with about two arcs a node. */
export function randomGraph(random: Random): RandomGraph {
  const nodeCount = 1 + randomIndex(random, 40);
  const place = () => Array.from({ length: nodeCount }, () => randomIndex(random, 6));
  const pick = () => Array.from({ length: arcCount }, () => randomIndex(random, nodeCount));
  const arcCount = randomIndex(random, 2.5 * nodeCount);
  const tails = pick();
  const heads = pick();
  // About half of the streets are two-way.
  tails.forEach((tail, i) => {
    if (random() < 0.5) {
      tails.push(heads[i]!);
      heads.push(tail);
    }
  });
  return { graph: buildArcGraph(nodeCount, tails, heads).graph, x: place(), y: place() };
}

/** Whole weights from 0 to 9, about a tenth of the arcs closed. */
export function randomWeights(graph: ArcGraph, random: Random): Int32Array {
  return Int32Array.from({ length: graph.arcCount }, () => randomWeight(random));
}

export function randomWeight(random: Random): number {
  return random() < 0.1 ? UNREACHABLE_MS : randomIndex(random, 10);
}

/**
 * The same shortest paths by the library ngraph.path, which shares no code with ours: second oracle of the tests and
 * yardstick of the benchmark.
 */
import createGraph, { type Graph, type Link, type Node } from 'ngraph.graph';
import paths from 'ngraph.path';
import type { ArcGraph } from '../graph/arc-graph.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

export type NgraphMethod = 'nba' | 'aStar';

export class NgraphPaths {
  private readonly graph: Graph<Place, number>;
  /** Least weight per unit of straight distance of any arc: what makes the heuristic a lower bound. */
  private readonly leastMsPerUnit: number;

  /** O(arcs) objects. Closed arcs and loops are left out, of parallel arcs the least weight is kept. */
  constructor(graph: ArcGraph, weights: Int32Array, x: ArrayLike<number>, y: ArrayLike<number>) {
    this.graph = createGraph<Place, number>();
    for (let node = 0; node < graph.nodeCount; node++) this.graph.addNode(node, { x: x[node]!, y: y[node]! });
    let leastMsPerUnit = Infinity;
    for (let arc = 0; arc < graph.arcCount; arc++) {
      const tail = graph.arcTail[arc]!;
      const head = graph.arcHead[arc]!;
      if (weights[arc]! >= UNREACHABLE_MS || tail === head) continue;
      const known = this.graph.getLink(tail, head);
      if (!known || known.data > weights[arc]!) this.graph.addLink(tail, head, weights[arc]!);
      const units = Math.hypot(x[tail]! - x[head]!, y[tail]! - y[head]!);
      if (units > 0) leastMsPerUnit = Math.min(leastMsPerUnit, weights[arc]! / units);
    }
    // A hair less, so that rounding never makes the bound too high.
    this.leastMsPerUnit = Number.isFinite(leastMsPerUnit) ? leastMsPerUnit * (1 - 1e-9) : 0;
  }

  /** A function that finds nodes from target back to source, as the library gives them; empty when there is no way. */
  finder(method: NgraphMethod, useHeuristic: boolean): (source: number, target: number) => Node<Place>[] {
    const { leastMsPerUnit } = this;
    const bound = (a: Node<Place>, b: Node<Place>) =>
      Math.hypot(a.data.x - b.data.x, a.data.y - b.data.y) * leastMsPerUnit;
    const finder = paths[method](this.graph, {
      oriented: true,
      distance: (_from: Node<Place>, _to: Node<Place>, link: Link<number>) => link.data,
      ...(useHeuristic ? { heuristic: bound } : {}),
    });
    return (source, target) => finder.find(source, target);
  }

  /** Sum of the weights along such a path, UNREACHABLE_MS for an empty one. */
  pathMs(path: readonly Node<Place>[]): number {
    if (path.length === 0) return UNREACHABLE_MS;
    let ms = 0;
    for (let i = path.length - 1; i > 0; i--) ms += this.graph.getLink(path[i]!.id, path[i - 1]!.id)!.data;
    return ms;
  }
}

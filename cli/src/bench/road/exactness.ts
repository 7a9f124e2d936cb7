/** Whether the hierarchy's answers equal those of Dijkstra and of ngraph.path, also after closures and with other weights. */
import { randomIndex, seededRandom, type Random } from '@noriai/core/containers/random.ts';
import type { ArcGraph } from '@noriai/core/graph/arc-graph.ts';
import { Dijkstra, UNREACHABLE_MS } from '@noriai/core/routing/dijkstra.ts';
import { PartialCustomizer } from '@noriai/core/routing/hierarchy/customize-partial.ts';
import { copyMetric, customize, type HierarchyMetric } from '@noriai/core/routing/hierarchy/customize.ts';
import { HierarchyQuery } from '@noriai/core/routing/hierarchy/hierarchy-query.ts';
import { buildNodeTable } from '@noriai/core/routing/hierarchy/labels.ts';
import type { NgraphPaths } from '@noriai/core/routing/ngraph-paths.ts';

const SOURCES = 3;
const TARGETS = 300;
const CLOSURES = 20;

interface WeightedGraph {
  readonly graph: ArcGraph;
  readonly weightsMs: Int32Array;
}

/** @param pairs nodes between which nba* is asked, too; never from a node to itself */
export function isExact(
  { graph, weightsMs }: WeightedGraph,
  metric: HierarchyMetric,
  pairs: readonly (readonly [number, number])[],
  oracle: NgraphPaths,
): boolean {
  const random = seededRandom(7);
  const query = new HierarchyQuery(metric.hierarchy);
  const nba = oracle.finder('nba', false);
  const agrees = pairs.every(([s, t]) => oracle.pathMs(nba(s, t)) === query.ms(metric, s, t));
  if (!agrees || !equalsDijkstra(graph, metric, random)) return false;

  const changed = copyMetric(metric);
  const closed = Array.from({ length: CLOSURES }, () => randomIndex(random, graph.arcCount));
  new PartialCustomizer(metric.hierarchy).change(changed, closed, closed.map(() => UNREACHABLE_MS)); // prettier-ignore
  if (!equalsDijkstra(graph, changed, random)) return false;

  const other = weightsMs.map((ms) => (random() < 0.05 ? UNREACHABLE_MS : Math.round(ms * (0.5 + random()))));
  return equalsDijkstra(graph, customize(metric.hierarchy, other), random);
}

/** Times, paths and table rows from a few random nodes. */
export function equalsDijkstra(graph: ArcGraph, metric: HierarchyMetric, random: Random): boolean {
  const query = new HierarchyQuery(metric.hierarchy);
  const search = new Dijkstra(graph);
  const targets = Array.from({ length: TARGETS }, () => randomIndex(random, graph.nodeCount));
  for (let i = 0; i < SOURCES; i++) {
    const source = randomIndex(random, graph.nodeCount);
    search.run(source, metric.arcMs);
    const row = buildNodeTable(metric, [source], targets);
    for (let t = 0; t < targets.length; t++) {
      const target = targets[t]!;
      const ms = search.distance(target);
      if (row[t] !== ms || query.ms(metric, source, target) !== ms) return false;
      const arcs = query.findArcs(metric, source, target);
      if (arcs === null ? ms !== UNREACHABLE_MS : !leads(graph, metric, arcs, source, target, ms)) return false;
    }
  }
  return true;
}

function leads(
  graph: ArcGraph,
  metric: HierarchyMetric,
  arcs: readonly number[],
  source: number,
  target: number,
  ms: number,
): boolean {
  let node = source;
  let left = ms;
  for (const arc of arcs) {
    if (graph.arcTail[arc] !== node) return false;
    node = graph.arcHead[arc]!;
    left -= metric.arcMs[arc]!;
  }
  return node === target && left === 0;
}

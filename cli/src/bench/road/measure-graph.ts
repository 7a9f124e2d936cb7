/** Everything about one graph, side by side in one run on one thread: times, counts, memory, and whether all is exact. */
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { Dijkstra, UNREACHABLE_MS } from '@noriai/core/routing/dijkstra.ts';
import { PartialCustomizer } from '@noriai/core/routing/hierarchy/customize-partial.ts';
import { copyMetric, customize, type HierarchyMetric } from '@noriai/core/routing/hierarchy/customize.ts';
import { HierarchyQuery } from '@noriai/core/routing/hierarchy/hierarchy-query.ts';
import { buildHierarchy, packHierarchy, type Hierarchy } from '@noriai/core/routing/hierarchy/hierarchy.ts';
import { buildLabels, fillLabel, fillRow, type LabelSet } from '@noriai/core/routing/hierarchy/labels.ts';
import { NgraphPaths } from '@noriai/core/routing/ngraph-paths.ts';
import { checksum, inParts, timeInRounds, type Subject } from '../rounds.ts';
import type { BenchGraph } from './bench-graphs.ts';
import { isExact } from './exactness.ts';

/** How much is measured; the same seeds give the same work. */
export interface BenchEffort {
  readonly rounds: number;
  readonly queryPairs: number;
  readonly nbaPairs: number;
  readonly closures: number;
  /** Also a table of this many nodes a side; 0 = none. */
  readonly largeTableSide: number;
}

export const quickEffort: BenchEffort = { rounds: 7, queryPairs: 3000, nbaPairs: 30, closures: 200, largeTableSide: 0 };
export const largeEffort: BenchEffort = {
  rounds: 3,
  queryPairs: 2000,
  nbaPairs: 6,
  closures: 50,
  largeTableSide: 1000,
};

/** Nodes a side of the table that every graph is measured by. */
const TABLE_SIDE = 500;

export type RoadBenchResult = ReturnType<typeof measureGraph>;

export function measureGraph(input: BenchGraph, effort: BenchEffort) {
  const { graph, weightsMs, x, y } = input;
  const startMs = performance.now();
  const hierarchy = buildHierarchy(graph, x, y);
  const buildMs = performance.now() - startMs;
  const work = new BenchWork(input, hierarchy, effort);
  const ms = timeInRounds(work.subjects, effort.rounds);
  const nbaMs = Math.min(ms.nba, ms.nbaBare);
  const { nodeCount, arcCount } = graph;
  return {
    nodes: nodeCount,
    arcs: arcCount,
    querySpeedupVsNba: round(nbaMs / ms.query),
    customizeInDijkstras: round(ms.customize / ms.dijkstra),
    closureShareOfCustomize: round((ms.closure + ms.copy) / ms.customize),
    table500InDijkstras: round(ms.table / ms.dijkstra),
    exact: isExact(input, work.metric, work.nbaPairs, work.oracle),
    checksum: work.checksum(),
    times: {
      buildMs: round(buildMs),
      customizeMs: round(ms.customize),
      closureUs: round(ms.closure * 1000),
      closureWithCopyUs: round((ms.closure + ms.copy) * 1000),
      queryUs: round(ms.query * 1000),
      pathUs: round(ms.path * 1000),
      table500Ms: round(ms.table),
      ...(effort.largeTableSide > 0 ? { [`table${effort.largeTableSide}Ms`]: round(ms.largeTable) } : {}),
      oneToManyUs: round(ms.row * 1000),
      dijkstraMs: round(ms.dijkstra),
      nbaMs: round(ms.nba),
      nbaWithoutHeuristicMs: round(ms.nbaBare),
    },
    counts: {
      slots: hierarchy.slotCount,
      triangles: hierarchy.triangle.length,
      depth: hierarchy.depth,
      nodesSettledPerQuery: round(work.nodesSettled()),
      slotsRefreshedPerClosure: round(work.slotsRefreshed / work.closuresDone),
    },
    memory: memoryOf(hierarchy, nodeCount, arcCount, weightsMs),
  };
}

/** Bytes of what is kept, in all and by node and arc: `hierarchy / (nodes + arcs)` is what one node or arc more costs. */
function memoryOf(hierarchy: Hierarchy, nodeCount: number, arcCount: number, weightsMs: Int32Array) {
  const hierarchyBytes = packHierarchy(hierarchy).byteLength;
  const metricBytes = 4 * hierarchy.slotCount + weightsMs.byteLength;
  return {
    hierarchyBytes,
    metricBytes,
    hierarchyBytesPerNodeAndArc: round(hierarchyBytes / (nodeCount + arcCount)),
    metricBytesPerNodeAndArc: round(metricBytes / (nodeCount + arcCount)),
  };
}

/** The subjects of the measurement with their inputs and scratch. */
class BenchWork {
  readonly metric: HierarchyMetric;
  readonly oracle: NgraphPaths;
  readonly nbaPairs: readonly (readonly [number, number])[];
  readonly subjects;
  slotsRefreshed = 0;
  closuresDone = 0;
  private readonly query: HierarchyQuery;
  private readonly pairs: readonly (readonly [number, number])[];
  private readonly table: Int32Array;
  private readonly stopLabels: LabelSet;
  private readonly scratch: Int32Array;
  private readonly label: Int32Array;
  private readonly row: Int32Array;
  /** Answers go here, so that no work can be left out by the compiler. */
  private sink = 0;

  constructor(input: BenchGraph, hierarchy: Hierarchy, effort: BenchEffort) {
    const { graph, weightsMs, x, y } = input;
    const random = seededRandom(20_261_122);
    const node = () => randomIndex(random, graph.nodeCount);
    const pair = () => [node(), node()] as const;
    this.metric = customize(hierarchy, weightsMs);
    this.query = new HierarchyQuery(hierarchy);
    this.oracle = new NgraphPaths(graph, weightsMs, x, y);
    this.pairs = Array.from({ length: effort.queryPairs }, pair);
    this.nbaPairs = Array.from({ length: effort.nbaPairs }, pair).filter(([a, b]) => a !== b);
    const stops = Array.from({ length: TABLE_SIDE }, node);
    const manyStops = Array.from({ length: effort.largeTableSide }, node);
    this.table = new Int32Array(stops.length * stops.length);
    this.stopLabels = buildLabels(this.metric, stops, 'down');
    this.scratch = new Int32Array(graph.nodeCount).fill(UNREACHABLE_MS);
    this.label = new Int32Array(hierarchy.depth);
    this.row = new Int32Array(stops.length);
    const search = new Dijkstra(graph);
    const scratchSlots = new Int32Array(hierarchy.slotCount);
    const nba = this.oracle.finder('nba', true);
    const nbaBare = this.oracle.finder('nba', false);
    const copy = copyMetric(this.metric);
    const closed = Array.from({ length: effort.closures }, () => randomIndex(random, graph.arcCount));
    const customizer = new PartialCustomizer(hierarchy);
    const { metric, query } = this;
    this.subjects = {
      dijkstra: inParts(stops.slice(0, 20), 1, (stop) => search.run(stop, weightsMs)),
      customize: inParts([0], 1, () => customize(hierarchy, weightsMs, scratchSlots)),
      copy: inParts([0], 1, () => (this.sink ^= copyMetric(metric, copy).slotMs.length)),
      query: inParts(this.pairs, 100, ([s, t]) => (this.sink ^= query.ms(metric, s, t))),
      path: inParts(this.pairs.slice(0, 300), 30, ([s, t]) => (this.sink ^= query.findArcs(metric, s, t)?.length ?? 0)),
      table: this.tableSubject(stops, this.table),
      largeTable: this.tableSubject(manyStops, new Int32Array(manyStops.length ** 2)),
      row: inParts(stops.slice(0, 100), 10, (stop) => this.fillRow(stop)),
      nba: inParts(this.nbaPairs, 1, ([s, t]) => (this.sink ^= nba(s, t).length)),
      nbaBare: inParts(this.nbaPairs, 1, ([s, t]) => (this.sink ^= nbaBare(s, t).length)),
      closure: inParts(closed, 10, (arc) => {
        customizer.change(copy, [arc], [UNREACHABLE_MS]);
        this.slotsRefreshed += customizer.slotsRefreshed;
        this.closuresDone++;
      }),
      reopening: inParts(closed, 10, (arc) => customizer.change(copy, [arc], [weightsMs[arc]!])),
    };
  }

  /** A whole table, as `buildNodeTable` makes it: labels of all targets, then rows, 25 at a time. */
  private tableSubject(stops: readonly number[], table: Int32Array): Subject {
    const { metric } = this;
    const { rankOf, depth } = metric.hierarchy;
    const count = stops.length;
    const label = new Int32Array(depth);
    let labels: LabelSet | null = null;
    const rows = inParts(Array.from(stops.keys()), 25, (i) => {
      const rank = rankOf[stops[i]!]!;
      fillLabel(metric, rank, 'up', this.scratch, label, 0);
      fillRow(labels!, rank, label, 0, table.subarray(i * count, (i + 1) * count));
    });
    return { units: 1, parts: [() => (labels = buildLabels(metric, stops, 'down')), ...rows.parts] };
  }

  /** From one node to all stops, as for a vehicle on the road. */
  private fillRow(node: number): void {
    const rank = this.metric.hierarchy.rankOf[node]!;
    fillLabel(this.metric, rank, 'up', this.scratch, this.label, 0);
    fillRow(this.stopLabels, rank, this.label, 0, this.row);
  }

  nodesSettled(): number {
    let settled = 0;
    for (const [source, target] of this.pairs) {
      this.query.ms(this.metric, source, target);
      settled += this.query.nodesSettled;
    }
    return settled / this.pairs.length;
  }

  /** Of the whole table and of all pairs. */
  checksum(): string {
    const answers = this.pairs.map(([source, target]) => this.query.ms(this.metric, source, target));
    return checksum(answers, checksum(this.table)).toString(16).padStart(8, '0');
  }
}

/** Three significant digits, so that a report is readable. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}

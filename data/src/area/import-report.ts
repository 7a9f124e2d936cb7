/** What an import read, kept, dropped and why, as one plain object; `report-text.ts` says the same to people. */
import type { ArcGraph } from '@noriai/core/graph/arc-graph.ts';
import { roadClasses, UNKNOWN_GRADE_PERMILLE, type RoadGraph } from '@noriai/core/graph/road-graph.ts';
import type { FootNetwork } from '../streets/foot-network.ts';
import { footDropReasons } from '../streets/foot-way.ts';
import type { RoadNetwork } from '../streets/road-network.ts';
import { roadDropReasons } from '../streets/road-way.ts';
import type { StreetElements } from '../streets/street-elements.ts';
import type { LeftOutPart, StrongPart } from '../streets/strong-part.ts';
import { restrictionOutcomes } from '../streets/restriction-relation.ts';

/** Things of one kind: how many, what the word means, and the OSM ids of a few. */
export interface ReasonCount {
  readonly reason: string;
  readonly meaning: string;
  readonly count: number;
  readonly exampleIds: readonly number[];
}

export interface PartReport {
  /** Share of the nodes, and of the length of all arcs, that lies in the kept part, in thousandths. */
  readonly nodesPermille: number;
  readonly lengthPermille: number;
  readonly leftOutParts: number;
  readonly leftOutLengthM: number;
  readonly examples: readonly LeftOutPart[];
}

export interface GradeReport {
  /** Of arcs with a known grade, weighted by length, thousandths. */
  readonly medianPermille: number;
  readonly p90Permille: number;
  readonly mostPermille: number;
  /** Share of the length without a known grade, thousandths. */
  readonly unknownPermille: number;
}

/** Something the town should look at. */
export interface ImportWarning {
  readonly code:
    | 'stop_outside_area'
    | 'stop_far_from_street'
    | 'stop_not_reachable'
    | 'stop_far_from_path'
    | 'conditional_access'
    | 'streets_left_out'
    | 'elevation_missing';
  readonly text: string;
  readonly stopId?: string;
  readonly lat?: number;
  readonly lon?: number;
}

export interface ImportReport {
  readonly format: 'noriai-import-report-1';
  readonly areaId: string;
  readonly source: { readonly label: string; readonly kind: 'osm' | 'model'; readonly credit: string };
  readonly elevation: string | null;
  readonly marginM: number;
  /** Of the whole source. */
  readonly read: {
    readonly nodes: number;
    readonly ways: number;
    readonly relations: number;
    /** Ways with a `highway` that motor vehicles use, tracks apart. */
    readonly drivableWays: number;
    readonly waysByHighway: Readonly<Record<string, number>>;
  };
  readonly inside: {
    readonly nodes: number;
    readonly streets: number;
    readonly streetsOutside: number;
    readonly streetsCutAtBorder: number;
  };
  readonly road: {
    readonly nodes: number;
    readonly arcs: number;
    /** Length of streets, both directions counted once where both are open. */
    readonly streetLengthM: number;
    readonly lengthMByClass: Readonly<Record<string, number>>;
    readonly dropped: readonly ReasonCount[];
    readonly restrictions: readonly ReasonCount[];
    readonly forbiddenManoeuvres: number;
    readonly barriers: Readonly<Record<string, number>>;
    readonly privateArcsOpened: number;
    readonly strong: PartReport;
    readonly grade: GradeReport | null;
  };
  readonly foot: {
    readonly nodes: number;
    readonly arcs: number;
    readonly stairs: number;
    readonly dropped: readonly ReasonCount[];
    readonly strong: PartReport;
  };
  readonly stops: { readonly count: number; readonly reachable: number };
  readonly warnings: readonly ImportWarning[];
}

/** The account of a road network. */
export function roadReport(network: RoadNetwork): ImportReport['road'] {
  const { graph, gates } = network;
  const barriers: Record<string, number> = {};
  for (const gate of gates.values()) {
    const kind = gate.passage === 'open' ? 'open_with_limits' : gate.passage;
    barriers[kind] = (barriers[kind] ?? 0) + 1;
  }
  const lengthMByClass = streetLengths(graph);
  return {
    nodes: graph.nodeCount,
    arcs: graph.arcCount,
    streetLengthM: Object.values(lengthMByClass).reduce((a, b) => a + b, 0),
    lengthMByClass,
    dropped: reasonCounts(network.dropped, roadDropReasons),
    restrictions: reasonCounts(network.restrictions.outcomes, restrictionOutcomes),
    forbiddenManoeuvres: graph.firstForbidden.length - 1,
    barriers,
    privateArcsOpened: network.privateArcsOpened,
    strong: partReport(network.strong),
    grade: gradeReport(graph),
  };
}

export function footReport(network: FootNetwork): ImportReport['foot'] {
  const { graph } = network;
  return {
    nodes: graph.nodeCount,
    arcs: graph.arcCount,
    stairs: graph.arcSteps.reduce((count, steps, a) => count + Number(steps > 0 && isFirstOfPair(graph, a)), 0),
    dropped: reasonCounts(network.dropped, footDropReasons),
    strong: partReport(network.strong),
  };
}

export function readReport(elements: StreetElements): ImportReport['read'] {
  const { highways, ...counts } = elements.read;
  const byCount = [...highways].sort((a, b) => b[1] - a[1]);
  return {
    nodes: counts.nodes,
    ways: counts.ways,
    relations: counts.relations,
    drivableWays: counts.drivableWays,
    waysByHighway: Object.fromEntries(byCount),
  };
}

function reasonCounts(groups: ReadonlyMap<string, readonly number[]>, meanings: Readonly<Record<string, string>>) {
  return [...groups]
    .map(([reason, ids]) => ({ reason, meaning: meanings[reason]!, count: ids.length, exampleIds: ids.slice(0, 5) }))
    .sort((a, b) => b.count - a.count);
}

function partReport(part: StrongPart): PartReport {
  const permille = (kept: number, all: number) => (all === 0 ? 0 : Math.round((kept * 1000) / all));
  return {
    nodesPermille: permille(part.nodesKept, part.nodesBefore),
    lengthPermille: permille(part.lengthKeptM, part.lengthBeforeM),
    leftOutParts: part.partCount,
    leftOutLengthM: Math.round(part.lengthBeforeM - part.lengthKeptM),
    examples: part.examples,
  };
}

/** Metres of street by class, longest first; the two directions of a street share their course and count once. */
function streetLengths(graph: RoadGraph): Record<string, number> {
  const lengthsDm = new Float64Array(roadClasses.length);
  for (let a = 0; a < graph.arcCount; a++) {
    if (isFirstOfPair(graph, a)) lengthsDm[graph.arcClass[a]!]! += graph.arcLengthDm[a]!;
  }
  const lengths = roadClasses.map((name, i) => [name, Math.round(lengthsDm[i]! / 10)] as const);
  return Object.fromEntries(lengths.filter(([, lengthM]) => lengthM > 0).sort((a, b) => b[1] - a[1]));
}

type CourseGraph = ArcGraph & { readonly arcShape: Int32Array };

/** Whether no arc the other way along the same course comes before this one. */
function isFirstOfPair(graph: CourseGraph, arc: number): boolean {
  const head = graph.arcHead[arc]!;
  for (let a = graph.firstArc[head]!; a < graph.firstArc[head + 1]!; a++) {
    if (graph.arcHead[a] === graph.arcTail[arc] && graph.arcShape[a] === ~graph.arcShape[arc]!) return arc < a;
  }
  return true;
}

function gradeReport(graph: RoadGraph): GradeReport | null {
  const arcs = Array.from({ length: graph.arcCount }, (_, a) => a);
  const known = arcs.filter((a) => graph.arcGradePermille[a] !== UNKNOWN_GRADE_PERMILLE);
  if (known.length === 0) return null;
  const steepness = (a: number) => Math.abs(graph.arcGradePermille[a]!);
  known.sort((a, b) => steepness(a) - steepness(b));
  const lengthDm = (list: readonly number[]) => list.reduce((sum, a) => sum + graph.arcLengthDm[a]!, 0);
  const knownDm = lengthDm(known);
  const quantile = (part: number) => {
    let doneDm = 0;
    return steepness(known.find((a) => (doneDm += graph.arcLengthDm[a]!) >= part * knownDm) ?? known.at(-1)!);
  };
  return {
    medianPermille: quantile(0.5),
    p90Permille: quantile(0.9),
    mostPermille: quantile(1),
    unknownPermille: Math.round(1000 - (knownDm * 1000) / Math.max(1, lengthDm(arcs))),
  };
}

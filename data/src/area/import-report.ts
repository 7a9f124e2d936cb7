/** What an import read, kept, dropped and why: one plain object for programs, and the same as text for people. */
import type { ArcGraph } from '@noriai/core/graph/arc-graph.ts';
import { roadClasses, UNKNOWN_GRADE_PERMILLE, type RoadGraph } from '@noriai/core/graph/road-graph.ts';
import type { FootNetwork } from '../streets/foot-network.ts';
import { footDropReasons } from '../streets/foot-way.ts';
import type { RoadNetwork } from '../streets/road-network.ts';
import { roadDropReasons } from '../streets/road-way.ts';
import type { StreetElements } from '../streets/street-elements.ts';
import type { LeftOutPart, StrongPart } from '../streets/strong-part.ts';
import { restrictionOutcomes } from '../streets/turn-restrictions.ts';

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

/** The report for people, a few screens at most. */
export function reportText(report: ImportReport): string {
  const { read, inside, road, foot } = report;
  const lines = [
    `Area ${report.areaId} from ${report.source.label}${report.elevation ? ` and ${report.elevation}` : ''}`,
    `  ${report.source.credit}`,
    `Read:  ${count(read.nodes)} nodes, ${count(read.ways)} ways (${count(read.drivableWays)} drivable), ${count(read.relations)} relations`,
    `Kept:  ${count(inside.nodes)} nodes and ${count(inside.streets)} streets and paths inside the polygon and ${report.marginM} m around it;`,
    `       ${count(inside.streetsOutside)} lie outside, ${count(inside.streetsCutAtBorder)} were cut at the border`,
    `Drive: ${count(road.nodes)} nodes, ${count(road.arcs)} arcs, ${km(road.streetLengthM)} of streets`,
    ...Object.entries(road.lengthMByClass).map(([name, lengthM]) => `       ${name} ${km(lengthM)}`),
    ...partLines(road.strong),
    ...road.dropped.map((item) => `       dropped ${count(item.count)} ways: ${item.meaning}`),
    ...road.restrictions.map((item) => `       turn restrictions: ${count(item.count)} ${item.meaning}`),
    ...Object.entries(road.barriers).map(([kind, n]) => `       barriers: ${count(n)} ${kind.replaceAll('_', ' ')}`),
    ...(road.grade ? [gradeLine(road.grade)] : ['       grade: not known, no terrain model was given']),
    `Walk:  ${count(foot.nodes)} nodes, ${count(foot.arcs)} arcs, ${count(foot.stairs)} flights of stairs`,
    ...partLines(foot.strong),
    ...foot.dropped.map((item) => `       dropped ${count(item.count)} ways: ${item.meaning}`),
    `Stops: ${count(report.stops.reachable)} of ${count(report.stops.count)} can be driven to`,
    ...report.warnings.map((warning) => `Look:  ${warning.text}`),
  ];
  return lines.join('\n');
}

function partLines(part: PartReport): string[] {
  const [nodes, length] = [part.nodesPermille, part.lengthPermille].map((permille) => (permille / 10).toFixed(1));
  const first = `       strongly connected and kept: ${nodes} % of the nodes, ${length} % of the length`;
  if (part.leftOutParts === 0) return [first];
  const examples = part.examples.slice(0, 3).map((example) => {
    return `${km(example.lengthM)} near ${(example.latE7 / 1e7).toFixed(5)}, ${(example.lonE7 / 1e7).toFixed(5)}`;
  });
  return [
    first,
    `       left out: ${count(part.leftOutParts)} parts, ${km(part.leftOutLengthM)}: ${examples.join('; ')} …`,
  ];
}

function gradeLine(grade: GradeReport): string {
  const [median, p90, most] = [grade.medianPermille, grade.p90Permille, grade.mostPermille].map((g) =>
    (g / 10).toFixed(1),
  );
  return `       grade: median ${median} %, nine tenths below ${p90} %, steepest ${most} %`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function km(lengthM: number): string {
  return `${(lengthM / 1000).toLocaleString('en-US', { maximumFractionDigits: 1 })} km`;
}

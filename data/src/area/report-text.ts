/** The report of an import as text for people. */
import type { GradeReport, ImportReport, PartReport } from './import-report.ts';

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

/**
 * What a drivable network is like, in the figures that real ones are known by: lengths between junctions, streets at a
 * junction, dead ends, one-ways, detour, and how main roads wind. Measured on the finished elements, not on the
 * generator's own lists.
 */
import { seededRandom } from '@noriai/core/containers/random.ts';
import { makeCostQueue } from './streets/cost-queue.ts';
import { distanceM, type Plane, type Point } from './land/plane.ts';
import type { TownElements } from './town-elements.ts';
import type { OsmWay } from '../osm/osm-elements.ts';

export interface StreetStats {
  readonly junctions: number;
  readonly streets: number;
  readonly lengthKm: number;
  readonly edgeMedianM: number;
  readonly edgeP90M: number;
  /** Per mille of junctions with 1, 2, 3, 4, 5 and more streets. */
  readonly degreePermille: readonly number[];
  /** Of the directed edges. */
  readonly onewayPermille: number;
  readonly detourMedianPercent: number;
  readonly detourP90Percent: number;
}

export interface WindingStats {
  readonly windows: number;
  readonly medianPercent: number;
  readonly p75Percent: number;
  readonly p90Percent: number;
}

interface Edge {
  readonly to: number;
  readonly lengthM: number;
  readonly oneway: boolean;
}

const driveHighways = new Set([
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living_street',
]);

/** @param isInside which junctions count; an edge counts with both ends inside */
export function measureStreets(town: TownElements, plane: Plane, isInside: (point: Point) => boolean): StreetStats {
  const points = nodePoints(town, plane);
  const edges = junctionEdges(town, points);
  const inside = [...edges.keys()].filter((node) => isInside(points.get(node)!));
  const insideSet = new Set(inside);
  const inner = inside.flatMap((node) => edges.get(node)!.filter((e) => insideSet.has(e.to) && node <= e.to));
  const lengths = inner.map((edge) => edge.lengthM).toSorted((a, b) => a - b);
  const oneways = inner.filter((edge) => edge.oneway).length;
  const detours = detourPercents(inside, insideSet, edges, points);
  const degrees = [1, 2, 3, 4, 5].map(
    (degree) => inside.filter((n) => Math.min(5, edges.get(n)!.length) === degree).length,
  );
  return {
    junctions: inside.length,
    streets: inner.length,
    lengthKm: Math.round(lengths.reduce((sum, m) => sum + m, 0) / 100) / 10,
    edgeMedianM: Math.round(quantile(lengths, 0.5) * 10) / 10,
    edgeP90M: Math.round(quantile(lengths, 0.9) * 10) / 10,
    degreePermille: degrees.map((count) => Math.round((1000 * count) / inside.length)),
    onewayPermille: Math.round((1000 * oneways) / (2 * inner.length - oneways)),
    detourMedianPercent: Math.round(quantile(detours, 0.5)),
    detourP90Percent: Math.round(quantile(detours, 0.9)),
  };
}

/** How main roads wind: way length / beeline in windows of a length, one window every half length. */
export function measureWinding(town: TownElements, plane: Plane, windowM: number): WindingStats {
  const points = nodePoints(town, plane);
  const percents = mainRoadCourses(town).flatMap((nodes) =>
    windowPercents(
      nodes.map((n) => points.get(n)!),
      windowM,
    ),
  );
  percents.sort((a, b) => a - b);
  return {
    windows: percents.length,
    medianPercent: Math.round(quantile(percents, 0.5)),
    p75Percent: Math.round(quantile(percents, 0.75)),
    p90Percent: Math.round(quantile(percents, 0.9)),
  };
}

/** The value at a part of a sorted list. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}

function nodePoints(town: TownElements, plane: Plane): Map<number, Point> {
  return new Map(town.nodes.map((node) => [node.id, plane.point(node.latE7 / 1e7, node.lonE7 / 1e7)]));
}

/** Junctions and dead ends with the streets between them; a street's inner points are passed over. */
function junctionEdges(town: TownElements, points: ReadonlyMap<number, Point>): Map<number, Edge[]> {
  const pieces = new Map<number, Edge[]>();
  for (const way of town.ways) if (driveHighways.has(way.tags['highway'] ?? '')) addPieces(way, points, pieces);
  const isJunction = (node: number) => pieces.get(node)!.length !== 2;
  const edges = new Map<number, Edge[]>();
  for (const node of pieces.keys()) {
    if (!isJunction(node)) continue;
    edges.set(
      node,
      pieces.get(node)!.map((first) => followStreet(pieces, isJunction, node, first)),
    );
  }
  return edges;
}

function addPieces(way: OsmWay, points: ReadonlyMap<number, Point>, pieces: Map<number, Edge[]>): void {
  const oneway = way.tags['oneway'] === 'yes';
  for (let i = 0; i + 1 < way.nodeIds.length; i++) {
    const [a, b] = [way.nodeIds[i]!, way.nodeIds[i + 1]!];
    const lengthM = distanceM(points.get(a)!, points.get(b)!);
    pieces.set(a, [...(pieces.get(a) ?? []), { to: b, lengthM, oneway }]);
    pieces.set(b, [...(pieces.get(b) ?? []), { to: a, lengthM, oneway }]);
  }
}

function followStreet(
  pieces: ReadonlyMap<number, Edge[]>,
  isJunction: (node: number) => boolean,
  from: number,
  first: Edge,
): Edge {
  let previous = from;
  let { to, lengthM } = first;
  while (!isJunction(to)) {
    const [one, other] = pieces.get(to)! as [Edge, Edge];
    const next = one.to === previous ? other : one;
    [previous, to, lengthM] = [to, next.to, lengthM + next.lengthM];
    if (to === from) break;
  }
  return { to, lengthM, oneway: first.oneway };
}

const DETOUR_SOURCES = 40;
const DETOUR_FROM_M = 200;
/** Farther pairs would compare the estates of a town with the mountain between them. */
const DETOUR_TO_M = 2500;

/** Network distance / beeline of pairs 200 m to 2.5 km apart, from seeded sources, sorted. */
function detourPercents(
  inside: readonly number[],
  insideSet: ReadonlySet<number>,
  edges: ReadonlyMap<number, Edge[]>,
  points: ReadonlyMap<number, Point>,
): number[] {
  const random = seededRandom(7);
  const percents: number[] = [];
  for (let i = 0; i < DETOUR_SOURCES; i++) {
    const source = inside[Math.floor(random() * inside.length)]!;
    for (const [node, networkM] of distancesFrom(source, edges)) {
      const beelineM = distanceM(points.get(source)!, points.get(node)!);
      const isFar = beelineM >= DETOUR_FROM_M && beelineM <= DETOUR_TO_M;
      if (insideSet.has(node) && isFar && random() < 0.2) percents.push((100 * networkM) / beelineM);
    }
  }
  return percents.sort((a, b) => a - b);
}

function distancesFrom(source: number, edges: ReadonlyMap<number, Edge[]>): Map<number, number> {
  const best = new Map([[source, 0]]);
  const done = new Map<number, number>();
  const nodes = [...edges.keys()];
  const indexOf = new Map(nodes.map((node, i) => [node, i]));
  const queue = makeCostQueue();
  queue.push(0, indexOf.get(source)!);
  for (let i = queue.pop(); i >= 0; i = queue.pop()) {
    const node = nodes[i]!;
    if (done.has(node)) continue;
    const soFar = best.get(node)!;
    done.set(node, soFar);
    for (const edge of edges.get(node)!) {
      const there = soFar + edge.lengthM;
      if (there >= (best.get(edge.to) ?? Infinity) || !indexOf.has(edge.to)) continue;
      best.set(edge.to, there);
      queue.push(there, indexOf.get(edge.to)!);
    }
  }
  return done;
}

/** Main roads by name, their ways put end to end. */
function mainRoadCourses(town: TownElements): number[][] {
  const byName = new Map<string, number[][]>();
  for (const way of town.ways) {
    if (!['trunk', 'primary', 'secondary'].includes(way.tags['highway'] ?? '')) continue;
    const name = way.tags['name'] ?? '';
    byName.set(name, [...(byName.get(name) ?? []), [...way.nodeIds]]);
  }
  return [...byName.values()].flatMap(chain);
}

function chain(parts: number[][]): number[][] {
  const chains: number[][] = [];
  const left = [...parts];
  for (let course = left.shift(); course !== undefined; course = left.shift()) {
    for (let grown = true; grown;) {
      const end: number = course[course.length - 1]!;
      const start: number = course[0]!;
      const after = left.findIndex((part) => part[0] === end);
      const before = left.findIndex((part) => part[part.length - 1] === start);
      if (after >= 0) course = [...course, ...left.splice(after, 1)[0]!.slice(1)];
      else if (before >= 0) course = [...left.splice(before, 1)[0]!, ...course.slice(1)];
      else grown = false;
    }
    chains.push(course);
  }
  return chains;
}

function windowPercents(course: readonly Point[], windowM: number): number[] {
  const stepM = 20;
  const points: Point[] = [];
  let aheadM = 0;
  for (let i = 0; i + 1 < course.length; i++) {
    const [a, b] = [course[i]!, course[i + 1]!];
    const lengthM = distanceM(a, b);
    for (; aheadM < lengthM; aheadM += stepM) {
      points.push({ x: a.x + ((b.x - a.x) * aheadM) / lengthM, y: a.y + ((b.y - a.y) * aheadM) / lengthM });
    }
    aheadM -= lengthM;
  }
  const span = windowM / stepM;
  const percents: number[] = [];
  for (let i = 0; i + span < points.length; i += span / 2) {
    percents.push((100 * windowM) / Math.max(1, distanceM(points[i]!, points[i + span]!)));
  }
  return percents;
}

/**
 * Keeps the part of a network in which everything can be reached from everywhere, and says what was left out: a
 * vehicle that drove into the rest would never come back, or would never get there. A walker never goes far, so of
 * paths every part of some size is kept.
 */
import { buildArcGraph } from '@noriai/core/graph/arc-graph.ts';
import { strongComponents } from '@noriai/core/graph/strong-components.ts';

export interface PlainArc {
  readonly tail: number;
  readonly head: number;
  readonly lengthDm: number;
  readonly wayId?: number;
}

/** One connected piece of what was left out. */
export interface LeftOutPart {
  readonly latE7: number;
  readonly lonE7: number;
  readonly lengthM: number;
  readonly wayIds: readonly number[];
}

export interface StrongPart {
  /** 1 for each arc that is kept. */
  readonly isKept: Uint8Array;
  readonly nodesBefore: number;
  readonly nodesKept: number;
  /** Length of all arcs, each direction counted. */
  readonly lengthBeforeM: number;
  readonly lengthKeptM: number;
  readonly partCount: number;
  /** The longest of what was left out, at most `MOST_EXAMPLES`. */
  readonly examples: readonly LeftOutPart[];
}

const MOST_EXAMPLES = 10;

/**
 * The largest strongly connected part (most nodes). O(nodes + arcs).
 *
 * @param pointOf place of a vertex, for examples
 * @param alsoFromM keeps every other part, too, whose arcs (each direction counted) are at least this long together
 */
export function largestStrongPart(
  arcs: readonly PlainArc[],
  pointOf: (vertex: number) => readonly [latE7: number, lonE7: number],
  alsoFromM = Infinity,
): StrongPart {
  const indexOf = new Map<number, number>();
  for (const { tail, head } of arcs) {
    if (!indexOf.has(tail)) indexOf.set(tail, indexOf.size);
    if (!indexOf.has(head)) indexOf.set(head, indexOf.size);
  }
  const tails = arcs.map((arc) => indexOf.get(arc.tail)!);
  const heads = arcs.map((arc) => indexOf.get(arc.head)!);
  const components = strongComponents(buildArcGraph(indexOf.size, tails, heads).graph);
  const partOf = (a: number) =>
    components.ofNode[tails[a]!] === components.ofNode[heads[a]!] ? components.ofNode[tails[a]!]! : -1;
  const lengthsM = new Float64Array(components.count);
  arcs.forEach((arc, a) => {
    if (partOf(a) >= 0) lengthsM[partOf(a)]! += arc.lengthDm / 10;
  });
  const isPartKept = Array.from(lengthsM, (lengthM, part) => part === components.largest || lengthM >= alsoFromM);
  const isKept = Uint8Array.from(arcs, (_, a) => Number(partOf(a) >= 0 && isPartKept[partOf(a)]!));
  const parts = leftOutParts(arcs, tails, heads, isKept, indexOf.size);
  const lengthM = (isCounted: (a: number) => boolean) =>
    arcs.reduce((sum, arc, a) => sum + (isCounted(a) ? arc.lengthDm / 10 : 0), 0);
  return {
    isKept,
    nodesBefore: indexOf.size,
    nodesKept: components.nodeCounts.reduce((sum, count, part) => sum + (isPartKept[part] ? count : 0), 0),
    lengthBeforeM: lengthM(() => true),
    lengthKeptM: lengthM((a) => isKept[a] === 1),
    partCount: parts.length,
    examples: parts.slice(0, MOST_EXAMPLES).map((part) => {
      const [latE7, lonE7] = pointOf(arcs[part.arcs[0]!]!.tail);
      const wayIds = [...new Set(part.arcs.map((a) => arcs[a]!.wayId ?? 0))].slice(0, 5);
      return { latE7, lonE7, lengthM: Math.round(part.lengthM), wayIds };
    }),
  };
}

/** Arcs that were left out, grouped by touching each other, longest group first. */
function leftOutParts(
  arcs: readonly PlainArc[],
  tails: readonly number[],
  heads: readonly number[],
  isKept: Uint8Array,
  vertexCount: number,
): { lengthM: number; arcs: number[] }[] {
  const parent = Uint32Array.from({ length: vertexCount }, (_, i) => i);
  const keptVertices = new Uint8Array(vertexCount);
  for (let a = 0; a < arcs.length; a++) if (isKept[a] === 1) keptVertices[tails[a]!] = keptVertices[heads[a]!] = 1;
  const left = arcs.flatMap((_, a) => (isKept[a] === 1 ? [] : [a]));
  for (const a of left) {
    const [tail, head] = [tails[a]!, heads[a]!];
    if (keptVertices[tail] === 0 && keptVertices[head] === 0) parent[rootOf(parent, tail)] = rootOf(parent, head);
  }
  const groups = new Map<number, { lengthM: number; arcs: number[] }>();
  for (const a of left) {
    const root = rootOf(parent, keptVertices[tails[a]!] === 0 ? tails[a]! : heads[a]!);
    const group = groups.get(root) ?? { lengthM: 0, arcs: [] };
    group.lengthM += arcs[a]!.lengthDm / 10;
    group.arcs.push(a);
    groups.set(root, group);
  }
  return [...groups.values()].sort((x, y) => y.lengthM - x.lengthM || x.arcs[0]! - y.arcs[0]!);
}

/** Root of a disjoint-set forest, halving the path. */
export function rootOf(parent: Uint32Array, item: number): number {
  let at = item;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

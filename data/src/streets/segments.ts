/**
 * Cuts ways into segments: the stretches between places where something can be decided or changes. A node in the
 * middle of one way that no other way uses is only a point of a segment's course.
 */

/** A stretch of one way. */
export interface Segment {
  /** Index of the way it is part of. */
  readonly way: number;
  /** Node indices along it, ends included, at least 2. */
  readonly nodes: Uint32Array;
  /** Vertices at its ends: the node itself, or a copy of it where the node keeps its neighbours apart. */
  readonly tail: number;
  readonly head: number;
}

/** Vertex v < nodeCount is node v; vertex nodeCount + i is a copy of node `copyOf[i]`. */
export interface SegmentNetwork {
  readonly nodeCount: number;
  readonly segments: readonly Segment[];
  readonly copyOf: readonly number[];
}

export interface CutOptions {
  /** Nodes where a segment must end although only one way uses them. */
  readonly isBreak: (node: number) => boolean;
  /** Nodes that keep all that meets there apart (a bollard): each segment ends at a copy of its own. */
  readonly isApart: (node: number) => boolean;
}

/** O(nodes of all runs). */
export function cutIntoSegments(
  ways: readonly { readonly runs: readonly Uint32Array[] }[],
  nodeCount: number,
  options: CutOptions,
): SegmentNetwork {
  const uses = countUses(ways, nodeCount);
  const copyOf: number[] = [];
  const segments: Segment[] = [];
  const vertexOf = (node: number): number => {
    if (!options.isApart(node)) return node;
    copyOf.push(node);
    return nodeCount + copyOf.length - 1;
  };
  ways.forEach((way, w) => {
    for (const run of way.runs) {
      let from = 0;
      for (let i = 1; i < run.length; i++) {
        const node = run[i]!;
        const isEnd = i === run.length - 1 || uses[node]! > 1 || options.isBreak(node) || options.isApart(node);
        if (!isEnd) continue;
        const nodes = run.subarray(from, i + 1);
        segments.push({ way: w, nodes, tail: vertexOf(run[from]!), head: vertexOf(node) });
        from = i;
      }
    }
  });
  return { nodeCount, segments, copyOf };
}

/** How often a node is used, capped at 2; the end of a run counts twice, since attributes may change there. */
function countUses(ways: readonly { readonly runs: readonly Uint32Array[] }[], nodeCount: number): Uint8Array {
  const uses = new Uint8Array(nodeCount);
  for (const way of ways) {
    for (const run of way.runs) {
      for (const node of run) uses[node] = Math.min(2, uses[node]! + 1);
      uses[run[0]!] = 2;
      uses[run[run.length - 1]!] = 2;
    }
  }
  return uses;
}

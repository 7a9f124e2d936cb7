/**
 * Graphs in the text format of the 9th DIMACS challenge: a `.gr` file with arcs and weights, a `.co` file with coordinates.
 * Nodes count from 1 in the files and from 0 here.
 */
import { buildArcGraph, type ArcGraph } from './arc-graph.ts';

export interface DimacsGraph {
  readonly graph: ArcGraph;
  /** Of each arc of the graph, as in the file. */
  readonly weights: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A file that is not in the format. */
export class DimacsError extends Error {
  override readonly name = 'DimacsError';
}

/** @throws DimacsError with the line, when a node does not exist or a weight is no whole number from 0 to 1,000,000 */
export function readDimacs(grText: string, coText: string): DimacsGraph {
  const tails: number[] = [];
  const heads: number[] = [];
  const weights: number[] = [];
  let nodeCount = -1;
  forEachLine(grText, (fields, line) => {
    if (fields[0] === 'p') nodeCount = wholeNumber(fields[2], 1, 8_388_608, line);
    if (fields[0] !== 'a') return;
    tails.push(wholeNumber(fields[1], 1, nodeCount, line) - 1);
    heads.push(wholeNumber(fields[2], 1, nodeCount, line) - 1);
    weights.push(wholeNumber(fields[3], 0, 1_000_000, line));
  });
  if (nodeCount < 0) throw new DimacsError('the .gr file has no line "p sp NODES ARCS"');
  const x = new Float64Array(nodeCount);
  const y = new Float64Array(nodeCount);
  let located = 0;
  forEachLine(coText, (fields, line) => {
    if (fields[0] !== 'v') return;
    const node = wholeNumber(fields[1], 1, nodeCount, line) - 1;
    x[node] = wholeNumber(fields[2], -2e9, 2e9, line);
    y[node] = wholeNumber(fields[3], -2e9, 2e9, line);
    located++;
  });
  if (located < nodeCount) throw new DimacsError(`the .co file places ${located} nodes, the .gr file has ${nodeCount}`);
  const { graph, order } = buildArcGraph(nodeCount, tails, heads);
  return { graph, weights: Int32Array.from(order, (given) => weights[given]!), x, y };
}

function forEachLine(text: string, visit: (fields: string[], line: string) => void): void {
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const line = text.slice(start, end).trim();
    if (line !== '') visit(line.split(/\s+/), line);
    start = end + 1;
  }
}

function wholeNumber(field: string | undefined, least: number, most: number, line: string): number {
  const value = Number(field);
  if (field !== undefined && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new DimacsError(`got "${line}", expected whole numbers, here from ${least} to ${most}`);
}

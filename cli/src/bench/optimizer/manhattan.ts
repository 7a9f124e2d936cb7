/** The dynamic instance on the streets of Manhattan: drive times, requests, vehicles. See the README beside the files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildArcGraph, type ArcGraph } from '@noriai/core/graph/arc-graph.ts';
import { driveTimes, type DriveTimes } from '@noriai/core/optimizer/drive-times.ts';
import { Dijkstra } from '@noriai/core/routing/dijkstra.ts';

export interface Streets {
  readonly graph: ArcGraph;
  readonly arcSec: Int32Array;
  readonly times: DriveTimes;
}

export interface TripRequest {
  readonly timeSec: number;
  readonly origin: number;
  readonly destination: number;
}

export function readStreets(dir: string): Streets {
  const arcs = readCsv(join(dir, 'edges_sorted.csv'));
  const column = (index: number) => arcs.map((arc) => arc[index]!);
  return streetsOf(readCsv(join(dir, 'nodes.csv')).length, column(1), column(2), column(3));
}

/** Works out the full table of a network: a Dijkstra from every node, exact whole seconds. */
export function streetsOf(
  nodeCount: number,
  tails: readonly number[],
  heads: readonly number[],
  seconds: readonly number[],
): Streets {
  const { graph, order } = buildArcGraph(nodeCount, tails, heads);
  const arcSec = Int32Array.from(order, (arc) => seconds[arc]!);
  const table = new Uint16Array(nodeCount * nodeCount);
  const search = new Dijkstra(graph);
  for (let from = 0; from < nodeCount; from++) {
    search.run(from, arcSec);
    for (let to = 0; to < nodeCount; to++)
      table[from * nodeCount + to] = search.isReached(to) ? search.distance(to) : 0xffff;
  }
  return { graph, arcSec, times: driveTimes(nodeCount, table, { triangleExcessSec: 0 }) };
}

export function readRequests(dir: string, size: string): TripRequest[] {
  return readCsv(join(dir, `requests_${size}.csv`)).map(([timeSec, origin, destination]) => ({
    timeSec: timeSec!,
    origin: origin!,
    destination: destination!,
  }));
}

/** Start node of each vehicle; all have four seats. */
export function readVehicles(dir: string, size: string): number[] {
  return readCsv(join(dir, `vehicles_${size}.csv`)).map(([node]) => node!);
}

/** The node after `from` on a shortest way to `to`. */
export function nextNode({ graph, arcSec, times }: Streets, from: number, to: number): { node: number; sec: number } {
  const { sec, locationCount } = times;
  const left = sec[from * locationCount + to]!;
  for (let arc = graph.firstArc[from]!; arc < graph.firstArc[from + 1]!; arc++) {
    const node = graph.arcHead[arc]!;
    const beyond = left - arcSec[arc]!;
    if (beyond === sec[node * locationCount + to]) return { node, sec: arcSec[arc]! };
  }
  throw new Error(`no way from ${from} to ${to}`);
}

function readCsv(path: string): number[][] {
  if (!existsSync(path)) throw new Error(`${path} is missing: give the folder of the benchmark files with --dir`);
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => line.split(',').map(Number));
}

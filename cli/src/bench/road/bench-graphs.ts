/** The graphs of `noriai bench road`: from DIMACS files, plain or gzipped, or generated. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readDimacs } from '@noriai/core/graph/dimacs.ts';
import type { ArcGraph } from '@noriai/core/graph/arc-graph.ts';
import { valleyNetwork } from '@noriai/core/testing/valley-network.ts';
import { projectDir } from '../../project-dir.ts';

export interface BenchGraph {
  readonly name: string;
  readonly graph: ArcGraph;
  readonly weightsMs: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const sharedGraphs = [
  { name: 'manhattan', gr: 'manhattan.time.gr', co: 'manhattan.co' },
  { name: 'osm-andorra', gr: 'osm-andorra.time.gr', co: 'osm-andorra.co' },
  { name: 'bremen_time', gr: 'bremen_time.time.gr.gz', co: 'bremen_time.co.gz' },
];

/** Weights of the files are tenths of a second. */
const MS_PER_WEIGHT = 100;

/** The graphs that lie in `../shared/bench/graphs`, in order; those that are missing are left out. */
export function sharedBenchGraphs(): (() => BenchGraph)[] {
  const folder = join(projectDir, '..', 'shared', 'bench', 'graphs');
  return sharedGraphs
    .filter(({ gr, co }) => existsSync(join(folder, gr)) && existsSync(join(folder, co)))
    .map(
      ({ name, gr, co }) =>
        () =>
          benchGraphOfFiles(name, join(folder, gr), join(folder, co)),
    );
}

/** @throws DimacsError, or what the file system says */
export function benchGraphOfFiles(name: string, grPath: string, coPath: string): BenchGraph {
  const { graph, weights, x, y } = readDimacs(textOf(grPath), textOf(coPath));
  return { name, graph, weightsMs: weights.map((weight) => weight * MS_PER_WEIGHT), x, y };
}

export function generatedGraph(nodeCount: number): BenchGraph {
  return { name: `generated-${nodeCount / 1000}k`, ...valleyNetwork(nodeCount, 1) };
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

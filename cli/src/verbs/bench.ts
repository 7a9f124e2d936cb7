/** `noriai bench road`: the road engine measured beside Dijkstra and nba* in one run. */
import { cpus, loadavg } from 'node:os';
import { basename } from 'node:path';
import { Command } from 'commander';
import { appendHistory } from '../bench/history.ts';
import type { BenchGraph } from '../bench/road/bench-graphs.ts';
import type { RoadBenchResult } from '../bench/road/measure-graph.ts';
import { printJson, say } from '../say.ts';
import { loadVerb } from './bench-load.ts';
import { optimizerBenches } from './bench-optimizer.ts';

interface RoadFlags {
  readonly quick: boolean;
  readonly graph?: string;
  readonly coords?: string;
  readonly history: boolean;
  readonly json: boolean;
}

const GENERATED_NODES = 500_000;

export function benchVerb(): Command {
  const bench = new Command('bench').description('measure the engines').addCommand(roadVerb()).addCommand(loadVerb());
  for (const verb of optimizerBenches()) bench.addCommand(verb);
  return bench;
}

function roadVerb(): Command {
  return new Command('road')
    .description(
      'road engine: queries, closures, tables against Dijkstra and ngraph.path, with a checksum of all answers',
    )
    .option('--quick', 'leave the generated network of 500,000 nodes out; done within 40 s', false)
    .option('--graph <file>', 'measure this graph instead: DIMACS .gr, tenths of a second, may be gzipped')
    .option('--coords <file>', 'its coordinates: DIMACS .co')
    .option('--no-history', 'do not append the figures to docs/benchmarks/history.ndjson')
    .option('--json', 'print one JSON document on standard output', false)
    .addHelpText(
      'after',
      `
Examples:
  noriai bench road --quick --json
  noriai bench road --graph city.gr.gz --coords city.co.gz`,
    )
    .action(runRoad);
}

async function runRoad(flags: RoadFlags): Promise<void> {
  const { largeEffort, measureGraph, quickEffort } = await import('../bench/road/measure-graph.ts');
  const graphs: Record<string, RoadBenchResult> = {};
  for (const load of await graphsToMeasure(flags)) {
    const input = load();
    say(`measuring ${input.name}: ${input.graph.nodeCount} nodes, ${input.graph.arcCount} arcs …`);
    graphs[input.name] = measureGraph(input, input.graph.nodeCount > 200_000 ? largeEffort : quickEffort);
    if (!flags.json) console.log(reportLines(input.name, graphs[input.name]!));
  }
  const document = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', load: loadavg()[0], graphs };
  if (flags.history) appendHistory('road', document);
  if (flags.json) printJson(document);
  if (Object.values(graphs).some((result) => !result.exact)) {
    say('an answer differs from that of Dijkstra or nba*: this is a bug, please report the graph');
    process.exitCode = 1;
  }
}

async function graphsToMeasure(flags: RoadFlags): Promise<(() => BenchGraph)[]> {
  const { benchGraphOfFiles, generatedGraph, sharedBenchGraphs } = await import('../bench/road/bench-graphs.ts');
  const { graph, coords } = flags;
  if ((graph === undefined) !== (coords === undefined)) throw new Error('give both --graph and --coords, or neither');
  if (graph !== undefined && coords !== undefined) {
    const name = basename(graph).replace(/(\.time)?\.gr(\.gz)?$/, '');
    return [() => benchGraphOfFiles(name, graph, coords)];
  }
  const shared = sharedBenchGraphs();
  if (shared.length === 0) say('../shared/bench/graphs is missing: its graphs are left out');
  return flags.quick ? shared : [...shared, () => generatedGraph(GENERATED_NODES)];
}

function reportLines(name: string, result: RoadBenchResult): string {
  const { times, ...rest } = result;
  const lines = Object.entries({ ...rest, ...times, counts: undefined, memory: undefined })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${key.padEnd(26)} ${String(value)}`);
  return [name, ...lines].join('\n');
}

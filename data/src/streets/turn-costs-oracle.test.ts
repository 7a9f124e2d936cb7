/** Turn costs on real streets against a search over arcs that knows no split junctions and no shortcuts. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { UNREACHABLE_MS } from '@noriai/core/routing/dijkstra.ts';
import { daytime } from '@noriai/core/routing/period.ts';
import {
  buildRoadMetric,
  buildRoadNetwork,
  updateRoadMetric,
  type RoadMetric,
} from '@noriai/core/routing/road-network.ts';
import { RoadQuery } from '@noriai/core/routing/road-query.ts';
import { buildStopTable, UNREACHABLE_SEC } from '@noriai/core/routing/stop-table.ts';
import { TurnKinds, turnMs } from '@noriai/core/routing/turn-costs.ts';
import { vehicleClassTable } from '@noriai/core/routing/vehicle-class.ts';
import { expect, test, vi } from 'vitest';
import { openPbfFile } from '../osm/pbf-file.ts';
import { regionOf } from './region.ts';
import { buildRoadNetwork as importRoads, readRoads } from './road-network.ts';
import { collectStreetElements } from './street-elements.ts';

// Real files on a busy machine: time must not decide.
vi.setConfig({ testTimeout: 180_000 });

const networks = resolve(import.meta.dirname, '../../../../shared/data/networks');
const WHOLE_WORLD = [[-10, 30], [150, 30], [150, 50], [-10, 50], [-10, 30]]; // prettier-ignore

for (const { name, file, trafficSide, seed } of [
  { name: 'Abeno', file: 'osaka_abeno.osm.pbf', trafficSide: 'left', seed: 1 },
  { name: 'Andorra', file: 'andorra.osm.pbf', trafficSide: 'right', seed: 2 },
] as const) {
  const path = join(networks, file);
  test.skipIf(!existsSync(path))(
    `shared: RD12 ${name}: every drive from a street, by microbus and sedan, also with closures`,
    async () => {
      const elements = await collectStreetElements(await openPbfFile(path), regionOf(WHOLE_WORLD, 0));
      const options = { areaId: 'test', credit: '', trafficSide, placesE7: [] };
      const { graph } = importRoads(
        elements,
        readRoads(elements, false),
        new Int32Array(elements.nodeIds.length),
        options,
      );
      const network = buildRoadNetwork(graph, { turnCosts: true });
      const random = seededRandom(seed);
      const closedArcs = Array.from({ length: 20 }, () => randomIndex(random, graph.arcCount));
      const query = new RoadQuery(network);
      let reached = 0;
      for (const vehicleClass of [vehicleClassTable.microbus, vehicleClassTable.sedan]) {
        const free = buildRoadMetric(network, vehicleClass, daytime);
        for (const metric of [free, updateRoadMetric(free, { closedArcs, slowdowns: [] })]) {
          const start = { arc: openArc(metric, random), offsetPermille: 1000 };
          const expected = msOverArcs(metric, start.arc);
          let differences = 0;
          for (let arc = 0; arc < graph.arcCount; arc++) {
            const ms = metric.arcMs[arc]! >= UNREACHABLE_MS ? UNREACHABLE_MS : expected[arc]!;
            const got = arc === start.arc ? ms : query.driveMs(metric, start, { arc, offsetPermille: 0 });
            if (got !== ms) differences++;
          }
          expect(differences, `seed ${seed}, ${vehicleClass.id}, from arc ${start.arc}`).toBe(0);
          const goals = Array.from({ length: 40 }, () => ({
            arc: randomIndex(random, graph.arcCount),
            offsetPermille: 0,
          }));
          const { sec, stopCount } = buildStopTable(metric, [start, ...goals]);
          goals.forEach(({ arc }, i) => {
            if (arc === start.arc) return;
            const ms = metric.arcMs[arc]! >= UNREACHABLE_MS ? UNREACHABLE_MS : expected[arc]!;
            expect(sec[i + 1], `row of ${stopCount}`).toBe(
              ms >= UNREACHABLE_MS ? UNREACHABLE_SEC : Math.ceil(ms / 1000),
            );
          });
          reached += expected.filter((ms) => ms < UNREACHABLE_MS).length;
        }
      }
      expect(reached).toBeGreaterThan(10_000); // most streets are reached: the comparison saw drives
    },
  );
}

function openArc(metric: RoadMetric, random: () => number): number {
  for (;;) {
    const arc = randomIndex(random, metric.arcMs.length);
    if (metric.arcMs[arc]! < UNREACHABLE_MS) return arc;
  }
}

/**
 * Milliseconds from the head of one arc to the tail of every arc, the turn into it included. A label is the arc driven last,
 * with the arcs before it as far as they may still grow into something forbidden.
 */
function msOverArcs({ network: { graph }, arcMs, vehicleClass }: RoadMetric, fromArc: number): number[] {
  const turns = new TurnKinds(graph);
  const { forbidden, beginnings } = sequencesOf(graph);
  const msTo = Array.from({ length: graph.arcCount }, () => UNREACHABLE_MS);
  const settled = new Set<string>();
  const buckets: { readonly ms: number; readonly history: readonly number[] }[][] = [];
  const push = (ms: number, history: readonly number[]): void =>
    void (buckets[Math.floor(ms / 1000)] ??= []).push({ ms, history });
  push(0, [fromArc]);
  for (let second = 0; second < buckets.length; second++) {
    const bucket = buckets[second] ?? [];
    while (bucket.length > 0) {
      bucket.sort((a, b) => b.ms - a.ms);
      const { ms, history } = bucket.pop()!;
      const name = history.join();
      if (settled.has(name)) continue;
      settled.add(name);
      const last = history.at(-1)!;
      const node = graph.arcHead[last]!;
      for (let arc = graph.firstArc[node]!; arc < graph.firstArc[node + 1]!; arc++) {
        const driven = [...history, arc];
        if (driven.some((_, i) => forbidden.has(driven.slice(i).join()))) continue;
        const beginMs = ms + turnMs(turns.kindOf(last, arc), vehicleClass.turning, vehicleClass.lengthDm);
        if (beginMs < msTo[arc]!) msTo[arc] = beginMs;
        if (beginMs + arcMs[arc]! >= UNREACHABLE_MS) continue;
        const kept = driven.findIndex((_, i) => i === driven.length - 1 || beginnings.has(driven.slice(i).join()));
        push(beginMs + arcMs[arc]!, driven.slice(kept));
      }
    }
  }
  return msTo;
}

function sequencesOf({ firstForbidden, forbiddenArc }: RoadGraph) {
  const forbidden = new Set<string>();
  const beginnings = new Set<string>();
  for (let r = 0; r + 1 < firstForbidden.length; r++) {
    const sequence = Array.from(forbiddenArc.subarray(firstForbidden[r], firstForbidden[r + 1]));
    forbidden.add(sequence.join());
    for (let length = 1; length < sequence.length; length++) beginnings.add(sequence.slice(0, length).join());
  }
  return { forbidden, beginnings };
}

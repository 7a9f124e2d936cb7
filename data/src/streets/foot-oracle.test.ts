/** The walkable network of real files against a plain graph of the same files that shares nothing with the importer. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { Dijkstra } from '@noriai/core/routing/dijkstra.ts';
import { expect, test, vi } from 'vitest';
import { openPbfFile } from '../osm/pbf-file.ts';
import { addPlainArc, emptyPlainGraph, haversineM, plainDistances, type PlainGraph } from '../testing/plain-graph.ts';
import { readWithSecondReader, type SecondOsm } from '../testing/second-pbf-reader.ts';
import { buildFootNetwork, readPaths } from './foot-network.ts';
import { regionOf } from './region.ts';
import { collectStreetElements } from './street-elements.ts';

// Real files on a busy machine: time must not decide.
vi.setConfig({ testTimeout: 180_000 });

const networks = resolve(import.meta.dirname, '../../../../shared/data/networks');
const isMissing = !existsSync(networks);
const roads =
  /^(trunk|primary|secondary|tertiary)(_link)?$|^(unclassified|residential|living_street|service|road|track)$/;
const paths = /^(footway|path|steps|pedestrian|cycleway|bridleway)$/;

test.skipIf(isMissing)('shared: Abeno: 100 walks are as long as in the plain graph', () =>
  compareWalks(join(networks, 'osaka_abeno.osm.pbf'), 3),
);
test.skipIf(isMissing)('shared: Andorra: 100 walks are as long as in the plain graph', () =>
  compareWalks(join(networks, 'andorra.osm.pbf'), 4),
);

/** Lengths may differ by half a decimetre an arc, and by what a plane differs from a sphere (1e-5). */
async function compareWalks(path: string, seed: number) {
  const plain = plainPaths(readWithSecondReader(path));
  const whole = regionOf([[-10, 30], [150, 30], [150, 50], [-10, 50], [-10, 30]], 0); // prettier-ignore
  const elements = await collectStreetElements(await openPbfFile(path), whole);
  const heights = new Int32Array(elements.nodeIds.length);
  const { graph, strong } = buildFootNetwork(elements, readPaths(elements, false), heights, { areaId: '', credit: '' });
  const plainLengthM = plain.arcs.reduce((sum, arc) => sum + arc.lengthM, 0);
  expect(Math.abs(strong.lengthBeforeM - plainLengthM)).toBeLessThan(graph.arcCount * 0.1 + plainLengthM * 1e-5);

  const nodeAt = new Map<string, number>();
  for (let n = 0; n < graph.nodeCount; n++) nodeAt.set(`${graph.nodeLatE7[n]} ${graph.nodeLonE7[n]}`, n);
  const kept = [...plain.out.keys()].filter((id) => nodeAt.has(plain.placeOf(id)));
  const search = new Dijkstra(graph);
  const lengthsDm = Int32Array.from(graph.arcLengthDm);
  const random = seededRandom(seed);
  const seen = { reached: 0, apart: 0 };
  for (let i = 0; i < 10; i++) {
    const from = kept[randomIndex(random, kept.length)]!;
    const expectedM = plainDistances(plain, from, (arc) => arc.lengthM);
    for (let k = 0; k < 10; k++) {
      const to = kept[randomIndex(random, kept.length)]!;
      const target = nodeAt.get(plain.placeOf(to))!;
      search.run(nodeAt.get(plain.placeOf(from))!, lengthsDm, target);
      const label = `seed ${seed}: ${from} to ${to}`;
      expect(search.isReached(target), label).toBe(expectedM.has(to));
      seen[expectedM.has(to) ? 'reached' : 'apart']++;
      if (!expectedM.has(to)) continue;
      const slackM = search.arcsTo(target).length * 0.05 + expectedM.get(to)! * 1e-5;
      expect(Math.abs(search.distance(target) / 10 - expectedM.get(to)!), label).toBeLessThanOrEqual(slackM);
    }
  }
  expect(seen.reached).toBeGreaterThan(50);
}

function plainPaths(osm: SecondOsm): PlainGraph {
  const graph = emptyPlainGraph(osm);
  for (const way of osm.ways.filter(({ tags }) => isWalkable(tags))) {
    for (let i = 0; i + 1 < way.refs.length; i++) {
      const [from, to] = [way.refs[i]!, way.refs[i + 1]!];
      const [a, b] = [osm.nodes.get(from), osm.nodes.get(to)];
      if (!a || !b || from === to) continue;
      const lengthM = haversineM(a, b);
      addPlainArc(graph, { from, to, lengthM, ms: 0 });
      addPlainArc(graph, { from: to, to: from, lengthM, ms: 0 });
    }
  }
  return graph;
}

/** As these two files need it: in neither does a barrier on a path stop a walker. */
function isWalkable(tags: Map<string, string>): boolean {
  const highway = tags.get('highway') ?? (tags.get('railway') === 'platform' ? 'footway' : '');
  const foot = tags.get('foot');
  if (!roads.test(highway) && !paths.test(highway)) return false;
  if (foot !== undefined) return !['no', 'private', 'use_sidepath'].includes(foot);
  if (['no', 'private'].includes(tags.get('access') ?? '')) return false;
  const isBeside = tags.get('sidewalk') === 'separate' || tags.get('sidewalk:both') === 'separate';
  return !(isBeside && roads.test(highway));
}

import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { randomGraph, randomWeights } from '../testing/random-graph.ts';
import { customize } from './hierarchy/customize.ts';
import { HierarchyQuery } from './hierarchy/hierarchy-query.ts';
import { buildHierarchy } from './hierarchy/hierarchy.ts';
import { NgraphPaths } from './ngraph-paths.ts';

test('the hierarchy equals nba* and A* of ngraph.path on random graphs', () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 100; seed++) {
    const random = seededRandom(seed);
    const { graph, x, y } = randomGraph(random);
    const weights = randomWeights(graph, random);
    const hierarchy = buildHierarchy(graph, x, y);
    const metric = customize(hierarchy, weights);
    const query = new HierarchyQuery(hierarchy);
    const oracle = new NgraphPaths(graph, weights, x, y);
    const finders = [oracle.finder('nba', false), oracle.finder('nba', true), oracle.finder('aStar', true)];
    for (let i = 0; i < 20; i++) {
      const source = randomIndex(random, graph.nodeCount);
      const target = randomIndex(random, graph.nodeCount);
      if (source === target) continue; // the library has its own ideas about these
      const ms = query.ms(metric, source, target);
      finders.forEach((find, f) => {
        if (oracle.pathMs(find(source, target)) !== ms) wrong.push(`seed ${seed}, ${source} to ${target}, finder ${f}`);
      });
    }
  }
  expect(wrong).toEqual([]);
});

import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { customize } from '@noriai/core/routing/hierarchy/customize.ts';
import { HierarchyQuery } from '@noriai/core/routing/hierarchy/hierarchy-query.ts';
import { buildHierarchy, packHierarchy } from '@noriai/core/routing/hierarchy/hierarchy.ts';
import { generatedGraph } from './bench-graphs.ts';

/** Opens what it was given and answers one question; nothing is copied between the threads. */
const workerCode = `
  import { parentPort, workerData } from 'node:worker_threads';
  const { openHierarchy } = await import(workerData.modules + 'hierarchy.ts');
  const { HierarchyQuery } = await import(workerData.modules + 'hierarchy-query.ts');
  const { arcMs, slotMs, pairs } = workerData;
  const hierarchy = openHierarchy(workerData.hierarchy);
  const query = new HierarchyQuery(hierarchy);
  parentPort.postMessage(pairs.map(([s, t]) => query.ms({ hierarchy, arcMs, slotMs }, s, t)));
`;

test('a worker thread answers on the same memory as the thread that made the metric', async () => {
  const { graph, weightsMs, x, y } = generatedGraph(2000);
  const hierarchy = buildHierarchy(graph, x, y);
  const share = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
  const arcMs = share(graph.arcCount);
  arcMs.set(weightsMs);
  const metric = customize(hierarchy, arcMs, share(hierarchy.slotCount));
  const pairs = Array.from({ length: 50 }, (_, i) => [(i * 37) % 2000, (i * 911) % 2000] as const);
  const workerData = {
    modules: import.meta.resolve('@noriai/core/routing/hierarchy/hierarchy.ts').replace(/hierarchy\.ts$/, ''),
    hierarchy: packHierarchy(hierarchy, (bytes) => new SharedArrayBuffer(bytes)),
    arcMs,
    slotMs: metric.slotMs,
    pairs,
  };
  const url = new URL(`data:text/javascript,${encodeURIComponent(workerCode)}`);
  const answers = await new Promise((resolve, reject) => {
    const worker = new Worker(url, { workerData });
    worker.on('message', resolve).on('error', reject);
  });
  const query = new HierarchyQuery(hierarchy);
  expect(answers).toEqual(pairs.map(([s, t]) => query.ms(metric, s, t)));
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeScenario } from '../scenario/read-scenario.ts';
import { frontierOf, smallestFleet, variantResults } from './frontier.ts';
import { jobGround, jobKey } from './job-key.ts';
import { runJobs } from './jobs.ts';
import { estimateOf, isClear, pairedDifference } from './statistics.ts';
import { axisOf, variantsOf } from './vary.ts';

const file = decodeScenario('s', {
  format: 'noriai-scenario-1',
  id: 'sweep',
  area: 'grid',
  firstDay: '2026-04-07',
  days: 1,
  fleet: { vehicles: 2 },
  demand: { kind: 'population', tripsPerDay: 25 },
});

describe('statistics', () => {
  test('mean and interval of three values', () => {
    // Deviation of 1, 2, 3 is 1; t for two degrees of freedom is 4.303; 4.303 / √3 = 2.484.
    const estimate = estimateOf([1, 2, 3])!;
    expect(estimate.mean).toBe(2);
    expect(estimate.plusMinus).toBeCloseTo(2.484, 3);
    expect([estimateOf([]), estimateOf([7])!.plusMinus]).toEqual([null, null]);
  });

  test('paired seeds find a small difference in a large spread', () => {
    const a = [100, 200, 300, 400];
    const b = [101, 202, 301, 402];
    const difference = pairedDifference(a, b)!;
    expect([difference.mean, isClear(difference)]).toEqual([1.5, true]);
    expect(pairedDifference([null, 1], [2, 3])!.count).toBe(1);
  });
});

describe('variants', () => {
  test('every combination, the last axis fastest; other fields stay', () => {
    const variants = variantsOf(file, [axisOf('fleet.vehicles=2,3'), axisOf('stops.doors=none,all')]);
    expect(variants.map(({ at }) => Object.values(at))).toEqual([
      [2, 'none'],
      [2, 'all'],
      [3, 'none'],
      [3, 'all'],
    ]);
    expect(variants[3]!.file).toEqual({ ...file, fleet: { vehicles: 3 }, stops: { doors: 'all' } });
    expect(() => axisOf('vehicles')).toThrow('give a field');
  });

  test('the frontier leaves out what is beaten in cost, wait and unmet; the smallest fleet keeps the level', () => {
    const result = (vehicles: number, costYen: number, waitMeanSec: number, unmetShare: number) => {
      const figure = (mean: number) => ({ mean, plusMinus: null, count: 1 });
      const figures = { costYen: figure(costYen), waitMeanSec: figure(waitMeanSec), unmetShare: figure(unmetShare) };
      return { at: { vehicles }, vehicles, figures };
    };
    const [two, three, bad, four] = [
      result(2, 20, 900, 0.3),
      result(3, 30, 600, 0.08),
      result(3, 35, 700, 0.1),
      result(4, 40, 500, 0.02),
    ];
    expect(frontierOf([four!, bad!, two!, three!])).toEqual([two, three, four]);
    expect(smallestFleet([two!, three!, bad!, four!], { maxWaitMeanSec: 720, maxUnmetShare: 0.1 })).toBe(three);
    expect(smallestFleet([two!], { maxWaitMeanSec: 720, maxUnmetShare: 0.1 })).toBeNull();
  });
});

describe('jobs on worker threads', () => {
  test('what was done before an interruption is not done again, a torn line is; results come in the order of the jobs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'noriai-sweep-'));
    try {
      const path = join(folder, 'sweep.jsonl');
      const jobs = [1, 2].map((seed) => ({ file, seed }));
      const done = {
        key: jobKey(jobs[0]!, jobGround(folder)),
        scenario: 'sweep',
        seed: 1,
        values: { served: -1 },
        hash: 'kept',
      };
      writeFileSync(path, `${JSON.stringify(done)}\n{"key":"torn`);
      const shown: number[] = [];
      const options = { dataDir: folder, resultsPath: path, workers: 1, onProgress: (n: number) => shown.push(n) };
      const results = await runJobs(jobs, options);
      expect(results.map(({ seed }) => seed)).toEqual([1, 2]);
      expect(results[0]!.hash).toBe('kept');
      expect(results[1]!.values['served']).toBeGreaterThan(3);
      expect(shown).toEqual([1, 2]);
      expect(readFileSync(path, 'utf8')).toContain(results[1]!.hash);
      const variants = jobs.map((job) => ({ file: job.file, at: {} }));
      expect(variantResults(variants, results, 1)[1]!.figures['served']!.count).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('other code, other streets, another trip table, another seed make another job; the list of seeds does not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'noriai-key-'));
    try {
      const area = join(folder, 'areas', 'my-town');
      mkdirSync(area, { recursive: true });
      const table = join(folder, 'trips.csv');
      const inTown = { ...file, area: 'my-town', demand: { kind: 'trips' as const, file: table } };
      const key = (job = { file: inTown, seed: 1 }, ground = jobGround(folder)) => jobKey(job, ground);
      const writeAll = (road: string, trips: string) => {
        writeFileSync(join(area, 'road.bin'), road);
        writeFileSync(table, trips);
      };
      writeAll('streets', 'rider');
      const first = key();
      expect(key()).toBe(first);
      expect(key({ file: { ...inTown, seeds: [7] } as typeof inTown, seed: 1 })).toBe(first);
      expect(key({ file: inTown, seed: 2 })).not.toBe(first);
      expect(key(undefined, { ...jobGround(folder), code: 'other' })).not.toBe(first);
      writeAll('other streets', 'rider');
      const second = key();
      writeAll('streets', 'other rider');
      expect(new Set([first, second, key()]).size).toBe(3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectDir } from '../project-dir.ts';
import { InstanceError, type InstanceFormat } from './instance.ts';
import { readInstance } from './read-instance.ts';
import { recombine } from './recombine.ts';
import { solveInstance } from './solve-instance.ts';

const bench = join(projectDir, '..', 'shared', 'bench');
const isShared = existsSync(bench);

async function solve(folder: string, name: string, format: InstanceFormat, steps: number) {
  const text = readFileSync(join(bench, folder, `${name}.txt`), 'utf8');
  return solveInstance(readInstance(name, format, text), text, { seconds: 60, steps, seed: 1, threads: 1 });
}

test.skipIf(!isShared)('shared: a2-16 is solved to its optimum, the same way twice', async () => {
  const [first, second] = [await solve('darp', 'a2-16', 'cordeau', 600), await solve('darp', 'a2-16', 'cordeau', 600)];
  expect(first.cost).toBeCloseTo(294.25, 2);
  expect(first).toMatchObject({ feasible: true, served: 16, vehicles: 2 });
  expect(second.routes).toEqual(first.routes);
});

test.skipIf(!isShared)(
  'shared: in an optimal plan no ride is cheaper on another vehicle, and the plan says so',
  async () => {
    const text = readFileSync(join(bench, 'darp', 'a2-16.txt'), 'utf8');
    const options = { seconds: 60, steps: 600, seed: 1, threads: 1, explain: true };
    const { assignments } = await solveInstance(readInstance('a2-16', 'cordeau', text), text, options);
    expect(assignments).toHaveLength(16);
    const rivals = assignments!.flatMap(({ runnerUp }) => runnerUp ?? []);
    expect(rivals.length).toBeGreaterThan(0);
    for (const { costMore } of rivals) expect(costMore).toBeGreaterThanOrEqual(-1e-6);
  },
);

test.skipIf(!isShared)('shared: lc101 is solved with its ten vehicles', async () => {
  const solution = await solve('lilim', 'lc101', 'lilim', 800);
  expect(solution).toMatchObject({ feasible: true, served: 53, vehicles: 10 });
  expect(solution.cost).toBeCloseTo(828.94, 2);
});

test('found routes are recombined into a plan that no search has seen', async () => {
  // Two plans of 10 + 10 and 9 + 12; the best of both halves costs 9 + 10.
  const visits = (...rides: number[]) => rides.flatMap((ride) => [2 * ride, 2 * ride + 1]);
  const answer = await recombine({
    columns: [
      { visits: visits(0, 1), cost: 9, vehicle: 0 },
      { visits: visits(2, 3), cost: 12, vehicle: 1 },
    ],
    rides: [0, 1, 2, 3],
    kindOf: [0, 0],
    vehiclesOfKind: [2],
    routes: [visits(0, 1).toReversed(), visits(2, 3)],
    routeCosts: [10, 10],
    timeLimitSec: 10,
  });
  expect(answer.routes).toContainEqual(visits(0, 1));
  expect(answer.routes).toContainEqual(visits(2, 3));
});

test('a file that can not be solved is refused with everything that is wrong', () => {
  expect(() => readInstance('x', 'cordeau', '1 1 10 3')).toThrow(InstanceError);
  expect(() => readInstance('x', 'cordeau', '0 1 99 3 30\n0 0 0 0 0 0 99\n1 0 0 0 1 0 9\n2 9 0 0 -1 0 5')).toThrow(
    /no vehicle is in service[\s\S]*can never be served: arrives at 9 at the earliest, latest drop-off is 5/,
  );
  expect(() => readInstance('x', 'lilim', '1 9 1\n0 0 0 0 0 99 0 0 0\n1 0 0 1 0 9 0 0 7')).toThrow(/is delivered at 7/);
  expect(() => readInstance('x', 'lilim', 'a b c')).toThrow(/expected numbers only/);
});

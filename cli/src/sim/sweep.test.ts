/** A sweep that is killed in the middle and started again gives what an undisturbed one gives. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { projectDir } from '../project-dir.ts';

// Programs are started, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const scenario = {
  format: 'noriai-scenario-1',
  id: 'interrupted',
  area: 'grid',
  firstDay: '2026-04-07',
  days: 1,
  demand: { kind: 'population', tripsPerDay: 90 },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'noriai-sweep-'));
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(scenario));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Sweep {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

function startSweep(results: string): Sweep {
  const args = ['sim', 'sweep', join(folder, 'plan.json'), '--vary', 'fleet.vehicles=1,2,3', '--seeds', '1-4'];
  const more = ['--out', join(folder, results), '--json', '--data-dir', folder];
  const main = join(projectDir, 'cli', 'src', 'main.ts');
  const child = spawn(process.execPath, [main, ...args, ...more], { env: { ...process.env, NODE_NO_WARNINGS: '1' } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return { child, ended: new Promise((resolve) => child.on('exit', (code) => resolve({ code, out, err }))) };
}

function linesOf(results: string): string[] {
  const path = join(folder, results);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'));
}

async function untilLines(results: string, count: number): Promise<void> {
  for (let tries = 0; tries < 12_000 && linesOf(results).length < count; tries++)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

test('killed twice, it goes on where it was, repeats nothing and ends with the same document', async () => {
  for (const [signal, lines] of [
    ['SIGKILL', 2],
    ['SIGINT', 5],
  ] as const) {
    const sweep = startSweep('killed.jsonl');
    await Promise.race([untilLines('killed.jsonl', lines), sweep.ended]);
    sweep.child.kill(signal);
    const { out } = await sweep.ended;
    expect(out, 'killed before its end').toBe('');
  }
  const before = linesOf('killed.jsonl');
  expect(before.length).toBeLessThan(12);
  const resumed = await startSweep('killed.jsonl').ended;
  const after = linesOf('killed.jsonl');
  expect(resumed.code).toBe(0);
  expect(resumed.err).toContain(`${before.length} of 12 runs were done before`);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(new Set(after.map((line) => (JSON.parse(line) as { key: string }).key)).size).toBe(12);
  expect(after).toHaveLength(12);
  const undisturbed = await startSweep('whole.jsonl').ended;
  expect(resumed.out).toBe(undisturbed.out);
});

/** A ledger.sqlite that the real server wrote is decided again byte for byte, and its riders can be tried elsewhere. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GRID_AREA, makeGridArea } from '../check/grid-area.ts';
import { ServerProcess } from '../check/server-process.ts';
import { projectDir } from '../project-dir.ts';

// Programs are started, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const ENOUGH_FACTS = 40;
let dataDir: string;
let facts: number;

/** The demo's riders and drivers use the service for a while, on the demo's own clock. */
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'noriai-replay-'));
  const area = await makeGridArea(dataDir, { side: 6, vehicles: 3, advanceDays: 2 });
  writeFileSync(join(dataDir, 'plan.json'), JSON.stringify(whatIf(area.id)));
  const server = new ServerProcess(dataDir, ['--area', GRID_AREA, '--demo', 'true']);
  await server.start();
  for (let tries = 0; tries < 1000 && (await server.proof()).sequence < ENOUGH_FACTS; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  facts = (await server.proof()).sequence;
  expect(await server.stop()).toBe(0);
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function whatIf(area: string) {
  return {
    format: 'noriai-scenario-1',
    id: 'one-vehicle',
    area,
    firstDay: '2026-04-07',
    days: 1,
    fleet: { vehicles: 1 },
    hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', until: '24:00' }],
    demand: { kind: 'population', tripsPerDay: 1 },
  };
}

function replay(...flags: string[]): { status: number | null; document: Record<string, unknown> } {
  const ledger = join(dataDir, 'ledger-demo.sqlite');
  expect(existsSync(ledger)).toBe(true);
  const main = join(projectDir, 'cli', 'src', 'main.ts');
  const args = ['sim', 'replay', '--ledger', ledger, '--area', GRID_AREA, '--json', '--data-dir', dataDir, ...flags];
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return { status, document: JSON.parse(stdout) as Record<string, unknown> };
}

test('under the same area and policy every fact comes out byte for byte', () => {
  expect(facts).toBeGreaterThanOrEqual(ENOUGH_FACTS);
  const { status, document } = replay();
  expect(document).toMatchObject({ isSame: true, difference: null });
  expect(document['facts']).toBeGreaterThanOrEqual(facts);
  expect(status).toBe(0);
});

test('what if: the same wishes on one vehicle', () => {
  const { document } = replay('--what-if', '--scenario', join(dataDir, 'plan.json'));
  expect(document).toMatchObject({ whatIf: 'one-vehicle' });
  expect(document['requests']).toBeGreaterThan(0);
  expect(document['wishes']).toBeGreaterThan(0);
});

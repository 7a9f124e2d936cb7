import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areaFolder } from '@noriai/data/area/area-folder.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GRID_AREA, makeGridArea } from '../check/grid-area.ts';
import { ServerProcess } from '../check/server-process.ts';
import { projectDir } from '../project-dir.ts';

// Each test starts the real program, which takes long where many programs run.
vi.setConfig({ testTimeout: 180_000 });

const dataDir = mkdtempSync(join(tmpdir(), 'noriai-serve-'));
beforeAll(() => makeGridArea(dataDir, { side: 3, vehicles: 1, advanceDays: 2 }));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs `noriai serve` until it ends by itself. */
function serveAndFail(...flags: string[]): Promise<{ code: number | null; lines: string[] }> {
  const main = join(projectDir, 'cli', 'src', 'main.ts');
  const quiet = ['--disable-warning=ExperimentalWarning', main, 'serve', '--build-pages', 'false'];
  const given = ['--data-dir', dataDir, '--area', GRID_AREA, '--port', '0', ...flags];
  const child = spawn(process.execPath, [...quiet, ...given], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) =>
    child.once('exit', (code) =>
      resolve({
        code,
        lines: said
          .trim()
          .split('\n')
          .filter((line) => !line.endsWith('…')),
      }),
    ),
  );
}

test('a port in use is one clear line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const hint = 'stop the other program, or give another port with --port or NORIAI_PORT';
  expect(await serveAndFail('--port', String(port))).toEqual({
    code: 1,
    lines: [`noriai: port ${port} on 127.0.0.1 is in use: ${hint}`],
  });
  other.close();
});

test('wrong settings are all said, one line each', async () => {
  expect(await serveAndFail('--port', 'abc', '--rate-limit', '-1')).toEqual({
    code: 1,
    lines: [
      'noriai: --port abc: give a whole number from 0 to 65535',
      '--rate-limit -1: give a whole number from 0 to 1000000',
    ],
  });
});

test('an unknown area is told with those that are there', async () => {
  expect(await serveAndFail('--area', 'atlantis')).toEqual({
    code: 1,
    lines: [`noriai: area atlantis is not imported in ${dataDir} (imported: ${GRID_AREA})`],
  });
});

test('a data folder that cannot be one is told with what to give', async () => {
  const file = join(dataDir, 'secret');
  writeFileSync(file, `${'ab'.repeat(32)}\n`);
  const { code, lines } = await serveAndFail('--data-dir', file);
  expect([code, lines.length]).toEqual([1, 1]);
  expect(lines[0]).toMatch(
    /^noriai: data folder .* cannot be written \(.*\): give another with --data-dir or NORIAI_DATA_DIR$/,
  );
});

test('damaged streets and a damaged ledger are told with what to do', async () => {
  const road = join(areaFolder(dataDir, GRID_AREA), 'road.bin');
  const whole = readFileSync(road);
  truncateSync(road, 300);
  const cut = await serveAndFail();
  writeFileSync(road, whole);
  expect([cut.code, cut.lines.length]).toEqual([1, 1]);
  expect(cut.lines[0]).toMatch(/^noriai: area grid: .*truncated.*: delete .*grid and import the area again$/);
  writeFileSync(join(dataDir, 'ledger.sqlite'), 'not a ledger '.repeat(100));
  const ledger = await serveAndFail();
  rmSync(join(dataDir, 'ledger.sqlite'));
  expect([ledger.code, ledger.lines.length]).toEqual([1, 1]);
  expect(ledger.lines[0]).toMatch(/^noriai: ledger .*ledger.sqlite: cannot open: file is not a database$/);
});

test('LP7 LP11 ended by a signal it stops in order, and comes back with the same state', async () => {
  const server = new ServerProcess(dataDir, ['--area', GRID_AREA]);
  await server.start();
  const before = await server.proof();
  expect(await server.stop()).toBe(0);
  await server.start();
  expect(await server.proof()).toEqual(before);
  await server.stop();
});

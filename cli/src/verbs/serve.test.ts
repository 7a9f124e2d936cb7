import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areaFolder } from '@noriai/data/area/area-folder.ts';
import { account } from '@noriai/dispatcher/adapters/accounts/account-store-contract.ts';
import { SqliteAccounts } from '@noriai/dispatcher/adapters/accounts/sqlite-accounts.ts';
import { newVapidKeys } from '@noriai/dispatcher/adapters/notices/web-push.ts';
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

test('LG14 LG15 a ledger that is gone or empty is not begun anew', async () => {
  const ledger = join(dataDir, 'ledger.sqlite');
  const accounts = new SqliteAccounts(join(dataDir, 'accounts.sqlite'));
  accounts.putAccount({ ...account('r1'), kind: 'rider' }, []);
  const lost = await serveAndFail();
  expect([lost.code, lost.lines.length, existsSync(ledger)]).toEqual([1, 1, false]);
  expect(lost.lines[0]).toContain(`${dataDir}: got accounts.sqlite with riders and no ledger.sqlite, expected`);
  writeFileSync(ledger, '');
  const empty = await serveAndFail();
  expect([empty.code, empty.lines.length]).toEqual([1, 1]);
  expect(empty.lines[0]).toContain(`ledger ${ledger}: got an empty file, expected a ledger: it is damaged`);
  rmSync(ledger);
  accounts.close();
  for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `accounts.sqlite${end}`), { force: true });
});

test('NT22 damaged notices and keys of push messages are named with what to do', async () => {
  const keys = join(dataDir, 'push-keys.json');
  const contact = ['--push-contact', 'mailto:desk@example.jp'];
  for (const damaged of [
    '',
    '{"publicKey":"x","privateKey":"y"}',
    JSON.stringify({ ...newVapidKeys(), publicKey: 'x' }),
  ]) {
    writeFileSync(keys, damaged);
    const { code, lines } = await serveAndFail(...contact);
    expect([code, lines]).toEqual([
      1,
      [expect.stringContaining(`noriai: ${keys} is damaged: put a copy of it back, or`)],
    ]);
  }
  rmSync(keys);
  writeFileSync(join(dataDir, 'notices.sqlite'), 'notices of April '.repeat(100));
  const { code, lines } = await serveAndFail(...contact);
  rmSync(join(dataDir, 'notices.sqlite'));
  const named = `noriai: notices ${join(dataDir, 'notices.sqlite')}: cannot open: file is not a database: where it`;
  expect([code, lines]).toEqual([1, [expect.stringContaining(named)]]);
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

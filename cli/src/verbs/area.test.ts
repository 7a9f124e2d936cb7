import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { projectDir } from '../project-dir.ts';

const networks = join(projectDir, '..', 'shared', 'data', 'networks');
const isMissing = !existsSync(networks);
const abenoOsm = join(networks, 'osaka_abeno.osm.pbf');
const andorraOsm = join(networks, 'andorra.osm.pbf');
const areas = join(projectDir, 'data', 'areas-for-tests');
const abeno = join(areas, 'abeno.json');
const andorra = join(areas, 'andorra.json');

// Programs are started, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'noriai-cli-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the tool in this Node; `onStart` gets the process. */
function noriai(args: readonly string[], onStart: (kill: (signal: NodeJS.Signals) => void) => void = () => {}) {
  return new Promise<Outcome>((resolve) => {
    const main = join(projectDir, 'cli', 'src', 'main.ts');
    const env = { ...process.env, NORIAI_DATA_DIR: folder, NODE_NO_WARNINGS: '1' };
    const child = spawn(process.execPath, [main, ...args], { env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.on('exit', (code) => resolve({ code, out, err }));
    onStart((signal) => child.kill(signal));
  });
}

/** A failure is one line for people, nothing on standard output, and a non-zero code. */
async function expectTrouble(args: readonly string[], words: string): Promise<void> {
  const { code, out, err } = await noriai(args);
  expect(err).toContain(words);
  expect(
    err
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('noriai:')).length,
  ).toBe(1);
  expect(out).toBe('');
  expect(code).toBe(1);
}

describe('area check', () => {
  test('tells all mistakes at once, as text and as one JSON document', async () => {
    const wrong = JSON.parse(readFileSync(abeno, 'utf8')) as Record<string, unknown>;
    wrong['timeZone'] = 'Tokyo time';
    wrong['trafficSide'] = 'middle';
    delete wrong['fares'];
    const path = join(folder, 'wrong.json');
    writeFileSync(path, JSON.stringify(wrong));
    const text = await noriai(['area', 'check', path]);
    expect(text.code).toBe(1);
    expect(text.out).toContain('timeZone: got "Tokyo time", expected a time zone like Asia/Tokyo');
    expect(text.out).toContain('trafficSide: got "middle", expected one of left, right');
    expect(text.out).toContain('fares: got nothing');
    expect(text.out).toContain('3 mistakes');
    const json = JSON.parse((await noriai(['area', 'check', path, '--json'])).out) as { mistakes: unknown[] };
    expect(json.mistakes.length).toBe(3);
  });

  test('a good file is well formed', async () => {
    expect(await noriai(['area', 'check', abeno])).toMatchObject({ code: 0, out: `${abeno}: well formed\n` });
  });
});

describe('area import, list and show', () => {
  test('nothing imported yet', async () => {
    const { out, code } = await noriai(['area', 'list', '--json', '--data-dir', join(folder, 'none')]);
    expect([code, JSON.parse(out)]).toEqual([0, { dataDir: join(folder, 'none'), areas: [] }]);
    await expectTrouble(['area', 'show', 'abeno', '--data-dir', join(folder, 'none')], 'area abeno is not imported');
  });

  test.skipIf(isMissing)(
    'shared: Abeno: one JSON document with the counts of the file, then listed and shown',
    async () => {
      const { code, out, err } = await noriai(['area', 'import', '--osm', abenoOsm, '--area', abeno, '--json']);
      expect([code, err]).toEqual([0, '']);
      const report = JSON.parse(out) as { read: unknown; stops: unknown };
      expect(report.read).toMatchObject({ nodes: 15_228, ways: 5186, drivableWays: 4922 });
      expect(report.stops).toEqual({ count: 24, reachable: 24 });
      expect((await noriai(['area', 'list'])).out).toContain('abeno');
      expect((await noriai(['area', 'show', 'abeno'])).out).toContain('15,228 nodes, 5,186 ways (4,922 drivable)');
      await expectTrouble(['area', 'import', '--osm', abenoOsm, '--area', abeno], 'import with --replace');
    },
  );

  test.skipIf(isMissing)('shared: bad input is one clear line and leaves nothing', async () => {
    const cut = join(folder, 'cut.osm.pbf');
    writeFileSync(cut, readFileSync(andorraOsm).subarray(0, 300_000));
    const dataDir = join(folder, 'untouched');
    const importing = (osm: string, ...more: string[]) => [
      'area',
      'import',
      '--osm',
      osm,
      '--data-dir',
      dataDir,
      ...more,
    ];
    await expectTrouble(importing(cut, '--area', andorra), 'is truncated');
    await expectTrouble(importing(join(folder, 'no.osm.pbf'), '--area', andorra), 'give the path of an .osm.pbf file');
    await expectTrouble(importing(andorra, '--area', andorra), 'is not an .osm.pbf file');
    await expectTrouble(importing(abenoOsm, '--area', andorra), 'lies in the polygon');
    const tile = join(networks, 'N42E001.hgt.zip');
    await expectTrouble(importing(abenoOsm, '--dem', tile, '--area', abeno), 'does not cover the area; give N34E135');
    expect(existsSync(dataDir)).toBe(false);
  });

  test.skipIf(isMissing)('shared: Ctrl-C ends an import and leaves nothing', async () => {
    const dataDir = join(folder, 'stopped');
    const args = ['area', 'import', '--osm', andorraOsm, '--area', andorra, '--data-dir', dataDir];
    const outcomes: number[] = [];
    for (const afterMs of [300, 600, 900, 1200]) {
      const { code } = await noriai(args, (kill) => setTimeout(() => kill('SIGINT'), afterMs));
      outcomes.push(code ?? 130);
      const isThere = existsSync(join(dataDir, 'areas'));
      const left = isThere ? readdirSync(join(dataDir, 'areas')) : [];
      if (code === 0) expect(left).toEqual(['andorra']);
      else expect(left).toEqual([]);
      rmSync(dataDir, { recursive: true, force: true });
    }
    expect(outcomes).toContain(130);
  });

  test('usage: what is missing is said, with the way to help', async () => {
    await expectTrouble(['area', 'import', '--osm', 'x'], 'give --osm FILE and --area FILE');
    const unknown = await noriai(['area', 'import', '--osn', 'x']);
    expect([unknown.code, unknown.err.split('\n')[0]]).toEqual([1, "error: unknown option '--osn'"]);
    expect((await noriai(['area', 'import', '--help'])).out).toContain('Examples:');
  });
});

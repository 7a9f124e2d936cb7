/** `noriai ledger …` as the operator types it: a backup is taken, the ledger is damaged and lost, and comes back. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bookTrip, signOn, startLineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { SqliteAccounts } from '@noriai/dispatcher/adapters/accounts/sqlite-accounts.ts';
import { SqliteLedger } from '@noriai/dispatcher/adapters/sqlite-ledger.ts';
import { lineArea } from '@noriai/core/testing/line-world.ts';
import { areaFiles, areaFolder } from '@noriai/data/area/area-folder.ts';
import { makeFolder } from '@noriai/data/area/make-folder.ts';
import { projectDir } from '../project-dir.ts';

// Each call starts the real program, which takes long where many programs run.
vi.setConfig({ testTimeout: 180_000 });

const root = mkdtempSync(join(tmpdir(), 'noriai-ledger-verbs-'));
const dataDir = join(root, 'data');
const [backup, spare, restored] = ['backup', 'spare', 'restored'].map((name) => join(root, name)) as [
  string,
  string,
  string,
];
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What the service of the line town leaves behind: two trips, people, the secret. */
beforeAll(async () => {
  makeFolder(areaFolder(dataDir, 'line'));
  writeFileSync(join(areaFolder(dataDir, 'line'), areaFiles.area), JSON.stringify(lineArea({ vehicles: 2 }, 10)));
  writeFileSync(join(dataDir, 'secret'), `${'ab'.repeat(32)}\n`);
  new SqliteAccounts(join(dataDir, 'accounts.sqlite')).close();
  const dispatcher = await startLineDispatcher({ ledger: new SqliteLedger(join(dataDir, 'ledger.sqlite'), 'line') });
  await signOn(dispatcher.client, 'v0');
  await bookTrip(dispatcher.client, 's1', 's5');
  await bookTrip(dispatcher.client, 's2', 's6');
  await dispatcher.close();
  await ledger('backup', spare, '--data-dir', dataDir);
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function ledger(...words: string[]): Promise<Ended> {
  const main = join(projectDir, 'cli', 'src', 'main.ts');
  const given = ['--disable-warning=ExperimentalWarning', main, 'ledger', ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, given, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** Ended well, with one JSON document. */
async function answerOf(...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await ledger(...words, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Ended with one clear line and nothing on standard output. */
async function mistakeOf(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await ledger(...words);
  expect([code, stdout, stderr.trim().split('\n').length]).toEqual([1, '', 1]);
  return stderr.trim();
}

/** As somebody who edits the file: one letter of an entry is another. */
function damageEntry(path: string, sequence: number): void {
  const database = new DatabaseSync(path);
  database.prepare(`UPDATE ledger_entry SET event = replace(event, 's5', 's7') WHERE sequence = ?`).run(sequence);
  database.close();
}

test('BK1 BK2 BK3 BK4 BK5 the ledger is backed up, damaged, lost and restored by the verbs alone', async () => {
  const whole = await answerOf('verify', '--data-dir', dataDir);
  const [area] = whole['areas'] as { areaId: string; entries: number; hash: string; damage: null }[];
  expect(area).toMatchObject({ areaId: 'line', damage: null });

  const taken = await ledger('backup', backup, '--data-dir', dataDir);
  expect([taken.code, taken.stderr]).toEqual([0, '']);
  expect(taken.stdout).toContain(`line  ${area!.entries} entries, chain ends with ${area!.hash}`);
  expect(taken.stdout).toContain('without secret and account-keys.json');
  expect(readdirSync(backup).sort()).toEqual(['accounts.sqlite', 'backup.json', 'ledger.sqlite']);
  expect(await mistakeOf('backup', backup, '--data-dir', dataDir)).toContain(`${backup} is there already`);

  const lines = await exported(dataDir);
  expect([lines.length, lines.at(-1)!.hash]).toEqual([area!.entries, area!.hash]);
  const sequence = lines.find(({ event }) => JSON.stringify(event).includes('"s5"'))!.sequence;
  damageEntry(join(dataDir, 'ledger.sqlite'), sequence);
  const damaged = await ledger('verify', '--data-dir', dataDir);
  expect([damaged.code, damaged.stdout]).toEqual([1, expect.stringContaining(`entry ${sequence} is damaged`)]);
  expect(await mistakeOf('backup', join(root, 'of-damaged'), '--data-dir', dataDir)).toContain(`entry ${sequence} is`);
  expect(existsSync(join(root, 'of-damaged', 'backup.json'))).toBe(false);
  expect((await ledger('restore', join(root, 'of-damaged'), '--data-dir', restored)).code).toBe(1);
  const proved = await ledger('prove', '--date', '2026-04-01', '--area', 'line', '--data-dir', dataDir);
  expect([proved.code, proved.stdout]).toEqual([1, expect.stringContaining(`entry ${sequence} is damaged`)]);

  expect(await mistakeOf('restore', backup, '--data-dir', dataDir)).toContain('has ledger.sqlite');
  renameSync(dataDir, `${dataDir}-lost`);
  expect((await ledger('restore', backup, '--data-dir', restored, '--check-only')).stdout).toContain('is whole');
  expect(existsSync(restored)).toBe(false);
  expect(await answerOf('restore', backup, '--data-dir', restored)).toMatchObject({ areas: [{ hash: area!.hash }] });
  expect(await answerOf('verify', '--data-dir', restored)).toMatchObject({ areas: [area] });
  expect(await exported(restored)).toEqual(lines);
  expect(await exported(restored, '--after', '3')).toEqual(lines.slice(3));

  renameSync(join(`${dataDir}-lost`, 'areas'), join(restored, 'areas'));
  // Nobody drove that day, so both promises are broken; the day after nothing was promised.
  const day = await ledger('prove', '--date', '2026-04-01', '--area', 'line', '--data-dir', restored, '--json');
  const broken = { promises: 2, broken: 2, impossible: [], damage: null, chainHash: area!.hash };
  expect([day.code, JSON.parse(day.stdout)]).toMatchObject([1, broken]);
  const dayAfter = await answerOf('prove', '--date', '2026-04-02', '--area', 'line', '--data-dir', restored);
  expect(dayAfter).toMatchObject({ promises: 0, broken: 0, damage: null, chainHash: area!.hash });
});

test('BK4 a backup that was changed or cut is refused by name, and nothing is restored; missing things are said', async () => {
  const target = join(root, 'nothing');
  const bytes = readFileSync(join(spare, 'ledger.sqlite'));
  writeFileSync(join(spare, 'ledger.sqlite'), bytes.subarray(0, bytes.length / 2));
  expect(await mistakeOf('restore', spare, '--data-dir', target)).toMatch(/ledger\.sqlite is not what was backed up/);
  rmSync(join(spare, 'ledger.sqlite'));
  expect(await mistakeOf('restore', spare, '--data-dir', target)).toMatch(/ledger\.sqlite is missing/);
  writeFileSync(join(spare, 'ledger.sqlite'), bytes);
  rmSync(join(spare, 'backup.json'));
  expect(await mistakeOf('restore', spare, '--data-dir', target)).toContain('holds no whole backup');
  expect(existsSync(target)).toBe(false);

  expect(await mistakeOf('backup', join(root, 'new'), '--data-dir', target)).toContain('there is no ledger.sqlite in');
  expect([existsSync(join(root, 'new')), existsSync(target)]).toEqual([false, false]);
  expect(await mistakeOf('verify', '--data-dir', target)).toContain('give another --data-dir');
  const demo = await mistakeOf('verify', '--demo', '--data-dir', target);
  expect(demo).toMatch(/there is no .*ledger-demo\.sqlite: give another --data-dir$/);
  for (const date of ['tomorrow', '2026-02-30', '2026-4-1']) {
    expect(await mistakeOf('prove', '--date', date, '--area', 'line', '--data-dir', spare)).toContain(
      `--date ${date}: give a day that there is, like 2026-04-01`,
    );
  }
  for (const after of ['x', '-1', '1.5', '']) {
    const { code, stdout, stderr } = await ledger('export', '--area', 'line', '--data-dir', spare, '--after', after);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`got ${after}, expected a whole number from 0 on`);
  }
  writeFileSync(join(root, 'ledger.sqlite'), 'not a ledger '.repeat(100));
  expect(await mistakeOf('verify', '--data-dir', root)).toContain('file is not a database');
  expect(await mistakeOf('export', '--area', 'line', '--data-dir', root)).toContain('file is not a database');
  const unnamed = await ledger('export', '--data-dir', spare);
  expect([unnamed.code, unnamed.stderr]).toEqual([1, expect.stringContaining('--area')]);
});

test('LG14 an empty ledger is said to be damaged, by whatever reads it', async () => {
  const folder = join(root, 'emptied');
  makeFolder(folder);
  writeFileSync(join(folder, 'ledger.sqlite'), '');
  const said = `${join(folder, 'ledger.sqlite')}: got an empty file, expected a ledger: it is damaged`;
  for (const words of [['verify'], ['export', '--area', 'line'], ['backup', join(root, 'of-empty')]])
    expect(await mistakeOf(...words, '--data-dir', folder)).toContain(said);
  expect([existsSync(join(root, 'of-empty')), readdirSync(folder)]).toEqual([false, ['ledger.sqlite']]);
});

test('LG13 an area that the ledger does not have is said, with those there are', async () => {
  const known = 'no entries of area nope (there are: line)';
  const folder = existsSync(dataDir) ? dataDir : restored;
  for (const words of [['export'], ['prove', '--date', '2026-04-01'], ['verify']]) {
    expect(await mistakeOf(...words, '--area', 'nope', '--data-dir', folder)).toContain(known);
  }
});

async function exported(folder: string, ...more: string[]) {
  const { code, stdout, stderr } = await ledger('export', '--area', 'line', '--data-dir', folder, ...more);
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { sequence: number; hash: string; event: unknown });
}

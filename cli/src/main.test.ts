/** The command-line tool as a whole. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectVersion } from './verbs/docs.ts';

const run = promisify(execFile);
const main = new URL('main.ts', import.meta.url).pathname;

test('--version prints the version and nothing else', async () => {
  expect(await run(process.execPath, [main, '--version'])).toEqual({ stdout: `${projectVersion()}\n`, stderr: '' });
});

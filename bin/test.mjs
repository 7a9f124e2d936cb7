// `npm test`: installs what the tests need, then types, lint, format and every test. The last line is `N passed, N failed`.
// `npm run check` is the same without the tests that start programs: types, lint, format and the tidy test.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, installDependencies, node24, projectDir, run, say } from './setup.mjs';

const checkOnly = process.argv.includes('--check-only');
const filters = process.argv.slice(2).filter((argument) => argument !== '--check-only');

installDependencies();
const node = node24();
const tool = (name, ...args) =>
  run(node, [join(projectDir, 'node_modules', ...name.split('/')), ...args], { cwd: projectDir });
const reportFile = join(projectDir, '.build', 'tests.json');

const results = [
  ['types', await tool('typescript/bin/tsc', '-b')],
  ['lint', await tool('oxlint/bin/oxlint', '--deny-warnings', '--format=unix')],
  [
    'format',
    await tool(
      'prettier/bin/prettier.cjs',
      '--check',
      '--cache',
      '--cache-location=.build/prettier',
      '--log-level',
      'warn',
      '.',
    ),
  ],
];
if (!checkOnly) findChromium();
mkdirSync(join(projectDir, '.build'), { recursive: true });
rmSync(reportFile, { force: true });
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
const chosen = checkOnly ? ['.ci/'] : filters;
await tool('vitest/vitest.mjs', 'run', ...chosen, ...reporters);

const tests = readReport();
if (tests.leftOut.length > 0) say(`left out, because ../shared is missing: ${tests.leftOut.join(' · ')}`);
const failedSteps = results.filter(([, code]) => code !== 0).map(([name]) => name);
if (failedSteps.length > 0) say(`failed: ${failedSteps.join(', ')} (npm run format mends the format)`);
const passed = tests.passed + results.length - failedSteps.length;
const failed = tests.failed + failedSteps.length;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && tests.passed > 0 ? 0 : 1;

/** Counts of the test run; a run that crashed before it wrote its report counts as one failure. */
function readReport() {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, leftOut: [] };
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const leftOut = report.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => ['skipped', 'pending'].includes(test.status) && test.fullName.includes('shared: '))
    .map((test) => test.fullName);
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles, leftOut };
}

/** Chromium for the browser tests: from the PATH, else by the system's package manager when it may, else a clear message. */
function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = () => names.some((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);
  if (found()) return;
  const isRoot = process.getuid?.() === 0;
  const hasApt = spawnSync('sh', ['-c', 'command -v apt-get']).status === 0;
  if (isRoot && hasApt) {
    say('installing Chromium for the browser tests (once) …');
    const quiet = { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update'], quiet);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], quiet);
    if (found()) return;
  }
  fail(
    'Chromium is needed by the browser tests: as root run "apt-get install chromium fonts-noto-cjk", or put chromium on the PATH',
  );
}

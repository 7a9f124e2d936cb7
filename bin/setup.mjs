// What must be there before any TypeScript of ours can run: the dependencies and a Node 24.
// Plain JavaScript for any Node >= 20, because this runs first on a machine that has nothing else.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE_MAJOR = 24;
const stampFile = join(projectDir, 'node_modules', '.noriai-lock-hash');

/** Says one line on standard error, which is free for people: standard output belongs to `--json`. */
export const say = (line) => process.stderr.write(`noriai: ${line}\n`);

/** Ends the program with one clear line and a non-zero exit code. */
export function fail(line) {
  say(line);
  process.exit(1);
}

/** Installs the locked dependencies when the lock file is not the one last installed; takes a second otherwise. */
export function installDependencies() {
  const lockHash = createHash('sha256')
    .update(readFileSync(join(projectDir, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash) return;
  say('installing dependencies (once, one to two minutes) …');
  const npm = spawnSync('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: projectDir,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.error) fail(`npm could not be started (${npm.error.message}): install Node.js 20 or newer with npm`);
  if (npm.status !== 0)
    fail('npm ci failed, its message is above: check the network and free disk space, then try again');
  writeFileSync(stampFile, lockHash);
}

/** The path of a Node that runs our TypeScript: this one when new enough, else the one that npm installed. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE_MAJOR) return process.execPath;
  const fromNpm = join(projectDir, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(fromNpm)) {
    fail(
      `Node ${process.versions.node} is too old and Node 24 was not installed by npm: delete node_modules and try again, or install Node 24`,
    );
  }
  return fromNpm;
}

/** Runs a program to its end, passing on Ctrl-C and the exit code; resolves to the code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal === null ? 1 : 130));
    });
  });
}

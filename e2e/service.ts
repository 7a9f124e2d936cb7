/** Starts and stops the built program as an operator would, on an area that is open all day and all night. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const projectDir = resolve(import.meta.dirname, '..');
const program = join(projectDir, 'bin', 'noriai.mjs');
const START_TIMEOUT_MS = 600_000;

/**
 * A data folder with the model town, which serves around the clock, in a time zone where it is between nine and ten in the
 * morning: tests pass at any hour, far from midnight, when vehicles go home and the day's last trips are refused.
 */
export function makeDataFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'noriai-e2e-'));
  const made = spawnSync(process.execPath, [program, 'area', 'import', '--model', 'toyono', '--data-dir', dataDir], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`the model town could not be made:\n${made.stderr}`);
  const areaFile = join(dataDir, 'areas', 'toyono-model', 'area.json');
  const area = JSON.parse(readFileSync(areaFile, 'utf8')) as Record<string, unknown>;
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const promises = { ...(area['promises'] as object), noShowWaitSec: 2 };
  const open = {
    ...area,
    timeZone: zoneWhereItIsNine(),
    serviceHours: [{ days, from: '00:00', until: '24:00' }],
    holidays: [],
    promises,
  };
  writeFileSync(areaFile, JSON.stringify(open));
  return dataDir;
}

/** Signs of the `Etc` zones are those of POSIX: `Etc/GMT-9` is nine hours ahead of UTC. */
function zoneWhereItIsNine(): string {
  const ahead = ((9 - new Date().getUTCHours() + 11 + 24) % 24) - 11;
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

export const operatorPassword = 'an invented password';

/** An operator of the desk, as the town's host would add one. */
export function addOperator(dataDir: string, loginName: string): void {
  const args = ['account', 'add-operator', loginName, '--name', '模擬 職員', '--role', 'supervisor'];
  const added = spawnSync(process.execPath, [program, ...args, '--password-file', '-', '--data-dir', dataDir], {
    encoding: 'utf8',
    input: operatorPassword,
  });
  if (added.status !== 0) throw new Error(`the operator could not be added:\n${added.stderr}`);
}

export function removeDataFolder(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}

/** Builds the pages whose sources changed and says what each loads at once, by its folder. */
export function pageSizes(): Record<string, { firstLoadGzipKb: number }> {
  const asked = spawnSync(process.execPath, [program, 'size', '--json'], { encoding: 'utf8' });
  if (asked.status !== 0) throw new Error(`the pages could not be built:\n${asked.stderr}`);
  return JSON.parse(asked.stdout) as Record<string, { firstLoadGzipKb: number }>;
}

/** The built pages, for a dispatcher started inside a test. */
export function builtPages(): { mount: string; folder: string }[] {
  pageSizes();
  const mounts = { '/': 'ui/landing', '/rider/': 'rider-app', '/driver/': 'driver-app', '/desk/': 'console' };
  return Object.entries(mounts).map(([mount, source]) => ({ mount, folder: join(projectDir, source, 'dist') }));
}

export interface RunningService {
  readonly url: string;
  /** Ends it at once, as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
}

/** @param port 0 for any free one @throws when it does not listen within ten minutes, with what it said */
export function startService(dataDir: string, port = 0): Promise<RunningService> {
  const args = [program, 'serve', '--port', String(port), '--data-dir', dataDir, '--rate-limit', '0'];
  const child = spawn(process.execPath, args, { cwd: projectDir, detached: true });
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      void killGroup(child);
      reject(new Error(`the service did not start in time:\n${said}`));
    }, START_TIMEOUT_MS);
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /listening on (http:\/\/\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve({ url, kill: () => killGroup(child) });
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the service ended with code ${code}:\n${said}`));
    });
  });
}

/** The program and what it started (it hands over to a newer Node) are one process group. */
function killGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    process.kill(-child.pid!, 'SIGKILL');
  });
}

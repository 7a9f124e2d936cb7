/**
 * The service under load, measured from another process by k6: the model town with many vehicles, a real server on a data
 * folder of its own, `sim/load/booking-load.ts` against it. Both share the machine, so the figures are on the safe side.
 */
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { areaCalendar } from '@noriai/core/rules/calendar.ts';
import { buildModelTown } from '@noriai/data/model-town/build-model-town.ts';
import { importTown } from '@noriai/data/model-town/import-model-town.ts';
import { getModelTown } from '@noriai/data/model-town/model-towns.ts';
import { projectDir } from '../../project-dir.ts';
import { ServerProcess } from '../../check/server-process.ts';
import { measureStolen } from '../stolen-time.ts';

export interface LoadOptions {
  readonly requestsPerSec: number;
  readonly vehicles: number;
  readonly seconds: number;
  readonly onStep: (line: string) => void;
}

/** Milliseconds from the first byte sent to the last received. */
interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadReport {
  readonly requestsPerSec: number;
  readonly vehicles: number;
  readonly seconds: number;
  readonly offers: Times;
  readonly bookings: Times;
  readonly views: Times;
  readonly cancels: Times;
  /** A process that only puts a line on the disk and answers, asked meanwhile: what the machine itself adds. */
  readonly bare: Times;
  readonly refusedTrips: number;
  readonly failedRequests: number;
  /** Iterations that k6 could not begin in time: the service was too slow. */
  readonly dropped: number;
  readonly liveMessages: number;
  /** Share of processor time that the host of a virtual machine took away meanwhile; null where it cannot be told. */
  readonly stolenShare: number | null;
}

/** k6 is not there. */
export class NoLoadTool extends Error {
  override readonly name = 'NoLoadTool';
}

/** @throws NoLoadTool */
export function findLoadTool(): string {
  const version = spawnSync('k6', ['version'], { encoding: 'utf8' });
  if (version.status === 0) return version.stdout.trim();
  throw new NoLoadTool(
    'k6 is not on the PATH: with Go installed, `go install go.k6.io/k6@latest` builds it into the bin folder of `go env GOPATH`; put that folder on the PATH',
  );
}

export async function loadBench(options: LoadOptions): Promise<LoadReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'noriai-load-'));
  try {
    options.onStep('making the model town …');
    const area = await makeTown(dataDir, options.vehicles);
    const server = new ServerProcess(dataDir, ['--area', area.id, '--log-level', 'silent']);
    await server.start();
    const bare = fork(join(import.meta.dirname, 'bare-server.ts'), [join(dataDir, 'bare.txt')]);
    try {
      const [barePort] = (await once(bare, 'message')) as [number];
      // What others wrote before goes to the disk now, and not while the service waits for it.
      spawnSync('sync');
      options.onStep(`${options.requestsPerSec} requests a second for ${options.seconds} s …`);
      const input = { ...inputFor(area, await server.url, options), bareUrl: `http://127.0.0.1:${barePort}` };
      const stolenShare = measureStolen();
      const metrics = await runTool(dataDir, input);
      return { ...reportOf(options, metrics), stolenShare: stolenShare() };
    } finally {
      bare.kill();
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The shipped town with copies of its vehicles. */
async function makeTown(dataDir: string, vehicles: number): Promise<AreaFile> {
  const town = buildModelTown(getModelTown('toyono'));
  const fleet = Array.from({ length: vehicles }, (_, i) => ({
    ...town.area.vehicles[i % town.area.vehicles.length]!,
    id: `v${i + 1}`,
  }));
  const area: AreaFile = { ...town.area, vehicles: fleet };
  await importTown({ ...town, area }, dataDir);
  return area;
}

function inputFor(area: AreaFile, url: string, { requestsPerSec, seconds }: LoadOptions) {
  const nowSec = Math.floor(Date.now() / 1000);
  const days = Math.min(area.promises.advanceDays, 7) - 1;
  const windows = areaCalendar(area).windowsBetween(nowSec, nowSec + days * 86_400);
  return {
    url,
    requestsPerSec,
    seconds,
    stopIds: area.stops.map((stop) => stop.id),
    vehicleIds: area.vehicles.map((vehicle) => vehicle.id),
    windowsSec: windows
      .filter(({ startSec }) => startSec > nowSec)
      .map(({ startSec, endSec }) => [startSec, endSec] as const),
    places: area.stops.map((stop) => stop.position),
  };
}

interface Metric {
  readonly values: Readonly<Record<string, number>>;
}

async function runTool(dataDir: string, input: object): Promise<Readonly<Record<string, Metric>>> {
  const [inputPath, summaryPath] = [join(dataDir, 'load-input.json'), join(dataDir, 'load-summary.json')];
  writeFileSync(inputPath, JSON.stringify(input));
  const env = { ...process.env, LOAD_INPUT: inputPath, LOAD_SUMMARY: summaryPath };
  const script = join(projectDir, 'sim', 'load', 'booking-load.ts');
  const child = spawn('k6', ['run', '--quiet', '--no-usage-report', script], {
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Error(`k6 ended with ${code}:\n${said.slice(-2_000)}`);
  return (JSON.parse(readFileSync(summaryPath, 'utf8')) as { metrics: Record<string, Metric> }).metrics;
}

function reportOf(options: LoadOptions, metrics: Readonly<Record<string, Metric>>): Omit<LoadReport, 'stolenShare'> {
  const count = (name: string): number => metrics[name]?.values['count'] ?? 0;
  const ms = (value: number | undefined): number => Math.round((value ?? Number.NaN) * 100) / 100;
  const times = (name: string): Times => {
    const values = metrics[name]?.values ?? {};
    return {
      count: values['count'] ?? 0,
      p50: ms(values['med']),
      p95: ms(values['p(95)']),
      p99: ms(values['p(99)']),
      max: ms(values['max']),
    };
  };
  return {
    requestsPerSec: Math.round((count('measured_requests') / options.seconds) * 10) / 10,
    vehicles: options.vehicles,
    seconds: options.seconds,
    offers: times('offers_ms'),
    bookings: times('bookings_ms'),
    views: times('views_ms'),
    cancels: times('cancels_ms'),
    bare: times('bare_ms'),
    refusedTrips: count('trips_refused'),
    failedRequests: count('failed_requests'),
    dropped: count('dropped_iterations'),
    liveMessages: count('live_messages'),
  };
}

/**
 * Where imported areas live: `<data folder>/areas/<area id>/` with the files named in `areaFiles`. A folder is there whole
 * or not at all: it is written beside its place under a name that begins with a dot, then renamed.
 */
import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { areaFile, type AreaFile } from '@noriai/core/contracts/area.ts';
import { decode, mistakeLine } from '@noriai/core/contracts/schema.ts';
import { openFootGraph, type FootGraph } from '@noriai/core/graph/foot-graph.ts';
import type { Timetable } from '@noriai/core/contracts/timetable.ts';
import { openRoadGraph, type RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { readAreaTimetable } from '../timetable/area-timetable.ts';
import type { ImportReport } from './import-report.ts';
import { makeFolder } from './make-folder.ts';

export const areaFiles = {
  area: 'area.json',
  road: 'road.bin',
  foot: 'foot.bin',
  tiles: 'tiles.pmtiles',
  report: 'report.json',
} as const;
export type AreaFileName = keyof typeof areaFiles;

/** What an import writes takes seconds; a part that is older was left by one that was killed. */
const STALE_MS = 10 * 60_000;

/** An area folder or area file that is missing, exists already, or cannot be used. */
export class AreaFolderError extends Error {
  override readonly name = 'AreaFolderError';
}

export function areaFolder(dataDir: string, areaId: string): string {
  return join(dataDir, 'areas', areaId);
}

/** An imported area, opened. */
export interface ImportedArea {
  readonly folder: string;
  readonly area: AreaFile;
  readonly road: RoadGraph;
  readonly foot: FootGraph;
  readonly tilesPath: string;
  /** Departures at the area's stations; null when none were imported. */
  readonly timetable: Timetable | null;
  readonly report: ImportReport;
}

/**
 * Opens an imported area; graphs are copied into memory once.
 *
 * @param allocate makes the graphs' buffers; pass `(bytes) => new SharedArrayBuffer(bytes)` to share them with threads
 * @throws AreaFolderError when there is none; ArrayFileError when a graph is damaged or of another version
 */
export async function openArea(
  dataDir: string,
  areaId: string,
  allocate: (byteLength: number) => ArrayBufferLike = (byteLength) => new ArrayBuffer(byteLength),
): Promise<ImportedArea> {
  const folder = areaFolder(dataDir, areaId);
  const path = (name: AreaFileName) => join(folder, areaFiles[name]);
  if (!(await exists(folder))) {
    const known = (await listAreas(dataDir)).join(', ') || 'none yet';
    throw new AreaFolderError(`area ${areaId} is not imported in ${dataDir} (imported: ${known})`);
  }
  const graphBuffer = async (name: AreaFileName) => {
    const bytes = await readFile(path(name));
    const buffer = allocate(bytes.length);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  };
  return {
    folder,
    area: await readAreaFile(path('area')),
    road: openRoadGraph(await graphBuffer('road')),
    foot: openFootGraph(await graphBuffer('foot')),
    tilesPath: path('tiles'),
    timetable: await readAreaTimetable(folder),
    report: JSON.parse(await readFile(path('report'), 'utf8')) as ImportReport,
  };
}

/** Ids of imported areas, in alphabetical order; none when the folder does not exist. */
export async function listAreas(dataDir: string): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'areas'), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((e) => e.name);
  return names.sort();
}

/** Reads and checks an area file. @throws AreaFolderError with every mistake on a line of its own */
export async function readAreaFile(path: string): Promise<AreaFile> {
  const decoded = decode(areaFile, await readJson(path));
  if (decoded.ok) return decoded.value;
  const lines = decoded.mistakes.map((mistake) => `  ${mistakeLine(mistake)}`);
  throw new AreaFolderError(
    `${path}: ${lines.length} ${lines.length === 1 ? 'mistake' : 'mistakes'}\n${lines.join('\n')}`,
  );
}

/** Any JSON file. @throws AreaFolderError when it is missing or no JSON */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new AreaFolderError(`${path}: cannot be read (${(error as Error).message})`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AreaFolderError(`${path}: is no JSON (${(error as Error).message})`);
  }
}

/**
 * Asked before the long work begins.
 *
 * @throws AreaFolderError when the folder is there and must not be replaced, or when nothing can be written there
 */
export async function checkMayWrite(folder: string, mayReplace: boolean): Promise<void> {
  if (!mayReplace && (await exists(folder))) {
    throw new AreaFolderError(`${folder} is there already: import with --replace to put the new area in its place`);
  }
  let ancestor = dirname(folder);
  while (!(await exists(ancestor)) && dirname(ancestor) !== ancestor) ancestor = dirname(ancestor);
  const isWritable = await access(ancestor, constants.W_OK).then(
    () => true,
    () => false,
  );
  const isFolder = isWritable && (await stat(ancestor)).isDirectory();
  if (!isFolder)
    throw new AreaFolderError(
      `${folder} cannot be written: ${ancestor} is read-only or no folder; choose another data folder`,
    );
}

/**
 * Puts a whole area folder in place, or nothing. What a killed import left behind is removed first.
 *
 * @throws AreaFolderError when the folder cannot be written, or is there already and must not be replaced
 */
export async function writeAreaFolder(
  folder: string,
  files: Readonly<Record<AreaFileName, Uint8Array | string>>,
  options: {
    readonly mayReplace: boolean;
    readonly signal?: AbortSignal | undefined;
    /** Further files by name; the rest of the system does not need them. */
    readonly furtherFiles?: Readonly<Record<string, string>> | undefined;
  },
): Promise<void> {
  const parent = dirname(folder);
  const partial = join(parent, `.${basename(folder)}.partial-${randomUUID()}`);
  try {
    makeFolder(parent);
    await removeLeftovers(parent, basename(folder));
    await mkdir(partial);
    for (const name of Object.keys(areaFiles) as AreaFileName[]) {
      options.signal?.throwIfAborted();
      await writeDurably(join(partial, areaFiles[name]), files[name]);
    }
    for (const [name, content] of Object.entries(options.furtherFiles ?? {})) {
      await writeDurably(join(partial, name), content);
    }
    options.signal?.throwIfAborted();
    await putInPlace(partial, folder, options.mayReplace);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => {}); // the first error is the one to tell
    const isSystem = error instanceof Error && 'code' in error && 'syscall' in error;
    throw isSystem ? new AreaFolderError(`${folder} cannot be written: ${error.message}`) : error;
  }
}

async function putInPlace(partial: string, folder: string, mayReplace: boolean): Promise<void> {
  await checkMayWrite(folder, mayReplace);
  if (!(await exists(folder))) return rename(partial, folder);
  const old = join(dirname(folder), `.${basename(folder)}.old-${randomUUID()}`);
  await rename(folder, old);
  try {
    await rename(partial, folder);
  } catch (error) {
    await rename(old, folder);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

async function removeLeftovers(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const isOurs = entry.startsWith(`.${name}.partial-`) || entry.startsWith(`.${name}.old-`);
    const isStale = isOurs && Date.now() - (await stat(join(parent, entry))).mtimeMs > STALE_MS;
    if (isStale) await rm(join(parent, entry), { recursive: true, force: true });
  }
}

async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

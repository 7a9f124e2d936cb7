/** Opens a GTFS feed: a folder, or a zip as feeds are published. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { csvRows } from './csv-rows.ts';

/** A feed that is missing, damaged, or lacks what a timetable needs. */
export class GtfsError extends Error {
  override readonly name = 'GtfsError';
}

const neededFiles = ['stops.txt', 'routes.txt', 'trips.txt', 'stop_times.txt'] as const;
const furtherFiles = ['calendar.txt', 'calendar_dates.txt', 'feed_info.txt', 'agency.txt'] as const;
export type GtfsFile = (typeof neededFiles)[number] | (typeof furtherFiles)[number];

/** Text of each file; a file that the feed does not have is empty. */
export type GtfsTexts = Readonly<Record<GtfsFile, string>>;

/**
 * Reads the files that a timetable needs; the whole feed is in memory meanwhile (tens of MB for a city's railways).
 *
 * @param path folder or zip
 * @throws GtfsError
 */
export async function readGtfs(path: string): Promise<GtfsTexts> {
  const info = await stat(path).catch(() => null);
  if (!info) throw new GtfsError(`${path}: is not there; give the folder or the zip of a GTFS feed`);
  const readOne = info.isDirectory() ? fromFolder(path) : fromZip(path, await readFile(path));
  const texts: Partial<Record<GtfsFile, string>> = {};
  for (const name of [...neededFiles, ...furtherFiles]) texts[name] = (await readOne(name)) ?? '';
  const missing = neededFiles.filter((name) => texts[name] === '');
  if (missing.length > 0) throw new GtfsError(`${path}: lacks ${missing.join(', ')}; is it a GTFS feed?`);
  if (texts['calendar.txt'] === '' && texts['calendar_dates.txt'] === '') {
    throw new GtfsError(`${path}: has neither calendar.txt nor calendar_dates.txt, so no day of service is known`);
  }
  return texts as GtfsTexts;
}

/** Rows of a file of the feed. */
export function rowsOf(texts: GtfsTexts, name: GtfsFile): Generator<Readonly<Record<string, string>>> {
  return csvRows(texts[name]);
}

type ReadOne = (name: GtfsFile) => Promise<string | null>;

function fromFolder(path: string): ReadOne {
  return (name) => readFile(join(path, name), 'utf8').catch(() => null);
}

function fromZip(path: string, bytes: Uint8Array): ReadOne {
  const wanted: readonly string[] = [...neededFiles, ...furtherFiles];
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter: ({ name }) => wanted.includes(baseName(name)) });
  } catch (error) {
    throw new GtfsError(`${path}: cannot be unzipped (${(error as Error).message})`);
  }
  const byName = new Map(Object.entries(files).map(([name, content]) => [baseName(name), content]));
  return async (name) => {
    const content = byName.get(name);
    return content ? new TextDecoder().decode(content) : null;
  };
}

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

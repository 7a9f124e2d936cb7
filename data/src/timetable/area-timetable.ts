/** The timetable of an imported area: `timetable.json` in its folder, written by an import from GTFS. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { timetable as timetableSchema, type Timetable } from '@noriai/core/contracts/timetable.ts';
import { decode, mistakeLine } from '@noriai/core/contracts/schema.ts';
import { GtfsError } from './gtfs-feed.ts';

export const TIMETABLE_FILE = 'timetable.json';

/** The timetable in an area folder, null when none was imported. @throws GtfsError when the file is damaged */
export async function readAreaTimetable(folder: string): Promise<Timetable | null> {
  const path = join(folder, TIMETABLE_FILE);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const decoded = decode(timetableSchema, parsed(path, text));
  if (decoded.ok) return decoded.value;
  throw new GtfsError(`${path}: ${mistakeLine(decoded.mistakes[0]!)}; import the timetable again`);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new GtfsError(`${path}: is no JSON; import the timetable again`);
  }
}

/** Puts a timetable into an area folder, in the place of one that is there. */
export async function writeAreaTimetable(folder: string, timetable: Timetable): Promise<void> {
  const path = join(folder, TIMETABLE_FILE);
  await writeFile(`${path}.partial`, timetableText(timetable));
  await rename(`${path}.partial`, path);
}

export function timetableText(timetable: Timetable): string {
  return `${JSON.stringify(timetable)}\n`;
}

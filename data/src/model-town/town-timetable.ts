/** The invented timetable of a model town's stations, as a small GTFS feed in `timetables/<area id>/`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import type { Timetable } from '@noriai/core/contracts/timetable.ts';
import { readGtfs } from '../timetable/gtfs-feed.ts';
import { readTimetable } from '../timetable/read-timetable.ts';

/** Null for a town without one. */
export async function townTimetable(area: AreaFile): Promise<Timetable | null> {
  const folder = join(import.meta.dirname, 'timetables', area.id);
  return existsSync(folder) ? readTimetable(area, await readGtfs(folder)).timetable : null;
}

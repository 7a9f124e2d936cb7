/** Generates a shipped model town and imports it like any other town; the folder also gets `population.json`. */
import { areaFolder } from '../area/area-folder.ts';
import { importArea, type ImportOptions } from '../area/import-area.ts';
import type { ImportReport } from '../area/import-report.ts';
import { buildModelTown, type ModelTown } from './build-model-town.ts';
import { TIMETABLE_FILE, timetableText } from '../timetable/area-timetable.ts';
import { getModelTown } from './model-towns.ts';
import { townTimetable } from './town-timetable.ts';

export const POPULATION_FILE = 'population.json';

/**
 * Puts the town into `<data folder>/areas/<area id>/`. The same name gives the same bytes, on every machine.
 * Cost: some seconds.
 *
 * @param name as in `modelTowns`, for example `toyono`
 * @throws RangeError when no model town has the name; the errors of `importArea`
 */
export async function importModelTown(
  name: string,
  dataDir: string,
  options: TownImportOptions = {},
): Promise<ImportReport> {
  return importTown(buildModelTown(getModelTown(name)), dataDir, options);
}

export type TownImportOptions = Pick<ImportOptions, 'mayReplace' | 'onProgress' | 'signal'>;

/** The same for a town that was built already. */
export async function importTown(
  town: ModelTown,
  dataDir: string,
  options: TownImportOptions = {},
): Promise<ImportReport> {
  const timetable = await townTimetable(town.area);
  return importArea({
    ...options,
    elements: town.source,
    elevation: town.elevation,
    area: town.area,
    outDir: areaFolder(dataDir, town.area.id),
    furtherFiles: {
      [POPULATION_FILE]: `${JSON.stringify(town.population)}\n`,
      ...(timetable && { [TIMETABLE_FILE]: timetableText(timetable) }),
    },
  });
}

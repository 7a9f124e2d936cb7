/** Opens the area to serve; the shipped model town is made first when it is not there yet. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serviceWorld, type ServiceWorld } from '@noriai/core/fleet/world.ts';
import { ArrayFileError } from '@noriai/core/containers/array-file.ts';
import { AreaFolderError, areaFolder, openArea, type ImportedArea } from '@noriai/data/area/area-folder.ts';
import { areaStreets } from '@noriai/dispatcher/adapters/area-streets.ts';
import { shared } from '@noriai/core/fleet/class-streets.ts';
import { WorkerStreetRefresher } from '@noriai/dispatcher/adapters/street-refresher.ts';
import { progressBar } from '../progress-bar.ts';

export interface ReadyArea {
  readonly world: ServiceWorld;
  readonly streetRefresher: WorkerStreetRefresher;
  readonly tilesPath: string | null;
  /** Pictures of stops; there need not be any. */
  readonly picturesFolder: string;
}

/**
 * @param onStep told before each long step
 * @throws AreaFolderError when there is no such area or its files are damaged; StopOffStreet
 */
export async function readyArea(dataDir: string, areaId: string, onStep: (line: string) => void): Promise<ReadyArea> {
  if (!existsSync(areaFolder(dataDir, areaId))) await makeShippedArea(dataDir, areaId, onStep);
  onStep(`opening area ${areaId} …`);
  const imported = await openChecked(dataDir, areaId);
  const streets = areaStreets(imported.area, imported.road, imported.foot);
  const { tilesPath } = imported;
  return {
    world: serviceWorld(imported.area, streets, imported.timetable),
    streetRefresher: new WorkerStreetRefresher(streets.live),
    tilesPath: existsSync(tilesPath) ? tilesPath : null,
    picturesFolder: join(imported.folder, 'pictures'),
  };
}

async function openChecked(dataDir: string, areaId: string): Promise<ImportedArea> {
  try {
    return await openArea(dataDir, areaId, shared);
  } catch (error) {
    const isMissingFile = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!(error instanceof ArrayFileError || error instanceof SyntaxError || isMissingFile)) throw error;
    const folder = areaFolder(dataDir, areaId);
    throw new AreaFolderError(`area ${areaId}: ${error.message}: delete ${folder} and import the area again`);
  }
}

/** Does nothing for other areas: opening says that they are not there. */
async function makeShippedArea(dataDir: string, areaId: string, onStep: (line: string) => void): Promise<void> {
  const { modelTowns } = await import('@noriai/data/model-town/model-towns.ts');
  const shipped = Object.entries(modelTowns).find(([, plan]) => plan.service.id === areaId);
  if (!shipped) return;
  onStep('making the model town (once, about ten seconds) …');
  const { importModelTown } = await import('@noriai/data/model-town/import-model-town.ts');
  const bar = progressBar();
  try {
    await importModelTown(shipped[0], dataDir, {
      onProgress: (step, part) => bar.show(`model town: ${step}`, part),
    });
  } finally {
    bar.clear();
  }
}

/** What verbs about drives and walks share: an imported area's graphs, and flags in words of people. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { openFootGraph, type FootGraph } from '@noriai/core/graph/foot-graph.ts';
import { openRoadGraph, type RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { snapToArc, type ArcIndex, type SnapOptions, type SnappedPlace } from '@noriai/core/graph/snap.ts';
import type { DrawnGraph } from '@noriai/core/graph/arc-course.ts';
import { daytime, freeFlow, peak, type Period } from '@noriai/core/routing/period.ts';
import { vehicleClassTable, type VehicleClass } from '@noriai/core/routing/vehicle-class.ts';
import { areaFiles, areaFolder, listAreas, readAreaFile } from '@noriai/data/area/area-folder.ts';

export interface DriveArea {
  readonly area: AreaFile;
  readonly road: RoadGraph;
  readonly foot: FootGraph;
}

export const periods: Readonly<Record<string, Period>> = {
  [freeFlow.id]: freeFlow,
  [daytime.id]: daytime,
  [peak.id]: peak,
};

/**
 * @param idOrFolder an area's id in the data folder, or a folder with an imported area
 * @throws Error in one line when there is none; ArrayFileError when a graph is damaged
 */
export async function openDriveArea(idOrFolder: string, dataDir: string): Promise<DriveArea> {
  const isFolder = existsSync(join(idOrFolder, areaFiles.road));
  const folder = isFolder ? idOrFolder : areaFolder(dataDir, idOrFolder);
  if (!existsSync(join(folder, areaFiles.road))) {
    const known = (await listAreas(dataDir)).join(', ') || 'none yet';
    throw new Error(`--area ${idOrFolder}: expected an imported area (${known}) or the folder of one`);
  }
  const buffer = (name: 'road' | 'foot') => new Uint8Array(readFileSync(join(folder, areaFiles[name]))).buffer;
  return {
    area: await readAreaFile(join(folder, areaFiles.area)),
    road: openRoadGraph(buffer('road')),
    foot: openFootGraph(buffer('foot')),
  };
}

/** @throws Error with what is there to choose from */
export function choose<Value>(flag: string, name: string, values: Readonly<Record<string, Value>>): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`${flag} ${name}: give one of ${Object.keys(values).join(', ')}`);
  return value;
}

export function chooseVehicleClass(name: string): VehicleClass {
  return choose<VehicleClass>('--vehicle-class', name, vehicleClassTable);
}

/** `34.61,135.52` as 1e-7 degrees. @throws Error when it is not a latitude and a longitude */
export function parsePoint(flag: string, text: string): readonly [latE7: number, lonE7: number] {
  const parts = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [lat = NaN, lon = NaN] = parts;
  if (parts.length !== 2 || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) {
    throw new Error(`${flag} ${text}: give latitude,longitude in degrees, for example 34.6153,135.5201`);
  }
  return [Math.round(lat * 1e7), Math.round(lon * 1e7)];
}

/** @throws Error when nothing usable lies within a kilometre */
export function snapOrThrow(
  graph: DrawnGraph,
  index: ArcIndex,
  label: string,
  [latE7, lonE7]: readonly [number, number],
  options: SnapOptions,
): SnappedPlace {
  const place = snapToArc(graph, index, latE7, lonE7, options);
  if (!place) throw new Error(`${label} ${latE7 / 1e7},${lonE7 / 1e7}: no usable street or path within 1,000 m`);
  return place;
}

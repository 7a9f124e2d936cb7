import { areaFile, type AreaFile } from '@noriai/core/contracts/area.ts';
import { decode, type Mistake } from '@noriai/core/contracts/schema.ts';
import { regionOf } from '../streets/region.ts';
import { readJson } from './area-folder.ts';

export interface CheckedAreaFile {
  /** All that must be mended; empty when the file can be imported. */
  readonly mistakes: readonly Mistake[];
  /** What is unusual but allowed, such as a stop outside the polygon (a hospital in the next town). */
  readonly remarks: readonly string[];
}

/**
 * Everything that can be told about an area file without its streets; stops far from any street are found by the import.
 *
 * @throws AreaFolderError when the file is missing or no JSON
 */
export async function checkAreaFile(path: string): Promise<CheckedAreaFile> {
  const decoded = decode(areaFile, await readJson(path));
  if (!decoded.ok) return { mistakes: decoded.mistakes, remarks: [] };
  const area = decoded.value;
  const mistakes = [...timeZoneMistakes(area), ...crossingMistakes(area)];
  return { mistakes, remarks: mistakes.length > 0 ? [] : stopRemarks(area) };
}

function timeZoneMistakes({ timeZone }: AreaFile): Mistake[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format(0);
    return [];
  } catch {
    return [{ path: 'timeZone', got: `"${timeZone}"`, expected: 'a time zone that exists, like Asia/Tokyo' }];
  }
}

function crossingMistakes({ polygon }: AreaFile): Mistake[] {
  try {
    regionOf(polygon, 0);
    return [];
  } catch (error) {
    return [{ path: 'polygon', got: (error as Error).message, expected: 'one ring without crossings' }];
  }
}

function stopRemarks({ polygon, stops }: AreaFile): string[] {
  const region = regionOf(polygon, 0);
  const outside = stops.filter(
    ({ position: { lat, lon } }) => !region.contains(Math.round(lat * 1e7), Math.round(lon * 1e7)),
  );
  return outside.map((stop) => `stop ${stop.id} (${stop.name.ja}) lies outside the polygon of the area`);
}

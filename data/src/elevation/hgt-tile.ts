/**
 * One tile of an SRTM-like terrain model (`.hgt`): one square degree, named after its south-west corner (N34E135),
 * 16-bit heights in whole metres, big endian, rows from north to south; 1201 × 1201 (SRTM3, about 90 m) or 3601 × 3601
 * (SRTM1, about 30 m). Neighbouring tiles share their edge row. -32768 is a void.
 * Format: https://lpdaac.usgs.gov/documents/179/SRTM_User_Guide_V3.pdf.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { unzipSync } from 'fflate';
import type { ElevationSource } from '../osm/osm-elements.ts';

const VOID_M = -32768;
const DEGREE_M = 111_195;
const SAMPLES_BY_BYTES = new Map([
  [1201 * 1201 * 2, 1201],
  [3601 * 3601 * 2, 3601],
]);

/** A terrain tile that cannot be read, or that does not cover what it is wanted for. */
export class TerrainError extends Error {
  override readonly name = 'TerrainError';
}

export interface HgtTile {
  /** Like N34E135. */
  readonly name: string;
  readonly southDeg: number;
  readonly westDeg: number;
  /** Samples along an edge, both corners included. */
  readonly samples: number;
  readonly heights: DataView;
}

/**
 * Reads `.hgt` or a `.zip` with one `.hgt` in it. Memory: 2.9 MB for SRTM3, 26 MB for SRTM1.
 *
 * @throws TerrainError when the file is missing, of a wrong size, damaged, or its name does not say where it lies
 */
export async function readHgtTile(path: string): Promise<HgtTile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new TerrainError(`${path}: cannot be read (${(error as Error).message}): give an .hgt or .hgt.zip file`);
  }
  if (!path.toLowerCase().endsWith('.zip')) return hgtTile(basename(path), bytes);
  const [name, content] = unzipHgt(path, bytes);
  return hgtTile(basename(name), content);
}

function unzipHgt(path: string, bytes: Uint8Array): [string, Uint8Array] {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, { filter: (file) => /\.hgt$/i.test(file.name) });
  } catch (error) {
    throw new TerrainError(`${path}: is damaged (${(error as Error).message}); fetch the file again`);
  }
  const [entry, ...others] = Object.entries(entries);
  if (!entry || others.length > 0) {
    throw new TerrainError(`${path}: got ${others.length + (entry ? 1 : 0)} .hgt files inside, expected one`);
  }
  return entry;
}

/** @throws TerrainError when name or size are not those of a tile */
export function hgtTile(fileName: string, bytes: Uint8Array): HgtTile {
  const match = /^([NS])(\d{2})([EW])(\d{3})/i.exec(fileName);
  if (!match) throw new TerrainError(`${fileName}: the name must begin with the tile's corner, like N34E135.hgt`);
  const samples = SAMPLES_BY_BYTES.get(bytes.length);
  if (samples === undefined) {
    const sizes = [...SAMPLES_BY_BYTES.keys()].join(' or ');
    throw new TerrainError(`${fileName}: got ${bytes.length} bytes, expected ${sizes} (SRTM3 or SRTM1)`);
  }
  return {
    name: match[0].toUpperCase(),
    southDeg: Number(match[2]) * (match[1]!.toUpperCase() === 'S' ? -1 : 1),
    westDeg: Number(match[4]) * (match[3]!.toUpperCase() === 'W' ? -1 : 1),
    samples,
    heights: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  };
}

/** Heights of several tiles as one source. */
export function elevationOfTiles(tiles: readonly HgtTile[]): ElevationSource {
  const byCorner = new Map(tiles.map((tile) => [`${tile.southDeg},${tile.westDeg}`, tile]));
  return {
    label: tiles.map((tile) => tile.name).join(', '),
    stepM: Math.max(...tiles.map((tile) => Math.round(DEGREE_M / (tile.samples - 1)))),
    elevationDm(latE7, lonE7) {
      const tile = byCorner.get(`${Math.floor(latE7 / 1e7)},${Math.floor(lonE7 / 1e7)}`);
      return tile ? tileElevationDm(tile, latE7, lonE7) : null;
    },
  };
}

/**
 * Bilinear between the four samples around a place, metres × 10. Voids among them are left out and the others weigh
 * more; null when those that are left hold less than half of the weight.
 */
export function tileElevationDm(tile: HgtTile, latE7: number, lonE7: number): number | null {
  const { samples, heights } = tile;
  const fromNorth = (1 - (latE7 / 1e7 - tile.southDeg)) * (samples - 1);
  const fromWest = (lonE7 / 1e7 - tile.westDeg) * (samples - 1);
  const row = Math.min(Math.max(Math.floor(fromNorth), 0), samples - 2);
  const column = Math.min(Math.max(Math.floor(fromWest), 0), samples - 2);
  let weighted = 0;
  let weights = 0;
  for (let corner = 0; corner < 4; corner++) {
    const r = row + (corner >> 1);
    const c = column + (corner & 1);
    const heightM = heights.getInt16((r * samples + c) * 2);
    const weight = Math.max(0, 1 - Math.abs(fromNorth - r)) * Math.max(0, 1 - Math.abs(fromWest - c));
    if (heightM === VOID_M) continue;
    weighted += weight * heightM;
    weights += weight;
  }
  return weights < 0.5 ? null : Math.round((10 * weighted) / weights);
}

/**
 * Refuses tiles that say nothing about an area.
 *
 * @param bounds of the area's polygon, degrees
 * @throws TerrainError when one of the tiles does not overlap the bounds, naming the tiles that would
 */
export function checkTilesCover(
  tiles: readonly HgtTile[],
  bounds: { readonly south: number; readonly west: number; readonly north: number; readonly east: number },
): void {
  const needed = neededTileNames(bounds);
  const wrong = tiles.filter((tile) => !needed.includes(tile.name));
  if (wrong.length > 0) {
    const names = wrong.map((tile) => tile.name).join(', ');
    throw new TerrainError(`${names}: the terrain tile does not cover the area; give ${needed.join(', ')}`);
  }
}

/** Names of all tiles that overlap the bounds. */
export function neededTileNames(bounds: { south: number; west: number; north: number; east: number }): string[] {
  const names: string[] = [];
  for (let lat = Math.floor(bounds.south); lat <= Math.floor(bounds.north); lat++) {
    for (let lon = Math.floor(bounds.west); lon <= Math.floor(bounds.east); lon++) {
      const ns = `${lat < 0 ? 'S' : 'N'}${String(Math.abs(lat)).padStart(2, '0')}`;
      names.push(`${ns}${lon < 0 ? 'W' : 'E'}${String(Math.abs(lon)).padStart(3, '0')}`);
    }
  }
  return names;
}

/**
 * Terrain files as one source for an area.
 *
 * @param ring of the area, [lon, lat] degrees
 * @throws TerrainError as `readHgtTile` and `checkTilesCover` do
 */
export async function elevationOfFiles(
  paths: readonly string[],
  ring: readonly (readonly number[])[],
): Promise<ElevationSource> {
  const tiles = await Promise.all(paths.map(readHgtTile));
  const lons = ring.map((point) => point[0]!);
  const lats = ring.map((point) => point[1]!);
  checkTilesCover(tiles, {
    south: Math.min(...lats),
    west: Math.min(...lons),
    north: Math.max(...lats),
    east: Math.max(...lons),
  });
  return elevationOfTiles(tiles);
}

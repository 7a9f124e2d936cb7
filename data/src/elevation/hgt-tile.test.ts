import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { checkTilesCover, elevationOfTiles, hgtTile, readHgtTile, TerrainError, tileElevationDm } from './hgt-tile.ts';

const networks = resolve(import.meta.dirname, '../../../../shared/data/networks');
const SRTM3 = 1201;

/** A tile whose height is `southM` for each row from the south plus `eastM` for each column. */
function plane(samples: number, southM: number, eastM: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(samples * samples * 2));
  for (let row = 0; row < samples; row++) {
    for (let column = 0; column < samples; column++) {
      view.setInt16((row * samples + column) * 2, (samples - 1 - row) * southM + column * eastM);
    }
  }
  return new Uint8Array(view.buffer);
}

describe('heights', () => {
  test('a plane is a plane between its samples too, in both resolutions', () => {
    for (const samples of [1201, 3601]) {
      const tile = hgtTile('N34E135.hgt', plane(samples, 2, 1));
      for (const [north, east] of [
        [0, 0],
        [0.25, 0.5],
        [0.123, 0.987],
        [1, 1],
      ] as const) {
        const expectedDm = (north * 2 + east) * (samples - 1) * 10;
        const gotDm = tileElevationDm(tile, Math.round((34 + north) * 1e7), Math.round((135 + east) * 1e7))!;
        expect(Math.abs(gotDm - expectedDm), `${samples} ${north} ${east}`).toBeLessThanOrEqual(1);
      }
    }
  });

  test('tiles south and west of zero', () => {
    const tile = hgtTile('S01W002.hgt', plane(SRTM3, 1, 0));
    expect(tileElevationDm(tile, -5_000_000, -15_000_000)).toBe(6000); // half way up: 600 rows
    expect(elevationOfTiles([tile]).elevationDm(-5_000_000, -15_000_000)).toBe(6000);
    expect(elevationOfTiles([tile]).elevationDm(5_000_000, -15_000_000)).toBeNull();
  });

  test('voids are left out, and where they prevail nothing is known', () => {
    const bytes = plane(SRTM3, 0, 0);
    const view = new DataView(bytes.buffer);
    const set = (row: number, column: number, height: number) => view.setInt16((row * SRTM3 + column) * 2, height);
    for (const [row, column] of [[0, 0], [0, 1], [1, 0], [1, 1]] as const) set(row, column, 100); // prettier-ignore
    set(0, 0, -32768);
    const tile = hgtTile('N34E135.hgt', bytes);
    const at = (fromNorth: number, fromWest: number) =>
      tileElevationDm(tile, Math.round((35 - fromNorth / 1200) * 1e7), Math.round((135 + fromWest / 1200) * 1e7));
    expect(at(0.5, 0.5)).toBe(1000);
    expect(at(0.9, 0.9)).toBe(1000);
    expect(at(0.1, 0.1)).toBeNull(); // the void weighs 81 %
  });
});

describe('what is no tile', () => {
  test('wrong name, wrong size', () => {
    expect(() => hgtTile('kansai.hgt', plane(SRTM3, 0, 0))).toThrow('must begin with the tile');
    expect(() => hgtTile('N34E135.hgt', new Uint8Array(100))).toThrow('got 100 bytes, expected 2884802 or 25934402');
  });

  test('zip: one tile inside, damaged, none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'noriai-hgt-'));
    try {
      const write = async (name: string, bytes: Uint8Array) => {
        await writeFile(join(folder, name), bytes);
        return join(folder, name);
      };
      const good = zipSync({ 'N34E135.hgt': plane(SRTM3, 0, 0) });
      expect((await readHgtTile(await write('some.zip', good))).name).toBe('N34E135');
      await expect(readHgtTile(await write('cut.zip', good.subarray(0, 500)))).rejects.toThrow(TerrainError);
      await expect(readHgtTile(await write('none.zip', zipSync({ 'a.txt': new Uint8Array(1) })))).rejects.toThrow(
        'got 0 .hgt files inside',
      );
      await expect(readHgtTile(join(folder, 'missing.hgt'))).rejects.toThrow('give an .hgt or .hgt.zip file');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a tile that does not overlap the area is refused, naming those that would', () => {
    const tile = hgtTile('N34E135.hgt', plane(SRTM3, 0, 0));
    const kobe = { south: 34.6, west: 134.9, north: 34.8, east: 135.2 };
    expect(() => checkTilesCover([tile], kobe)).not.toThrow();
    const tokyo = { south: 35.6, west: 139.6, north: 35.8, east: 139.9 };
    expect(() => checkTilesCover([tile], tokyo)).toThrow('does not cover the area; give N35E139');
  });
});

test.skipIf(!existsSync(networks))('shared: heights of Andorra', async () => {
  const tile = await readHgtTile(join(networks, 'N42E001.hgt.zip'));
  expect([tile.name, tile.samples]).toEqual(['N42E001', 1201]);
  // Andorra la Vella lies at about 1,020 m, Coma Pedrosa reaches 2,942 m
  expect(tileElevationDm(tile, 425_063_000, 15_218_000)).toBeGreaterThan(9500);
  expect(tileElevationDm(tile, 425_063_000, 15_218_000)).toBeLessThan(11_500);
  expect(tileElevationDm(tile, 425_914_000, 14_438_000)).toBeGreaterThan(27_000);
});

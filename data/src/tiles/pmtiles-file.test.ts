import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { PMTiles, type Source } from 'pmtiles';
import { describe, expect, test } from 'vitest';
import { pmtilesFile, type MapTile } from './pmtiles-file.ts';

const options = { minZoom: 0, maxZoom: 8, bounds: [135, 34, 136, 35] as const, metadata: { name: '試験' } };

function reader(bytes: Uint8Array): PMTiles {
  const source: Source = {
    getKey: () => 'test',
    getBytes: async (offset, length) => ({ data: new Uint8Array(bytes.subarray(offset, offset + length)).buffer }),
  };
  return new PMTiles(source);
}

const tile = (z: number, x: number, y: number): MapTile => ({
  z,
  x,
  y,
  data: new TextEncoder().encode(`${z}/${x}/${y}`),
});

describe('a PMTiles file is read by the reader of its authors', () => {
  test('few tiles, in any order: all are found, others are not', async () => {
    const file = reader(pmtilesFile([tile(2, 3, 1), tile(0, 0, 0), tile(2, 0, 0)], options));
    const text = async (z: number, x: number, y: number) => {
      const found = await file.getZxy(z, x, y);
      return found ? new TextDecoder().decode(found.data) : null;
    };
    expect([await text(0, 0, 0), await text(2, 3, 1), await text(2, 0, 0)]).toEqual(['0/0/0', '2/3/1', '2/0/0']);
    expect([await text(1, 0, 0), await text(2, 1, 1)]).toEqual([null, null]);
    expect(await file.getMetadata()).toEqual({ name: '試験' });
    expect(await file.getHeader()).toMatchObject({ specVersion: 3, numTileEntries: 3, clustered: true, minLon: 135 });
  });

  test('so many tiles that the directory needs leaves', async () => {
    // sizes and gaps differ from tile to tile, so that the directory packs badly
    const random = seededRandom(1);
    const side = 2 ** 8;
    const kept = Array.from({ length: side * side }, (_, i) => i)
      .filter(() => random() < 0.4)
      .map((i): MapTile => {
        const data = Uint8Array.from({ length: 1 + randomIndex(random, 40) }, () => randomIndex(random, 256));
        return { z: 8, x: i % side, y: Math.floor(i / side), data };
      });
    const bytes = pmtilesFile(kept, options);
    const file = reader(bytes);
    expect((await file.getHeader()).leafDirectoryLength).toBeGreaterThan(0);
    expect((await file.getHeader()).rootDirectoryLength).toBeLessThan(16_384 - 127);
    for (let i = 0; i < kept.length; i += 97) {
      const { z, x, y, data } = kept[i]!;
      expect(new Uint8Array((await file.getZxy(z, x, y))!.data)).toEqual(data);
    }
  });

  test('none at all', async () => {
    expect(await reader(pmtilesFile([], options)).getZxy(0, 0, 0)).toBeUndefined();
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { PMTiles, type Source } from 'pmtiles';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { elevationOfFiles } from '../elevation/hgt-tile.ts';
import type { OsmSource } from '../osm/osm-elements.ts';
import { openPbfFile } from '../osm/pbf-file.ts';
import { drawnRing, drawStreets } from '../testing/draw-streets.ts';
import { areaFolder, listAreas, openArea, readAreaFile } from './area-folder.ts';
import { checkAreaFile } from './check-area-file.ts';
import { importArea, importSteps, type ImportOptions } from './import-area.ts';
import { reportText } from './report-text.ts';

const areasForTests = resolve(import.meta.dirname, '../../areas-for-tests');
let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'noriai-area-'))));
afterEach(() => rmSync(dataDir, { recursive: true }));

const street = { highway: 'residential' };
const town = drawStreets(`A  B  C\n   D\nE  F`, {
  ways: { 'A B C': { ...street, name: '北通り' }, 'B D': street, 'C D': { highway: 'footway' }, 'E F': street },
});

/** An area around the drawn town: stops on B, near C, on the cut-off street E F, and out in the fields. */
async function drawnArea(): Promise<AreaFile> {
  const area = await readAreaFile(join(areasForTests, 'abeno.json'));
  const stop = (id: string, lat: number, lon: number) => ({ ...area.stops[0]!, id, position: { lat, lon } });
  const stops = [
    stop('b', 34.5, 135.50098),
    stop('c', 34.5, 135.50196),
    stop('ef', 34.49838, 135.5003),
    stop('fields', 34.45, 135.55),
  ];
  const depots = [{ ...area.depots[0]!, position: { lat: 34.5, lon: 135.5001 } }];
  return { ...area, id: 'drawn', polygon: drawnRing, stops, depots };
}

async function options(more: Partial<ImportOptions> = {}): Promise<ImportOptions> {
  const area = await drawnArea();
  return { elements: town, area, outDir: areaFolder(dataDir, area.id), marginM: 0, ...more };
}

const filesIn = (folder: string) => readdirSync(folder).sort();

describe('what an import makes', () => {
  test('a folder that can be opened, and the same bytes each time', async () => {
    const steps: string[] = [];
    const report = await importArea(await options({ onProgress: (step) => steps.push(step) }));
    expect([...new Set(steps)]).toEqual([...importSteps]);
    const { area, road, foot, report: stored, folder } = await openArea(dataDir, 'drawn');
    expect([area.id, road.nodeCount, road.arcCount, foot.nodeCount]).toEqual(['drawn', 4, 6, 4]);
    expect(road.credit).toBe('© nobody · © OpenStreetMap contributors, ODbL 1.0');
    expect(stored).toEqual(report);
    expect(filesIn(folder)).toEqual(['area.json', 'foot.bin', 'report.json', 'road.bin', 'tiles.pmtiles']);
    const bytes = filesIn(folder).map((name) => readFileSync(join(folder, name)));
    await importArea(await options({ mayReplace: true }));
    expect(filesIn(folder).map((name) => readFileSync(join(folder, name)))).toEqual(bytes);
    expect(await listAreas(dataDir)).toEqual(['drawn']);
  });

  test('a report of what was read, dropped and why, and which stops nobody can get to', async () => {
    const report = await importArea(await options());
    expect(report.read).toEqual({
      nodes: 6,
      ways: 4,
      relations: 0,
      drivableWays: 3,
      waysByHighway: { residential: 3, footway: 1 },
    });
    expect(report.road.dropped).toMatchObject([{ reason: 'foot_only', count: 1, exampleIds: [3] }]);
    expect(report.road.strong).toMatchObject({ nodesPermille: 667, leftOutParts: 1, leftOutLengthM: 180 });
    expect(report.road.streetLengthM).toBe(270);
    expect(report.stops).toEqual({ count: 4, reachable: 2 });
    const troubles = report.warnings.map((warning) => `${warning.code} ${warning.stopId}`);
    expect(troubles).toEqual([
      'stop_not_reachable ef',
      'stop_far_from_path ef',
      'stop_far_from_street fields',
      'stop_far_from_path fields',
    ]);
    const text = reportText(report);
    expect(text).toContain('6 nodes, 4 ways (3 drivable), 0 relations');
    expect(text).toContain('strongly connected and kept: 66.7 % of the nodes');
  });

  test('map tiles that a PMTiles reader opens, with the layers of the town', async () => {
    await importArea(await options());
    const { tilesPath } = await openArea(dataDir, 'drawn');
    const tiles = new PMTiles(bytesSource(readFileSync(tilesPath)));
    const header = await tiles.getHeader();
    expect([header.minZoom, header.maxZoom, header.minLon, header.maxLat]).toEqual([8, 15, 135.4, 34.6]);
    const metadata = (await tiles.getMetadata()) as { vector_layers: { id: string }[] };
    expect(metadata.vector_layers.map((layer) => layer.id)).toEqual(['area', 'road', 'path', 'stop']);
    const [x, y] = tileOf(15, 135.501, 34.4999);
    const tile = Buffer.from((await tiles.getZxy(15, x, y))!.data).toString('utf8');
    for (const word of ['road', 'residential', '北通り', 'path', 'footway', 'stop']) expect(tile).toContain(word);
    expect(tile).not.toContain('model');
  });

  test('elements of a generator are flagged as model streets everywhere', async () => {
    const elements: OsmSource = { ...town, kind: 'model', label: 'a model town' };
    const area = { ...(await drawnArea()), source: 'model' as const };
    await importArea(await options({ elements, area }));
    const { road, foot, tilesPath } = await openArea(dataDir, 'drawn');
    expect([...road.arcFlags].every((flags) => flags & 1)).toBe(true);
    expect([...foot.arcFlags].every((flags) => flags & 1)).toBe(true);
    const tiles = new PMTiles(bytesSource(readFileSync(tilesPath)));
    const [x, y] = tileOf(15, 135.501, 34.4999);
    expect(Buffer.from((await tiles.getZxy(15, x, y))!.data).toString('utf8')).toContain('model');
  });
});

describe('whole or not at all', () => {
  const nothingThere = () => expect(readdirSync(dataDir)).toEqual([]);

  test('streets elsewhere, a polygon that crosses itself, the wrong kind of source', async () => {
    const area = await drawnArea();
    const moved = area.polygon.map(([lon, lat]) => [lon! - 5, lat!]);
    await expect(importArea(await options({ area: { ...area, polygon: moved } }))).rejects.toThrow(
      'none of the 3 drivable ways of a drawn town lies in the polygon (130.40,34.40',
    );
    const bow = [[135.4, 34.4], [135.6, 34.6], [135.6, 34.4], [135.4, 34.6], [135.4, 34.4]]; // prettier-ignore
    await expect(importArea(await options({ area: { ...area, polygon: bow } }))).rejects.toThrow('crosses itself at');
    await expect(importArea(await options({ area: { ...area, source: 'model' } }))).rejects.toThrow(
      'mend the area file',
    );
    nothingThere();
  });

  test('a source that breaks in any pass leaves nothing', async () => {
    for (let pass = 0; pass < 3; pass++) {
      let count = 0;
      const broken: OsmSource = {
        ...town,
        async *blocks(wanted) {
          yield* town.blocks(wanted);
          if (count++ === pass) throw new Error('the disk is gone');
        },
      };
      await expect(importArea(await options({ elements: broken }))).rejects.toThrow('the disk is gone');
    }
    nothingThere();
  });

  test('stopped at any step it leaves what was there before', async () => {
    await importArea(await options());
    const before = readFileSync(join(areaFolder(dataDir, 'drawn'), 'road.bin'));
    for (const stopAt of importSteps) {
      const abort = new AbortController();
      const onProgress = (step: string) => step === stopAt && abort.abort();
      const stopped = importArea(await options({ mayReplace: true, signal: abort.signal, onProgress }));
      // the last report of progress comes when all is done
      await expect(stopped, stopAt).rejects.toThrow('aborted');
      expect(readdirSync(join(dataDir, 'areas')), stopAt).toEqual(['drawn']);
      expect(readFileSync(join(areaFolder(dataDir, 'drawn'), 'road.bin'))).toEqual(before);
    }
  });

  test('an area that is there is replaced only when asked', async () => {
    await importArea(await options());
    await expect(importArea(await options())).rejects.toThrow('import with --replace');
    await importArea(await options({ mayReplace: true }));
    expect(readdirSync(join(dataDir, 'areas'))).toEqual(['drawn']);
  });

  test('a folder that cannot be written is one clear line', async () => {
    await importArea(await options({ outDir: join(dataDir, 'first') }));
    const inFile = join(dataDir, 'first', 'area.json', 'drawn');
    await expect(importArea(await options({ outDir: inFile }))).rejects.toThrow(`${inFile} cannot be written`);
  });

  test('an area that was never imported is named with those that were', async () => {
    await expect(openArea(dataDir, 'drawn')).rejects.toThrow('area drawn is not imported');
    await importArea(await options());
    await expect(openArea(dataDir, 'other')).rejects.toThrow('(imported: drawn)');
  });
});

const networks = resolve(import.meta.dirname, '../../../../shared/data/networks');

test.skipIf(!existsSync(networks))(
  'shared: Andorra with its terrain: every stop is reached, grades are those of a valley',
  async () => {
    const area = await readAreaFile(join(areasForTests, 'andorra.json'));
    const report = await importArea({
      elements: await openPbfFile(join(networks, 'andorra.osm.pbf')),
      elevation: await elevationOfFiles([join(networks, 'N42E001.hgt.zip')], area.polygon),
      area,
      outDir: areaFolder(dataDir, area.id),
    });
    expect(report.read).toMatchObject({ nodes: 69_644, ways: 2725, relations: 74, drivableWays: 1179 });
    expect(report.stops).toEqual({ count: 18, reachable: 18 });
    expect(report.road.strong.lengthPermille).toBeGreaterThan(940);
    expect(
      report.warnings.filter((warning) => warning.stopId !== undefined || warning.code === 'elevation_missing'),
    ).toEqual([]);
    // Over 100 m chords the raw model says median 66 ‰, p90 164 ‰, and overstates; smoothed along the streets it is less.
    const { medianPermille, p90Permille, unknownPermille } = report.road.grade!;
    expect(medianPermille).toBeGreaterThan(45);
    expect(medianPermille).toBeLessThan(66);
    expect(p90Permille).toBeLessThan(164);
    expect(unknownPermille).toBe(0);
  },
);

describe('area files', () => {
  test.each(['abeno.json', 'andorra.json'])('%s is well formed', async (name) => {
    expect(await checkAreaFile(join(areasForTests, name))).toEqual({ mistakes: [], remarks: [] });
  });

  test('an area file that is missing or no JSON is one clear line', async () => {
    await expect(checkAreaFile(join(dataDir, 'none.json'))).rejects.toThrow('cannot be read');
    await expect(checkAreaFile(join(import.meta.dirname, 'import-area.ts'))).rejects.toThrow('is no JSON');
  });
});

function bytesSource(file: Buffer): Source {
  return {
    getKey: () => 'test',
    getBytes: async (offset, length) => ({ data: new Uint8Array(file.subarray(offset, offset + length)).buffer }),
  };
}

function tileOf(z: number, lon: number, lat: number): [number, number] {
  const rad = (lat * Math.PI) / 180;
  const y = (1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2;
  return [Math.floor(((lon + 180) / 360) * 2 ** z), Math.floor(y * 2 ** z)];
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { blob, message, pbfFile, withHeader, type PbfContent, type PbfLayout } from '../testing/write-pbf.ts';
import { noTags, type OsmNode, type OsmPass, type OsmRelation, type OsmWay } from './osm-elements.ts';
import { PbfFileError } from './pbf-file-error.ts';
import { openPbfFile } from './pbf-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'noriai-pbf-'));
afterAll(() => rmSync(folder, { recursive: true }));
const everything: OsmPass = { nodes: () => true, ways: true, relations: true };

function fileOf(bytes: Uint8Array): string {
  const path = join(folder, 'test.osm.pbf');
  writeFileSync(path, bytes);
  return path;
}

async function readAll(bytes: Uint8Array, pass = everything) {
  const source = await openPbfFile(fileOf(bytes));
  const all = { nodes: [] as OsmNode[], ways: [] as OsmWay[], relations: [] as OsmRelation[] };
  for await (const block of source.blocks(pass)) {
    all.nodes.push(...block.nodes);
    all.ways.push(...block.ways);
    all.relations.push(...block.relations);
  }
  return all;
}

const town: PbfContent = {
  nodes: [
    { id: 7, latE7: 345_000_000, lonE7: 1_355_000_000, tags: { highway: 'crossing', name: '交差点' } },
    { id: 3, latE7: -1, lonE7: -1_799_999_999, tags: noTags },
    { id: 9_007_199_254_740, latE7: 0, lonE7: 0, tags: { barrier: 'gate' } },
  ],
  ways: [{ id: 5, nodeIds: [7, 3, 9_007_199_254_740, 7], tags: { highway: 'residential', 'name:ja': '北通り' } }],
  relations: [
    {
      id: 8,
      members: [
        { type: 'way', id: 5, role: 'from' },
        { type: 'node', id: 7, role: 'via' },
        { type: 'relation', id: 1, role: '' },
      ],
      tags: { type: 'restriction' },
    },
  ],
};

describe('what is written is read', () => {
  test.each<[string, PbfLayout]>([
    ['dense nodes, zlib', {}],
    ['plain nodes', { isPlain: true }],
    ['not packed', { isRaw: true }],
  ])('%s', async (_, layout) => {
    expect(await readAll(pbfFile(town, layout))).toEqual(town);
  });

  test('coordinates in a coarser grid', async () => {
    const nodes = [{ id: 1, latE7: 345_000_010, lonE7: 1_355_000_020, tags: noTags }];
    expect((await readAll(pbfFile({ nodes }, { granularity: 1000 }))).nodes).toEqual(nodes);
  });

  test('random elements, ids of either sign', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const id = () => randomIndex(random, 2 ** 40) - 2 ** 39;
      const tags = () => (random() < 0.5 ? noTags : { [`k${randomIndex(random, 5)}`]: `v${randomIndex(random, 5)}` });
      const many = <T>(make: () => T) => Array.from({ length: 1 + randomIndex(random, 30) }, make);
      const content = {
        nodes: many(() => ({
          id: id(),
          latE7: randomIndex(random, 18e8) - 9e8,
          lonE7: randomIndex(random, 36e8) - 18e8,
          tags: tags(),
        })),
        ways: many(() => ({ id: id(), nodeIds: many(id), tags: tags() })),
        relations: many(() => ({
          id: id(),
          tags: tags(),
          members: many(() => ({ type: 'way' as const, id: id(), role: 'outer' })),
        })),
      };
      expect(await readAll(pbfFile(content, { isPlain: seed % 2 === 0 })), `seed ${seed}`).toEqual(content);
    }
  });

  test('a pass gives only what it asks for, and a source can be read again', async () => {
    const source = await openPbfFile(fileOf(pbfFile(town)));
    for (let i = 0; i < 2; i++) {
      let seen = 0;
      const wanted: OsmPass = { nodes: (id) => (seen++, id === 3) };
      const blocks = [];
      for await (const block of source.blocks(wanted)) blocks.push(block);
      expect(blocks.flatMap((block) => block.nodes.map((node) => node.id))).toEqual([3]);
      expect(blocks.flatMap((block) => block.ways)).toEqual([]);
      expect(seen).toBe(3);
      expect(source.passPart!()).toBe(1);
    }
  });
});

describe('trouble is named, with the place in the file and what to do', () => {
  const bytes = pbfFile(town);
  const headerLength = blob(
    'OSMHeader',
    message((pbf) => ['OsmSchema-V0.6', 'DenseNodes'].forEach((f) => pbf.writeStringField(4, f))),
  ).length;

  async function trouble(content: Uint8Array | null): Promise<PbfFileError> {
    const path = content === null ? join(folder, 'missing.osm.pbf') : fileOf(content);
    const error = await (content === null ? openPbfFile(path) : readAll(content)).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(PbfFileError);
    return error as PbfFileError;
  }

  test('missing, empty, of another kind', async () => {
    expect((await trouble(null)).message).toContain('give the path of an .osm.pbf file');
    expect((await trouble(new Uint8Array(0))).message).toContain('is not an .osm.pbf file');
    expect((await trouble(Buffer.from('<?xml version="1.0"?><osm>'))).message).toContain('is not an .osm.pbf file');
  });

  test('truncated at any byte', async () => {
    const whole = new Set([headerLength, bytes.length]);
    for (let length = 1; length < bytes.length; length++) {
      const isBetweenBlobs = await readAll(bytes.subarray(0, length)).then(
        () => true,
        (error: unknown) => (expect(error, `${length} bytes`).toBeInstanceOf(PbfFileError), false),
      );
      if (isBetweenBlobs) whole.add(length);
    }
    expect(whole.size).toBe(4); // after the header, the nodes, the ways, the relations: nothing tells that more should come
    const error = await trouble(bytes.subarray(0, bytes.length - 1));
    expect(error.message).toContain('is truncated');
    expect(error.message).toContain('fetch the file again');
    expect(error.byteOffset).toBeGreaterThan(headerLength);
  });

  test('damaged at any byte: found, or without consequence', async () => {
    let found = 0;
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = damaged[at]! ^ 0x55;
      const outcome = await readAll(damaged).then(
        () => 'read',
        (error: unknown) => (expect(error, `byte ${at}`).toBeInstanceOf(PbfFileError), 'found'),
      );
      if (outcome === 'found') found++;
    }
    expect(found).toBeGreaterThan(bytes.length * 0.9);
  });

  test('a block that is well packed but wrong inside', async () => {
    const wrong = blob(
      'OSMData',
      message((pbf) => pbf.writeBytesField(2, Buffer.from([0x1a, 0x7f]))),
    );
    const error = await trouble(Buffer.concat([bytes.subarray(0, headerLength), wrong]));
    expect(error.byteOffset).toBe(headerLength);
    expect(error.message).toContain('is damaged');
  });

  test('unknown packing, unknown features', async () => {
    const lzma = withHeader(
      'OSMData',
      message((pbf) => pbf.writeBytesField(4, Buffer.from([1, 2, 3]))),
    );
    expect((await trouble(Buffer.concat([bytes.subarray(0, headerLength), lzma]))).message).toContain(
      'repack it with zlib',
    );
    const history = pbfFile({}, { requiredFeatures: ['OsmSchema-V0.6', 'HistoricalInformation'] });
    expect((await trouble(history)).message).toContain('needs HistoricalInformation');
  });
});

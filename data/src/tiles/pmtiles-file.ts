/**
 * Writes tiles into one PMTiles v3 file (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md): a header of
 * 127 bytes, the root directory, metadata, leaf directories where the root alone would grow beyond 16 KiB, then the tiles
 * in the order of their ids along the Hilbert curve. Directories, metadata and tiles are gzipped.
 */
import { gzipSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { zxyToTileId } from 'pmtiles';

export interface MapTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** A vector tile, not packed. */
  readonly data: Uint8Array;
}

export interface PmtilesOptions {
  readonly minZoom: number;
  readonly maxZoom: number;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly tileId: number;
  readonly offset: number;
  readonly length: number;
  /** 1 = a tile, 0 = a leaf directory. */
  readonly runLength: number;
}

const HEADER_BYTES = 127;
/** Header and root directory must fit into the first 16 KiB. */
const MOST_ROOT_BYTES = 16_384 - HEADER_BYTES;
const GZIP = 2;
const VECTOR_TILE = 1;

/** The whole file; the same tiles give the same bytes. Memory: the packed tiles twice. */
export function pmtilesFile(tiles: readonly MapTile[], options: PmtilesOptions): Uint8Array {
  const sorted = tiles
    .map((tile) => ({ tileId: zxyToTileId(tile.z, tile.x, tile.y), data: tile.data }))
    .sort((a, b) => a.tileId - b.tileId);
  const packed = sorted.map((tile) => gzipSync(tile.data));
  const offsets = runningSums(packed.map((data) => data.length));
  const entries = sorted.map(({ tileId }, i) => {
    return { tileId, offset: offsets[i]!, length: packed[i]!.length, runLength: 1 };
  });
  const { root, leaves } = directories(entries);
  const metadata = gzipSync(JSON.stringify(options.metadata));
  const sections = [root, metadata, leaves, Buffer.concat(packed)];
  return Buffer.concat([header(sections, tiles.length, options), ...sections]);
}

/** One root directory, or a root of leaf directories that are as small as needed for the root to fit. */
function directories(entries: readonly Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const whole = directory(entries);
  if (whole.length <= MOST_ROOT_BYTES) return { root: whole, leaves: new Uint8Array(0) };
  for (let leafSize = 4096; ; leafSize *= 2) {
    const groups = Array.from({ length: Math.ceil(entries.length / leafSize) }, (_, i) =>
      entries.slice(i * leafSize, (i + 1) * leafSize),
    );
    const leaves = groups.map(directory);
    const offsets = runningSums(leaves.map((leaf) => leaf.length));
    const root = directory(
      groups.map((group, i) => {
        return { tileId: group[0]!.tileId, offset: offsets[i]!, length: leaves[i]!.length, runLength: 0 };
      }),
    );
    if (root.length <= MOST_ROOT_BYTES) return { root, leaves: Buffer.concat(leaves) };
  }
}

/** Columns one after the other: ids as differences, run lengths, lengths, offsets (0 = right after the one before). */
function directory(entries: readonly Entry[]): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarint(entries.length);
  entries.forEach((entry, i) => pbf.writeVarint(entry.tileId - (entries[i - 1]?.tileId ?? 0)));
  for (const entry of entries) pbf.writeVarint(entry.runLength);
  for (const entry of entries) pbf.writeVarint(entry.length);
  entries.forEach((entry, i) => {
    const before = entries[i - 1];
    const follows = before !== undefined && before.offset + before.length === entry.offset;
    pbf.writeVarint(follows ? 0 : entry.offset + 1);
  });
  return gzipSync(pbf.finish());
}

function header(sections: readonly Uint8Array[], tileCount: number, options: PmtilesOptions): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('PMTiles'));
  bytes[7] = 3;
  let offset = HEADER_BYTES;
  sections.forEach((section, i) => {
    view.setBigUint64(8 + i * 16, BigInt(offset), true);
    view.setBigUint64(16 + i * 16, BigInt(section.length), true);
    offset += section.length;
  });
  for (const at of [72, 80, 88]) view.setBigUint64(at, BigInt(tileCount), true);
  bytes.set([1, GZIP, GZIP, VECTOR_TILE, options.minZoom, options.maxZoom], 96);
  const [west, south, east, north] = options.bounds.map((degrees) => Math.round(degrees * 1e7));
  [west, south, east, north].forEach((value, i) => view.setInt32(102 + i * 4, value!, true));
  bytes[118] = Math.round((options.minZoom + options.maxZoom) / 2);
  view.setInt32(119, Math.round((west! + east!) / 2), true);
  view.setInt32(123, Math.round((south! + north!) / 2), true);
  return bytes;
}

function runningSums(lengths: readonly number[]): number[] {
  let sum = 0;
  return lengths.map((length) => (sum += length) - length);
}

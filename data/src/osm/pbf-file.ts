/**
 * A raw OpenStreetMap extract (`.osm.pbf`) as a source of elements, read blob by blob.
 *
 *     const source = await openPbfFile('extract.osm.pbf');
 *     for await (const block of source.blocks({ ways: true })) …
 *
 * A file is a row of blobs of at most 32 MiB unpacked (usually 8,000 elements, 1 MiB); one blob is in memory at a time,
 * so a country takes no more than a town. At worst: 32 MiB packed, 32 MiB unpacked, the wanted elements of that one blob,
 * and about 100 bytes a blob to know which later passes may skip (a country of 2 GB has 50,000: 5 MB). Ten million
 * nodes that nobody wants added 23 MB to the peak of an import. Everything that grows with the area is kept by the
 * caller. Format: https://wiki.openstreetmap.org/wiki/PBF_Format (read 2026-11).
 */
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { PbfReader } from 'pbf';
import type { OsmBlock, OsmPass, OsmSource } from './osm-elements.ts';
import { blockKinds, decodeBlock, holdsWanted, type BlockKinds } from './pbf-block.ts';
import { PbfFileError } from './pbf-file-error.ts';

const MAX_HEADER_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 32 * 1024 * 1024;
const KNOWN_FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes']);
const inflateAsync = promisify(inflate);

/** Where a blob lies in the file, and what it holds once a pass has seen it. */
interface Blob {
  readonly offset: number;
  readonly dataOffset: number;
  readonly dataLength: number;
  readonly type: string;
  kinds: BlockKinds | null;
}

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly length: number;
}

/**
 * Opens a `.osm.pbf` file and reads its header. The file is opened anew for each pass and closed at its end, also
 * when the pass is left early.
 *
 * @throws PbfFileError when the file is missing, empty, not PBF, damaged, or needs features that are not known here;
 *   later damage is thrown by the pass that meets it, with the byte offset of the blob
 */
export async function openPbfFile(path: string): Promise<OsmSource> {
  const header = await withFile(path, readFileHeader);
  const blobs = new Map<number, Blob>();
  let part = 0;
  return {
    label: basename(path),
    kind: 'osm',
    credit: header.credit,
    blocks: (pass) => readBlocks(path, pass, blobs, (done) => (part = done)),
    passPart: () => part,
  };
}

async function withFile<T>(path: string, use: (file: OpenFile) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file);
  } finally {
    await file.handle.close();
  }
}

async function openFile(path: string): Promise<OpenFile> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'r');
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('not a file');
    return { path, handle, length: stats.size };
  } catch (error) {
    await handle?.close();
    throw new PbfFileError(path, 0, `cannot be read (${(error as Error).message}): give the path of an .osm.pbf file`);
  }
}

async function* readBlocks(
  path: string,
  pass: OsmPass,
  blobs: Map<number, Blob>,
  onPart: (part: number) => void,
): AsyncGenerator<OsmBlock> {
  const file = await openFile(path);
  try {
    for (let offset = 0; offset < file.length;) {
      const blob = blobs.get(offset) ?? (await readBlobHeader(file, offset));
      blobs.set(offset, blob);
      offset = blob.dataOffset + blob.dataLength;
      if (blob.type === 'OSMData' && (blob.kinds === null || holdsWanted(blob.kinds, pass))) {
        const bytes = await readBlob(file, blob);
        yield damagedIfThrows(file, blob, () => {
          blob.kinds ??= blockKinds(bytes);
          return decodeBlock(bytes, pass);
        });
      }
      onPart(offset / file.length);
    }
  } finally {
    await file.handle.close();
  }
}

async function readFileHeader(file: OpenFile): Promise<{ credit: string }> {
  const blob = file.length === 0 ? null : await readBlobHeader(file, 0);
  if (blob?.type !== 'OSMHeader') {
    throw new PbfFileError(file.path, 0, `is not an .osm.pbf file: it holds no OSM header`);
  }
  const bytes = await readBlob(file, blob);
  const features = damagedIfThrows(file, blob, () => requiredFeatures(bytes));
  const unknown = features.filter((feature) => !KNOWN_FEATURES.has(feature));
  if (unknown.length > 0) {
    throw new PbfFileError(file.path, 0, `needs ${unknown.join(', ')}: give an extract without it (no history file)`);
  }
  return { credit: '© OpenStreetMap contributors, ODbL 1.0' };
}

function requiredFeatures(bytes: Uint8Array): string[] {
  return new PbfReader(bytes).readFields<string[]>((tag, features, pbf) => {
    if (tag === 4) features.push(pbf.readString());
  }, []);
}

/** The four bytes of length, big endian, and the blob header they announce. */
async function readBlobHeader(file: OpenFile, offset: number): Promise<Blob> {
  const lengthBytes = await readExactly(file, offset, offset, 4);
  const headerLength = new DataView(lengthBytes.buffer, lengthBytes.byteOffset).getUint32(0);
  if (headerLength === 0 || headerLength > MAX_HEADER_BYTES) {
    const what = offset === 0 ? 'is not an .osm.pbf file' : 'is damaged';
    throw new PbfFileError(file.path, offset, `${what}: a blob header of ${headerLength} bytes is announced`);
  }
  const bytes = await readExactly(file, offset, offset + 4, headerLength);
  const dataOffset = offset + 4 + headerLength;
  const blob = { type: '', offset, dataOffset, dataLength: -1, kinds: null };
  damagedIfThrows(file, blob, () =>
    new PbfReader(bytes).readFields((tag, result, pbf) => {
      if (tag === 1) result.type = pbf.readString();
      else if (tag === 3) result.dataLength = pbf.readVarint();
    }, blob),
  );
  if (!(blob.dataLength >= 0 && blob.dataLength <= MAX_BLOB_BYTES)) {
    throw new PbfFileError(file.path, offset, `is damaged: a blob of ${blob.dataLength} bytes is announced`);
  }
  return blob;
}

async function readBlob(file: OpenFile, blob: Blob): Promise<Uint8Array> {
  const bytes = await readExactly(file, blob.offset, blob.dataOffset, blob.dataLength);
  const parts = damagedIfThrows(file, blob, () => blobParts(bytes));
  if (parts.raw) return parts.raw;
  if (!parts.zlib) {
    throw new PbfFileError(file.path, blob.offset, 'is packed by a method other than zlib: repack it with zlib');
  }
  try {
    const unpacked = await inflateAsync(parts.zlib, { maxOutputLength: MAX_BLOB_BYTES });
    if (parts.rawLength !== unpacked.length) throw new Error(`${unpacked.length} bytes, not ${parts.rawLength}`);
    return unpacked;
  } catch (error) {
    throw damaged(file, blob, error);
  }
}

interface BlobParts {
  raw: Uint8Array | null;
  zlib: Uint8Array | null;
  rawLength: number;
}

function blobParts(bytes: Uint8Array): BlobParts {
  return new PbfReader(bytes).readFields<BlobParts>(
    (tag, parts, pbf) => {
      if (tag === 1) parts.raw = pbf.readBytes();
      else if (tag === 2) parts.rawLength = pbf.readVarint();
      else if (tag === 3) parts.zlib = pbf.readBytes();
    },
    { raw: null, zlib: null, rawLength: -1 },
  );
}

async function readExactly(file: OpenFile, blobOffset: number, at: number, length: number): Promise<Uint8Array> {
  if (at + length > file.length) {
    const what = `is truncated: it ends at byte ${file.length}, this blob at ${at + length}`;
    throw new PbfFileError(file.path, blobOffset, `${what}; fetch the file again`);
  }
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.handle.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) throw new PbfFileError(file.path, blobOffset, 'became shorter while it was read');
    done += bytesRead;
  }
  return bytes;
}

function damagedIfThrows<T>(file: OpenFile, blob: Blob, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw damaged(file, blob, error);
  }
}

function damaged(file: OpenFile, blob: Blob, error: unknown): PbfFileError {
  return new PbfFileError(file.path, blob.offset, `is damaged (${(error as Error).message}); fetch the file again`);
}

/**
 * Named typed arrays in one versioned buffer: how graphs, tables and hierarchies are kept on disk and shared by threads.
 *
 * Layout, little endian: 8 bytes magic `NORIAI\0\1` · uint32 header length · header, ASCII JSON (other characters as
 * `\uXXXX`) · the arrays one after the other, each starting at a multiple of 8. Opening copies nothing: every array
 * is a view, so a SharedArrayBuffer opened in ten workers is in memory once.
 */

export type TypedArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

const arrayTypes = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayTypeName = keyof typeof arrayTypes;

const MAGIC = [0x4e, 0x4f, 0x52, 0x49, 0x41, 0x49, 0x00, 0x01];
const HEADER_AT = MAGIC.length + 4;

interface ArrayEntry {
  readonly name: string;
  readonly type: ArrayTypeName;
  readonly length: number;
}
interface Header {
  readonly kind: string;
  readonly version: number;
  readonly meta: unknown;
  readonly arrays: readonly ArrayEntry[];
}

export interface ArrayFile<Meta> {
  readonly meta: Meta;
  readonly arrays: Readonly<Record<string, TypedArray>>;
}

/** A buffer that is not what was asked for: truncated, damaged, of another kind or of another version. */
export class ArrayFileError extends Error {
  override readonly name = 'ArrayFileError';
}

/**
 * Writes arrays and a JSON value into one new buffer.
 *
 * @param allocate makes the buffer; pass `(bytes) => new SharedArrayBuffer(bytes)` to share it with threads
 */
export function packArrays<Buffer extends ArrayBufferLike = ArrayBuffer>(
  kind: string,
  version: number,
  meta: unknown,
  arrays: Readonly<Record<string, TypedArray>>,
  allocate: (byteLength: number) => Buffer = (byteLength) => new ArrayBuffer(byteLength) as unknown as Buffer,
): Buffer {
  const entries = Object.entries(arrays).map(([name, array]) => ({
    name,
    type: array.constructor.name as ArrayTypeName,
    length: array.length,
  }));
  const header = asciiJson({ kind, version, meta, arrays: entries } satisfies Header);
  let byteLength = align8(HEADER_AT + header.length);
  for (const array of Object.values(arrays)) byteLength = align8(byteLength + array.byteLength);

  const buffer = allocate(byteLength);
  const bytes = new Uint8Array(buffer);
  bytes.set(MAGIC);
  new DataView(buffer).setUint32(MAGIC.length, header.length, true);
  for (let i = 0; i < header.length; i++) bytes[HEADER_AT + i] = header.charCodeAt(i);
  let at = align8(HEADER_AT + header.length);
  for (const array of Object.values(arrays)) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = align8(at + array.byteLength);
  }
  return buffer;
}

/**
 * Opens a buffer written by `packArrays` without copying.
 *
 * @throws ArrayFileError when the buffer is truncated, damaged, or not of this kind and version
 */
export function openArrays<Meta>(buffer: ArrayBufferLike, kind: string, version: number): ArrayFile<Meta> {
  const header = readHeader(buffer, kind);
  if (header.kind !== kind) throw new ArrayFileError(`got a ${header.kind} file, expected ${kind}`);
  if (header.version !== version) {
    throw new ArrayFileError(`got ${kind} version ${header.version}, expected ${version}: import the area again`);
  }
  const arrays: Record<string, TypedArray> = {};
  let at = align8(HEADER_AT + new DataView(buffer).getUint32(MAGIC.length, true));
  for (const { name, type, length } of header.arrays) {
    const arrayType = arrayTypes[type];
    const byteLength = length * arrayType.BYTES_PER_ELEMENT;
    if (at + byteLength > buffer.byteLength) {
      throw new ArrayFileError(
        `${kind} file is truncated: ${buffer.byteLength} bytes, array ${name} ends at ${at + byteLength}`,
      );
    }
    arrays[name] = new arrayType(buffer as ArrayBuffer, at, length);
    at = align8(at + byteLength);
  }
  return { meta: header.meta as Meta, arrays };
}

function readHeader(buffer: ArrayBufferLike, kind: string): Header {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < HEADER_AT || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new ArrayFileError(`not a ${kind} file: it does not start with the bytes of one`);
  }
  const headerLength = new DataView(buffer).getUint32(MAGIC.length, true);
  if (HEADER_AT + headerLength > bytes.length) throw new ArrayFileError(`${kind} file is truncated inside its header`);
  const chunks: string[] = [];
  for (let i = 0; i < headerLength; i += 4096) {
    chunks.push(String.fromCharCode(...bytes.subarray(HEADER_AT + i, HEADER_AT + Math.min(i + 4096, headerLength))));
  }
  try {
    return JSON.parse(chunks.join('')) as Header;
  } catch {
    throw new ArrayFileError(`${kind} file is damaged: its header cannot be read`);
  }
}

/** JSON in which every character beyond ASCII is escaped, so that one character is one byte. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function align8(byteCount: number): number {
  return (byteCount + 7) & ~7;
}

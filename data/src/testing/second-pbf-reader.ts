/**
 * A second, naive reader of `.osm.pbf` files as the oracle of the first: it shares no code with it (own varints, own
 * layout, whole file in memory, plain maps) and is meant for small files in tests only.
 */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

export interface SecondOsm {
  readonly nodes: Map<number, { lat: number; lon: number; tags: Map<string, string> }>;
  readonly ways: { id: number; refs: number[]; tags: Map<string, string> }[];
  readonly relationCount: number;
}

/** A field of a protobuf message: number, and its varint or its bytes. */
type Field = [number: number, value: number, bytes: Buffer];

export function readWithSecondReader(path: string): SecondOsm {
  const file = readFileSync(path);
  const result = { nodes: new Map(), ways: [], relationCount: 0 } as { -readonly [K in keyof SecondOsm]: SecondOsm[K] };
  for (let at = 0; at < file.length;) {
    const headerEnd = at + 4 + file.readUInt32BE(at);
    const header = fieldsOf(file.subarray(at + 4, headerEnd));
    const size = header.find(([number]) => number === 3)![1];
    const type = header.find(([number]) => number === 1)![2].toString('latin1');
    const blob = fieldsOf(file.subarray(headerEnd, headerEnd + size));
    const packed = blob.find(([number]) => number === 3);
    if (type === 'OSMData')
      addBlock(packed ? inflateSync(packed[2]) : blob.find(([number]) => number === 1)![2], result);
    at = headerEnd + size;
  }
  return result;
}

function addBlock(
  block: Buffer,
  result: { nodes: SecondOsm['nodes']; ways: SecondOsm['ways']; relationCount: number },
) {
  const fields = fieldsOf(block);
  const texts = fieldsOf(fields.find(([number]) => number === 1)![2]).map(([, , bytes]) => bytes.toString('utf8'));
  const granularity = fields.find(([number]) => number === 17)?.[1] ?? 100;
  for (const [, , group] of fields.filter(([number]) => number === 2)) {
    for (const [kind, , bytes] of fieldsOf(group)) {
      if (kind === 1) throw new Error('plain nodes: not known to this reader');
      if (kind === 2) addDense(fieldsOf(bytes), texts, granularity, result.nodes);
      if (kind === 3) result.ways.push(wayOf(fieldsOf(bytes), texts));
      if (kind === 4) result.relationCount++;
    }
  }
}

function addDense(fields: Field[], texts: string[], granularity: number, nodes: SecondOsm['nodes']) {
  const row = (number: number) => numbersOf(fields.find(([n]) => n === number)?.[2] ?? Buffer.alloc(0));
  const [ids, lats, lons] = [running(row(1)), running(row(8)), running(row(9))];
  const texting = row(10);
  let at = 0;
  ids.forEach((id, i) => {
    const tags = new Map<string, string>();
    for (; at < texting.length && texting[at] !== 0; at += 2) tags.set(texts[texting[at]!]!, texts[texting[at + 1]!]!);
    at++;
    nodes.set(id, { lat: lats[i]! * granularity * 1e-9, lon: lons[i]! * granularity * 1e-9, tags });
  });
}

function wayOf(fields: Field[], texts: string[]) {
  const row = (number: number) => numbersOf(fields.find(([n]) => n === number)?.[2] ?? Buffer.alloc(0));
  const values = row(3);
  return {
    id: fields.find(([number]) => number === 1)![1],
    refs: running(row(8)),
    tags: new Map(row(2).map((key, i) => [texts[key]!, texts[values[i]!]!])),
  };
}

function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const [key, afterKey] = varint(bytes, at);
    const [value, afterValue] = varint(bytes, afterKey);
    const isBytes = key % 8 === 2;
    fields.push([Math.floor(key / 8), value, bytes.subarray(afterValue, isBytes ? afterValue + value : afterValue)]);
    at = isBytes ? afterValue + value : afterValue;
  }
  return fields;
}

function numbersOf(bytes: Buffer): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [value, next] = varint(bytes, at);
    numbers.push(value);
    at = next;
  }
  return numbers;
}

function varint(bytes: Buffer, from: number): [value: number, next: number] {
  let value = 0;
  for (let at = from; ; at++) {
    value += (bytes[at]! % 128) * 128 ** (at - from);
    if (bytes[at]! < 128) return [value, at + 1];
  }
}

/** Undoes zigzag and differences. */
function running(zigzag: number[]): number[] {
  let sum = 0;
  return zigzag.map((value) => (sum += value % 2 === 0 ? value / 2 : -(value + 1) / 2));
}

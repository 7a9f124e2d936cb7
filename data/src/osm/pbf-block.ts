/**
 * Decodes one unpacked data blob (a `PrimitiveBlock`) into elements. Field numbers are those of osmformat.proto.
 *
 * Coordinates in a block are `offset + granularity × value` nanodegrees; 1e-7 degrees are 100 of them.
 */
import { PbfReader } from 'pbf';
import {
  noTags,
  type OsmBlock,
  type OsmMember,
  type OsmNode,
  type OsmPass,
  type OsmRelation,
  type OsmTags,
  type OsmWay,
} from './osm-elements.ts';

/** Which kinds of element a block holds. */
export interface BlockKinds {
  nodes: boolean;
  ways: boolean;
  relations: boolean;
}

/** @throws Error when the bytes are not a block */
export function blockKinds(bytes: Uint8Array): BlockKinds {
  const kinds = { nodes: false, ways: false, relations: false };
  for (const group of readFrame(bytes).groups) {
    const pbf = new PbfReader(group);
    for (let tag = nextTag(pbf); tag !== 0; tag = nextTag(pbf)) {
      if (tag === 1 || tag === 2) kinds.nodes = true;
      else if (tag === 3) kinds.ways = true;
      else if (tag === 4) kinds.relations = true;
    }
  }
  return kinds;
}

export function holdsWanted(kinds: BlockKinds, pass: OsmPass): boolean {
  return (
    (kinds.nodes && pass.nodes !== undefined) ||
    (kinds.ways && pass.ways === true) ||
    (kinds.relations && pass.relations === true)
  );
}

/** The wanted elements of one block. @throws Error when the bytes are not a block */
export function decodeBlock(bytes: Uint8Array, pass: OsmPass): OsmBlock {
  const frame = readFrame(bytes);
  const found = { nodes: [] as OsmNode[], ways: [] as OsmWay[], relations: [] as OsmRelation[] };
  for (const group of frame.groups) {
    const pbf = new PbfReader(group);
    for (let tag = nextTag(pbf); tag !== 0; tag = nextTag(pbf)) {
      if (tag === 1 && pass.nodes) readPlainNode(messageOf(pbf), frame, pass.nodes, found.nodes);
      else if (tag === 2 && pass.nodes) readDenseNodes(messageOf(pbf), frame, pass.nodes, found.nodes);
      else if (tag === 3 && pass.ways) found.ways.push(readWay(messageOf(pbf), frame));
      else if (tag === 4 && pass.relations) found.relations.push(readRelation(messageOf(pbf), frame));
    }
  }
  return found;
}

interface Frame {
  readonly strings: string[];
  readonly groups: Uint8Array[];
  granularity: number;
  latOffset: number;
  lonOffset: number;
}

function readFrame(bytes: Uint8Array): Frame {
  const frame: Frame = { strings: [], groups: [], granularity: 100, latOffset: 0, lonOffset: 0 };
  const pbf = new PbfReader(bytes);
  for (let tag = nextTag(pbf); tag !== 0; tag = nextTag(pbf)) {
    if (tag === 1) readStrings(messageOf(pbf), frame.strings);
    else if (tag === 2) frame.groups.push(pbf.readBytes());
    else if (tag === 17) frame.granularity = pbf.readVarint();
    else if (tag === 19) frame.latOffset = pbf.readVarint(true);
    else if (tag === 20) frame.lonOffset = pbf.readVarint(true);
  }
  return frame;
}

function readStrings(pbf: PbfReader, strings: string[]): void {
  for (let tag = nextTag(pbf); tag !== 0; tag = nextTag(pbf)) if (tag === 1) strings.push(pbf.readString());
}

/** The next field's number, 0 at the end. @throws Error when the field before it reached beyond the end */
function nextTag(pbf: PbfReader): number {
  const tag = pbf.nextField();
  if (pbf.pos > pbf.length) throw new Error('a block that ends inside a field');
  return tag;
}

/** A reader of the embedded message that comes next. */
function messageOf(pbf: PbfReader): PbfReader {
  return new PbfReader(pbf.readBytes());
}

type Wanted = NonNullable<OsmPass['nodes']>;

function readPlainNode(pbf: PbfReader, frame: Frame, wanted: Wanted, nodes: OsmNode[]): void {
  let id = 0;
  let lat = 0;
  let lon = 0;
  let keys: number[] = [];
  let values: number[] = [];
  for (let tag = nextTag(pbf); tag !== 0; tag = nextTag(pbf)) {
    if (tag === 1) id = pbf.readSVarint();
    else if (tag === 2) keys = pbf.readPackedVarint(keys);
    else if (tag === 3) values = pbf.readPackedVarint(values);
    else if (tag === 8) lat = pbf.readSVarint();
    else if (tag === 9) lon = pbf.readSVarint();
  }
  const latE7 = toE7(frame.latOffset, frame.granularity, lat);
  const lonE7 = toE7(frame.lonOffset, frame.granularity, lon);
  if (wanted(id, latE7, lonE7)) nodes.push({ id, latE7, lonE7, tags: tagsOf(frame, keys, values) });
}

/** Ids and coordinates are differences to the node before; tags are one row of key, value, …, 0 for each node. */
function readDenseNodes(pbf: PbfReader, frame: Frame, wanted: Wanted, nodes: OsmNode[]): void {
  let ids: number[] = [];
  let lats: number[] = [];
  let lons: number[] = [];
  let keysValues: number[] = [];
  for (let tag = nextTag(pbf); tag !== 0; tag = nextTag(pbf)) {
    if (tag === 1) ids = pbf.readPackedSVarint(ids);
    else if (tag === 8) lats = pbf.readPackedSVarint(lats);
    else if (tag === 9) lons = pbf.readPackedSVarint(lons);
    else if (tag === 10) keysValues = pbf.readPackedVarint(keysValues);
  }
  if (ids.length !== lats.length || ids.length !== lons.length) throw new Error('nodes without coordinates');
  let id = 0;
  let lat = 0;
  let lon = 0;
  let at = 0;
  for (let i = 0; i < ids.length; i++) {
    id += ids[i]!;
    lat += lats[i]!;
    lon += lons[i]!;
    const from = at;
    while (at < keysValues.length && keysValues[at] !== 0) at += 2;
    const latE7 = toE7(frame.latOffset, frame.granularity, lat);
    const lonE7 = toE7(frame.lonOffset, frame.granularity, lon);
    if (wanted(id, latE7, lonE7)) nodes.push({ id, latE7, lonE7, tags: denseTags(frame, keysValues, from, at) });
    at++;
  }
}

function denseTags(frame: Frame, keysValues: readonly number[], from: number, until: number): OsmTags {
  if (from >= until) return noTags;
  const tags: Record<string, string> = {};
  for (let i = from; i < until; i += 2) tags[stringAt(frame, keysValues[i]!)] = stringAt(frame, keysValues[i + 1]!);
  return tags;
}

function readWay(pbf: PbfReader, frame: Frame): OsmWay {
  let id = 0;
  let keys: number[] = [];
  let values: number[] = [];
  let nodeIds: number[] = [];
  for (let tag = nextTag(pbf); tag !== 0; tag = nextTag(pbf)) {
    if (tag === 1) id = pbf.readVarint(true);
    else if (tag === 2) keys = pbf.readPackedVarint(keys);
    else if (tag === 3) values = pbf.readPackedVarint(values);
    else if (tag === 8) nodeIds = pbf.readPackedSVarint(nodeIds);
  }
  return { id, nodeIds: sumUp(nodeIds), tags: tagsOf(frame, keys, values) };
}

const memberTypes = ['node', 'way', 'relation'] as const;

function readRelation(pbf: PbfReader, frame: Frame): OsmRelation {
  let id = 0;
  let keys: number[] = [];
  let values: number[] = [];
  let roles: number[] = [];
  let memberIds: number[] = [];
  let types: number[] = [];
  for (let tag = nextTag(pbf); tag !== 0; tag = nextTag(pbf)) {
    if (tag === 1) id = pbf.readVarint(true);
    else if (tag === 2) keys = pbf.readPackedVarint(keys);
    else if (tag === 3) values = pbf.readPackedVarint(values);
    else if (tag === 8) roles = pbf.readPackedVarint(roles);
    else if (tag === 9) memberIds = pbf.readPackedSVarint(memberIds);
    else if (tag === 10) types = pbf.readPackedVarint(types);
  }
  const members = sumUp(memberIds).map((memberId, i): OsmMember => {
    const type = memberTypes[types[i]!];
    if (type === undefined) throw new Error(`a member of unknown type ${types[i]}`);
    return { type, id: memberId, role: stringAt(frame, roles[i]!) };
  });
  return { id, members, tags: tagsOf(frame, keys, values) };
}

function tagsOf(frame: Frame, keys: readonly number[], values: readonly number[]): OsmTags {
  if (keys.length !== values.length) throw new Error('keys without values');
  if (keys.length === 0) return noTags;
  const tags: Record<string, string> = {};
  for (let i = 0; i < keys.length; i++) tags[stringAt(frame, keys[i]!)] = stringAt(frame, values[i]!);
  return tags;
}

function stringAt(frame: Frame, index: number): string {
  const text = frame.strings[index];
  if (text === undefined) throw new Error(`text ${index} of ${frame.strings.length}`);
  return text;
}

/** Turns differences into values, in place. */
function sumUp(differences: number[]): number[] {
  for (let i = 1; i < differences.length; i++) differences[i] = differences[i]! + differences[i - 1]!;
  return differences;
}

function toE7(offset: number, granularity: number, value: number): number {
  return Math.round((offset + granularity * value) / 100);
}

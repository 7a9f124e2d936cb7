/** Writes small `.osm.pbf` files for tests of the reader: every layout that the format allows, and broken ones. */
import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import type { OsmNode, OsmRelation, OsmTags, OsmWay } from '../osm/osm-elements.ts';

export interface PbfContent {
  readonly nodes?: readonly OsmNode[];
  readonly ways?: readonly OsmWay[];
  readonly relations?: readonly OsmRelation[];
}

export interface PbfLayout {
  /** Nodes one by one instead of dense. */
  readonly isPlain?: boolean;
  /** Not packed by zlib. */
  readonly isRaw?: boolean;
  /** Nanodegrees of one unit, default 100. */
  readonly granularity?: number;
  readonly requiredFeatures?: readonly string[];
}

const MEMBER_TYPES = ['node', 'way', 'relation'];

/** One header blob, then one blob for nodes, one for ways, one for relations. */
export function pbfFile(content: PbfContent, layout: PbfLayout = {}): Buffer {
  const features = layout.requiredFeatures ?? ['OsmSchema-V0.6', 'DenseNodes'];
  const header = message((pbf) => features.forEach((feature) => pbf.writeStringField(4, feature)));
  const blocks = [
    block(layout, (texts) => nodeGroup(content.nodes ?? [], texts, layout)),
    block(layout, (texts) =>
      message((pbf) => content.ways?.forEach((way) => pbf.writeBytesField(3, wayOf(way, texts)))),
    ),
    block(layout, (texts) =>
      message((pbf) => content.relations?.forEach((relation) => pbf.writeBytesField(4, relationOf(relation, texts)))),
    ),
  ];
  return Buffer.concat([blob('OSMHeader', header, layout), ...blocks.map((bytes) => blob('OSMData', bytes, layout))]);
}

/** A blob with its header; `data` packed as the layout says. */
export function blob(type: string, data: Uint8Array, layout: PbfLayout = {}): Buffer {
  const body = message((pbf) => {
    pbf.writeVarintField(2, data.length);
    if (layout.isRaw) pbf.writeBytesField(1, data);
    else pbf.writeBytesField(3, deflateSync(data));
  });
  return withHeader(type, body);
}

/** A blob whose body is given as it is. */
export function withHeader(type: string, body: Uint8Array): Buffer {
  const header = message((pbf) => {
    pbf.writeStringField(1, type);
    pbf.writeVarintField(3, body.length);
  });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, body]);
}

export function message(write: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish().slice();
}

class Texts {
  readonly all = [''];

  index(text: string): number {
    if (!this.all.includes(text)) this.all.push(text);
    return this.all.indexOf(text);
  }
}

function block(layout: PbfLayout, group: (texts: Texts) => Uint8Array): Uint8Array {
  const texts = new Texts();
  const groupBytes = group(texts);
  return message((pbf) => {
    const table = message((inner) => texts.all.forEach((text) => inner.writeBytesField(1, Buffer.from(text))));
    pbf.writeBytesField(1, table);
    pbf.writeBytesField(2, groupBytes);
    if (layout.granularity !== undefined) pbf.writeVarintField(17, layout.granularity);
  });
}

function nodeGroup(nodes: readonly OsmNode[], texts: Texts, layout: PbfLayout): Uint8Array {
  const units = (e7: number) => (e7 * 100) / (layout.granularity ?? 100);
  if (nodes.length === 0) return new Uint8Array(0);
  return message((pbf) => {
    if (layout.isPlain) {
      for (const node of nodes) {
        const bytes = message((inner) => {
          inner.writeSVarintField(1, node.id);
          writeTags(inner, node.tags, texts);
          inner.writeSVarintField(8, units(node.latE7));
          inner.writeSVarintField(9, units(node.lonE7));
        });
        pbf.writeBytesField(1, bytes);
      }
      return;
    }
    const dense = message((inner) => {
      inner.writePackedSVarint(1, differences(nodes.map((node) => node.id)));
      inner.writePackedSVarint(8, differences(nodes.map((node) => units(node.latE7))));
      inner.writePackedSVarint(9, differences(nodes.map((node) => units(node.lonE7))));
      const row = nodes.flatMap((node) => [
        ...Object.entries(node.tags).flatMap(([key, value]) => [texts.index(key), texts.index(value)]),
        0,
      ]);
      if (row.some((value) => value !== 0)) inner.writePackedVarint(10, row);
    });
    pbf.writeBytesField(2, dense);
  });
}

function wayOf(way: OsmWay, texts: Texts): Uint8Array {
  return message((pbf) => {
    pbf.writeVarintField(1, way.id);
    writeTags(pbf, way.tags, texts);
    pbf.writePackedSVarint(8, differences(way.nodeIds));
  });
}

function relationOf(relation: OsmRelation, texts: Texts): Uint8Array {
  return message((pbf) => {
    pbf.writeVarintField(1, relation.id);
    writeTags(pbf, relation.tags, texts);
    pbf.writePackedVarint(
      8,
      relation.members.map((member) => texts.index(member.role)),
    );
    pbf.writePackedSVarint(9, differences(relation.members.map((member) => member.id)));
    pbf.writePackedVarint(
      10,
      relation.members.map((member) => MEMBER_TYPES.indexOf(member.type)),
    );
  });
}

function writeTags(pbf: PbfWriter, tags: OsmTags, texts: Texts): void {
  pbf.writePackedVarint(
    2,
    Object.keys(tags).map((key) => texts.index(key)),
  );
  pbf.writePackedVarint(
    3,
    Object.values(tags).map((value) => texts.index(value)),
  );
}

function differences(values: readonly number[]): number[] {
  return values.map((value, i) => value - (values[i - 1] ?? 0));
}

/**
 * OpenStreetMap elements as plain data, and where they come from. A PBF file and the generator of model towns are
 * both an `OsmSource`; the importer reads either in several passes and never asks which of them it has.
 *
 *     for await (const block of source.blocks({ ways: true })) for (const way of block.ways) …
 */

/** Tags of an element. Never changed; elements without tags share `noTags`. */
export type OsmTags = Readonly<Record<string, string>>;

export const noTags: OsmTags = Object.freeze({});

/** Ids are whole numbers below 2^53; generated elements have negative ids. */
export interface OsmNode {
  readonly id: number;
  /** 1e-7 degrees, WGS 84. */
  readonly latE7: number;
  readonly lonE7: number;
  readonly tags: OsmTags;
}

export interface OsmWay {
  readonly id: number;
  /** In the way's direction; a closed way repeats its first node at its end. */
  readonly nodeIds: readonly number[];
  readonly tags: OsmTags;
}

export interface OsmMember {
  readonly type: 'node' | 'way' | 'relation';
  readonly id: number;
  /** For example `from`, `via`, `to`, `outer`, `inner`; may be empty. */
  readonly role: string;
}

export interface OsmRelation {
  readonly id: number;
  readonly members: readonly OsmMember[];
  readonly tags: OsmTags;
}

/** Some elements, a few thousand at the most, in the order of the source. */
export interface OsmBlock {
  readonly nodes: readonly OsmNode[];
  readonly ways: readonly OsmWay[];
  readonly relations: readonly OsmRelation[];
}

/** What one pass wants to see; a source may leave out all else (that is what makes a pass fast) or give it anyway. */
export interface OsmPass {
  /** Which nodes; absent = none. Called for every node of the source, before tags are read. */
  readonly nodes?: (id: number, latE7: number, lonE7: number) => boolean;
  readonly ways?: boolean;
  readonly relations?: boolean;
}

/**
 * Where elements come from. Every call of `blocks` starts a new pass over the same elements; the importer does up to
 * three. Nodes, ways and relations may come in any order and a way may name nodes that are not there.
 */
export interface OsmSource {
  /** What it is, for messages and reports: a file's name, or the name of a model town. */
  readonly label: string;
  /** `model`: made by a generator; every street and path of it is flagged so. */
  readonly kind: 'osm' | 'model';
  /** Credit that must be shown wherever the streets are, for example `© OpenStreetMap contributors, ODbL 1.0`. */
  readonly credit: string;
  readonly blocks: (pass: OsmPass) => AsyncIterable<OsmBlock>;
  /** Part of the current pass that is done, 0..1; for progress bars. Absent: not known. */
  readonly passPart?: () => number;
}

/** Height above sea level by place: a terrain model's tiles, or a generator's own hills. */
export interface ElevationSource {
  /** What it is, for messages and reports. */
  readonly label: string;
  /**
   * Distance between the samples it was made from, metres: heights are averaged along streets over about as far. 0 for
   * a source that is exact everywhere; absent is taken for 90, the coarsest in use.
   */
  readonly stepM?: number;
  /** Metres × 10, rounded; null where the model knows nothing (a void, or outside its tiles). */
  readonly elevationDm: (latE7: number, lonE7: number) => number | null;
}

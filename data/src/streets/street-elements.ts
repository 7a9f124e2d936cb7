/**
 * What an import keeps of a source: streets and paths cut at the region's border, the tags of their nodes, turn
 * restrictions among them, and what a map shows around them. Three passes: nodes, ways, then relations together with
 * the nodes that lakes and the like need from outside the region.
 *
 * Memory: 16 bytes for each node inside the region (however large the source is), and the kept ways with their tags.
 */
import { NodeTable } from '../osm/node-table.ts';
import type { OsmNode, OsmPass, OsmRelation, OsmSource, OsmTags, OsmWay } from '../osm/osm-elements.ts';
import type { Region } from './region.ts';
import { findRoadClass } from './road-way.ts';
import { SceneryCollector, type SceneryFeature } from './scenery.ts';

/** A street, path or ferry; `runs` are its stretches inside the region, two or more nodes each. */
export interface StreetWay {
  readonly id: number;
  readonly tags: OsmTags;
  /** Indices into `StreetElements.nodeIds`. */
  readonly runs: readonly Uint32Array[];
}

/** Totals of the whole source, also of what lies outside the region. */
export interface ReadCounts {
  nodes: number;
  ways: number;
  relations: number;
  /** Ways with a `highway` that motor vehicles use, tracks apart. */
  drivableWays: number;
  /** Number of ways by `highway` value. */
  readonly highways: Map<string, number>;
}

export interface StreetElements {
  readonly read: ReadCounts;
  readonly nodeIds: Float64Array;
  readonly nodeLatE7: Int32Array;
  readonly nodeLonE7: Int32Array;
  /** Tags of barriers, crossings and signals by node index. */
  readonly nodeTags: ReadonlyMap<number, OsmTags>;
  readonly ways: readonly StreetWay[];
  readonly restrictions: readonly OsmRelation[];
  readonly scenery: readonly SceneryFeature[];
  /** Nodes of the source inside the region. */
  readonly nodesInside: number;
  /** Streets that have no stretch inside the region; streets that were cut at its border. */
  readonly waysOutside: number;
  readonly waysCut: number;
}

/** Part of the collecting that is done, 0..1, and what is being read; awaited, so it may end the collecting by throwing. */
export type CollectProgress = (step: 'nodes' | 'ways' | 'relations', part: number) => void | Promise<void>;

const nodeTagKeys = ['barrier', 'highway', 'railway', 'crossing'];

/** Reads a source once for nodes, once for ways, once for relations. Errors are those of the source. */
export async function collectStreetElements(
  source: OsmSource,
  region: Region,
  onProgress: CollectProgress = () => {},
): Promise<StreetElements> {
  const collector = new StreetCollector(region);
  const pass = async (step: 'nodes' | 'ways' | 'relations', wanted: OsmPass, visit: (block: Block) => void) => {
    await onProgress(step, 0);
    for await (const block of source.blocks(wanted)) {
      visit(block);
      await onProgress(step, source.passPart?.() ?? 0);
    }
  };
  await pass('nodes', { nodes: collector.wantsNode }, (block) => block.nodes.forEach(collector.addNode));
  collector.nodes.finish();
  await pass('ways', { ways: true }, (block) => block.ways.forEach(collector.addWay));
  const { scenery } = collector;
  const outlines = scenery.needsNodes() ? { nodes: scenery.wantsNode } : {};
  await pass('relations', { relations: true, ...outlines }, (block) => {
    block.nodes.forEach(scenery.addNode);
    block.relations.forEach(collector.addRelation);
  });
  return collector.finish();
}

type Block = { nodes: readonly OsmNode[]; ways: readonly OsmWay[]; relations: readonly OsmRelation[] };

class StreetCollector {
  readonly nodes = new NodeTable();
  readonly scenery = new SceneryCollector(this.nodes);
  private readonly region: Region;
  private readonly read: ReadCounts = { nodes: 0, ways: 0, relations: 0, drivableWays: 0, highways: new Map() };
  private readonly tagsById = new Map<number, OsmTags>();
  private readonly ways: StreetWay[] = [];
  private readonly wayIds = new Set<number>();
  private readonly restrictions: OsmRelation[] = [];
  /** Place in `nodes` of each node that a kept street uses, and the other way round (-1 = not used). */
  private readonly used: number[] = [];
  private indexOfPlace = new Int32Array(0);
  private waysOutside = 0;
  private waysCut = 0;

  constructor(region: Region) {
    this.region = region;
  }

  readonly wantsNode = (_id: number, latE7: number, lonE7: number): boolean => {
    this.read.nodes++;
    return this.region.contains(latE7, lonE7);
  };

  readonly addNode = (node: OsmNode): void => {
    this.nodes.add(node.id, node.latE7, node.lonE7);
    if (nodeTagKeys.some((key) => key in node.tags)) this.tagsById.set(node.id, node.tags);
  };

  readonly addWay = (way: OsmWay): void => {
    this.read.ways++;
    if (!this.isStreet(way.tags)) {
      this.scenery.addWay(way);
      return;
    }
    const highway = way.tags.highway ?? `route=${way.tags.route}`;
    this.read.highways.set(highway, (this.read.highways.get(highway) ?? 0) + 1);
    const roadClass = findRoadClass(highway);
    if (roadClass !== null && roadClass !== 'track') this.read.drivableWays++;
    const { runs, missing } = this.runsInside(way);
    if (runs.length === 0) {
      this.waysOutside++;
      return;
    }
    if (missing > 0) this.waysCut++;
    this.ways.push({ id: way.id, tags: way.tags, runs });
    this.wayIds.add(way.id);
  };

  readonly addRelation = (relation: OsmRelation): void => {
    this.read.relations++;
    this.scenery.addRelation(relation);
    const isRestriction = relation.tags.type?.startsWith('restriction') === true;
    const isHere = relation.members.some((member) => member.type === 'way' && this.wayIds.has(member.id));
    if (isRestriction && isHere) this.restrictions.push(relation);
  };

  finish(): StreetElements {
    const { used, nodes } = this;
    const nodeTags = new Map<number, OsmTags>();
    used.forEach((place, index) => {
      const tags = this.tagsById.get(nodes.ids[place]!);
      if (tags) nodeTags.set(index, tags);
    });
    return {
      read: this.read,
      nodeIds: Float64Array.from(used, (place) => nodes.ids[place]!),
      nodeLatE7: Int32Array.from(used, (place) => nodes.latsE7[place]!),
      nodeLonE7: Int32Array.from(used, (place) => nodes.lonsE7[place]!),
      nodeTags,
      ways: this.ways,
      restrictions: this.restrictions,
      scenery: this.scenery.finish(),
      nodesInside: nodes.count,
      waysOutside: this.waysOutside,
      waysCut: this.waysCut,
    };
  }

  private isStreet(tags: OsmTags): boolean {
    if (tags.highway !== undefined || tags.route === 'ferry') return true;
    return tags.public_transport === 'platform' || tags.railway === 'platform';
  }

  private runsInside(way: OsmWay): { runs: Uint32Array[]; missing: number } {
    const runs: Uint32Array[] = [];
    let run: number[] = [];
    let missing = 0;
    for (const id of way.nodeIds) {
      const place = this.nodes.find(id);
      if (place < 0) {
        missing++;
        if (run.length > 1) runs.push(Uint32Array.from(run));
        run = [];
      } else if (run.length === 0 || this.nodes.ids[this.used[run[run.length - 1]!]!] !== id) {
        run.push(this.useNode(place));
      }
    }
    if (run.length > 1) runs.push(Uint32Array.from(run));
    return { runs, missing };
  }

  private useNode(place: number): number {
    if (this.indexOfPlace.length !== this.nodes.count) this.indexOfPlace = new Int32Array(this.nodes.count).fill(-1);
    const known = this.indexOfPlace[place]!;
    if (known >= 0) return known;
    this.indexOfPlace[place] = this.used.length;
    this.used.push(place);
    return this.used.length - 1;
  }
}

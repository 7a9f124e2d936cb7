/**
 * What a map shows around streets: water, land use, buildings, railways. Not routed on, so what cannot be put together
 * (an outline with a missing node) is left out without a word.
 */
import { NodeTable } from '../osm/node-table.ts';
import type { OsmNode, OsmRelation, OsmTags, OsmWay } from '../osm/osm-elements.ts';

/** `lake`: an area of water; `river`: a line of it. The rest are areas but for `rail`. */
export type SceneryKind = 'lake' | 'river' | 'rail' | 'building' | 'wood' | 'park' | 'farmland' | 'built_up';

/** Rings (closed, [lon, lat] degrees) of an area, or one line; inner rings are holes. */
export interface SceneryFeature {
  readonly kind: SceneryKind;
  readonly name: string;
  readonly isArea: boolean;
  readonly rings: readonly (readonly (readonly [number, number])[])[];
}

const railways = new Set(['rail', 'subway', 'light_rail', 'tram', 'monorail', 'narrow_gauge', 'funicular']);
const waterways = new Set(['river', 'stream', 'canal', 'drain', 'ditch']);
const naturals: Readonly<Record<string, SceneryKind>> = { water: 'lake', wood: 'wood', scrub: 'wood', bay: 'lake' };
const landuses: Readonly<Record<string, SceneryKind>> = {
  reservoir: 'lake',
  basin: 'lake',
  forest: 'wood',
  farmland: 'farmland',
  orchard: 'farmland',
  meadow: 'farmland',
  grass: 'park',
  recreation_ground: 'park',
  cemetery: 'park',
  village_green: 'park',
  residential: 'built_up',
  commercial: 'built_up',
  retail: 'built_up',
  industrial: 'built_up',
};
const leisures = new Set(['park', 'garden', 'pitch', 'golf_course', 'playground', 'nature_reserve']);

/** What a map shows for these tags, or null. */
export function findSceneryKind(tags: OsmTags): SceneryKind | null {
  if (tags.building !== undefined && tags.building !== 'no') return 'building';
  if (railways.has(tags.railway ?? '')) return 'rail';
  if (waterways.has(tags.waterway ?? '')) return 'river';
  if (tags.waterway === 'riverbank') return 'lake';
  if (leisures.has(tags.leisure ?? '')) return 'park';
  return naturals[tags.natural ?? ''] ?? landuses[tags.landuse ?? ''] ?? null;
}

interface SceneryWay {
  readonly kind: SceneryKind | null;
  readonly name: string;
  readonly nodeIds: readonly number[];
}

/** Keeps ways that touch the region; those without tags may be parts of a relation's outline. */
export class SceneryCollector {
  private readonly inside: NodeTable;
  private readonly outside = new Map<number, readonly [number, number]>();
  private readonly missing = new Set<number>();
  private readonly ways = new Map<number, SceneryWay>();
  private readonly relations: OsmRelation[] = [];

  constructor(nodesInside: NodeTable) {
    this.inside = nodesInside;
  }

  readonly addWay = (way: OsmWay): void => {
    const kind = findSceneryKind(way.tags);
    if (kind === null && !isOutlinePart(way.tags)) return;
    const missing = way.nodeIds.filter((id) => this.inside.find(id) < 0);
    if (missing.length === way.nodeIds.length) return;
    for (const id of missing) this.missing.add(id);
    this.ways.set(way.id, { kind, name: way.tags.name ?? '', nodeIds: way.nodeIds });
  };

  /** Whether an outline leaves the region, so that nodes outside it must be looked up. */
  needsNodes(): boolean {
    return this.missing.size > 0;
  }

  readonly wantsNode = (id: number): boolean => this.missing.has(id);

  readonly addNode = (node: OsmNode): void => {
    this.outside.set(node.id, [node.lonE7 / 1e7, node.latE7 / 1e7]);
  };

  readonly addRelation = (relation: OsmRelation): void => {
    if (relation.tags.type !== 'multipolygon' || findSceneryKind(relation.tags) === null) return;
    if (relation.members.some((member) => this.ways.has(member.id))) this.relations.push(relation);
  };

  finish(): SceneryFeature[] {
    const features = this.relations.flatMap((relation) => this.featuresOfRelation(relation));
    for (const way of this.ways.values()) {
      const feature = way.kind === null ? null : this.featureOfWay(way, way.kind);
      if (feature) features.push(feature);
    }
    return features;
  }

  private featureOfWay(way: SceneryWay, kind: SceneryKind): SceneryFeature | null {
    const isArea = kind !== 'river' && kind !== 'rail';
    const isClosed = way.nodeIds.length > 3 && way.nodeIds[0] === way.nodeIds[way.nodeIds.length - 1];
    const line = this.line(way.nodeIds);
    if (line === null || line.length < 2 || (isArea && !isClosed)) return null;
    return { kind, name: way.name, isArea, rings: [line] };
  }

  /** Holes follow the first outer ring; which outer ring a hole belongs to is not worked out. */
  private featuresOfRelation(relation: OsmRelation): SceneryFeature[] {
    const kind = findSceneryKind(relation.tags)!;
    const rings = (isInner: boolean) =>
      closedRings(
        relation.members
          .filter((member) => (member.role === 'inner') === isInner)
          .map((member) => this.ways.get(member.id)?.nodeIds ?? []),
      );
    const holes = rings(true).map((ring) => this.line(ring));
    return rings(false).flatMap((ring, i) => {
      const line = this.line(ring);
      if (line === null) return [];
      const inside = i === 0 ? holes.filter((hole) => hole !== null) : [];
      return [{ kind, name: relation.tags.name ?? '', isArea: true, rings: [line, ...inside] }];
    });
  }

  private line(nodeIds: readonly number[]): (readonly [number, number])[] | null {
    const points = nodeIds.map((id) => this.place(id));
    return points.some((point) => point === null) ? null : (points as (readonly [number, number])[]);
  }

  private place(id: number): readonly [number, number] | null {
    const at = this.inside.find(id);
    if (at >= 0) return [this.inside.lonsE7[at]! / 1e7, this.inside.latsE7[at]! / 1e7];
    return this.outside.get(id) ?? null;
  }
}

function isOutlinePart(tags: OsmTags): boolean {
  return Object.keys(tags).every((key) => key === 'source' || key === 'created_by' || key === 'note');
}

/** Joins lines end to end into closed rings; what stays open is left out. */
export function closedRings(lines: readonly (readonly number[])[]): number[][] {
  const open = lines.filter((line) => line.length > 1).map((line) => [...line]);
  const rings: number[][] = [];
  while (open.length > 0) {
    const ring = open.pop()!;
    while (ring[0] !== ring[ring.length - 1]) {
      const end = ring[ring.length - 1]!;
      const at = open.findIndex((line) => line[0] === end || line[line.length - 1] === end);
      if (at < 0) break;
      const next = open.splice(at, 1)[0]!;
      if (next[0] !== end) next.reverse();
      ring.push(...next.slice(1));
    }
    if (ring.length > 3 && ring[0] === ring[ring.length - 1]) rings.push(ring);
  }
  return rings;
}

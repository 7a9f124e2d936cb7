/** A laid-out town as OpenStreetMap elements with negative ids and `source=model`, ready for the importer. */
import { pointsToKeep } from './land/course.ts';
import type { Plane } from './land/plane.ts';
import type { OsmNode, OsmRelation, OsmWay } from '../osm/osm-elements.ts';
import type { LaidStreets } from './streets/lay-streets.ts';
import type { Street, StreetNetwork } from './streets/street-network.ts';

export interface TownElements {
  readonly nodes: readonly OsmNode[];
  readonly ways: readonly OsmWay[];
  readonly relations: readonly OsmRelation[];
}

const FIRST_WAY = 1_000_000;
const FIRST_RELATION = 2_000_000;
/** How far the course on the map may be off the one laid out. */
const TOLERANCE_M = 0.6;

export const wayIdOf = (street: Street): number => -(FIRST_WAY + street.index);

export function townElements(town: LaidStreets): TownElements {
  const { network } = town;
  const streets = network.streets.filter((street) => street.nodes.length > 1);
  const ways = streets.map((street) => ({
    id: wayIdOf(street),
    nodeIds: keptNodes(network, street).map((node) => -(node + 1)),
    tags: { ...street.tags, source: 'model' },
  }));
  const used = [...new Set(ways.flatMap((way) => way.nodeIds))].toSorted((a, b) => b - a);
  return {
    nodes: used.map((id) => osmNode(network, town.ground.plane, id)),
    ways,
    relations: town.turnBans.map((ban, i) => ({
      id: -(FIRST_RELATION + i),
      members: [
        { type: 'way', id: wayIdOf(ban.from), role: 'from' },
        { type: 'node', id: -(ban.via + 1), role: 'via' },
        { type: 'way', id: wayIdOf(ban.to), role: 'to' },
      ],
      tags: { type: 'restriction', restriction: ban.restriction, source: 'model' },
    })),
  };
}

/** Junctions, tagged nodes, ends, and what the course needs. */
function keptNodes(network: StreetNetwork, street: Street): number[] {
  const course = street.nodes.map((node) => network.point(node));
  const mustKeep = (i: number) => {
    const node = street.nodes[i]!;
    return network.streetsAt(node).length > 1 || network.nodeTags.has(node) || network.driveDegree(node) > 2;
  };
  return pointsToKeep(course, TOLERANCE_M, mustKeep).map((i) => street.nodes[i]!);
}

function osmNode(network: StreetNetwork, plane: Plane, id: number): OsmNode {
  const node = -id - 1;
  const point = network.point(node);
  const tags = network.nodeTags.get(node);
  return {
    id,
    latE7: plane.latE7(point),
    lonE7: plane.lonE7(point),
    tags: tags === undefined ? { source: 'model' } : { ...tags, source: 'model' },
  };
}

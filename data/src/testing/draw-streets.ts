/**
 * A town of OSM elements drawn as text, for tests of the importer:
 *
 *     const town = drawStreets(`
 *       A  B  C
 *          D    `, {
 *       ways: { 'A B C': { highway: 'residential' }, 'B D': { highway: 'residential', oneway: 'yes' } },
 *       nodes: { D: { barrier: 'gate' } },
 *       restrictions: [['no_left_turn', 'A B C', 'B', 'B D']],
 *     });
 *
 * A node is a capital letter; a character is 30 m wide, a line 90 m high, north is up, from 34.5° north, 135.5° east.
 * Ways run along the nodes that name them and have the ids 1, 2, … in the order written; `restriction` is left out where
 * its kind is empty.
 */
import { METERS_PER_E7, longitudeScale } from '@noriai/core/geo/lat-lon.ts';
import type { DrawnGraph } from '@noriai/core/graph/arc-course.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { sourceOfList } from '../osm/element-list.ts';
import type { ElevationSource, OsmMember, OsmNode, OsmRelation, OsmSource, OsmTags } from '../osm/osm-elements.ts';
import { streetElevationsDm } from '../streets/elevation-profile.ts';
import { buildFootNetwork, readPaths } from '../streets/foot-network.ts';
import { regionOf } from '../streets/region.ts';
import { buildRoadNetwork, readRoads } from '../streets/road-network.ts';
import { collectStreetElements } from '../streets/street-elements.ts';

/** Kind, name of the from way, via (a node, or names of ways), name of the to way, further tags. */
export type DrawnRestriction = readonly [
  kind: string,
  from: string,
  via: string | readonly string[],
  to: string,
  tags?: OsmTags,
];

export interface DrawnStreets {
  readonly ways: Readonly<Record<string, OsmTags>>;
  readonly nodes?: Readonly<Record<string, OsmTags>>;
  readonly restrictions?: readonly DrawnRestriction[];
}

const ORIGIN_LAT_E7 = 345_000_000;
const ORIGIN_LON_E7 = 1_355_000_000;
export const COLUMN_M = 30;
export const LINE_M = 90;

/** A polygon around everything that is drawn. */
export const drawnRing = [
  [135.4, 34.4],
  [135.6, 34.4],
  [135.6, 34.6],
  [135.4, 34.6],
  [135.4, 34.4],
];

export function drawStreets(drawing: string, streets: DrawnStreets): OsmSource {
  const nodes = drawnNodes(drawing, streets.nodes ?? {});
  const idOf = new Map(nodes.map((node) => [node.name, node.id]));
  const wayNames = Object.keys(streets.ways);
  const ways = wayNames.map((name, i) => ({
    id: i + 1,
    tags: streets.ways[name]!,
    nodeIds: name.split(/\s+/).map((letter) => idOf.get(letter)!),
  }));
  const wayId = (name: string): number => {
    if (!wayNames.includes(name)) throw new Error(`got way ${name}, expected one of ${wayNames.join(', ')}`);
    return wayNames.indexOf(name) + 1;
  };
  const relations = (streets.restrictions ?? []).map(([kind, from, via, to, tags], i): OsmRelation => {
    const vias: OsmMember[] =
      typeof via === 'string'
        ? [{ type: 'node', id: idOf.get(via)!, role: 'via' }]
        : via.map((name) => ({ type: 'way', id: wayId(name), role: 'via' }));
    const members: OsmMember[] = [
      { type: 'way', id: wayId(from), role: 'from' },
      ...vias,
      { type: 'way', id: wayId(to), role: 'to' },
    ];
    return {
      id: i + 1,
      members,
      tags: { type: 'restriction', ...(kind === '' ? {} : { restriction: kind }), ...tags },
    };
  });
  return sourceOfList({ label: 'a drawn town', kind: 'osm', credit: '© nobody', nodes, ways, relations });
}

/** The drive network of a drawn town; stops (named nodes) open private streets. */
export async function drawnRoads(source: OsmSource, options: { stops?: string; elevation?: ElevationSource } = {}) {
  const elements = await collectStreetElements(source, regionOf(drawnRing, 0));
  const read = readRoads(elements, false);
  const ways = read.roads.map(({ runs, road }) => ({ runs, isStructure: road.isBridge || road.isTunnel }));
  const heightsDm = streetElevationsDm(elements, ways, options.elevation ?? null);
  const placesE7 = [...(options.stops ?? '')].map((letter) => {
    const at = elements.nodeIds.indexOf(letter.charCodeAt(0));
    return [elements.nodeLatE7[at]!, elements.nodeLonE7[at]!] as const;
  });
  return buildRoadNetwork(elements, read, heightsDm, { areaId: 'test', credit: '', trafficSide: 'left', placesE7 });
}

export async function drawnPaths(source: OsmSource, elevation: ElevationSource | null = null) {
  const elements = await collectStreetElements(source, regionOf(drawnRing, 0));
  const read = readPaths(elements, false);
  const ways = read.paths.map(({ runs, foot }) => ({ runs, isStructure: foot.isStructure }));
  const heightsDm = streetElevationsDm(elements, ways, elevation);
  return buildFootNetwork(elements, read, heightsDm, { areaId: 'test', credit: '' });
}

/** Arcs as `A>B` in alphabetical order; barriers are several nodes at one place and keep their letter. */
export function arcNames(source: OsmSource, graph: DrawnGraph): Promise<string[]> {
  return nodeNames(source, graph).then((names) =>
    Array.from(graph.arcTail, (tail, a) => `${names[tail]}>${names[graph.arcHead[a]!]}`).sort(),
  );
}

/** Forbidden manoeuvres as `A>B>C` in alphabetical order. */
export async function forbiddenNames(source: OsmSource, graph: RoadGraph): Promise<string[]> {
  const names = await nodeNames(source, graph);
  const manoeuvres: string[] = [];
  for (let r = 0; r + 1 < graph.firstForbidden.length; r++) {
    const arcs = [...graph.forbiddenArc.subarray(graph.firstForbidden[r]!, graph.firstForbidden[r + 1]!)];
    manoeuvres.push([graph.arcTail[arcs[0]!]!, ...arcs.map((a) => graph.arcHead[a]!)].map((n) => names[n]).join('>'));
  }
  return manoeuvres.sort();
}

/** Letter of each node of the graph. */
export async function nodeNames(source: OsmSource, graph: DrawnGraph): Promise<string[]> {
  const letters = new Map<string, string>();
  for await (const block of source.blocks({ nodes: () => true })) {
    for (const node of block.nodes) letters.set(`${node.latE7} ${node.lonE7}`, String.fromCharCode(node.id));
  }
  return Array.from(graph.nodeLatE7, (lat, n) => letters.get(`${lat} ${graph.nodeLonE7[n]}`)!);
}

function drawnNodes(drawing: string, tags: Readonly<Record<string, OsmTags>>): (OsmNode & { name: string })[] {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line, row) =>
    [...line.matchAll(/[A-Z]/g)].map((match) => ({
      name: match[0],
      id: match[0].charCodeAt(0),
      latE7: ORIGIN_LAT_E7 - Math.round((row * LINE_M) / METERS_PER_E7),
      lonE7: ORIGIN_LON_E7 + Math.round((match.index * COLUMN_M) / METERS_PER_E7 / longitudeScale(ORIGIN_LAT_E7)),
      tags: tags[match[0]] ?? {},
    })),
  );
}

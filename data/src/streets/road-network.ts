/** The drivable network of an area: from kept elements to a `RoadGraph`, and an account of what was kept and why. */
import { buildRoadGraph, type RoadGraphSpec } from '@noriai/core/graph/build-road-graph.ts';
import { buildArcIndex, snapToArc } from '@noriai/core/graph/snap.ts';
import { UNKNOWN_ELEVATION_DM, type RoadGraph } from '@noriai/core/graph/road-graph.ts';
import type { ArcDraft, KeptRoad } from './arc-drafter.ts';
import { draftRoads, type RoadDrafts } from './road-drafts.ts';
import { readRoadWay, type RoadDropReason } from './road-way.ts';
import type { StreetElements } from './street-elements.ts';
import { largestStrongPart, rootOf, type StrongPart } from './strong-part.ts';
import { applyRestrictions, viaNodeIds, type AppliedRestrictions } from './turn-restrictions.ts';

export interface RoadNetworkOptions {
  readonly areaId: string;
  readonly credit: string;
  readonly trafficSide: 'left' | 'right';
  /** Stops and depots: a private street is kept when one lies on it. */
  readonly placesE7: readonly (readonly [latE7: number, lonE7: number])[];
}

export interface RoadNetwork {
  readonly graph: RoadGraph;
  /** The streets that are not strongly connected to the rest, for telling why a stop cannot be reached. */
  readonly leftOut: RoadGraph;
  readonly dropped: ReadonlyMap<RoadDropReason, readonly number[]>;
  readonly strong: StrongPart;
  readonly restrictions: AppliedRestrictions;
  /** Barriers on streets by what they do. */
  readonly gates: RoadDrafts['gates'];
  readonly privateArcsOpened: number;
  /** Kept streets by way id, for the map. */
  readonly roads: readonly KeptRoad[];
}

/** A stop this near to a private street, and no nearer to a public one, opens it. */
const ON_STREET_M = 30;

/** What the streets are: those that motor vehicles use, and why the others are not kept. */
export function readRoads(elements: StreetElements, isModelSource: boolean) {
  const roads: KeptRoad[] = [];
  const dropped = new Map<RoadDropReason, number[]>();
  for (const way of elements.ways) {
    const road = readRoadWay(way.tags);
    if (typeof road === 'string') {
      if (!dropped.has(road)) dropped.set(road, []);
      dropped.get(road)!.push(way.id);
    } else roads.push({ ...way, road, isModel: isModelSource || way.tags.source === 'model' });
  }
  return { roads, dropped };
}

/** O(nodes log nodes + arcs log arcs). The same elements give the same bytes. */
export function buildRoadNetwork(
  elements: StreetElements,
  read: ReturnType<typeof readRoads>,
  heightsDm: Int32Array,
  options: RoadNetworkOptions,
): RoadNetwork {
  const { roads } = read;
  const indexOfVia = viaNodeIndices(elements);
  const drafts = draftRoads(elements, roads, heightsDm, new Set(indexOfVia.values()));
  const builder = new GraphBuilder(elements, drafts, heightsDm, options);
  const open = builder.withoutPrivate(drafts.arcs, options.placesE7);
  const { vertexOfNode, pointOfVertex } = builder;
  const restrictions = applyRestrictions(
    { arcs: open, pointOfVertex, vertexOfNode: (id) => vertexOfNode(indexOfVia.get(id) ?? -1) },
    elements.restrictions,
  );
  const strong = largestStrongPart(open, pointOfVertex);
  const openIds = new Set(open.map((arc) => arc.wayId));
  const shut = roads.filter((road) => !openIds.has(road.id)).map((road) => road.id);
  const { dropped } = read;
  return {
    graph: builder.graph(open, strong.isKept, restrictions.sequences),
    leftOut: builder.graph(
      open,
      strong.isKept.map((kept) => 1 - kept),
      [],
    ),
    dropped: shut.length === 0 ? dropped : new Map([...dropped, ['private', shut]]),
    strong,
    restrictions,
    gates: drafts.gates,
    privateArcsOpened: open.filter((arc) => arc.passage === 'private').length,
    roads: roads.filter((road) => openIds.has(road.id)),
  };
}

/** Index of each node over which a restriction forbids a turn, by its id. */
function viaNodeIndices(elements: StreetElements): Map<number, number> {
  const wanted = new Set(viaNodeIds(elements.restrictions));
  const indices = new Map<number, number>();
  if (wanted.size > 0) elements.nodeIds.forEach((id, index) => wanted.has(id) && indices.set(id, index));
  return indices;
}

class GraphBuilder {
  private readonly elements: StreetElements;
  private readonly drafts: RoadDrafts;
  private readonly heightsDm: Int32Array;
  private readonly options: RoadNetworkOptions;

  constructor(elements: StreetElements, drafts: RoadDrafts, heightsDm: Int32Array, options: RoadNetworkOptions) {
    this.elements = elements;
    this.drafts = drafts;
    this.heightsDm = heightsDm;
    this.options = options;
  }

  readonly pointOfVertex = (vertex: number): readonly [number, number] => {
    const node = this.drafts.nodeOfVertex(vertex);
    return [this.elements.nodeLatE7[node]!, this.elements.nodeLonE7[node]!];
  };

  /** Barriers have no vertex of their own: each street that ends there has its copy. */
  readonly vertexOfNode = (node: number): number => (this.drafts.gates.has(node) ? -1 : node);

  graph(arcs: readonly ArcDraft[], isKept: Uint8Array, forbidden: readonly (readonly number[])[]): RoadGraph {
    const nodeOf = new Map<number, number>();
    const nodes: RoadGraphSpec['nodes'][number][] = [];
    const nodeAt = (vertex: number): number => {
      const known = nodeOf.get(vertex);
      if (known !== undefined) return known;
      const [latE7, lonE7] = this.pointOfVertex(vertex);
      const elevationDm = this.heightsDm[this.drafts.nodeOfVertex(vertex)] ?? UNKNOWN_ELEVATION_DM;
      nodeOf.set(vertex, nodes.length);
      nodes.push({ latE7, lonE7, elevationDm });
      return nodes.length - 1;
    };
    const places = new Int32Array(arcs.length).fill(-1);
    const kept = arcs.filter((_, a) => isKept[a] === 1);
    let place = 0;
    for (let a = 0; a < arcs.length; a++) if (isKept[a] === 1) places[a] = place++;
    return buildRoadGraph({
      areaId: this.options.areaId,
      credit: this.options.credit,
      trafficSide: this.options.trafficSide,
      arcs: kept.map((arc) => ({ ...arc, tail: nodeAt(arc.tail), head: nodeAt(arc.head) })),
      nodes,
      forbidden: forbidden.map((sequence) => sequence.map((a) => places[a]!)).filter((s) => !s.includes(-1)),
    }).graph;
  }

  /** All arcs but private ones on which no stop or depot lies. */
  withoutPrivate(arcs: readonly ArcDraft[], placesE7: RoadNetworkOptions['placesE7']): ArcDraft[] {
    const shut = arcs.filter((arc) => arc.passage === 'private');
    if (shut.length === 0) return [...arcs];
    const parent = Uint32Array.from({ length: arcs.length }, (_, a) => a);
    const atVertex = new Map<number, number>();
    arcs.forEach((arc, a) => {
      if (arc.passage !== 'private') return;
      for (const vertex of [arc.tail, arc.head]) {
        const other = atVertex.get(vertex);
        if (other === undefined) atVertex.set(vertex, a);
        else parent[rootOf(parent, a)] = rootOf(parent, other);
      }
    });
    const opened = this.visitedParts(arcs, placesE7).map((a) => rootOf(parent, a));
    return arcs.filter((arc, a) => arc.passage !== 'private' || opened.includes(rootOf(parent, a)));
  }

  /** Private arcs on which a place lies: near enough, and nearer than any public street. */
  private visitedParts(arcs: readonly ArcDraft[], placesE7: RoadNetworkOptions['placesE7']): number[] {
    const lines = arcs.map((arc, a) => ({ ...arc, wayId: a }));
    const graph = this.graph(lines, new Uint8Array(arcs.length).fill(1), []);
    const index = buildArcIndex(graph);
    const isPrivate = (arc: number) => arcs[graph.arcWayId[arc]!]!.passage === 'private';
    return placesE7.flatMap(([latE7, lonE7]) => {
      const within = { maxDistanceM: ON_STREET_M };
      const near = snapToArc(graph, index, latE7, lonE7, { ...within, filter: isPrivate });
      const open = snapToArc(graph, index, latE7, lonE7, { ...within, filter: (arc) => !isPrivate(arc) });
      const isOn = near !== null && (open === null || near.distanceM < open.distanceM);
      return isOn ? [graph.arcWayId[near.arc]!] : [];
    });
  }
}

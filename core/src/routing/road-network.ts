/**
 * The three life times of drive routing:
 *
 *     const network = buildRoadNetwork(graph, { turnCosts: true });               // once an area: streets, turns
 *     const metric = buildRoadMetric(network, vehicleClassTable.wagon, daytime);  // a class, a period, the live state
 *     const query = new RoadQuery(network);                                       // one a thread: scratch
 *     query.findRoute(metric, from, to);
 *     const table = buildStopTable(metric, stopPlaces);
 *
 * A closed or slowed street makes a new metric from the old one (`updateRoadMetric`); the old one goes on answering until
 * its owner swaps the reference, in one step.
 */
import { longitudeScale } from '../geo/lat-lon.ts';
import { findTwinArc } from '../graph/arc-course.ts';
import type { RoadGraph } from '../graph/road-graph.ts';
import type { ArcPlace } from '../graph/snap.ts';
import { buildArcWeights, someArcWeights } from './arc-weights.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { copyMetric, customize, type HierarchyMetric } from './hierarchy/customize.ts';
import { PartialCustomizer } from './hierarchy/customize-partial.ts';
import { buildHierarchy, type Hierarchy } from './hierarchy/hierarchy.ts';
import { arcsTouched, nothingLive, type LiveState } from './live-state.ts';
import { freeFlow, type Period } from './period.ts';
import { turnMs } from './turn-costs.ts';
import { buildTurnGraph, type TurnGraph } from './turn-graph.ts';
import type { VehicleClass } from './vehicle-class.ts';

/** What never changes while the area's streets stay as imported. */
export interface RoadNetwork {
  readonly graph: RoadGraph;
  readonly turns: TurnGraph;
  /** Shortcuts over `turns`. */
  readonly hierarchy: Hierarchy;
}

/** Drive times of one vehicle class in one period under one live state. Frozen. */
export interface RoadMetric {
  readonly network: RoadNetwork;
  readonly vehicleClass: VehicleClass;
  readonly period: Period;
  readonly live: LiveState;
  /** Milliseconds of each road arc, UNREACHABLE_MS = closed to this class. */
  readonly arcMs: Int32Array;
  /** The same for each arc of `network.turns`, and the shortcuts' times. */
  readonly times: HierarchyMetric;
}

/** Above this share of the arcs a metric is quicker made anew than changed. */
const PARTIAL_UP_TO_SHARE = 0.02;

export interface RoadNetworkOptions {
  /** Of the same graph and turns, if it was kept from before. */
  readonly hierarchy?: Hierarchy;
  /** Whether turning takes time of its own (default: not). The network is then two to three times as large. */
  readonly turnCosts?: boolean;
}

/** Takes the time of `buildHierarchy`. */
export function buildRoadNetwork(graph: RoadGraph, options: RoadNetworkOptions = {}): RoadNetwork {
  const turns = buildTurnGraph(graph, options.turnCosts);
  const scale = longitudeScale(graph.nodeLatE7[0] ?? 0);
  const x = Float64Array.from(turns.roadNode, (node) => graph.nodeLonE7[node]! * scale);
  const y = Float64Array.from(turns.roadNode, (node) => graph.nodeLatE7[node]!);
  return { graph, turns, hierarchy: options.hierarchy ?? buildHierarchy(turns, x, y) };
}

/**
 * Weights and shortcuts of a class in a period: tens of milliseconds for a town.
 *
 * @param allocate makes the large arrays; pass `(bytes) => new SharedArrayBuffer(bytes)` to share them with threads
 */
export function buildRoadMetric(
  network: RoadNetwork,
  vehicleClass: VehicleClass,
  period: Period = freeFlow,
  live: LiveState = nothingLive,
  allocate: (byteLength: number) => ArrayBufferLike = (byteLength) => new ArrayBuffer(byteLength),
): RoadMetric {
  const arcMs = buildArcWeights(network.graph, vehicleClass, period, live);
  const { arcCount, roadArc, kind } = network.turns;
  const turnArcMs = new Int32Array(allocate(4 * arcCount));
  const costMs = turnCostsMs(network, vehicleClass);
  for (let arc = 0; arc < arcCount; arc++) turnArcMs[arc] = withTurn(arcMs[roadArc[arc]!]!, costMs[kind[arc]!]!);
  const slotMs = new Int32Array(allocate(4 * network.hierarchy.slotCount));
  return { network, vehicleClass, period, live, arcMs, times: customize(network.hierarchy, turnArcMs, slotMs) };
}

/**
 * The same class and period under another live state. The given metric stays as it is and may go on answering.
 *
 * @param spare of the same network, that nobody uses any more: its memory may be taken
 */
export function updateRoadMetric(metric: RoadMetric, live: LiveState, spare?: RoadMetric): RoadMetric {
  const { network, vehicleClass, period } = metric;
  const arcs = arcsTouched(metric.live, live);
  if (arcs.length > network.graph.arcCount * PARTIAL_UP_TO_SHARE) {
    return buildRoadMetric(network, vehicleClass, period, live);
  }
  const arcMs = metric.arcMs.slice();
  someArcWeights(network.graph, arcs, vehicleClass, period, live).forEach((ms, i) => (arcMs[arcs[i]!] = ms));
  const turnArcs = Array.from(arcs, (arc) => copiesOfArc(network.turns, arc)).flat();
  const times = copyMetric(metric.times, spare?.times);
  const costMs = turnCostsMs(network, vehicleClass);
  const { roadArc, kind } = network.turns;
  const newMs = turnArcs.map((turnArc) => withTurn(arcMs[roadArc[turnArc]!]!, costMs[kind[turnArc]!]!));
  new PartialCustomizer(network.hierarchy).change(times, turnArcs, newMs);
  return { ...metric, live, arcMs, times };
}

/** Milliseconds of each kind of turn of the network for a class. */
function turnCostsMs({ turns }: RoadNetwork, { turning, lengthDm }: VehicleClass): number[] {
  return turns.kinds.map((kind) => turnMs(kind, turning, lengthDm));
}

function withTurn(arcMs: number, costMs: number): number {
  return Math.min(UNREACHABLE_MS, arcMs + costMs);
}

/**
 * Milliseconds of the turn before a copy of a road arc (`network.turns`), UNREACHABLE_MS where it may not be made or the
 * street is closed.
 */
export function turnBeforeMs({ network: { turns }, arcMs, times }: RoadMetric, copy: number): number {
  const ms = times.arcMs[copy]!;
  return ms >= UNREACHABLE_MS ? UNREACHABLE_MS : ms - arcMs[turns.roadArc[copy]!]!;
}

/** The copies of a road arc among the arcs of the turn graph. */
export function copiesOfArc(turns: TurnGraph, arc: number): number[] {
  return Array.from(turns.copies.subarray(turns.firstCopy[arc]!, turns.firstCopy[arc + 1]!));
}

/** Milliseconds from the tail of the place's arc to the place, UNREACHABLE_MS on a closed street. */
export function msToPlace(metric: RoadMetric, place: ArcPlace): number {
  const arcMs = metric.arcMs[place.arc]!;
  return arcMs >= UNREACHABLE_MS ? UNREACHABLE_MS : Math.round((arcMs * place.offsetPermille) / 1000);
}

/** How a vehicle gets off the street where it is: the place in the direction it takes, and the time to the next junction. */
export interface WayOff {
  readonly from: ArcPlace;
  readonly ms: number;
}

/**
 * Ways from a place to the next junction. On an open street there is one, ahead. A vehicle that is on a closed street may
 * leave it by either end, as far as one-ways allow, at the speed of the open street: it is there already, so it got in.
 * The first is the quickest; at equal times the one ahead.
 */
export function waysOff(metric: RoadMetric, place: ArcPlace): readonly WayOff[] {
  const ms = metric.arcMs[place.arc]!;
  if (ms < UNREACHABLE_MS) return [{ from: place, ms: ms - msToPlace(metric, place) }];
  const { graph } = metric.network;
  const twin = findTwinArc(graph, place.arc);
  const ahead = wayOffClosed(metric, place);
  if (twin < 0) return [ahead];
  const back = wayOffClosed(metric, { arc: twin, offsetPermille: 1000 - place.offsetPermille });
  return back.ms < ahead.ms ? [back, ahead] : [ahead, back];
}

function wayOffClosed({ network: { graph }, vehicleClass, period }: RoadMetric, from: ArcPlace): WayOff {
  const [openMs] = someArcWeights(graph, Uint32Array.of(from.arc), vehicleClass, period, nothingLive);
  const wholeMs = openMs! < UNREACHABLE_MS ? openMs! : graph.arcFreeFlowMs[from.arc]!;
  return { from, ms: wholeMs - Math.round((wholeMs * from.offsetPermille) / 1000) };
}

/** Node of the turn graph where a drive that begins on an arc can first choose. */
export function turnNodeAfter(turns: TurnGraph, arc: number): number {
  return turns.arcHead[turns.copies[turns.firstCopy[arc]!]!]!;
}

/** True when a drive from one place to the other stays on one arc, without leaving it. */
export function isAhead(from: ArcPlace, to: ArcPlace): boolean {
  return from.arc === to.arc && from.offsetPermille <= to.offsetPermille;
}

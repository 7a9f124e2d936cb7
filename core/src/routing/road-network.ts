/**
 * The three life times of drive routing:
 *
 *     const network = buildRoadNetwork(graph);                                    // once an area: streets, turns
 *     const metric = buildRoadMetric(network, vehicleClassTable.wagon, daytime);  // a class, a period, the live state
 *     const query = new RoadQuery(network);                                       // one a thread: scratch
 *     query.findRoute(metric, from, to);
 *     const table = buildStopTable(metric, stopPlaces);
 *
 * A closed or slowed street makes a new metric from the old one (`updateRoadMetric`); the old one goes on answering until
 * its owner swaps the reference, in one step.
 */
import type { RoadGraph } from '../graph/road-graph.ts';
import type { ArcPlace } from '../graph/snap.ts';
import { buildArcWeights } from './arc-weights.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { nothingLive, type LiveState } from './live-state.ts';
import { freeFlow, type Period } from './period.ts';
import { buildTurnGraph, type TurnGraph } from './turn-graph.ts';
import type { VehicleClass } from './vehicle-class.ts';

/** What never changes while the area's streets stay as imported. */
export interface RoadNetwork {
  readonly graph: RoadGraph;
  readonly turns: TurnGraph;
}

/** Drive times of one vehicle class in one period under one live state. Frozen. */
export interface RoadMetric {
  readonly network: RoadNetwork;
  readonly vehicleClass: VehicleClass;
  readonly period: Period;
  readonly live: LiveState;
  /** Milliseconds of each road arc, UNREACHABLE_MS = closed to this class. */
  readonly arcMs: Int32Array;
  /** The same for each arc of `network.turns`. */
  readonly turnArcMs: Int32Array;
}

export function buildRoadNetwork(graph: RoadGraph): RoadNetwork {
  return { graph, turns: buildTurnGraph(graph) };
}

export function buildRoadMetric(
  network: RoadNetwork,
  vehicleClass: VehicleClass,
  period: Period = freeFlow,
  live: LiveState = nothingLive,
): RoadMetric {
  const arcMs = buildArcWeights(network.graph, vehicleClass, period, live);
  return {
    network,
    vehicleClass,
    period,
    live,
    arcMs,
    turnArcMs: Int32Array.from(network.turns.roadArc, (arc) => arcMs[arc]!),
  };
}

/** The same class and period under another live state. The given metric stays as it is. */
export function updateRoadMetric(metric: RoadMetric, live: LiveState): RoadMetric {
  return buildRoadMetric(metric.network, metric.vehicleClass, metric.period, live);
}

/** Milliseconds from the tail of the place's arc to the place, UNREACHABLE_MS on a closed street. */
export function msToPlace(metric: RoadMetric, place: ArcPlace): number {
  const arcMs = metric.arcMs[place.arc]!;
  return arcMs >= UNREACHABLE_MS ? UNREACHABLE_MS : Math.round((arcMs * place.offsetPermille) / 1000);
}

/** Milliseconds from the place to the head of its arc, UNREACHABLE_MS on a closed street. */
export function msFromPlace(metric: RoadMetric, place: ArcPlace): number {
  const arcMs = metric.arcMs[place.arc]!;
  return arcMs >= UNREACHABLE_MS ? UNREACHABLE_MS : arcMs - msToPlace(metric, place);
}

/** Node of the turn graph where a drive that begins on an arc can first choose. */
export function turnNodeAfter(turns: TurnGraph, arc: number): number {
  return turns.arcHead[turns.copies[turns.firstCopy[arc]!]!]!;
}

/** True when a drive from one place to the other stays on one arc, without leaving it. */
export function isAhead(from: ArcPlace, to: ArcPlace): boolean {
  return from.arc === to.arc && from.offsetPermille <= to.offsetPermille;
}

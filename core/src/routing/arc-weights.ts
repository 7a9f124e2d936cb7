/**
 * From streets to milliseconds: what an arc costs a vehicle class in a period under the live state.
 *
 * The time is that of the slowest of four speeds: the car's free flow × class share × period × slowdown; the vehicle's own
 * top speed; on a climb, that speed less the class's loss; in bends, the speed at which the mean radius of the arc
 * (length / sum of heading changes) gives the bearable sideways acceleration, v = √(a × r).
 */
import { arcFlag, roadClasses, UNKNOWN_GRADE_PERMILLE, type RoadGraph } from '../graph/road-graph.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import type { LiveState } from './live-state.ts';
import type { Period } from './period.ts';
import { LEAST_CLIMB_SPEED_PERMILLE, SIDE_ROOM_DM, type VehicleClass } from './vehicle-class.ts';

/** Why a vehicle may not drive an arc. */
export type Impassable = 'narrow' | 'low' | 'long' | 'heavy' | 'steep' | 'public_service_only';

/** A terrain model says little about the grade of a shorter piece of street. */
const GRADE_COUNTS_FROM_DM = 300;
const FREE_CLIMB_PERMILLE = 30;
/** No arc costs more than an hour: such a street is closed in practice, and sums stay far below 32 bits. */
const LONGEST_ARC_MS = 3_600_000;

/**
 * Weight of every arc, whole milliseconds, UNREACHABLE_MS where the class may not drive or the street is closed.
 * O(arcs + arcs of the live state).
 */
export function buildArcWeights(
  graph: RoadGraph,
  vehicleClass: VehicleClass,
  period: Period,
  live: LiveState,
): Int32Array {
  const weights = new Int32Array(graph.arcCount);
  const speeds = liveSpeeds(live);
  for (let arc = 0; arc < graph.arcCount; arc++) {
    weights[arc] = arcWeightMs(graph, arc, vehicleClass, period, speeds.get(arc) ?? 1000);
  }
  return weights;
}

/** Weights of a few arcs only, in the order of `arcs`. */
export function someArcWeights(
  graph: RoadGraph,
  arcs: Uint32Array,
  vehicleClass: VehicleClass,
  period: Period,
  live: LiveState,
): Int32Array {
  const speeds = liveSpeeds(live);
  return Int32Array.from(arcs, (arc) => arcWeightMs(graph, arc, vehicleClass, period, speeds.get(arc) ?? 1000));
}

/** Why the class may never drive the arc, or null. Unknown widths and limits stop nobody. */
export function findImpassable(graph: RoadGraph, arc: number, vehicle: VehicleClass): Impassable | null {
  const isOver = (limit: number, size: number) => limit !== 0 && size > limit;
  if (graph.arcFlags[arc]! & arcFlag.publicServiceOnly && !vehicle.isPublicService) return 'public_service_only';
  if (isOver(graph.arcWidthDm[arc]!, vehicle.widthDm + SIDE_ROOM_DM)) return 'narrow';
  if (isOver(graph.arcMaxHeightDm[arc]!, vehicle.heightDm)) return 'low';
  if (isOver(graph.arcMaxLengthDm[arc]!, vehicle.lengthDm)) return 'long';
  if (isOver(graph.arcMaxWeightDt[arc]!, vehicle.weightDt)) return 'heavy';
  const counts = graph.arcLengthDm[arc]! >= GRADE_COUNTS_FROM_DM;
  return counts && Math.abs(gradePermille(graph, arc)) > vehicle.maxGradePermille ? 'steep' : null;
}

/** @param livePermille share of the usual speed, 0 = closed */
function arcWeightMs(
  graph: RoadGraph,
  arc: number,
  vehicle: VehicleClass,
  period: Period,
  livePermille: number,
): number {
  if (livePermille <= 0 || findImpassable(graph, arc, vehicle)) return UNREACHABLE_MS;
  const lengthMm = graph.arcLengthDm[arc]! * 100;
  const roadClass = roadClasses[graph.arcClass[arc]!]!;
  const share = (vehicle.speedPermille * period.speedPermille[roadClass] * livePermille) / 1e9;
  const trafficMs = graph.arcFreeFlowMs[arc]! / share;
  const isFerry = roadClass === 'ferry';
  const ownMs = isFerry ? 0 : (lengthMm * 3.6) / vehicle.topSpeedKmh / climbShare(graph, arc, vehicle);
  const climbingMs = isFerry ? trafficMs : trafficMs / climbShare(graph, arc, vehicle);
  const bendMs = isFerry ? 0 : bendTimeMs(lengthMm, graph.arcBendDeg[arc]!, vehicle);
  return Math.min(LONGEST_ARC_MS, Math.round(Math.max(climbingMs, ownMs, bendMs)));
}

/** Share of its speed that a vehicle keeps on the arc's climb; 1 on the flat and downhill. */
function climbShare(graph: RoadGraph, arc: number, vehicle: VehicleClass): number {
  const excess = Math.max(0, gradePermille(graph, arc) - FREE_CLIMB_PERMILLE);
  return Math.max(LEAST_CLIMB_SPEED_PERMILLE, 1000 - excess * vehicle.climbLossPermille) / 1000;
}

/** With r = length / angle, the time length / √(a × r) is √(length × angle / a). */
function bendTimeMs(lengthMm: number, bendDeg: number, vehicle: VehicleClass): number {
  const angle = (bendDeg * Math.PI) / 180;
  return Math.sqrt((lengthMm * angle) / vehicle.bendAccelerationMmS2) * 1000;
}

function gradePermille(graph: RoadGraph, arc: number): number {
  const grade = graph.arcGradePermille[arc]!;
  return grade === UNKNOWN_GRADE_PERMILLE ? 0 : grade;
}

/** Share of the usual speed for each arc that the state touches; 0 = closed. */
function liveSpeeds(live: LiveState): Map<number, number> {
  const speeds = new Map<number, number>();
  for (const { arcs, speedPermille } of live.slowdowns) {
    for (const arc of arcs) speeds.set(arc, Math.min(speeds.get(arc) ?? 1000, Math.max(1, speedPermille)));
  }
  for (const arc of live.closedArcs) speeds.set(arc, 0);
  return speeds;
}

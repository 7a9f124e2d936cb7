/**
 * Drive times between all stops of an area, and from a vehicle's place to all stops, as whole seconds in typed arrays.
 *
 *     const table = buildStopTable(metric, places);
 *     table.sec[from * table.stopCount + to];
 *
 * Times are rounded up from exact milliseconds, which keeps the triangle inequality: going by a third stop never takes less
 * (but for a drive that would begin in the middle of a forbidden manoeuvre). Memory: 2 bytes a pair (1,000 stops: 2 MB);
 * hand the table to threads as it is when `allocate` gave it shared memory.
 */
import type { ArcPlace } from '../graph/snap.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { buildLabels, fillLabel, fillRow, type LabelSet } from './hierarchy/labels.ts';
import {
  copiesOfArc,
  isAhead,
  msToPlace,
  turnBeforeMs,
  turnNodeAfter,
  waysOff,
  type RoadMetric,
  type WayOff,
} from './road-network.ts';

/** The time to a place that no open street leads to, or that is farther than 65,534 s (18 h). */
export const UNREACHABLE_SEC = 0xffff;

export interface StopTable {
  readonly stopCount: number;
  /** Row-major: seconds from stop i to stop j at `i * stopCount + j`; 0 from a stop to itself, if its street is open. */
  readonly sec: Uint16Array;
}

/** Whole seconds, rounded up; UNREACHABLE_SEC from 65,535 s on. */
export function wholeSec(ms: number): number {
  const sec = Math.ceil(ms / 1000);
  return sec < UNREACHABLE_SEC ? sec : UNREACHABLE_SEC;
}

/**
 * Seconds from every place to every place. A place on a closed street is not reached; a vehicle that stands there gets away
 * by either end of it, as far as one-ways allow.
 *
 * @param allocate makes the memory; pass `(bytes) => new SharedArrayBuffer(bytes)` to share the table with threads
 */
export function buildStopTable(
  metric: RoadMetric,
  places: readonly ArcPlace[],
  allocate: (byteLength: number) => ArrayBufferLike = (byteLength) => new ArrayBuffer(byteLength),
): StopTable {
  const stopCount = places.length;
  const sec = new Uint16Array(allocate(2 * stopCount * stopCount));
  const rows = new StopRows(metric, places);
  places.forEach((from, i) => rows.fillFrom(from, sec.subarray(i * stopCount, (i + 1) * stopCount)));
  return { stopCount, sec };
}

/**
 * Finds rows for the same stops again and again, also from vehicles on the road: about 20 µs for 500 stops.
 * Keeps a label for every stop (4 bytes for each of its ancestors in the hierarchy) and one thread's scratch.
 */
export class StopRows {
  private readonly metric: RoadMetric;
  private readonly places: readonly ArcPlace[];
  private readonly targets: LabelSet;
  /** Targets of stop i (the junction before it, with its copies) are `firstTarget[i] <= t < firstTarget[i + 1]`. */
  private readonly firstTarget: Uint32Array;
  private readonly endMs: Int32Array;
  /** Of the turn from each target into its stop's street. */
  private readonly turnMs: Int32Array;
  private readonly targetMs: Int32Array;
  private readonly label: Int32Array;
  private readonly scratch: Int32Array;

  constructor(metric: RoadMetric, places: readonly ArcPlace[]) {
    const { turns, hierarchy } = metric.network;
    const entries = places.map((place) => copiesOfArc(turns, place.arc));
    const nodes = entries.map((copies) => copies.map((arc) => turns.arcTail[arc]!));
    this.metric = metric;
    this.places = places;
    this.targets = buildLabels(metric.times, nodes.flat(), 'down');
    this.firstTarget = new Uint32Array(places.length + 1);
    nodes.forEach((copies, i) => (this.firstTarget[i + 1] = this.firstTarget[i]! + copies.length));
    this.endMs = Int32Array.from(places, (place) => msToPlace(metric, place));
    this.turnMs = Int32Array.from(entries.flat(), (arc) => turnBeforeMs(metric, arc));
    this.targetMs = new Int32Array(this.firstTarget[places.length]!);
    this.label = new Int32Array(hierarchy.depth);
    this.scratch = new Int32Array(hierarchy.nodeCount).fill(UNREACHABLE_MS);
  }

  /**
   * Seconds from a place to every stop.
   *
   * @param row gets one number a stop
   */
  fillFrom(from: ArcPlace, row: Uint16Array = new Uint16Array(this.places.length)): Uint16Array {
    const { metric, places, endMs } = this;
    row.fill(UNREACHABLE_SEC);
    for (const way of waysOff(metric, from)) this.fillBy(way, row);
    if (metric.arcMs[from.arc]! >= UNREACHABLE_MS) return row;
    for (let i = 0; i < places.length; i++) {
      if (isAhead(from, places[i]!)) row[i] = wholeSec(endMs[i]! - msToPlace(metric, from));
    }
    return row;
  }

  /** Lowers the row to what a drive that begins this way takes. */
  private fillBy({ from, ms: startMs }: WayOff, row: Uint16Array): void {
    const { metric, targetMs, turnMs, firstTarget, endMs, label } = this;
    const rank = metric.network.hierarchy.rankOf[turnNodeAfter(metric.network.turns, from.arc)]!;
    fillLabel(metric.times, rank, 'up', this.scratch, label, 0);
    fillRow(this.targets, rank, label, 0, targetMs);
    for (let i = 0; i < row.length; i++) {
      let ms = UNREACHABLE_MS;
      for (let t = firstTarget[i]!; t < firstTarget[i + 1]!; t++) {
        if (targetMs[t]! + turnMs[t]! < ms) ms = targetMs[t]! + turnMs[t]!;
      }
      if (ms >= UNREACHABLE_MS || endMs[i]! >= UNREACHABLE_MS) continue;
      const sec = wholeSec(startMs + ms + endMs[i]!);
      if (sec < row[i]!) row[i] = sec;
    }
  }
}

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
import { Dijkstra, UNREACHABLE_MS } from './dijkstra.ts';
import { isAhead, msFromPlace, msToPlace, turnNodeAfter, type RoadMetric } from './road-network.ts';

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
 * Seconds from every place to every place. A place on a street closed to the class neither reaches nor is reached.
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

/** Finds single rows for the same stops again and again: from vehicles on the road. One thread's scratch. */
export class StopRows {
  private readonly metric: RoadMetric;
  private readonly places: readonly ArcPlace[];
  private readonly search: Dijkstra;

  constructor(metric: RoadMetric, places: readonly ArcPlace[]) {
    this.metric = metric;
    this.places = places;
    this.search = new Dijkstra(metric.network.turns);
  }

  /**
   * Seconds from a place to every stop.
   *
   * @param row gets one number a stop
   */
  fillFrom(from: ArcPlace, row: Uint16Array = new Uint16Array(this.places.length)): Uint16Array {
    const { metric, places } = this;
    const startMs = msFromPlace(metric, from);
    if (startMs >= UNREACHABLE_MS) return row.fill(UNREACHABLE_SEC);
    const { turns } = metric.network;
    this.search.run(turnNodeAfter(turns, from.arc), metric.turnArcMs, -1, UNREACHABLE_MS - 1, startMs);
    places.forEach((to, i) => (row[i] = wholeSec(this.msTo(from, to))));
    return row;
  }

  private msTo(from: ArcPlace, to: ArcPlace): number {
    const { metric, search } = this;
    const { turns } = metric.network;
    const endMs = msToPlace(metric, to);
    if (isAhead(from, to)) return endMs - msToPlace(metric, from);
    let ms = UNREACHABLE_MS;
    for (let i = turns.firstCopy[to.arc]!; i < turns.firstCopy[to.arc + 1]!; i++) {
      ms = Math.min(ms, search.distance(turns.arcTail[turns.copies[i]!]!) + endMs);
    }
    return Math.min(ms, UNREACHABLE_MS);
  }
}

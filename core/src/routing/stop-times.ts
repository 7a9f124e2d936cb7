/**
 * Stop-to-stop times as plans use them: one table a period of the day, under one live state, replaced as a whole.
 *
 *     let times = buildStopTimes(network, vehicleClass, defaultDay, live, places);
 *     driveSec(times, departSec, from, to);
 *     times = refreshStopTimes(times, newLive); // elsewhere, while the old ones go on answering; then one assignment
 */
import type { ArcPlace } from '../graph/snap.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import type { LiveState } from './live-state.ts';
import { driveSecAcross, type PeriodStart } from './period.ts';
import { buildRoadMetric, updateRoadMetric, type RoadMetric, type RoadNetwork } from './road-network.ts';
import type { RoadRoute } from './road-query.ts';
import { buildStopTable, UNREACHABLE_SEC, type StopTable } from './stop-table.ts';
import type { VehicleClass } from './vehicle-class.ts';

export interface PeriodTimes {
  readonly fromSec: number;
  readonly metric: RoadMetric;
  readonly table: StopTable;
}

/** Frozen. Periods that come twice in a day share metric and table. */
export interface StopTimes {
  readonly places: readonly ArcPlace[];
  /** Ordered by time, the first from 0. */
  readonly day: readonly PeriodTimes[];
}

export function buildStopTimes(
  network: RoadNetwork,
  vehicleClass: VehicleClass,
  day: readonly PeriodStart[],
  live: LiveState,
  places: readonly ArcPlace[],
): StopTimes {
  const metrics = new Map<string, RoadMetric>();
  for (const { period } of day) {
    if (!metrics.has(period.id)) metrics.set(period.id, buildRoadMetric(network, vehicleClass, period, live));
  }
  const starts = day.map(({ fromSec, period }) => ({ fromSec, metric: metrics.get(period.id)! }));
  return withTables(places, starts);
}

/** The same places, class and day under another live state. The given times stay as they are and may go on answering. */
export function refreshStopTimes(times: StopTimes, live: LiveState): StopTimes {
  const distinct = new Set(times.day.map(({ metric }) => metric));
  const metrics = new Map(Array.from(distinct, (metric) => [metric, updateRoadMetric(metric, live)]));
  const starts = times.day.map(({ fromSec, metric }) => ({ fromSec, metric: metrics.get(metric)! }));
  return withTables(times.places, starts);
}

/**
 * Whole seconds from stop to stop for a vehicle that leaves at a second of the day; a drive that runs into the next period
 * uses both. UNREACHABLE_SEC where no open street leads.
 */
export function driveSec(times: StopTimes, departSec: number, from: number, to: number): number {
  const secIn = (place: number) => {
    const { table } = times.day[place]!;
    return table.sec[from * table.stopCount + to]!;
  };
  return driveSecAcross(times.day, departSec, secIn, UNREACHABLE_SEC);
}

/** The first arc of a route that the metric closes, or -1: whether a planned drive can still be driven. */
export function firstClosedArc(metric: RoadMetric, route: RoadRoute): number {
  return route.arcs.find((arc) => metric.arcMs[arc]! >= UNREACHABLE_MS) ?? -1;
}

/** Pairs of stops whose time differs between two tables of the same stops, as `[from, to]`. */
export function changedPairs(before: StopTable, after: StopTable): [from: number, to: number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < before.sec.length; i++) {
    if (before.sec[i] !== after.sec[i]) pairs.push([Math.floor(i / before.stopCount), i % before.stopCount]);
  }
  return pairs;
}

function withTables(places: readonly ArcPlace[], starts: readonly Omit<PeriodTimes, 'table'>[]): StopTimes {
  const tables = new Map<RoadMetric, StopTable>();
  for (const { metric } of starts) if (!tables.has(metric)) tables.set(metric, buildStopTable(metric, places));
  return { places, day: starts.map((start) => ({ ...start, table: tables.get(start.metric)! })) };
}

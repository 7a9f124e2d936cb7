/** The streets for one class of vehicle: what the service and its street worker make alike. */
import type { VehicleClassName } from '../contracts/area.ts';
import type { ArcPlace } from '../graph/snap.ts';
import { driveTimes, type DriveTimes } from '../optimizer/drive-times.ts';
import type { LiveState } from '../routing/live-state.ts';
import { daytime, type PeriodStart } from '../routing/period.ts';
import { buildRoadMetric, updateRoadMetric, type RoadMetric, type RoadNetwork } from '../routing/road-network.ts';
import { buildStopTable } from '../routing/stop-table.ts';
import { vehicleClassTable } from '../routing/vehicle-class.ts';
import type { DriveDay } from './drive-day.ts';

/** Where the places lie for a class, and how long it drives between them. */
export interface ClassStreets {
  readonly metric: RoadMetric;
  readonly places: readonly ArcPlace[];
  readonly times: DriveTimes;
  /** By time of day; in one of its parts `times` hold. */
  readonly day: DriveDay;
  /** Each period's own metric: what a refresh begins with. */
  readonly periods: readonly PeriodMetric[];
}

interface PeriodMetric {
  readonly fromSec: number;
  readonly metric: RoadMetric;
}

/** Memory for what crosses threads. */
export const shared = (byteLength: number): SharedArrayBuffer => new SharedArrayBuffer(byteLength);

/** How a class drives while nothing is closed or slowed. */
export function classMetric(network: RoadNetwork, name: VehicleClassName): RoadMetric {
  return buildRoadMetric(network, vehicleClassTable[name], daytime);
}

/**
 * @param metric the class by day: courses and directions are told by it
 * @param day periods of the day; default: the metric's own holds all day
 */
export function classStreets(
  metric: RoadMetric,
  places: readonly ArcPlace[],
  day: readonly PeriodStart[] = [{ fromSec: 0, period: metric.period }],
): ClassStreets {
  const metrics = new Map([[metric.period.id, metric]]);
  for (const { period } of day) {
    if (metrics.has(period.id)) continue;
    metrics.set(period.id, buildRoadMetric(metric.network, metric.vehicleClass, period, metric.live));
  }
  return withTables(
    metric,
    places,
    day.map(({ fromSec, period }) => ({ fromSec, metric: metrics.get(period.id)! })),
  );
}

/** Periods that come twice in a day share one table. */
function withTables(metric: RoadMetric, places: readonly ArcPlace[], periods: readonly PeriodMetric[]): ClassStreets {
  const tables = new Map<RoadMetric, DriveTimes>();
  for (const each of new Set([metric, ...periods.map((period) => period.metric)])) {
    tables.set(each, driveTimes(places.length, buildStopTable(each, places, shared).sec));
  }
  const day = periods.map((period) => ({ fromSec: period.fromSec, times: tables.get(period.metric)! }));
  return { metric, places, times: tables.get(metric)!, day, periods };
}

/** The same class under closures and slowdowns; the given streets go on answering as they are. */
export function refreshClass(usual: ClassStreets, live: LiveState): ClassStreets {
  if (live.closedArcs.length + live.slowdowns.length === 0) return usual;
  const updated = new Map<RoadMetric, RoadMetric>();
  for (const metric of new Set([usual.metric, ...usual.periods.map((period) => period.metric)])) {
    updated.set(metric, updateRoadMetric(metric, live));
  }
  const periods = usual.periods.map(({ fromSec, metric }) => ({ fromSec, metric: updated.get(metric)! }));
  return withTables(updated.get(usual.metric)!, usual.places, periods);
}

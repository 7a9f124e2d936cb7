/** Times of day with their own speeds. How a drive is timed that runs from one into the next: `core/fleet/drive-day.ts`. */
import { roadClasses, type RoadClass } from '../graph/road-graph.ts';

/** Speeds that hold for part of the day, in thousandths of free flow. */
export interface Period {
  readonly id: string;
  readonly speedPermille: Readonly<Record<RoadClass, number>>;
}

/** The period that begins at a second of the day; it ends where the next begins, the last one at midnight. */
export interface PeriodStart {
  readonly fromSec: number;
  readonly period: Period;
}

/**
 * Typical daytime, peak and night speeds (C: assumptions, to be replaced by observed trips). Peaks weigh on main streets
 * most, as road traffic censuses find; small streets keep their speed.
 */
export const freeFlow: Period = { id: 'free_flow', speedPermille: speeds(1000, 1000) };
export const daytime: Period = { id: 'daytime', speedPermille: speeds(850, 950) };
export const peak: Period = { id: 'peak', speedPermille: speeds(650, 850) };

/** Ordered by time; the first begins at 0. */
export const defaultDay: readonly PeriodStart[] = [
  { fromSec: 0, period: freeFlow },
  { fromSec: 7 * 3600, period: peak },
  { fromSec: 9 * 3600, period: daytime },
  { fromSec: 16 * 3600, period: peak },
  { fromSec: 19 * 3600, period: daytime },
  { fromSec: 21 * 3600, period: freeFlow },
];

function speeds(mainPermille: number, smallPermille: number): Record<RoadClass, number> {
  const isMain = (roadClass: RoadClass) => roadClasses.indexOf(roadClass) <= roadClasses.indexOf('tertiary');
  const entries = roadClasses.map((c) => [c, c === 'ferry' ? 1000 : isMain(c) ? mainPermille : smallPermille] as const);
  return Object.fromEntries(entries) as Record<RoadClass, number>;
}

/** Times of day with their own speeds, and how a trip is timed that runs from one into the next. */
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

/** Place in `day` of the period that holds at a second of the day (seconds past midnight wrap around). */
export function periodAt(day: readonly { readonly fromSec: number }[], secOfDay: number): number {
  const sec = ((secOfDay % 86_400) + 86_400) % 86_400;
  let place = 0;
  while (place + 1 < day.length && day[place + 1]!.fromSec <= sec) place++;
  return place;
}

/**
 * Drive time of a trip that leaves at a second of the day, whole seconds rounded up, or `unreachableSec`.
 *
 * The part driven before a period ends counts by that period's time, the rest by the next one's: who leaves later never
 * arrives earlier (Ichoua, Gendreau & Potvin 2003). O(periods the trip touches).
 *
 * @param day ordered starts, first at 0
 * @param secIn drive time of the whole trip within a period, by its place in `day`
 */
export function driveSecAcross(
  day: readonly { readonly fromSec: number }[],
  departSec: number,
  secIn: (place: number) => number,
  unreachableSec: number,
): number {
  let place = periodAt(day, departSec);
  let now = ((departSec % 86_400) + 86_400) % 86_400;
  let elapsedSec = 0;
  let remaining = 1;
  for (;;) {
    const wholeSec = secIn(place);
    if (wholeSec >= unreachableSec) return unreachableSec;
    const leftSec = (place + 1 < day.length ? day[place + 1]!.fromSec : 86_400) - now;
    if (day.length === 1 || wholeSec * remaining <= leftSec) return Math.ceil(elapsedSec + wholeSec * remaining - 1e-9);
    remaining -= leftSec / wholeSec;
    elapsedSec += leftSec;
    place = (place + 1) % day.length;
    now = day[place]!.fromSec;
  }
}

function speeds(mainPermille: number, smallPermille: number): Record<RoadClass, number> {
  const isMain = (roadClass: RoadClass) => roadClasses.indexOf(roadClass) <= roadClasses.indexOf('tertiary');
  const entries = roadClasses.map((c) => [c, c === 'ferry' ? 1000 : isMain(c) ? mainPermille : smallPermille] as const);
  return Object.fromEntries(entries) as Record<RoadClass, number>;
}

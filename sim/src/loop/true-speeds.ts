/** True drive times against believed ones: the scenario's speed, the day's traffic, each leg's luck, slow hours. */
import { secOfClockTime } from '@noriai/core/rules/calendar.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { chanceOf, nearNormal } from '../chance/chance.ts';
import type { Scenario } from '../scenario/read-scenario.ts';
import type { Leg } from './day-actors.ts';

/** Luck changes with the quarter of an hour in which a leg begins. */
const LUCK_SEC = 900;
/** No leg takes less than this share of its believed time. */
const LEAST_PERMILLE = 400;

/** A stretch of time with a slower true speed. */
export interface SlowTime {
  readonly fromSec: number;
  readonly untilSec: number;
  readonly speedPermille: number;
  readonly isKnown: boolean;
}

export function slowTimes(scenario: Scenario, world: ServiceWorld): readonly SlowTime[] {
  return (scenario.file.faults ?? []).flatMap((fault) => {
    if (fault.kind !== 'slow') return [];
    return fault.days.map((date) => ({ ...spanOf(world, date, fault.from, fault.until), ...slowness(fault) }));
  });
}

function slowness({ speedPermille, isKnown }: { speedPermille: number; isKnown: boolean }) {
  return { speedPermille, isKnown };
}

/** A time of day on a date as seconds since 1970, taken from the service hours of that day. */
export function spanOf(
  world: ServiceWorld,
  date: string,
  from: string,
  until: string,
): { readonly fromSec: number; readonly untilSec: number } {
  const midnightSec = midnightOf(world, date);
  return { fromSec: midnightSec + secOfClockTime(from), untilSec: midnightSec + secOfClockTime(until) };
}

/** Midnight of a local date: the second at which the calendar changes to it. */
export function midnightOf(world: ServiceWorld, date: string): number {
  let low = Date.parse(`${date}T00:00:00Z`) / 1000 - 86_400;
  let high = low + 2 * 86_400;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (world.calendar.dateAt(middle) < date) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * True seconds of a leg. The same leg in the same quarter of an hour has the same luck under every policy of one seed.
 * Slow times that the service knows are in the believed seconds already.
 */
export function trueDriveTimes(scenario: Scenario, world: ServiceWorld, seed: number): (leg: Leg) => number {
  const { speedPermille, daySpreadPermille, legSpreadPermille } = scenario.driving;
  const slow = slowTimes(scenario, world);
  const dayFactor = new Map<string, number>();

  function dayPermille(departSec: number): number {
    if (daySpreadPermille === 0) return 1000;
    const date = world.calendar.dateAt(departSec);
    let factor = dayFactor.get(date);
    if (factor === undefined) {
      factor = 1000 + daySpreadPermille * nearNormal(chanceOf(seed, 'traffic', date));
      dayFactor.set(date, factor);
      if (dayFactor.size > 40) dayFactor.delete(dayFactor.keys().next().value!);
    }
    return factor;
  }

  return ({ fromPlace, toPlace, departSec, believedSec }) => {
    const quarter = Math.floor(departSec / LUCK_SEC);
    const luck =
      legSpreadPermille === 0
        ? 1000
        : 1000 + legSpreadPermille * nearNormal(chanceOf(seed, 'leg', fromPlace, toPlace, quarter));
    const unknown = slow.find((time) => !time.isKnown && time.fromSec <= departSec && departSec < time.untilSec);
    const speed = (speedPermille * (unknown?.speedPermille ?? 1000)) / 1000;
    const permille = Math.max(LEAST_PERMILLE, (dayPermille(departSec) * luck) / 1000);
    return Math.max(0, Math.ceil((believedSec * permille) / speed));
  };
}
